package io.github.bpf4j.verifier;

import io.github.bpf4j.asm.Disassembler;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import io.github.bpf4j.verifier.log.ProgramNames;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Turns a violation into the exception that people read. */
final class RefusalLog {
    /** Instructions shown in front of the one that is refused. */
    private static final int CONTEXT_INSNS = 4;

    private RefusalLog() {}

    static VerifierException refusal(LinkedProgram program, long[] code, Violation violation) {
        int at = violation.insnOffset();
        if (at < 0) {
            String log =
                    "program %s refused (-%s): %s".formatted(program.name(), violation.errno(), violation.reason());
            return new VerifierException(violation.errno(), at, null, violation.reason(), List.of(), log, violation);
        }
        SourceLine line = program.lineAt(at).orElse(null);
        StringBuilder log = new StringBuilder("program %s refused (-%s) at instruction %d of %s: %s"
                .formatted(
                        program.name(),
                        violation.errno(),
                        at,
                        program.subprogramAt(at).name(),
                        violation.reason()));
        if (line != null) {
            log.append("\n; %s @ %s:%d".formatted(line.source().strip(), line.file(), line.line()));
        }
        Disassembler disassembler = new Disassembler(new ProgramNames(program));
        List<String> instructions = new ArrayList<>();
        SourceLine before = line;
        for (int shown : shown(program, code, violation)) {
            SourceLine own = program.lineAt(shown).orElse(null);
            if (own != null && line != null && before != null && !isSameLine(own, before)) {
                instructions.add("   ; line %d%s: %s"
                        .formatted(
                                own.line(),
                                own.file().equals(line.file()) ? "" : " of " + own.file(),
                                own.source().strip()));
            }
            before = own == null ? before : own;
            String mark = shown + width(code, shown) > at ? "=>" : "  ";
            instructions.add("%s %d: %s".formatted(mark, shown, disassembler.instruction(code, shown)));
        }
        instructions.forEach(instruction -> log.append('\n').append(instruction));
        return new VerifierException(
                violation.errno(), at, line, violation.reason(), instructions, log.toString(), violation);
    }

    private static boolean isSameLine(SourceLine one, SourceLine other) {
        return one.line() == other.line() && one.file().equals(other.file());
    }

    /** The last instructions of the path, or those in front if the refusal does not depend on a path. */
    private static List<Integer> shown(LinkedProgram program, long[] code, Violation violation) {
        int at = violation.insnOffset();
        int[] path = violation.path();
        if (path.length == 0) {
            return List.copyOf(lastInstructions(code, program.subprogramAt(at).startInsn(), at));
        }
        List<Integer> shown = new ArrayList<>();
        for (int slot : path) {
            shown.add(slot);
        }
        if (shown.getLast() != at) {
            shown.add(at);
        }
        return shown;
    }

    /** The instruction that holds a slot and those in front of it. */
    private static Deque<Integer> lastInstructions(long[] code, int start, int at) {
        Deque<Integer> shown = new ArrayDeque<>();
        for (int insn = start; insn <= at; insn += width(code, insn)) {
            shown.addLast(insn);
            if (shown.size() > CONTEXT_INSNS + 1) {
                shown.removeFirst();
            }
        }
        return shown;
    }

    private static int width(long[] code, int at) {
        return Instruction.isWide(code[at]) ? 2 : 1;
    }
}
