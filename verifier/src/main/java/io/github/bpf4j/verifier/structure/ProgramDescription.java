package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.ProgramType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the structural passes need to know of a program apart from its code.
 *
 * @param type null if unknown
 * @param sleepable whether the program may sleep
 * @param gplCompatible whether its licence allows helpers that are reserved to the GPL
 * @param functions what is known of functions, by their first slot
 * @param exceptionCallbacks functions that the program names to run when it throws, by their first slot
 * @param mapLoads what the loads of map and value addresses refer to, by their first slot
 * @param variableLoads names of the kernel variables whose addresses are loaded, by the load's first slot
 * @param kfuncs names of the kernel functions that are called or whose addresses are loaded, by the instruction's first slot
 * @param extension whether it takes the place of a function of a program of that type
 */
public record ProgramDescription(
        @Nullable ProgramType type,
        boolean sleepable,
        boolean gplCompatible,
        Map<Integer, Function> functions,
        List<Integer> exceptionCallbacks,
        Map<Integer, MapLoad> mapLoads,
        Map<Integer, String> variableLoads,
        Map<Integer, String> kfuncs,
        boolean extension) {

    /**
     * A function.
     *
     * @param isStatic whether only its own object knows it
     * @param hasTypeInfo whether BTF describes it
     */
    public record Function(String name, boolean isStatic, boolean hasTypeInfo) {}

    /**
     * The target of a load of an address.
     *
     * @param isValue whether the address is that of a byte of the map's only value
     * @param valueOffset which byte, unsigned
     */
    public record MapLoad(String mapName, boolean isValue, int valueOffset) {}
}
