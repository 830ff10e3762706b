package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;

/**
 * Numbers that stand for host objects in guest registers: maps, functions and kernel functions. They name nothing in guest
 * memory, and whatever a guest makes of them, the host checks the range before it looks anything up.
 */
public final class Handle {
    private static final long MAP_TAG = 0x0bf6_0000_0000_0000L;
    private static final long FUNCTION_TAG = 0x0bf5_0000_0000_0000L;
    private static final long KFUNC_TAG = 0x0bf7_0000_0000_0000L;
    private static final long TAG_MASK = 0xffff_0000_0000_0000L;
    private static final int INDEX_BITS = 24;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;
    private static final int MAP_SHIFT = 3;

    private Handle() {}

    /** What a program sees as the address of the map with this index. */
    public static long map(int index) {
        return MAP_TAG | (long) index << MAP_SHIFT;
    }

    /** Whether a number is a map's handle, or was one. */
    public static boolean isMap(long handle) {
        return (handle & TAG_MASK) == MAP_TAG;
    }

    /**
     * The index behind a map's handle.
     *
     * @throws GuestFault if it is none
     */
    public static int mapIndex(long handle) {
        if (!isMap(handle)) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, handle, "0x" + Long.toHexString(handle) + " is no map");
        }
        return (int) (handle >>> MAP_SHIFT) & INDEX_MASK;
    }

    /** What a program sees as the address of the kernel function with this number; nothing takes it back. */
    public static long kfunc(int kfuncId) {
        return KFUNC_TAG | (long) kfuncId << MAP_SHIFT;
    }

    /** What a program sees as the address of a function of the image. */
    public static long function(int imageId, int insnOffset) {
        return FUNCTION_TAG | (long) (imageId & INDEX_MASK) << INDEX_BITS | insnOffset;
    }

    /**
     * The first instruction of the function behind a handle.
     *
     * @throws GuestFault if it is no function of this image
     */
    public static int functionEntry(Image image, long handle) {
        int insnOffset = (int) handle & INDEX_MASK;
        if (handle != function(image.id(), insnOffset) || !image.isEntry(insnOffset)) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT,
                    handle,
                    "0x" + Long.toHexString(handle) + " is no function of " + image.name());
        }
        return insnOffset;
    }
}
