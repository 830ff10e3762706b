package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapShape;
import java.util.Map;
import java.util.Set;

/**
 * What programs are measured against.
 *
 * @param helpers ids of the helpers that exist
 * @param kfuncs the kernel functions that exist
 * @param maps the shapes of all maps that programs name
 * @param timersInTracing whether all tracing programs may name maps with timers, whatever the profile says
 * @param privileged whether the loader has the capabilities CAP_BPF and CAP_PERFMON
 * @param maxFrames most functions that may be active at once
 * @param hostFunctions what the host adds to helpers and kernel functions
 */
public record StructureRules(
        KernelProfile profile,
        Set<Integer> helpers,
        Set<Kfunc> kfuncs,
        Map<String, MapShape> maps,
        boolean timersInTracing,
        boolean privileged,
        int maxInsns,
        int maxSubprograms,
        int maxMaps,
        int maxFrames,
        HostFunctions hostFunctions) {

    /** Rules without functions of the host's. */
    public StructureRules(
            KernelProfile profile,
            Set<Integer> helpers,
            Set<Kfunc> kfuncs,
            Map<String, MapShape> maps,
            boolean timersInTracing,
            boolean privileged,
            int maxInsns,
            int maxSubprograms,
            int maxMaps,
            int maxFrames) {
        this(
                profile,
                helpers,
                kfuncs,
                maps,
                timersInTracing,
                privileged,
                maxInsns,
                maxSubprograms,
                maxMaps,
                maxFrames,
                HostFunctions.NONE);
    }
}
