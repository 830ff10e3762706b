package io.github.bpf4j.conformance.isa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.InvalidInstructionException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Counts the cases that hold each instruction, told apart as far as RFC 9669 gives it a row of its own. */
final class IsaOpcodeCoverageTest {
    private static final int LEAST_CASES = 10;
    private static final long EXIT = 0x95;
    private static final int LD_IMM64 = 0x18;
    private static final int CALL = 0x85;

    /** An instruction's opcode with the field that selects an operation within it, -1 where there is none. */
    private record Form(int opcode, int selector) implements Comparable<Form> {
        static Form of(long word) {
            int opcode = Instruction.opcode(word);
            boolean atomic = (opcode & 0xe7) == 0xc3;
            boolean alu = (opcode & 4) != 0 && (opcode & 3) % 3 == 0;
            int operation = opcode & 0xf0;
            if (atomic || alu && operation == 0xd0) {
                return new Form(opcode, Instruction.imm(word));
            }
            if (alu && (operation == 0x30 || operation == 0x90 || operation == 0xb0)) {
                return new Form(opcode, Instruction.offset(word));
            }
            if (opcode == CALL || opcode == LD_IMM64) {
                return new Form(opcode, Instruction.src(word));
            }
            return new Form(opcode, -1);
        }

        /** Instructions that need maps, helpers, packets or an arena: other suites show them. */
        boolean needsMoreThanTheMachine() {
            boolean packetLoad = (opcode & 7) == 0 && opcode != LD_IMM64;
            boolean jumpByRegister = opcode == 0x0d;
            boolean addressSpaceCast = opcode == 0xbf && selector == 1;
            boolean pseudoLoad = opcode == LD_IMM64 && selector != 0;
            boolean callOutside = opcode == CALL && selector != 1;
            return packetLoad || jumpByRegister || addressSpaceCast || pseudoLoad || callOutside;
        }

        @Override
        public int compareTo(Form other) {
            int byOpcode = Integer.compare(opcode, other.opcode);
            return byOpcode != 0 ? byOpcode : Integer.compare(selector, other.selector);
        }

        @Override
        public String toString() {
            return "%02x%s".formatted(opcode, selector < 0 ? "" : "/" + Integer.toHexString(selector));
        }
    }

    @Test
    void everyInstructionHasEnoughCases() {
        Map<Form, Integer> counts = new TreeMap<>();
        for (Form form : validForms()) {
            counts.put(form, 0);
        }
        for (IsaCase isaCase : IsaSuite.cases()) {
            if (isaCase.expectation() instanceof IsaCase.Expectation.Result) {
                for (Form form : formsIn(IsaSuite.code(isaCase))) {
                    counts.merge(form, 1, Integer::sum);
                }
            }
        }
        counts.keySet().removeIf(Form::needsMoreThanTheMachine);
        System.out.println("ISA conformance: cases per instruction (" + counts.size() + " instructions) " + counts);
        assertThat(counts)
                .allSatisfy((form, count) ->
                        assertThat(count).as("cases with instruction %s", form).isGreaterThanOrEqualTo(LEAST_CASES));
        assertThat(counts).hasSizeGreaterThan(150);
    }

    private static Set<Form> formsIn(long[] code) {
        Set<Form> forms = new TreeSet<>();
        for (int i = 0; i < code.length; i++) {
            forms.add(Form.of(code[i]));
            if (Instruction.isWide(code[i])) {
                i++;
            }
        }
        return forms;
    }

    /** Every form that the decoder accepts with R0 as destination and R0 or R1 as source. */
    private static Set<Form> validForms() {
        int[] offsets = {0, 1, 8, 16, 32};
        int[] imms = {0, 1, 0x10, 0x20, 0x40, 0x41, 0x50, 0x51, 0xa0, 0xa1, 0xe1, 0xf1, 0x100, 0x110};
        Set<Form> forms = new TreeSet<>();
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int source = 0; source < 2; source++) {
                for (int offset : offsets) {
                    for (int imm : imms) {
                        long word = Instruction.pack(opcode, 0, source, offset, imm);
                        if (isAccepted(word)) {
                            forms.add(Form.of(word));
                        }
                    }
                }
            }
        }
        return forms;
    }

    private static boolean isAccepted(long word) {
        long[] code = Instruction.opcode(word) == LD_IMM64 ? new long[] {word, 0, EXIT} : new long[] {word, EXIT};
        try {
            Decoder.check(code);
            return true;
        } catch (InvalidInstructionException e) {
            return false;
        }
    }
}
