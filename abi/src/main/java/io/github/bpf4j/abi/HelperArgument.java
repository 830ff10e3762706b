package io.github.bpf4j.abi;

import java.util.Objects;

/**
 * One argument of a helper or kernel function (verifier spec 1.2, 6.2). Immutable and safe for use by any thread.
 *
 * @param kind what the register must hold
 * @param size bytes of FIXED_MEM_OUT, of iterators and of memory for functions of the host's, else 0
 * @param btfType the kernel type that BTF_OBJECT kinds and iterators want, or the host's name of a HOST_OBJECT's type, else empty
 * @param released whether the call gives up the reference that the register carries
 */
public record HelperArgument(ArgumentKind kind, int size, String btfType, boolean released) {
    public HelperArgument {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(btfType);
    }

    /** An argument of a function of the host's. */
    public static HelperArgument ofHost(ArgumentKind kind) {
        return of(kind);
    }

    /** Memory of a fixed size, for a function of the host's. */
    public static HelperArgument ofHost(ArgumentKind kind, int size) {
        return new HelperArgument(kind, size, "", false);
    }

    /** An object of the host's. */
    public static HelperArgument hostObject(String type, boolean released) {
        return new HelperArgument(ArgumentKind.HOST_OBJECT, 0, type, released);
    }

    static HelperArgument of(ArgumentKind kind) {
        return new HelperArgument(kind, 0, "", false);
    }

    static HelperArgument fixed(int size) {
        return new HelperArgument(ArgumentKind.HOST_STRUCT, size, "", false);
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
