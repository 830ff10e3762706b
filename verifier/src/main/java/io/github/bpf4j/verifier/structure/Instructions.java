package io.github.bpf4j.verifier.structure;

import static io.github.bpf4j.asm.Opcode.CALL;
import static io.github.bpf4j.asm.Opcode.EXIT;
import static io.github.bpf4j.asm.Opcode.JA;
import static io.github.bpf4j.asm.Opcode.JCOND;
import static io.github.bpf4j.asm.Opcode.JMP;
import static io.github.bpf4j.asm.Opcode.JMP32;
import static io.github.bpf4j.asm.Opcode.PSEUDO_CALL;
import static io.github.bpf4j.asm.Opcode.PSEUDO_FUNC;
import static io.github.bpf4j.asm.Opcode.PSEUDO_KFUNC_CALL;

import io.github.bpf4j.asm.Instruction;

/** Valid instruction words with the questions that several passes ask of them. */
public final class Instructions {
    private static final int CLASS_MASK = 0x07;
    private static final int OPERATION_MASK = 0xf0;

    private final long[] code;
    private final boolean[] second;

    /** Reads words that the decoder has accepted. */
    public Instructions(long[] code) {
        this.code = code;
        this.second = new boolean[code.length];
        for (int at = 0; at < code.length; at++) {
            if (Instruction.isWide(code[at])) {
                second[++at] = true;
            }
        }
    }

    public int length() {
        return code.length;
    }

    public long word(int at) {
        return code[at];
    }

    /** Whether a slot holds the second half of a wide load. */
    public boolean isSecondSlot(int at) {
        return second[at];
    }

    /** The slot of the instruction after the one at {@code at}. */
    public int next(int at) {
        return Instruction.isWide(code[at]) ? at + 2 : at + 1;
    }

    public int instructionClass(int at) {
        return Instruction.opcode(code[at]) & CLASS_MASK;
    }

    public boolean isJumpClass(int at) {
        return instructionClass(at) == JMP || instructionClass(at) == JMP32;
    }

    private int operation(int at) {
        return Instruction.opcode(code[at]) & OPERATION_MASK;
    }

    public boolean isExit(int at) {
        return isJumpClass(at) && operation(at) == EXIT;
    }

    public boolean isUnconditionalJump(int at) {
        return isJumpClass(at) && operation(at) == JA;
    }

    public boolean isCall(int at) {
        return isJumpClass(at) && operation(at) == CALL;
    }

    public boolean isMayGoto(int at) {
        return isJumpClass(at) && operation(at) == JCOND;
    }

    /** Whether an instruction has a jump target: any jump but call and exit. */
    public boolean isJump(int at) {
        return isJumpClass(at) && !isCall(at) && !isExit(at);
    }

    /** The slot that a jump leads to, perhaps outside of the program. */
    public long jumpTarget(int at) {
        boolean far = instructionClass(at) == JMP32 && operation(at) == JA;
        long delta = far ? Instruction.imm(code[at]) : Instruction.offset(code[at]);
        return at + 1 + delta;
    }

    /** Whether an instruction calls another function of the program. */
    public boolean isFunctionCall(int at) {
        return isCall(at) && Instruction.src(code[at]) == PSEUDO_CALL;
    }

    /** Whether an instruction calls a function of the kernel. */
    public boolean isKfuncCall(int at) {
        return isCall(at) && Instruction.src(code[at]) == PSEUDO_KFUNC_CALL;
    }

    /** Whether an instruction loads the address of a function of the program. */
    public boolean isFunctionAddress(int at) {
        return Instruction.isWide(code[at]) && Instruction.src(code[at]) == PSEUDO_FUNC;
    }

    /** The slot of the function that a call or address load names, perhaps outside of the program. */
    public long functionTarget(int at) {
        return (long) at + 1 + Instruction.imm(code[at]);
    }
}
