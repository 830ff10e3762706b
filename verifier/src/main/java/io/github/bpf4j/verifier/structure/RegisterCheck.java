package io.github.bpf4j.verifier.structure;

import static io.github.bpf4j.asm.Opcode.ALU;
import static io.github.bpf4j.asm.Opcode.ALU64;
import static io.github.bpf4j.asm.Opcode.ATOMIC;
import static io.github.bpf4j.asm.Opcode.CMPXCHG;
import static io.github.bpf4j.asm.Opcode.FETCH;
import static io.github.bpf4j.asm.Opcode.LDX;
import static io.github.bpf4j.asm.Opcode.LOAD_ACQUIRE;
import static io.github.bpf4j.asm.Opcode.STORE_RELEASE;
import static io.github.bpf4j.asm.Opcode.STX;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.asm.Instruction;

/** The frame pointer R10 is never written (A11). */
final class RegisterCheck {
    private static final int FRAME_POINTER = 10;
    private static final int NONE = -1;
    private static final int MODE_MASK = 0xe0;

    private RegisterCheck() {}

    static void check(Instructions instructions) {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (written(instructions, at) == FRAME_POINTER) {
                throw new Violation(Errno.EACCES, at, "frame pointer is read only");
            }
        }
    }

    /** The register that an instruction names and writes. */
    private static int written(Instructions instructions, int at) {
        long word = instructions.word(at);
        return switch (instructions.instructionClass(at)) {
            case ALU, ALU64, LDX -> Instruction.dst(word);
            case STX -> (Instruction.opcode(word) & MODE_MASK) == ATOMIC ? writtenByAtomic(word) : NONE;
            default -> Instruction.isWide(word) ? Instruction.dst(word) : NONE;
        };
    }

    private static int writtenByAtomic(long word) {
        int operation = Instruction.imm(word);
        return switch (operation) {
            case LOAD_ACQUIRE -> Instruction.dst(word);
            case STORE_RELEASE, CMPXCHG -> NONE;
            default -> (operation & FETCH) != 0 ? Instruction.src(word) : NONE;
        };
    }
}
