package io.github.bpf4j.object.core;

/** A relocation that makes no sense, or to which the kernel's types give several answers. */
public final class RelocationException extends Exception {
    private static final long serialVersionUID = 1L;

    RelocationException(String reason) {
        super(reason);
    }

    /** What is wrong. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
