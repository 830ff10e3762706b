package io.github.bpf4j.abi;

import java.util.ArrayList;
import java.util.List;

/**
 * The creation flags of maps ({@code BPF_F_...} of {@code map_flags}), a set of 32 bits.
 *
 * <p>Constants only; safe for use by any thread. Source: runtime spec 5.
 */
public final class MapFlags {
    public static final int NO_PREALLOC = 1;
    public static final int NO_COMMON_LRU = 1 << 1;
    public static final int NUMA_NODE = 1 << 2;
    /** The user side may only read through this file descriptor. */
    public static final int RDONLY = 1 << 3;
    /** The user side may only write through this file descriptor. */
    public static final int WRONLY = 1 << 4;

    public static final int STACK_BUILD_ID = 1 << 5;
    public static final int ZERO_SEED = 1 << 6;
    /** Programs may only read. */
    public static final int RDONLY_PROG = 1 << 7;
    /** Programs may only write. */
    public static final int WRONLY_PROG = 1 << 8;

    public static final int CLONE = 1 << 9;
    public static final int MMAPABLE = 1 << 10;
    public static final int PRESERVE_ELEMS = 1 << 11;
    public static final int INNER_MAP = 1 << 12;
    public static final int LINK = 1 << 13;
    public static final int PATH_FD = 1 << 14;
    public static final int VTYPE_BTF_OBJ_FD = 1 << 15;
    public static final int TOKEN_FD = 1 << 16;
    public static final int SEGV_ON_FAULT = 1 << 17;
    public static final int NO_USER_CONV = 1 << 18;

    /** The flags that restrict who may read or write. */
    public static final int ACCESS = RDONLY | WRONLY | RDONLY_PROG | WRONLY_PROG;

    private static final List<String> NAMES = List.of(
            "NO_PREALLOC",
            "NO_COMMON_LRU",
            "NUMA_NODE",
            "RDONLY",
            "WRONLY",
            "STACK_BUILD_ID",
            "ZERO_SEED",
            "RDONLY_PROG",
            "WRONLY_PROG",
            "CLONE",
            "MMAPABLE",
            "PRESERVE_ELEMS",
            "INNER_MAP",
            "LINK",
            "PATH_FD",
            "VTYPE_BTF_OBJ_FD",
            "TOKEN_FD",
            "SEGV_ON_FAULT",
            "NO_USER_CONV");

    private MapFlags() {}

    /** Whether no two access flags contradict each other. */
    public static boolean accessIsConsistent(int flags) {
        return (flags & (RDONLY | WRONLY)) != (RDONLY | WRONLY)
                && (flags & (RDONLY_PROG | WRONLY_PROG)) != (RDONLY_PROG | WRONLY_PROG);
    }

    /** The set for readers, such as {@code "NO_PREALLOC|RDONLY_PROG"}; {@code "0"} if empty, unknown bits in hex. */
    public static String format(int flags) {
        List<String> parts = new ArrayList<>();
        int rest = flags;
        for (int bit = 0; bit < NAMES.size(); bit++) {
            if ((flags & 1 << bit) != 0) {
                parts.add(NAMES.get(bit));
                rest &= ~(1 << bit);
            }
        }
        if (rest != 0) {
            parts.add("0x" + Integer.toHexString(rest));
        }
        return parts.isEmpty() ? "0" : String.join("|", parts);
    }
}
