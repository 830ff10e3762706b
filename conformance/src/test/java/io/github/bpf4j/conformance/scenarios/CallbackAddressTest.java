package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.conformance.scenarios.KernelAnswers.answered;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.verifier.VerifierLimits;
import io.github.bpf4j.verifier.structure.ProgramDescription;
import io.github.bpf4j.verifier.structure.ProgramDescription.Function;
import io.github.bpf4j.verifier.structure.Structure;
import io.github.bpf4j.verifier.structure.StructureRules;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may be a callback: shapes that no compiler writes, made by changing the instruction that takes its address. */
class CallbackAddressTest {
    private final CollectionSpec spec = CollectionSpec.read(Corpus.bytes("scenarios/08_patch.bpf.o"), "08_patch");
    private final LinkedProgram linked = Linker.link(spec, "patch");
    private final long[] code = linked.code();
    private final int callback = linked.subprograms().get(1).startInsn();
    private final int at = address();

    /** Where the address of the callback is loaded. */
    private int address() {
        for (int i = 0; i < code.length; i++) {
            if (Instruction.isWide(code[i]) && Instruction.src(code[i]) == Opcode.PSEUDO_FUNC) {
                return i;
            }
        }
        throw new AssertionError("no address of a function in " + linked.name());
    }

    private static Map<Integer, Function> functions(boolean mainIsStatic, int callback) {
        return Map.of(0, new Function("patch", mainIsStatic, true), callback, new Function("cb", true, true));
    }

    /** What loading the program answers if it takes the address of that instruction. */
    private long load(int length, int target, Map<Integer, Function> functions) {
        long[] changed = Arrays.copyOf(code, length);
        changed[at] = Instruction.pack(
                Instruction.opcode(code[at]),
                Instruction.dst(code[at]),
                Instruction.src(code[at]),
                Instruction.offset(code[at]),
                target - (at + 1));
        Map<Integer, ProgramDescription.MapLoad> mapLoads = linked.mapReferences().stream()
                .collect(Collectors.toMap(
                        LinkedProgram.MapReference::insnOffset,
                        reference -> new ProgramDescription.MapLoad(reference.mapName(), false, 0)));
        ProgramDescription program = new ProgramDescription(
                linked.spec().type(), false, true, functions, List.of(), mapLoads, Map.of(), Map.of(), false);
        Map<String, MapShape> maps = spec.maps().stream()
                .collect(Collectors.toMap(
                        MapSpec::name,
                        map -> MapShape.of(map.type(), map.keySize(), map.valueSize(), map.maxEntries(), map.flags())
                                .withFields(SpecialFields.parse(spec.btf(), map.valueTypeId(), KernelProfile.V6_12))));
        StructureRules rules = new StructureRules(
                KernelProfile.V6_12,
                HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toSet()),
                Set.of(),
                maps,
                false,
                true,
                VerifierLimits.KERNEL.maxInsns(),
                VerifierLimits.KERNEL.maxSubprograms(),
                VerifierLimits.KERNEL.maxMaps(),
                VerifierLimits.KERNEL.maxFrames());
        try {
            Structure.check(changed, program, rules);
            return 0;
        } catch (Violation refused) {
            return refused.errno().result();
        }
    }

    @Test
    void onlyADescribedStaticFunctionIsACallback() {
        Map<Integer, Function> both = functions(false, callback);
        answered(90, "the program unchanged", load(code.length, callback, both));
        answered(90, "VR11: without func_info", load(code.length, callback, Map.of()));
        answered(90, "VR11: the callback is the main program", load(callback, 0, both));
        answered(
                90,
                "VR11: the same, and its type information says static",
                load(callback, 0, functions(true, callback)));
        answered(90, "VR11: the callback is the middle of a function", load(code.length, callback + 1, both));
        answered(90, "VR11: the callback is behind the last instruction", load(code.length, code.length, both));
    }
}
