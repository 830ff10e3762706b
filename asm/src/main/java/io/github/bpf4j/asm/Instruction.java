package io.github.bpf4j.asm;

/**
 * The packed form of an instruction: one 64-bit word with the fields of RFC 9669 section 3 in little-endian order, that is opcode
 * in bits 0-7, destination register 8-11, source register 12-15, offset 16-31 and immediate 32-63. A program is an array of such
 * words, one a slot; ld_imm64 takes two, the second with an opcode of 0 and the upper half of the value in its immediate.
 *
 * <p>All methods are pure, take any word whatever, and are safe for use by any thread.
 */
public final class Instruction {
    private Instruction() {}

    /** The opcode, 0 to 255. */
    public static int opcode(long word) {
        return (int) word & 0xff;
    }

    /** The destination register, 0 to 15. */
    public static int dst(long word) {
        return (int) (word >> 8) & 15;
    }

    /** The source register, or the kind of a call or ld_imm64, 0 to 15. */
    public static int src(long word) {
        return (int) (word >> 12) & 15;
    }

    /** The signed 16-bit offset: bytes for memory accesses, slots for jumps. */
    public static int offset(long word) {
        return (short) (word >> 16);
    }

    /** The signed 32-bit immediate. */
    public static int imm(long word) {
        return (int) (word >> 32);
    }

    /** The word of some fields; of each only the bits that the field holds are taken. */
    public static long pack(int opcode, int dst, int src, int offset, int imm) {
        return (long) imm << 32 | (offset & 0xffffL) << 16 | (src & 15L) << 12 | (dst & 15L) << 8 | opcode & 0xffL;
    }

    /** The instruction class, {@link Opcode#LD} to {@link Opcode#ALU64}. */
    public static int instructionClass(long word) {
        return (int) word & 0x07;
    }

    /** The operation of an arithmetic instruction or jump, such as {@link Opcode#ADD} or {@link Opcode#JEQ}. */
    public static int operation(long word) {
        return (int) word & 0xf0;
    }

    /** Whether an arithmetic instruction or jump takes its operand from the source register and not from the immediate. */
    public static boolean hasRegisterOperand(long word) {
        return ((int) word & Opcode.X) != 0;
    }

    /** The size of a load or store, {@link Opcode#W} to {@link Opcode#DW}. */
    public static int size(long word) {
        return (int) word & 0x18;
    }

    /** The mode of a load or store, {@link Opcode#IMM} to {@link Opcode#ATOMIC}. */
    public static int mode(long word) {
        return (int) word & 0xe0;
    }

    /** The bytes that a load or store moves: 1, 2, 4 or 8. */
    public static int accessBytes(long word) {
        return switch (size(word)) {
            case Opcode.B -> 1;
            case Opcode.H -> 2;
            case Opcode.W -> 4;
            default -> 8;
        };
    }

    /** Whether the word is the first slot of an ld_imm64, which takes the next slot too. */
    public static boolean isWide(long word) {
        return opcode(word) == (Opcode.LD | Opcode.IMM | Opcode.DW);
    }

    /** The 64-bit value of the two slots of an ld_imm64. */
    public static long wideImm(long first, long second) {
        return second & 0xffff_ffff_0000_0000L | first >>> 32;
    }
}
