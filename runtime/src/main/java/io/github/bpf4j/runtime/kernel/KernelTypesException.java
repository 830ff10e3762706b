package io.github.bpf4j.runtime.kernel;

/** What a host described does not fit the kernel's types: an unknown struct or member, a value that no such place can hold. */
public final class KernelTypesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    KernelTypesException(String message) {
        super(message);
    }
}
