package io.github.bpf4j.asm;

import static io.github.bpf4j.asm.Opcode.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns the bytes of an object file into packed words, and refuses encodings that RFC 9669 and its later additions reserve.
 * Jump targets, writes to R10 and which helpers exist are not judged here.
 */
public final class Decoder {
    /** Bytes of an instruction slot. */
    public static final int SLOT_BYTES = 8;

    private static final int REGISTERS = 11;
    private static final int MAY_GOTO = 0;
    private static final int CAST_TO_KERNEL = 1;
    private static final int CAST_TO_USER = 1 << 16;

    private Decoder() {}

    /**
     * The words of some instructions, not yet judged.
     *
     * @throws InvalidInstructionException if the bytes are no whole number of slots
     */
    public static long[] decode(byte[] code, ByteOrder order) {
        return decode(code, 0, code.length, order);
    }

    /**
     * The words of a part of an array.
     *
     * @throws InvalidInstructionException if the bytes are no whole number of slots
     * @throws IndexOutOfBoundsException if the part is outside the array
     */
    public static long[] decode(byte[] code, int byteOffset, int length, ByteOrder order) {
        if (length % SLOT_BYTES != 0) {
            throw new InvalidInstructionException(
                    length / SLOT_BYTES, "the code ends within it: " + length + " bytes are no multiple of 8");
        }
        ByteBuffer bytes = ByteBuffer.wrap(code, byteOffset, length).order(order);
        long[] words = new long[length / SLOT_BYTES];
        for (int i = 0; i < words.length; i++) {
            int opcode = bytes.get() & 0xff;
            int registers = bytes.get() & 0xff;
            int low = registers & 15;
            int high = registers >> 4;
            boolean little = order == ByteOrder.LITTLE_ENDIAN;
            words[i] = Instruction.pack(
                    opcode, little ? low : high, little ? high : low, bytes.getShort(), bytes.getInt());
        }
        return words;
    }

    /**
     * Judges every instruction's encoding.
     *
     * @throws InvalidInstructionException for the first that is not valid
     */
    public static void check(long[] code) {
        for (int at = 0; at < code.length; at++) {
            String reason = refusal(code[at]);
            if (!reason.isEmpty()) {
                throw new InvalidInstructionException(at, reason);
            }
            if (Instruction.isWide(code[at])) {
                checkSecondSlot(code, at);
                at++;
            }
        }
    }

    private static void checkSecondSlot(long[] code, int at) {
        if (at + 1 == code.length) {
            throw new InvalidInstructionException(at, "ld_imm64 without its second slot");
        }
        if ((code[at + 1] & 0xffff_ffffL) != 0) {
            throw new InvalidInstructionException(
                    at + 1, "the second slot of ld_imm64 has fields other than its immediate");
        }
        int source = Instruction.src(code[at]);
        boolean upperUsed = source == 0 || source == PSEUDO_MAP_VALUE || source == PSEUDO_BTF_ID
                || source == PSEUDO_MAP_IDX_VALUE;
        if (!upperUsed && Instruction.imm(code[at + 1]) != 0) {
            throw new InvalidInstructionException(at + 1, "the second slot of this ld_imm64 has an immediate");
        }
    }

    /** Why a word cannot be the first slot of an instruction; empty if it can. */
    static String refusal(long word) {
        if (Instruction.dst(word) >= REGISTERS || Instruction.src(word) >= REGISTERS && !isImmediateForm(word)) {
            return "there is no register above R10";
        }
        return switch (Instruction.opcode(word) & 7) {
            case ALU, ALU64 -> arithmetic(word);
            case JMP, JMP32 -> jump(word);
            case LD -> legacyLoad(word);
            case LDX -> load(word);
            case ST -> mode(word) == MEM
                    ? unused(Instruction.src(word) != 0, "source register")
                    : unknown(word);
            default -> store(word);
        };
    }

    private static boolean isImmediateForm(long word) {
        return Instruction.isWide(word) || Instruction.opcode(word) == (JMP | CALL);
    }

    private static int mode(long word) {
        return Instruction.opcode(word) & 0xe0;
    }

    private static int size(long word) {
        return Instruction.opcode(word) & 0x18;
    }

    private static String unused(boolean used, String field) {
        return used ? "its " + field + " is reserved and must be 0" : "";
    }

    private static String unknown(long word) {
        return "opcode 0x%02x is not defined".formatted(Instruction.opcode(word));
    }

    private static String arithmetic(long word) {
        int opcode = Instruction.opcode(word);
        boolean wide = (opcode & 7) == ALU64;
        boolean register = (opcode & X) != 0;
        int offset = Instruction.offset(word);
        switch (opcode & 0xf0) {
            case END -> {
                return byteOrder(word, wide, register);
            }
            case NEG -> {
                return register
                        ? unknown(word)
                        : unused(
                                Instruction.src(word) != 0 || offset != 0 || Instruction.imm(word) != 0,
                                "source register, offset or immediate");
            }
            case MOV -> {
                return register && offset != 0 ? extendingMove(word, wide) : plain(word, register, offset != 0);
            }
            case DIV, MOD -> {
                return plain(word, register, offset != 0 && offset != 1);
            }
            case 0xe0, 0xf0 -> {
                return unknown(word);
            }
            default -> {
                return plain(word, register, offset != 0);
            }
        }
    }

