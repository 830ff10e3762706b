package io.github.bpf4j.asm;

import static io.github.bpf4j.asm.Instruction.instructionClass;
import static io.github.bpf4j.asm.Instruction.mode;
import static io.github.bpf4j.asm.Instruction.operation;
import static io.github.bpf4j.asm.Instruction.size;
import static io.github.bpf4j.asm.Opcode.*;

/**
 * Which encodings are defined (RFC 9669 sections 3 to 5 and the later load-acquire, store-release, may_goto and address space
 * cast). Each rule names the fields that an instruction uses; all others are reserved and must be 0.
 */
final class EncodingRules {
    private static final int HIGHEST_REGISTER = 10;
    private static final int MAY_GOTO = 0;
    private static final int CAST_TO_KERNEL = 1;
    private static final int CAST_TO_USER = 1 << 16;

    private static final int USES_DST = 1;
    private static final int USES_SRC = 2;
    /** The source register field says which kind of instruction this is. */
    private static final int USES_KIND = 4;

    private static final int USES_OFFSET = 8;
    private static final int USES_IMM = 16;

    private EncodingRules() {}

    /** Why a word cannot be the first slot of an instruction; empty if it can. */
    static String refusal(long word) {
        return switch (instructionClass(word)) {
            case ALU, ALU64 -> arithmetic(word);
            case JMP, JMP32 -> jump(word);
            case LD -> Instruction.isWide(word) ? wideLoad(word) : legacyLoad(word);
            case LDX -> load(word);
            case ST -> mode(word) == MEM ? fields(word, USES_DST | USES_OFFSET | USES_IMM) : undefined(word);
            default -> store(word);
        };
    }

    /** Why a word cannot be the second slot of the ld_imm64 in front of it; empty if it can. */
    static String secondSlotRefusal(long first, long second) {
        if (Instruction.opcode(second) != 0) {
            return "opcode 0x%02x where the second slot of an ld_imm64 has 0".formatted(Instruction.opcode(second));
        }
        boolean usesImm = switch (Instruction.src(first)) {
            case PSEUDO_MAP_FD, PSEUDO_FUNC, PSEUDO_MAP_IDX -> false;
            default -> true;
        };
        String refusal = fields(second, usesImm ? USES_IMM : 0);
        return refusal.isEmpty() ? "" : "second slot of an ld_imm64: " + refusal;
    }

    private static String undefined(long word) {
        return "opcode 0x%02x is not defined".formatted(Instruction.opcode(word));
    }

    private static String fields(long word, int used) {
        int dst = Instruction.dst(word);
        int src = Instruction.src(word);
        if ((used & USES_DST) != 0 && dst > HIGHEST_REGISTER) {
            return "destination register " + dst + " does not exist, the highest is 10";
        }
        if ((used & USES_SRC) != 0 && src > HIGHEST_REGISTER) {
            return "source register " + src + " does not exist, the highest is 10";
        }
        if ((used & USES_DST) == 0 && dst != 0) {
            return reserved("destination register", dst);
        }
        if ((used & (USES_SRC | USES_KIND)) == 0 && src != 0) {
            return reserved("source register", src);
        }
        if ((used & USES_OFFSET) == 0 && Instruction.offset(word) != 0) {
            return reserved("offset", Instruction.offset(word));
        }
        if ((used & USES_IMM) == 0 && Instruction.imm(word) != 0) {
            return reserved("immediate", Instruction.imm(word));
        }
        return "";
    }

    private static String reserved(String field, int value) {
        return "reserved field " + field + " is " + value + " and must be 0";
    }

    private static int operandField(long word) {
        return Instruction.hasRegisterOperand(word) ? USES_SRC : USES_IMM;
    }

    private static String arithmetic(long word) {
        boolean register = Instruction.hasRegisterOperand(word);
        return switch (operation(word)) {
            case END -> byteSwap(word);
            case NEG -> register ? undefined(word) : fields(word, USES_DST);
            case MOV -> register ? registerMove(word) : fields(word, USES_DST | USES_IMM);
            case DIV, MOD -> division(word);
            case ADD, SUB, MUL, OR, AND, XOR, LSH, RSH, ARSH -> fields(word, USES_DST | operandField(word));
            default -> undefined(word);
        };
    }

    private static String byteSwap(long word) {
        if (instructionClass(word) == ALU64 && Instruction.hasRegisterOperand(word)) {
            return undefined(word);
        }
        int bits = Instruction.imm(word);
        if (bits != 16 && bits != 32 && bits != 64) {
            return "byte swap of " + bits + " bits, defined are 16, 32 and 64";
        }
        return fields(word, USES_DST | USES_IMM);
    }

