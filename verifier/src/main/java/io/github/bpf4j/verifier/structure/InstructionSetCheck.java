package io.github.bpf4j.verifier.structure;

import static io.github.bpf4j.asm.Opcode.ALU;
import static io.github.bpf4j.asm.Opcode.ALU64;
import static io.github.bpf4j.asm.Opcode.ATOMIC;
import static io.github.bpf4j.asm.Opcode.DIV;
import static io.github.bpf4j.asm.Opcode.END;
import static io.github.bpf4j.asm.Opcode.JMP32;
import static io.github.bpf4j.asm.Opcode.LDX;
import static io.github.bpf4j.asm.Opcode.LOAD_ACQUIRE;
import static io.github.bpf4j.asm.Opcode.MEMSX;
import static io.github.bpf4j.asm.Opcode.MOD;
import static io.github.bpf4j.asm.Opcode.MOV;
import static io.github.bpf4j.asm.Opcode.STORE_RELEASE;
import static io.github.bpf4j.asm.Opcode.STX;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.asm.Instruction;
import org.jspecify.annotations.Nullable;

/** Instructions are of a version of the instruction set that the kernel knows (runtime spec 1.4). */
final class InstructionSetCheck {
    private static final int ADDRESS_SPACE_CAST = 1;

    private InstructionSetCheck() {}

    static void check(Instructions instructions, KernelProfile profile) {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            KernelFeature needed = needed(instructions, at);
            if (needed != null && !profile.has(needed)) {
                throw new Violation(
                        Errno.EINVAL,
                        at,
                        "Linux %s does not know this instruction: it needs %s".formatted(profile.release(), needed));
            }
        }
    }

    private static @Nullable KernelFeature needed(Instructions instructions, int at) {
        long word = instructions.word(at);
        if (instructions.isMayGoto(at)) {
            return KernelFeature.MAY_GOTO;
        }
        return switch (instructions.instructionClass(at)) {
            case LDX -> Instruction.mode(word) == MEMSX ? KernelFeature.ISA_V4 : null;
            case STX -> Instruction.mode(word) == ATOMIC && isOrdered(word) ? KernelFeature.ACQUIRE_RELEASE : null;
            case JMP32 -> instructions.isUnconditionalJump(at) ? KernelFeature.ISA_V4 : null;
            case ALU, ALU64 -> ofArithmetic(instructions.instructionClass(at), word);
            default -> null;
        };
    }

    private static boolean isOrdered(long word) {
        int operation = Instruction.imm(word);
        return operation == LOAD_ACQUIRE || operation == STORE_RELEASE;
    }

    private static @Nullable KernelFeature ofArithmetic(int instructionClass, long word) {
        int offset = Instruction.offset(word);
        return switch (Instruction.operation(word)) {
            case END -> instructionClass == ALU64 ? KernelFeature.ISA_V4 : null;
            case DIV, MOD -> offset != 0 ? KernelFeature.ISA_V4 : null;
            case MOV ->
                offset == 0
                        ? null
                        : instructionClass == ALU64 && offset == ADDRESS_SPACE_CAST
                                ? KernelFeature.ARENA
                                : KernelFeature.ISA_V4;
            default -> null;
        };
    }
}
