package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.structure.Instructions;
import io.github.bpf4j.verifier.structure.Violation;
import io.github.bpf4j.verifier.transfer.Subject;
import java.util.BitSet;

/** No callback throws or loads from a packet as of old, nor does what it calls (verifier spec C9, G6). */
public final class ThrowCheck {
    private final Subject subject;
    private final BitSet visited = new BitSet();

    private ThrowCheck(Subject subject) {
        this.subject = subject;
    }

    /**
     * Looks at all functions that something else than the program's code calls.
     *
     * @param reached the instructions that some path came to
     * @throws Violation if one of them may throw, or has legacy packet loads
     */
    public static void check(Subject subject, BitSet reached) {
        ThrowCheck check = new ThrowCheck(subject);
        Instructions instructions = subject.instructions();
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (reached.get(at) && instructions.isFunctionAddress(at)) {
                check.walk(subject.subprograms().indexAt((int) instructions.functionTarget(at)));
            }
        }
        if (subject.exceptionCallback() >= 0) {
            check.walk(subject.exceptionCallback());
        }
    }

    private static boolean isPacketLoad(long word) {
        boolean ofPacket = Instruction.mode(word) == Opcode.ABS || Instruction.mode(word) == Opcode.IND;
        return Instruction.instructionClass(word) == Opcode.LD && ofPacket;
    }

    private void walk(int index) {
        if (visited.get(index)) {
            return;
        }
        visited.set(index);
        Instructions instructions = subject.instructions();
        for (int at = subject.subprograms().start(index);
                at < subject.subprograms().end(index);
                at = instructions.next(at)) {
            long word = instructions.word(at);
            if (instructions.isFunctionCall(at)) {
                walk(subject.subprograms().indexAt((int) instructions.functionTarget(at)));
            } else if (instructions.isCall(at)
                    && Instruction.src(word) == Opcode.PSEUDO_KFUNC_CALL
                    && Instruction.imm(word) == Kfunc.THROW.id()) {
                throw new Violation(Errno.EINVAL, at, "bpf_throw cannot be called in a callback or in what it calls");
            } else if (isPacketLoad(word)) {
                throw new Violation(
                        Errno.EINVAL, at, "legacy packet loads are not for callbacks, nor for what they call");
            }
        }
    }
}
