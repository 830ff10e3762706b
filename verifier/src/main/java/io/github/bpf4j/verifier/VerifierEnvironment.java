package io.github.bpf4j.verifier;

import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.btf.Btf;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a program is judged against. Immutable and safe for use by any thread.
 *
 * @param profile whose rules hold where kernels differ
 * @param helperIds the helpers that the runtime implements; only these may be called
 * @param kfuncs the kernel functions that the runtime implements; only these may be called
 * @param maps each map that the program names
 * @param limits how large programs may be
 * @param timersInTracing whether all tracing programs may name maps with timers and work queues, whatever the profile says
 * @param cpus number of logical CPUs
 * @param kernelTypes the kernel's own types, with which hooks and kernel objects are described; none if nothing is known of them
 * @param privileged whether the loader has the capabilities CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN; otherwise it has none
 * @param hostFunctions what the host adds to the kernel's helpers and functions
 * @param replaced what a program of type EXT takes the place of; empty for programs of other types
 * @param traced what a program of fentry or fexit is around, if that is a function of a program; empty if it is one of the kernel's
 */
public record VerifierEnvironment(
        KernelProfile profile,
        Set<Integer> helperIds,
        Set<Kfunc> kfuncs,
        Map<String, MapDescription> maps,
        VerifierLimits limits,
        boolean timersInTracing,
        int cpus,
        Btf kernelTypes,
        boolean privileged,
        HostFunctions hostFunctions,
        Optional<ReplacedFunction> replaced,
        Optional<TracedFunction> traced) {

    /** Copies the collections. */
    public VerifierEnvironment {
        Objects.requireNonNull(profile);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(kernelTypes);
        Objects.requireNonNull(hostFunctions);
        helperIds = Set.copyOf(helperIds);
        kfuncs = Set.copyOf(kfuncs);
        maps = Map.copyOf(maps);
    }

    /** An environment of a loader that has all capabilities, without functions of the host's, of programs that take no other's place. */
    public VerifierEnvironment(
            KernelProfile profile,
            Set<Integer> helperIds,
            Set<Kfunc> kfuncs,
            Map<String, MapDescription> maps,
            VerifierLimits limits,
            boolean timersInTracing,
            int cpus,
            Btf kernelTypes) {
        this(
                profile,
                helperIds,
                kfuncs,
                maps,
                limits,
                timersInTracing,
                cpus,
                kernelTypes,
                true,
                HostFunctions.NONE,
                Optional.empty(),
                Optional.empty());
    }

    /** An environment of one CPU and an unknown kernel, in which the profile says what tracing programs may do. */
    public VerifierEnvironment(
            KernelProfile profile,
            Set<Integer> helperIds,
            Set<Kfunc> kfuncs,
            Map<String, MapDescription> maps,
            VerifierLimits limits) {
        this(profile, helperIds, kfuncs, maps, limits, false, 1, Btf.empty(ByteOrder.LITTLE_ENDIAN));
    }

    private VerifierEnvironment with(
            boolean loaderPrivileged,
            HostFunctions functions,
            Optional<ReplacedFunction> function,
            Optional<TracedFunction> around) {
        return new VerifierEnvironment(
                profile,
                helperIds,
                kfuncs,
                maps,
                limits,
                timersInTracing,
                cpus,
                kernelTypes,
                loaderPrivileged,
                functions,
                function,
                around);
    }

    /** The same for a loader that has no capabilities, where the kernel lets such loaders load programs at all. */
    public VerifierEnvironment unprivileged() {
        return with(false, hostFunctions, replaced, traced);
    }

    /** The same with functions of the host's beside those of the kernel. */
    public VerifierEnvironment withHostFunctions(HostFunctions functions) {
        return with(privileged, functions, replaced, traced);
    }

    /** The same for a program of type EXT that takes the place of a function. */
    public VerifierEnvironment replacing(ReplacedFunction function) {
        return with(privileged, hostFunctions, Optional.of(function), traced);
    }

    /** The same for a program of fentry or fexit that is around a function of another program. */
    public VerifierEnvironment tracing(TracedFunction function) {
        return with(privileged, hostFunctions, replaced, Optional.of(function));
    }

    /** The reference profile with the kernel's limits, without kernel functions. */
    public static VerifierEnvironment of(Set<Integer> helperIds, Map<String, MapDescription> maps) {
        return new VerifierEnvironment(KernelProfile.V6_12, helperIds, Set.of(), maps, VerifierLimits.KERNEL);
    }
}
