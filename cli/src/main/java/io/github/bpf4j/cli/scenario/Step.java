package io.github.bpf4j.cli.scenario;

import java.util.Set;

/**
 * A kind of step.
 *
 * @param keys what a step of this kind may say besides its verb
 */
record Step(Set<String> keys, Action action) {
    /** Does what a step says, and notes what is not as expected. */
    @FunctionalInterface
    interface Action {
        void perform(World world, Node step, Comparison comparison);
    }

    static Step of(Action action, String... keys) {
        return new Step(Set.of(keys), action);
    }
}
