package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.locks.TurnLock;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Implementations of helpers by their number. Filled once, then shared by every image of a runtime. */
public final class HelperTable {
    private static final int SIZE = 256;

    private final HelperFunction[] helpers = new HelperFunction[SIZE];
    private final Exclusion exclusion;

    /**
     * A table without helpers.
     *
     * @param lock what everything is under that the CPUs of a runtime share
     */
    HelperTable(TurnLock lock) {
        exclusion = new Exclusion(lock);
    }

    /** Adds an implementation that changes what the CPUs of a runtime share: one call at a time. */
    HelperTable putExclusive(int id, HelperFunction helper) {
        return put(id, exclusion.of(helper));
    }

    /** Adds an implementation that any number of CPUs may call at once. */
    HelperTable put(int id, HelperFunction helper) {
        helpers[id] = helper;
        return this;
    }

    /** Puts something around an implementation. */
    public void wrap(int id, UnaryOperator<HelperFunction> wrapper) {
        helpers[id] = wrapper.apply(helpers[id]);
    }

    /** The implementations by helper number, null where there is none. */
    public HelperFunction[] byId() {
        return helpers.clone();
    }

    /** The numbers that are implemented; helper 12, which engines carry out themselves, is one of them. */
    public Set<Integer> implemented() {
        Set<Integer> ids = new HashSet<>();
        for (int id = 0; id < SIZE; id++) {
            if (helpers[id] != null) {
                ids.add(id);
            }
        }
        return ids;
    }
}
