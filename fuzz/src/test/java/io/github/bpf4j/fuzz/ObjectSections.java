package io.github.bpf4j.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Sections of an ELF64 file that clang made: taken out, and put in again with other contents of any length. */
final class ObjectSections {
    private static final int HEADER_BYTES = 64;

    private ObjectSections() {}

    private static ByteBuffer view(byte[] object) {
        return ByteBuffer.wrap(object).order(object[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private static int header(ByteBuffer bytes, String name) {
        int table = (int) bytes.getLong(40);
        int names = (int) bytes.getLong(table + bytes.getShort(62) * HEADER_BYTES + 24);
        byte[] wanted = (name + '\0').getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.getShort(60); i++) {
            int header = table + i * HEADER_BYTES;
            int at = names + bytes.getInt(header);
            if (Arrays.equals(bytes.array(), at, at + wanted.length, wanted, 0, wanted.length)) {
                return header;
            }
        }
        throw new IllegalArgumentException("no section " + name);
    }

    static byte[] contents(byte[] object, String name) {
        ByteBuffer bytes = view(object);
        int header = header(bytes, name);
        int start = (int) bytes.getLong(header + 24);
        return Arrays.copyOfRange(object, start, start + (int) bytes.getLong(header + 32));
    }

    /** The object with other contents of a section, which stand at its end. */
    static byte[] with(byte[] object, String name, byte[] contents) {
        byte[] changed = Arrays.copyOf(object, object.length + contents.length);
        System.arraycopy(contents, 0, changed, object.length, contents.length);
        ByteBuffer bytes = view(changed);
        int header = header(bytes, name);
        bytes.putLong(header + 24, object.length);
        bytes.putLong(header + 32, contents.length);
        return changed;
    }
}
