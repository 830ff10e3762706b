package io.github.bpf4j.asm;

/** The packed form of an instruction: one 64-bit word with the fields of RFC 9669 section 3 in little-endian order. */
public final class Instruction {
    private Instruction() {}

    public static int opcode(long word) {
        return (int) word & 0xff;
    }

    public static int dst(long word) {
        return (int) (word >> 8) & 15;
    }

    public static int src(long word) {
        return (int) (word >> 12) & 15;
    }

    public static int offset(long word) {
        return (short) (word >> 16);
    }

    public static int imm(long word) {
        return (int) (word >> 32);
    }

    public static long pack(int opcode, int dst, int src, int offset, int imm) {
        return (long) imm << 32 | (offset & 0xffffL) << 16 | (src & 15L) << 12 | (dst & 15L) << 8 | opcode & 0xffL;
    }

    public static boolean isWide(long word) {
        return opcode(word) == (Opcode.LD | Opcode.IMM | Opcode.DW);
    }

    public static long wideImm(long first, long second) {
        return second & 0xffff_ffff_0000_0000L | first >>> 32;
    }
}