    private static String plain(long word, boolean register, boolean badOffset) {
        return badOffset ? unused(true, "offset") : operands(word, register);
    }

    private static String operands(long word, boolean register) {
        return register
                ? unused(Instruction.imm(word) != 0, "immediate")
                : unused(Instruction.src(word) != 0, "source register");
    }

    private static String extendingMove(long word, boolean wide) {
        int offset = Instruction.offset(word);
        int imm = Instruction.imm(word);
        if (wide && offset == 1) {
            return imm == CAST_TO_KERNEL || imm == CAST_TO_USER
                    ? ""
                    : "address space cast " + imm + " is not defined";
        }
        if (offset == 8 || offset == 16 || wide && offset == 32) {
            return unused(imm != 0, "immediate");
        }
        return "a move cannot extend " + offset + " bits";
    }

    private static String byteOrder(long word, boolean wide, boolean register) {
        if (wide && register) {
            return unknown(word);
        }
        int bits = Instruction.imm(word);
        if (bits != 16 && bits != 32 && bits != 64) {
            return "a byte swap of " + bits + " bits";
        }
        return unused(Instruction.src(word) != 0 || Instruction.offset(word) != 0, "source register or offset");
    }

    private static String jump(long word) {
        int opcode = Instruction.opcode(word);
        boolean narrow = (opcode & 7) == JMP32;
        boolean register = (opcode & X) != 0;
        return switch (opcode & 0xf0) {
            case JA -> goTo(word, narrow, register);
            case CALL -> narrow || register ? unknown(word) : call(word);
            case EXIT -> narrow || register
                    ? unknown(word)
                    : unused((word & ~0xffL) != 0, "registers, offset or immediate");
            case JCOND -> {
                if (narrow || register) {
                    yield unknown(word);
                }
                if (Instruction.src(word) != MAY_GOTO) {
                    yield "a conditional pseudo-jump of kind " + Instruction.src(word) + " is not defined";
                }
                yield unused(Instruction.dst(word) != 0 || Instruction.imm(word) != 0, "destination or immediate");
            }
            case 0xf0 -> unknown(word);
            default -> operands(word, register);
        };
    }

    private static String goTo(long word, boolean narrow, boolean register) {
        if (register) {
            return narrow ? unknown(word) : "indirect jumps are not supported";
        }
        boolean used = Instruction.dst(word) != 0
                || Instruction.src(word) != 0
                || (narrow ? Instruction.offset(word) != 0 : Instruction.imm(word) != 0);
        return unused(used, narrow ? "registers or offset" : "registers or immediate");
    }

    private static String call(long word) {
        if (Instruction.dst(word) != 0) {
            return unused(true, "destination register");
        }
        return switch (Instruction.src(word)) {
            case 0, PSEUDO_CALL -> unused(Instruction.offset(word) != 0, "offset");
            case PSEUDO_KFUNC_CALL -> "";
            default -> "a call of kind " + Instruction.src(word) + " is not defined";
        };
    }

    private static String legacyLoad(long word) {
        if (Instruction.isWide(word)) {
            if (Instruction.src(word) > PSEUDO_MAP_IDX_VALUE) {
                return "ld_imm64 of kind " + Instruction.src(word) + " is not defined";
            }
            return unused(Instruction.offset(word) != 0, "offset");
        }
        int mode = mode(word);
        if (mode != ABS && mode != IND || size(word) == DW) {
            return unknown(word);
        }
        if (Instruction.dst(word) != 0 || Instruction.offset(word) != 0) {
            return unused(true, "destination register or offset");
        }
        return unused(mode == ABS && Instruction.src(word) != 0, "source register");
    }

    private static String load(long word) {
        boolean known = mode(word) == MEM || mode(word) == MEMSX && size(word) != DW;
        return known ? unused(Instruction.imm(word) != 0, "immediate") : unknown(word);
    }

    private static String store(long word) {
        if (mode(word) == MEM) {
            return unused(Instruction.imm(word) != 0, "immediate");
        }
        if (mode(word) != ATOMIC) {
            return unknown(word);
        }
        int operation = Instruction.imm(word);
        boolean whole = size(word) == W || size(word) == DW;
        boolean known = switch (operation) {
            case LOAD_ACQUIRE, STORE_RELEASE -> true;
            case ADD, OR, AND, XOR, ADD | FETCH, OR | FETCH, AND | FETCH, XOR | FETCH, XCHG, CMPXCHG -> whole;
            default -> false;
        };
        return known ? "" : "atomic operation 0x%x of this size is not defined".formatted(operation);
    }
}
