package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.locks.TurnLock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Implementations of the kernel functions that kernels of one profile have. Filled once, then shared by every image of a
 * runtime.
 */
public final class KfuncTable {
    private final KernelProfile profile;
    private final Exclusion exclusion;
    private final Map<Kfunc, HelperFunction> kfuncs = new EnumMap<>(Kfunc.class);
    private final ContextViews views;

    /**
     * A table without functions.
     *
     * @param lock what everything is under that the CPUs of a runtime share
     * @param views how the kernel sees contexts
     */
    KfuncTable(KernelProfile profile, TurnLock lock, ContextViews views) {
        this.profile = profile;
        this.views = views;
        exclusion = new Exclusion(lock);
    }

    /** Adds an implementation that changes what the CPUs of a runtime share, as {@link #put} does: one call at a time. */
    KfuncTable putExclusive(Kfunc kfunc, HelperFunction implementation) {
        return put(kfunc, exclusion.of(implementation));
    }

    /** Puts something around an implementation, if there is one. */
    public void wrap(Kfunc kfunc, UnaryOperator<HelperFunction> wrapper) {
        kfuncs.computeIfPresent(kfunc, (_, implementation) -> wrapper.apply(implementation));
    }

    /** Adds an implementation, unless kernels of the profile do not have the function. */
    KfuncTable put(Kfunc kfunc, HelperFunction implementation) {
        if (kfunc.isIn(profile)) {
            kfuncs.put(kfunc, implementation);
        }
        return this;
    }

    /** The address of the kernel's view of the context of a run, whichever functions its kernel has. */
    public long contextView(Cpu cpu, long context) {
        return views.of(cpu, context);
    }

    /** The implementations by number up to the highest of any kernel's, null where there is none. */
    public HelperFunction[] byId() {
        int last = Arrays.stream(Kfunc.values()).mapToInt(Kfunc::id).max().orElse(Kfunc.MISSING);
        HelperFunction[] byId = new HelperFunction[last + 1];
        kfuncs.forEach((kfunc, implementation) -> byId[kfunc.id()] = implementation);
        return byId;
    }

    /** The functions that are implemented. */
    public Set<Kfunc> implemented() {
        Set<Kfunc> implemented = EnumSet.noneOf(Kfunc.class);
        implemented.addAll(kfuncs.keySet());
        return implemented;
    }
}
