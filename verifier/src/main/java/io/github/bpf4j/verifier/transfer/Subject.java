package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.verifier.kernel.Hook;
import io.github.bpf4j.verifier.kernel.KernelTypes;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.structure.Instructions;
import io.github.bpf4j.verifier.structure.Subprograms;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The program that is judged, and by which rules. Not safe for use by several threads.
 *
 * @param maps what the program's loads of map and value addresses refer to, by their slot
 * @param kfuncNames names of the kernel functions that are called or whose addresses are loaded, by slot
 * @param variableNames names of the kernel variables whose addresses are loaded, by slot
 * @param cpus number of logical CPUs
 * @param types the kernel's types
 * @param hook what the program is attached to, null if that is not described
 * @param privileged whether the loader has all capabilities; otherwise it has none
 * @param hostFunctions what the host adds to helpers and kernel functions
 * @param extension whether it takes the place of a function: then it begins with that one's arguments
 */
public record Subject(
        LinkedProgram program,
        ProgramType type,
        Instructions instructions,
        Subprograms subprograms,
        KernelProfile profile,
        Set<Integer> helpers,
        Set<Kfunc> kfuncs,
        Map<Integer, MapTarget> maps,
        Map<Integer, String> kfuncNames,
        Map<Integer, String> variableNames,
        int cpus,
        KernelTypes types,
        @Nullable Hook hook,
        boolean privileged,
        HostFunctions hostFunctions,
        boolean extension) {

    /**
     * What the load of an address refers to.
     *
     * @param isValue whether the address is that of a byte of the map's only value
     * @param valueOffset which byte, unsigned
     */
    public record MapTarget(MapInfo map, boolean isValue, int valueOffset) {}

    /** Whether bytes of the stack that nothing was written to can be read. */
    public boolean readsUnsetStack() {
        return privileged && profile.has(KernelFeature.UNSET_STACK);
    }

    /** What R1 points to at entry, if the type says. */
    public Optional<ContextLayout> context() {
        return ContextLayout.of(type, types.btf());
    }

    /** Whether programs of this type may write to packets. */
    boolean mayWritePackets() {
        return switch (type) {
            case SCHED_CLS, SCHED_ACT, XDP, LWT_XMIT, SK_SKB, SK_MSG, CGROUP_SOCKOPT -> true;
            default -> false;
        };
    }

    /** Whether R1 points to a {@code struct __sk_buff} at entry. */
    boolean isOnSocketBuffer() {
        return context().filter(layout -> layout.struct().equals("__sk_buff")).isPresent();
    }

    /** The function that runs when the program throws; -1 if it names none. */
    public int exceptionCallback() {
        return program.exceptionCallbacks().stream()
                .map(callback -> subprograms.indexAt(callback.startInsn()))
                .findFirst()
                .orElse(-1);
    }

    /** The name of a function of the program, for people. */
    public String functionName(int subprogram) {
        return program.subprogramAt(subprograms.start(subprogram)).name();
    }
}
