package io.github.bpf4j.asm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns packed words into the bytes of an object file (RFC 9669 section 3). Pure, and safe for use by any thread. */
public final class Encoder {
    private Encoder() {}

    /** The bytes of the words in the given byte order; the inverse of {@link Decoder#decode(byte[], ByteOrder)}. */
    public static byte[] encode(long[] code, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(code.length * Decoder.SLOT_BYTES).order(order);
        for (long word : code) {
            int registers = order == ByteOrder.LITTLE_ENDIAN
                    ? Instruction.src(word) << 4 | Instruction.dst(word)
                    : Instruction.dst(word) << 4 | Instruction.src(word);
            bytes.put((byte) Instruction.opcode(word));
            bytes.put((byte) registers);
            bytes.putShort((short) Instruction.offset(word));
            bytes.putInt(Instruction.imm(word));
        }
        return bytes.array();
    }
}
