package io.github.bpf4j.runtime.engine;

/** What calls of a function come to: something else than the function alone. */
public sealed interface Detour {
    /**
     * Another program in the function's place.
     *
     * @param other the program
     */
    record Instead(Image other) implements Detour {}

    /** Programs around the function, which see what it is given and what it returns. Safe for use by any thread. */
    non-sealed interface Around extends Detour {
        /**
         * The function is about to run.
         *
         * @param arguments its five registers, which nobody changes
         */
        void enter(Cpu cpu, long[] arguments);

        /** The function has returned. */
        void leave(Cpu cpu, long[] arguments, long result);
    }
}
