package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.MapFlags;

/** What may be done to a map through a descriptor (timers spec 3.8): it limits the descriptor, not programs. */
public enum FdAccess {
    READ_WRITE,
    /** BPF_F_RDONLY: changes give -EPERM. */
    READ_ONLY,
    /** BPF_F_WRONLY: lookups give -EPERM. */
    WRITE_ONLY;

    /** Of the descriptor that creating a map with these {@link MapFlags} gives. */
    static FdAccess of(int mapFlags) {
        if ((mapFlags & MapFlags.RDONLY) != 0) {
            return READ_ONLY;
        }
        return (mapFlags & MapFlags.WRONLY) != 0 ? WRITE_ONLY : READ_WRITE;
    }
}
