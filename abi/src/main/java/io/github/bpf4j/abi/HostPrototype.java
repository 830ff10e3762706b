package io.github.bpf4j.abi;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The contract of a helper or kernel function that the host adds to those of Linux: what it takes, what it gives, who may call it.
 * Immutable and safe for use by any thread.
 *
 * @param id the immediate of its calls: of a helper the number that programs know it by, of a kernel function one of the runtime's
 * @param name what programs declare a kernel function as; for people in the case of a helper
 * @param isKfunc whether it is a kernel function
 * @param arguments R1 onwards
 * @param result what R0 holds afterwards
 * @param types the program types that may call it
 * @param gplOnly whether only programs with a GPL-compatible licence may call it
 * @param maySleep whether only code that may sleep can call it
 */
public record HostPrototype(
        int id,
        String name,
        boolean isKfunc,
        List<HelperArgument> arguments,
        Result result,
        Set<ProgramType> types,
        boolean gplOnly,
        boolean maySleep) {

    /** What a function gives. */
    public enum ResultKind {
        /** Nothing: R0 must not be read. */
        VOID,
        /** A 32-bit number: the upper half of R0 is zero. */
        INT,
        /** A 64-bit number. */
        LONG,
        /** Memory of a fixed size that must not be written, or null. */
        MEMORY,
        /** Memory of a fixed size, or null. */
        WRITABLE_MEMORY,
        /** A reference to an object of the host's that must be given up, or null. */
        OBJECT
    }

    /**
     * What R0 holds.
     *
     * @param size bytes of memory, else 0
     * @param type the type of the object, as the host names it, else empty
     */
    public record Result(ResultKind kind, int size, String type) {
        public Result {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(type);
        }
    }

    public HostPrototype {
        arguments = List.copyOf(arguments);
        types = Set.copyOf(types);
        Objects.requireNonNull(result);
    }
}
