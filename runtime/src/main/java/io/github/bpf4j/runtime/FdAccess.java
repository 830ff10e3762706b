package io.github.bpf4j.runtime;

/** What may be done to a map through a descriptor (timers spec 3.8): it limits the descriptor, not programs. */
public enum FdAccess {
    READ_WRITE,
    /** BPF_F_RDONLY: changes give -EPERM. */
    READ_ONLY,
    /** BPF_F_WRONLY: lookups give -EPERM. */
    WRITE_ONLY
}
