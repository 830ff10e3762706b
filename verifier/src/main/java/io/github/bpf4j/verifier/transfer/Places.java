package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import java.util.Optional;

/** Instructions in the words of the source that they come from. */
final class Places {
    private final Subject subject;

    Places(Subject subject) {
        this.subject = subject;
    }

    /** The line of an instruction, with its file unless the program begins in it; the instruction if the object does not tell. */
    String line(int slot) {
        Optional<SourceLine> line = subject.program().lineAt(slot);
        boolean elsewhere =
                !line.map(SourceLine::file).equals(subject.program().lineAt(0).map(SourceLine::file));
        return line.map(found -> "line " + found.line() + (elsewhere ? " of " + found.file() : ""))
                .orElse("instruction " + slot);
    }

    /** Whether both come from the same line. */
    boolean isSameLine(int slot, int other) {
        return line(slot).equals(line(other));
    }

    /** What an instruction gave. */
    String result(int slot) {
        return called(slot)
                .map(name -> "the result of " + name + " (" + line(slot) + ")")
                .orElse("what comes from " + line(slot));
    }

    /** The name of the helper or kernel function that an instruction calls. */
    Optional<String> called(int slot) {
        if (!subject.instructions().isCall(slot)) {
            return Optional.empty();
        }
        long word = subject.instructions().word(slot);
        return switch (Instruction.src(word)) {
            case 0 ->
                subject.hostFunctions()
                        .helper(Instruction.imm(word))
                        .map(HostPrototype::name)
                        .or(() -> HelperPrototype.nameOf(Instruction.imm(word)).map(name -> "bpf_" + name));
            case Opcode.PSEUDO_KFUNC_CALL ->
                Optional.ofNullable(subject.kfuncNames().get(slot));
            default -> Optional.empty();
        };
    }
}
