package io.github.bpf4j.object;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Objects with code of a test's own: what no compiler would write, with the maps and types of an object that one wrote. */
public final class AssembledObject {
    /** A wide load of this number plus an index loads the address of the map with that index. */
    public static final int MAP = 0x4d41_5000;

    private static final String NAME = "assembled";

    private AssembledObject() {}

    /**
     * A program; functions begin where calls and addresses lead.
     *
     * @param template whose maps, types and kernel functions there are
     * @param section a section of it with a program
     */
    public static CollectionSpec of(CollectionSpec template, String section, ProgramType type, long[] code) {
        TreeSet<Integer> starts = new TreeSet<>(List.of(0));
        Map<Integer, CodeSection.Reference> references = new HashMap<>();
        for (int at = 0; at < code.length; at++) {
            long word = code[at];
            if (isKfuncCall(word)) {
                Kfunc kfunc = Kfunc.byId(Instruction.imm(word)).orElse(null);
                if (kfunc != null) { // a changed word may call none
                    references.put(at, new CodeSection.ExternTarget(kfunc.kernelName()));
                }
            } else if (Instruction.isWide(word)) {
                int index = Instruction.imm(word) - MAP;
                if (Instruction.src(word) == Opcode.PSEUDO_FUNC) {
                    starts.add(at + 1 + Instruction.imm(word));
                } else if (index >= 0 && index < template.maps().size()) {
                    references.put(
                            at,
                            new CodeSection.MapTarget(template.maps().get(index).name()));
                }
                at++;
            } else if (Instruction.opcode(word) == (Opcode.JMP | Opcode.CALL)
                    && Instruction.src(word) == Opcode.PSEUDO_CALL) {
                starts.add(at + 1 + Instruction.imm(word));
            }
        }
        starts.removeIf(start -> start < 0 || start >= code.length);
        int typeId = template.code(section).functionTypes().values().iterator().next();
        TreeMap<Integer, CodeSection.Function> functions = new TreeMap<>();
        Map<Integer, Integer> types = new HashMap<>();
        for (int start : starts) {
            Integer next = starts.higher(start);
            String name = start == 0 ? NAME : "f" + start;
            functions.put(
                    start,
                    new CodeSection.Function(section, name, start, next == null ? code.length : next, start != 0));
            types.put(start, typeId);
        }
        ProgramSpec program = new ProgramSpec(
                NAME,
                section,
                type,
                null,
                "",
                false,
                false,
                true,
                0,
                functions.firstEntry().getValue().endInsn());
        CodeSection assembled = new CodeSection(
                section, new CodeSection.Words(code), functions, references, types, List.of(), List.of());
        return with(template, List.of(program), Map.of(section, assembled));
    }

    private static boolean isKfuncCall(long word) {
        return Instruction.opcode(word) == (Opcode.JMP | Opcode.CALL)
                && Instruction.src(word) == Opcode.PSEUDO_KFUNC_CALL;
    }

    private static CollectionSpec with(
            CollectionSpec template, List<ProgramSpec> programs, Map<String, CodeSection> code) {
        return new CollectionSpec(new CollectionSpec.Parts(
                template.byteOrder(),
                template.license(),
                template.version(),
                programs,
                template.maps(),
                template.variables(),
                template.externs(),
                template.structOps(),
                template.btf(),
                code));
    }

    /** An object in which the code of a program's section is changed; what belongs to its slots stays there. */
    public static CollectionSpec changed(CollectionSpec spec, String programName, UnaryOperator<long[]> change) {
        ProgramSpec program = spec.program(programName);
        Map<String, CodeSection> code = new LinkedHashMap<>();
        for (ProgramSpec other : spec.programs()) {
            code.put(other.section(), spec.code(other.section()));
        }
        try {
            code.put(CodeSection.TEXT, spec.code(CodeSection.TEXT));
        } catch (IllegalStateException e) {
            // all functions are programs
        }
        CodeSection old = spec.code(program.section());
        long[] words = new long[old.words().length()];
        for (int i = 0; i < words.length; i++) {
            words[i] = old.words().get(i);
        }
        long[] own = new long[program.insnCount()];
        System.arraycopy(words, program.insnOffset(), own, 0, own.length);
        System.arraycopy(change.apply(own), 0, words, program.insnOffset(), own.length);
        code.put(
                old.name(),
                new CodeSection(
                        old.name(),
                        new CodeSection.Words(words),
                        old.functions(),
                        old.references(),
                        old.functionTypes(),
                        old.lines(),
                        old.relocations()));
        return with(spec, spec.programs(), code);
    }
}
