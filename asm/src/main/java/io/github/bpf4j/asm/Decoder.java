package io.github.bpf4j.asm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Turns the bytes of an object file into packed words, and refuses encodings that RFC 9669 and its later additions reserve.
 * Jump targets, writes to R10, shift amounts, constant divisors and which helpers exist are not judged here.
 *
 * <p>All methods are pure and safe for use by any thread.
 */
public final class Decoder {
    /** Bytes of an instruction slot. */
    public static final int SLOT_BYTES = 8;

    private Decoder() {}

    /**
     * The words of some instructions, not yet judged; in big-endian code the registers' nibbles are swapped as well.
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
        Objects.checkFromIndexSize(byteOffset, length, code.length);
        if (length % SLOT_BYTES != 0) {
            throw new InvalidInstructionException(
                    length / SLOT_BYTES, "the code ends within it: " + length + " bytes are no multiple of 8");
        }
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        ByteBuffer bytes = ByteBuffer.wrap(code, byteOffset, length).order(order);
        long[] words = new long[length / SLOT_BYTES];
        for (int i = 0; i < words.length; i++) {
            int opcode = bytes.get() & 0xff;
            int registers = bytes.get() & 0xff;
            int low = registers & 15;
            int high = registers >> 4;
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
            String reason = EncodingRules.refusal(code[at]);
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
        String reason = EncodingRules.secondSlotRefusal(code[at], code[at + 1]);
        if (!reason.isEmpty()) {
            throw new InvalidInstructionException(at + 1, reason);
        }
    }
}
