package io.github.bpf4j.runtime.memory;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How guest memory is reserved.
 *
 * @param reserveBytes address space to reserve, rounded down to a power of two and halved until it succeeds
 * @param limitBytes how much of it may be committed at most; what the file system and the control group offer limits it too
 * @param folder where the backing file lies; shared memory, else the temporary folder, if empty
 */
public record MemoryOptions(long reserveBytes, long limitBytes, Optional<Path> folder) {
    /**
     * 2 GiB of address space: a masked address then fits an int, and C2 makes an access to guest memory of two instructions instead of
     * four.
     */
    public static final long DEFAULT_RESERVE_BYTES = 2L << 30;

    /** 64 GiB of address space: for maps that need more than the default. */
    public static final long LARGE_RESERVE_BYTES = 64L << 30;

    /** The least that can be reserved: 1 MiB. */
    public static final long LEAST_RESERVE_BYTES = 1L << 20;

    /** 2 GiB of address space, no limit of our own, the usual folder. */
    public static final MemoryOptions DEFAULT =
            new MemoryOptions(DEFAULT_RESERVE_BYTES, Long.MAX_VALUE, Optional.empty());

    public MemoryOptions {
        if (reserveBytes < LEAST_RESERVE_BYTES) {
            throw new IllegalArgumentException("guest memory of " + reserveBytes + " bytes: at least 1 MiB is needed");
        }
        if (limitBytes < 0) {
            throw new IllegalArgumentException("a limit of " + limitBytes + " bytes");
        }
    }

    /** The same with another limit. */
    public MemoryOptions withLimitBytes(long bytes) {
        return new MemoryOptions(reserveBytes, bytes, folder);
    }

    /** The same with another reservation. */
    public MemoryOptions withReserveBytes(long bytes) {
        return new MemoryOptions(bytes, limitBytes, folder);
    }

    /** The same with the backing file in the given folder. */
    public MemoryOptions withFolder(Path path) {
        return new MemoryOptions(reserveBytes, limitBytes, Optional.of(path));
    }
}
