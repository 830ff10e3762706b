package io.github.bpf4j.runtime.engine;

/** Ends the whole program with the result 0, from however deep: what a helper of a raw program may do. */
public final class EndOfProgram extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The one instance: it says nothing but that it happened. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace and says nothing else
    public static final EndOfProgram ZERO = new EndOfProgram();

    private EndOfProgram() {
        super("the program ends with 0", null, false, false);
    }
}
