package io.github.bpf4j.verifier;

import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.KfuncReference;
import io.github.bpf4j.object.LinkedProgram.MapReference;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.object.LinkedProgram.VariableReference;
import io.github.bpf4j.verifier.explore.WalkListener;
import io.github.bpf4j.verifier.structure.ProgramDescription;
import io.github.bpf4j.verifier.structure.Structure;
import io.github.bpf4j.verifier.structure.StructureRules;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The judge of programs (runtime spec 7): a program is accepted only if every path through it is safe.
 *
 * <p>Stateless and safe for use by any thread.
 */
public final class Verifier {
    private Verifier() {}

    /**
     * Verifies a program.
     *
     * @return the proof that it may run
     * @throws VerifierException if the program is refused
     * @throws IllegalArgumentException if the environment lacks a map that the program names
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Facts.Proved verify(LinkedProgram program, VerifierEnvironment environment) {
        Verdict verdict = judge(program, environment);
        VerifierException refusal = verdict.refusal();
        if (refusal != null) {
            throw refusal;
        }
        return Objects.requireNonNull(verdict.proof());
    }

    /**
     * Verifies a program and says what it took.
     *
     * @throws IllegalArgumentException if the environment lacks a map that the program names
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Verdict judge(LinkedProgram program, VerifierEnvironment environment) {
        return new Analysis(program, environment, null, null, Verifier::tellNoOne).run();
    }

    /**
     * Verifies a program, says what it took, and tells how in a log.
     *
     * @throws IllegalArgumentException if the environment lacks a map that the program names
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Verdict judge(LinkedProgram program, VerifierEnvironment environment, VerifierLog log) {
        return new Analysis(program, environment, log, null, Verifier::tellNoOne).run();
    }

    /**
     * Verifies a program, says what it took, and tells how far it has come.
     *
     * @param log is told of the walk, if not null
     * @param progress is told now and then, in this thread, how many instructions were processed
     * @throws IllegalArgumentException if the environment lacks a map that the program names
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Verdict judge(
            LinkedProgram program, VerifierEnvironment environment, @Nullable VerifierLog log, IntConsumer progress) {
        return new Analysis(program, environment, log, null, progress).run();
    }

    /** As {@link #judge(LinkedProgram, VerifierEnvironment)}, for tests that hold runs against the states of the walk. */
    static Verdict judge(LinkedProgram program, VerifierEnvironment environment, WalkListener listener) {
        return new Analysis(program, environment, null, listener, Verifier::tellNoOne).run();
    }

    /**
     * Looks only at the structure of a program: encoding, functions, jumps, reachability, call depth, calls and maps. It does not
     * simulate the code. So it refuses a forbidden call in code that constants make dead, which {@link #verify} accepts, and does
     * not see what depends on values: memory accesses, types of arguments, references, endless loops, stack depth.
     *
     * @return {@link Facts.None}: nothing is proved
     * @throws VerifierException if the program is refused
     * @throws IllegalArgumentException if the environment lacks a map that the program names
     */
    public static Facts.None checkStructure(LinkedProgram program, VerifierEnvironment environment) {
        long[] code = program.code();
        try {
            Structure.check(code, describe(program, false), rules(environment));
        } catch (Violation violation) {
            throw RefusalLog.refusal(program, code, violation);
        }
        return new Facts.None();
    }

    private static void tellNoOne(int insns) {}

    static StructureRules rules(VerifierEnvironment environment) {
        VerifierLimits limits = environment.limits();
        Map<String, MapShape> shapes = new HashMap<>();
        environment.maps().forEach((name, map) -> shapes.put(name, map.shape()));
        return new StructureRules(
                environment.profile(),
                environment.helperIds(),
                environment.kfuncs(),
                shapes,
                environment.timersInTracing(),
                environment.privileged(),
                limits.maxInsns(),
                limits.maxSubprograms(),
                limits.maxMaps(),
                limits.maxFrames(),
                environment.hostFunctions());
    }

    static ProgramDescription describe(LinkedProgram program, boolean extension) {
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
                program.exceptionCallbacks().stream().map(Subprogram::startInsn).toList(),
                mapLoads,
                variableLoads,
                kfuncs,
                extension);
    }
}
