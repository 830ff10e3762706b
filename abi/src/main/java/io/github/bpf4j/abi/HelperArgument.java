package io.github.bpf4j.abi;

import java.util.Objects;

/**
 * One argument of a helper or kernel function (verifier spec 1.2, 6.2). Immutable and safe for use by any thread.
 *
 * @param kind what the register must hold
 * @param size bytes of FIXED_MEM_OUT and of iterators, else 0
 * @param btfType the kernel type that BTF_OBJECT kinds and iterators want, else empty
 * @param released whether the call gives up the reference that the register carries
 */
public record HelperArgument(ArgumentKind kind, int size, String btfType, boolean released) {
    public HelperArgument {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(btfType);
    }

    static HelperArgument of(ArgumentKind kind) {
        return new HelperArgument(kind, 0, "", false);
    }

    static HelperArgument fixedOut(int size) {
        return new HelperArgument(ArgumentKind.FIXED_MEM_OUT, size, "", false);
    }

    static HelperArgument object(ArgumentKind kind, String btfType) {
        return new HelperArgument(kind, 0, btfType, false);
    }

    static HelperArgument iterator(ArgumentKind kind, int size, String btfType) {
        return new HelperArgument(kind, size, btfType, false);
    }

    static HelperArgument released(ArgumentKind kind) {
        return new HelperArgument(kind, 0, "", true);
    }
}
