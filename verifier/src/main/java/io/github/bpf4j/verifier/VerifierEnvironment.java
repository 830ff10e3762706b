package io.github.bpf4j.verifier;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapShape;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a program is judged against. Immutable and safe for use by any thread.
 *
 * @param profile whose rules hold where kernels differ
 * @param helperIds the helpers that the runtime implements; only these may be called
 * @param kfuncs the kernel functions that the runtime implements; only these may be called
 * @param maps the shape of each map that the program names, special fields included
 * @param limits how large programs may be
 * @param timersInTracing whether all tracing programs may name maps with timers and work queues, whatever the profile says
 */
public record VerifierEnvironment(
        KernelProfile profile,
        Set<Integer> helperIds,
        Set<Kfunc> kfuncs,
        Map<String, MapShape> maps,
        VerifierLimits limits,
        boolean timersInTracing) {

    /** Copies the collections. */
    public VerifierEnvironment {
        Objects.requireNonNull(profile);
        Objects.requireNonNull(limits);
        helperIds = Set.copyOf(helperIds);
        kfuncs = Set.copyOf(kfuncs);
        maps = Map.copyOf(maps);
    }

    /** An environment in which the profile says what tracing programs may do. */
    public VerifierEnvironment(
            KernelProfile profile,
            Set<Integer> helperIds,
            Set<Kfunc> kfuncs,
            Map<String, MapShape> maps,
            VerifierLimits limits) {
        this(profile, helperIds, kfuncs, maps, limits, false);
    }

    /** The reference profile with the kernel's limits, without kernel functions. */
    public static VerifierEnvironment of(Set<Integer> helperIds, Map<String, MapShape> maps) {
        return new VerifierEnvironment(KernelProfile.V6_12, helperIds, Set.of(), maps, VerifierLimits.KERNEL);
    }
}
