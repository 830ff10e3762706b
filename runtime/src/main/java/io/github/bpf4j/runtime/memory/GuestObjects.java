package io.github.bpf4j.runtime.memory;

import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The live objects of a guest memory by address: the shadow that checked mode consults at every access. */
public final class GuestObjects {
    private long[] starts = new long[16];
    private GuestObject[] objects = new GuestObject[16];
    private int count;
    private int last;

    /** Makes an object known. Objects do not overlap. */
    public void add(GuestObject object) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            objects = Arrays.copyOf(objects, count * 2);
        }
        int index = -1 - Arrays.binarySearch(starts, 0, count, object.start());
        if (index < 0) {
            throw new IllegalStateException("two objects at 0x" + Long.toHexString(object.start()));
        }
        System.arraycopy(starts, index, starts, index + 1, count - index);
        System.arraycopy(objects, index, objects, index + 1, count - index);
        starts[index] = object.start();
        objects[index] = object;
        count++;
    }

    /** Forgets an object. */
    public void remove(GuestObject object) {
        int index = Arrays.binarySearch(starts, 0, count, object.start());
        if (index >= 0) {
            count--;
            System.arraycopy(starts, index + 1, starts, index, count - index);
            System.arraycopy(objects, index + 1, objects, index, count - index);
        }
    }

    /**
     * Checks an access.
     *
     * @param address masked, without tag
     * @throws GuestFault saying what is wrong and which object is nearest
     */
    public void check(long address, long sizeBytes, Access access) {
        GuestObject object = at(address);
        if (object == null) {
            throw fault(address, sizeBytes, access, nearest(address));
        }
        String refusal = object.refusal(address - object.start(), sizeBytes, access);
        if (!refusal.isEmpty()) {
            throw fault(address, sizeBytes, access, refusal);
        }
    }

    /** The object whose range holds the address, or null. */
    public @Nullable GuestObject at(long address) {
        int index = last;
        if (index >= count || starts[index] > address || address - starts[index] >= objects[index].sizeBytes()) {
            index = floor(address);
            if (index < 0 || address - starts[index] >= objects[index].sizeBytes()) {
                return null;
            }
            last = index;
        }
        return objects[index];
    }

    private int floor(long address) {
        int index = Arrays.binarySearch(starts, 0, count, address);
        return index >= 0 ? index : -2 - index;
    }

    private String nearest(long address) {
        if (Long.compareUnsigned(address, 4096) < 0) {
            return "a null pointer";
        }
        int below = floor(address);
        long under = below < 0 ? Long.MAX_VALUE : address - starts[below] - objects[below].sizeBytes();
        long over = below + 1 >= count ? Long.MAX_VALUE : starts[below + 1] - address;
        if (below < 0 && over == Long.MAX_VALUE) {
            return "nothing is there";
        }
        return under <= over
                ? (under + 1) + " bytes past the end of " + objects[below].name()
                : over + " bytes before " + objects[below + 1].name();
    }

    private static GuestFault fault(long address, long sizeBytes, Access access, String why) {
        return new GuestFault(
                FaultKind.BAD_ACCESS,
                address,
                (access == Access.READ ? "read of " : "write of ") + sizeBytes + " bytes at 0x"
                        + Long.toHexString(address) + ": " + why);
    }
}
