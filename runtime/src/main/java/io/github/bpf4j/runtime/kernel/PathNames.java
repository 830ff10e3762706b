package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Names of files as the kernel keeps them: a {@code struct path} leads to the {@code struct dentry} of its last part, each dentry to that
 * of the directory it is in, up to one that is in none or in itself: the root. Where file systems are mounted is not known.
 *
 * <p>Safe for use by any thread.
 */
public final class PathNames {
    /** PATH_MAX: no path is longer. */
    private static final int LONGEST = 4096;

    private static final int LONGEST_PART = 255;

    private final KernelStructs structs;

    /** Reads paths by some types. */
    public PathNames(KernelStructs structs) {
        this.structs = structs;
    }

    /** The bytes of the name that a {@code struct path} stands for, without a NUL; empty if nothing is known of it. */
    public Optional<byte[]> read(GuestMemory memory, long path) {
        long dentry = pointer(memory, path, "path", "dentry");
        Deque<byte[]> parts = new ArrayDeque<>();
        int length = 0;
        while (dentry != 0 && length <= LONGEST) {
            long parent = pointer(memory, dentry, "dentry", "d_parent");
            Optional<byte[]> name = text(memory, pointer(memory, dentry, "dentry", "d_name.name"));
            if (name.isEmpty()) {
                return Optional.empty();
            }
            if (parent == 0 || parent == dentry) {
                return Optional.of(join(parts));
            }
            parts.push(name.get());
            length += 1 + name.get().length;
            dentry = parent;
        }
        return Optional.empty();
    }

    private static byte[] join(Deque<byte[]> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.write('/');
            joined.writeBytes(part);
        }
        if (parts.isEmpty()) {
            joined.write('/');
        }
        return joined.toByteArray();
    }

    private static boolean isThere(GuestMemory memory, long address, int size) {
        return memory.holds(address, size) && memory.objects().allows(address & memory.mask(), size, Access.READ);
    }

    /** A pointer in a struct at an address; 0 if nothing is there. */
    private long pointer(GuestMemory memory, long address, String struct, String member) {
        OptionalInt type = structs.find(struct);
        if (address == 0 || type.isEmpty()) {
            return 0;
        }
        try {
            long at = address
                    + BtfField.of(structs.types(), type.getAsInt(), member).bitOffset() / Byte.SIZE;
            return isThere(memory, at, Long.BYTES) ? memory.getLong(at) : 0;
        } catch (BtfTypeException _) {
            return 0;
        }
    }

    private static Optional<byte[]> text(GuestMemory memory, long address) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (text.size() <= LONGEST_PART && isThere(memory, address + text.size(), 1)) {
            int next = memory.getU8(address + text.size());
            if (next == 0) {
                return Optional.of(text.toByteArray());
            }
            text.write(next);
        }
        return Optional.empty();
    }
}
