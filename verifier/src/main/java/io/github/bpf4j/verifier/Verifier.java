package io.github.bpf4j.verifier;

import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.KfuncReference;
import io.github.bpf4j.object.LinkedProgram.MapReference;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.object.LinkedProgram.VariableReference;
import io.github.bpf4j.verifier.structure.ProgramDescription;
import io.github.bpf4j.verifier.structure.Structure;
import io.github.bpf4j.verifier.structure.StructureRules;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.HashMap;
import java.util.Map;

/**
 * The judge of programs: refuses those whose structure breaks a rule of the kernel's verifier (runtime spec 7.1).
 *
 * <p>It looks at the code without simulating it. So it also refuses a forbidden call in code that constants make dead, which
 * the kernel would accept, and it does not see what depends on values: memory accesses, types of arguments, references,
 * endless loops, stack depth.
 *
 * <p>Stateless and safe for use by any thread.
 */
public final class Verifier {
    private Verifier() {}

    /**
     * Judges a program.
     *
     * @return {@link Facts.None}: that a program is accepted proves nothing about its memory accesses
     * @throws VerifierException if the program is refused
     * @throws IllegalArgumentException if the environment lacks a map that the program names
     */
    public static Facts verify(LinkedProgram program, VerifierEnvironment environment) {
        long[] code = program.code();
        try {
            Structure.check(code, describe(program), rules(environment));
        } catch (Violation violation) {
            throw RefusalLog.refusal(program, code, violation);
        }
        return new Facts.None();
    }

    private static StructureRules rules(VerifierEnvironment environment) {
        VerifierLimits limits = environment.limits();
        return new StructureRules(
                environment.profile(),
                environment.helperIds(),
                environment.kfuncs(),
                environment.maps(),
                environment.timersInTracing(),
                limits.maxInsns(),
                limits.maxSubprograms(),
                limits.maxMaps(),
                limits.maxFrames());
    }

    private static ProgramDescription describe(LinkedProgram program) {
        Map<Integer, ProgramDescription.Function> functions = new HashMap<>();
        for (Subprogram subprogram : program.subprograms()) {
            functions.put(
                    subprogram.startInsn(),
                    new ProgramDescription.Function(
                            subprogram.name(), subprogram.linkage() == Linkage.STATIC, subprogram.typeId() != 0));
        }
        Map<Integer, ProgramDescription.MapLoad> mapLoads = new HashMap<>();
        for (MapReference reference : program.mapReferences()) {
            mapLoads.put(
                    reference.insnOffset(),
                    new ProgramDescription.MapLoad(
                            reference.mapName(), reference.kind() == MapReference.Kind.VALUE, reference.valueOffset()));
        }
        Map<Integer, String> variableLoads = new HashMap<>();
        for (VariableReference reference : program.variableReferences()) {
            variableLoads.put(reference.insnOffset(), reference.variableName());
        }
        Map<Integer, String> kfuncs = new HashMap<>();
        for (KfuncReference reference : program.kfuncReferences()) {
            kfuncs.put(reference.insnOffset(), reference.kfuncName());
        }
        return new ProgramDescription(
                program.spec().type(),
                program.spec().sleepable(),
                program.isGplCompatible(),
                functions,
                mapLoads,
                variableLoads,
                kfuncs);
    }
}