    private static String registerMove(long word) {
        boolean wide = instructionClass(word) == ALU64;
        int imm = Instruction.imm(word);
        return switch (Instruction.offset(word)) {
            case 1 -> {
                if (!wide) {
                    yield "offset 1 casts between address spaces only in a 64-bit move";
                }
                if (imm != CAST_TO_KERNEL && imm != CAST_TO_USER) {
                    yield "address space cast with immediate " + imm + ", defined are 1 and 65536";
                }
                yield fields(word, USES_DST | USES_SRC | USES_OFFSET | USES_IMM);
            }
            case 0, 8, 16 -> fields(word, USES_DST | USES_SRC | USES_OFFSET);
            case 32 ->
                wide
                        ? fields(word, USES_DST | USES_SRC | USES_OFFSET)
                        : "a 32-bit move sign-extends from 8 or 16 bits, not from 32";
            default -> "a move sign-extends from 8, 16 or 32 bits, not from " + Instruction.offset(word);
        };
    }

    private static String division(long word) {
        int offset = Instruction.offset(word);
        if (offset != 0 && offset != 1) {
            return "division with offset " + offset + ", defined are 0 (unsigned) and 1 (signed)";
        }
        return fields(word, USES_DST | USES_OFFSET | operandField(word));
    }

    private static String jump(long word) {
        boolean narrow = instructionClass(word) == JMP32;
        boolean register = Instruction.hasRegisterOperand(word);
        return switch (operation(word)) {
            case JA -> {
                if (register) {
                    yield narrow ? undefined(word) : "indirect jump (gotox, opcode 0x0d) is not supported";
                }
                yield fields(word, narrow ? USES_IMM : USES_OFFSET);
            }
            case CALL -> {
                if (register && !narrow) {
                    yield "call through a register (callx, opcode 0x8d) is not defined";
                }
                yield narrow ? undefined(word) : call(word);
            }
            case EXIT -> narrow || register ? undefined(word) : fields(word, 0);
            case JCOND -> {
                if (narrow || register) {
                    yield undefined(word);
                }
                if (Instruction.src(word) != MAY_GOTO) {
                    yield "conditional pseudo-jump of kind " + Instruction.src(word) + ", defined is 0 (may_goto)";
                }
                yield fields(word, USES_KIND | USES_OFFSET);
            }
            case 0xf0 -> undefined(word);
            default -> fields(word, USES_DST | USES_OFFSET | operandField(word));
        };
    }

    private static String call(long word) {
        return switch (Instruction.src(word)) {
            case 0, PSEUDO_CALL -> fields(word, USES_KIND | USES_IMM);
            case PSEUDO_KFUNC_CALL -> fields(word, USES_KIND | USES_OFFSET | USES_IMM);
            default ->
                "call of kind " + Instruction.src(word)
                        + ", defined are 0 (helper), 1 (function) and 2 (kernel function)";
        };
    }

    private static String wideLoad(long word) {
        if (Instruction.src(word) > PSEUDO_MAP_IDX_VALUE) {
            return "ld_imm64 of kind " + Instruction.src(word) + ", defined are 0 to 6";
        }
        return fields(word, USES_DST | USES_KIND | USES_IMM);
    }

    private static String legacyLoad(long word) {
        if (size(word) == DW) {
            return undefined(word);
        }
        return switch (mode(word)) {
            case ABS -> fields(word, USES_IMM);
            case IND -> fields(word, USES_SRC | USES_IMM);
            default -> undefined(word);
        };
    }

    private static String load(long word) {
        boolean defined = mode(word) == MEM || mode(word) == MEMSX && size(word) != DW;
        return defined ? fields(word, USES_DST | USES_SRC | USES_OFFSET) : undefined(word);
    }

    private static String store(long word) {
        return switch (mode(word)) {
            case MEM -> fields(word, USES_DST | USES_SRC | USES_OFFSET);
            case ATOMIC -> atomic(word);
            default -> undefined(word);
        };
    }

    private static String atomic(long word) {
        int bytes = Instruction.accessBytes(word);
        int operation = Instruction.imm(word);
        String name = "atomic operation 0x%x".formatted(operation);
        return switch (operation) {
            case LOAD_ACQUIRE, STORE_RELEASE -> fields(word, USES_DST | USES_SRC | USES_OFFSET | USES_IMM);
            case ADD, OR, AND, XOR, ADD | FETCH, OR | FETCH, AND | FETCH, XOR | FETCH, XCHG, CMPXCHG ->
                bytes >= 4
                        ? fields(word, USES_DST | USES_SRC | USES_OFFSET | USES_IMM)
                        : name + " takes 4 or 8 bytes, not " + bytes;
            default -> name + " is not defined";
        };
    }
}
