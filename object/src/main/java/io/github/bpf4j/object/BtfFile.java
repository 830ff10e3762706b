package io.github.bpf4j.object;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Types from a file: raw BTF as in {@code /sys/kernel/btf/vmlinux}, or any ELF64 file with a section .BTF, such as a {@code vmlinux}. Of
 * an ELF file only what is needed is read.
 */
public final class BtfFile {
    private static final int HEADER_BYTES = 64;
    private static final int SECTION_HEADER_BYTES = 64;
    private static final int MAGIC = 0xeb9f;
    private static final int MAX_BYTES = 1 << 28;
    private static final byte[] NAME = "\0.BTF\0".getBytes(StandardCharsets.US_ASCII);

    private BtfFile() {}

    /**
     * Reads the types.
     *
     * @throws ObjectFormatException if the file is neither BTF nor ELF with BTF, or is damaged
     */
    public static Btf read(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer head = bytes(file, 0, Math.min(HEADER_BYTES, file.size()), ByteOrder.LITTLE_ENDIAN);
            if (head.limit() >= Short.BYTES && isMagic(head.getShort(0))) {
                return parse(bytes(file, 0, file.size(), head.order()).array());
            }
            if (head.limit() < HEADER_BYTES || head.getInt(0) != 0x464c_457f || head.get(4) != 2) {
                throw new ObjectFormatException("", 0, "neither BTF nor an ELF64 file");
            }
            head.order(head.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            return parse(section(file, head));
        }
    }

    private static boolean isMagic(short start) {
        return Short.toUnsignedInt(start) == MAGIC || Short.toUnsignedInt(Short.reverseBytes(start)) == MAGIC;
    }

    private static byte[] section(FileChannel file, ByteBuffer head) throws IOException {
        long table = head.getLong(40);
        int count = Short.toUnsignedInt(head.getShort(60));
        int names = Short.toUnsignedInt(head.getShort(62));
        if (head.getShort(58) != SECTION_HEADER_BYTES || names >= count) {
            throw new ObjectFormatException("", 40, "no section table that can be read");
        }
        ByteBuffer headers = bytes(file, table, (long) count * SECTION_HEADER_BYTES, head.order());
        ByteBuffer strings = contents(file, headers, names);
        for (int i = 0; i < count; i++) {
            int name = headers.getInt(i * SECTION_HEADER_BYTES);
            if (name > 0 && isBtf(strings, name)) {
                return contents(file, headers, i).array();
            }
        }
        throw new ObjectFormatException("", 40, "the file has no section .BTF");
    }

    private static boolean isBtf(ByteBuffer strings, int name) {
        for (int i = 0; i < NAME.length; i++) {
            int at = name - 1 + i;
            if (at >= strings.limit() || strings.get(at) != NAME[i] && i > 0) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer contents(FileChannel file, ByteBuffer headers, int section) throws IOException {
        int header = section * SECTION_HEADER_BYTES;
        return bytes(file, headers.getLong(header + 24), headers.getLong(header + 32), headers.order());
    }

    static ByteBuffer bytes(FileChannel file, long offset, long size, ByteOrder order) throws IOException {
        if (offset < 0 || size < 0 || offset > file.size() || size > file.size() - offset) {
            throw new ObjectFormatException("", Math.max(0, offset), "the file is cut off");
        }
        if (size > MAX_BYTES) {
            throw new ObjectFormatException("", offset, size + " bytes are too many");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size).order(order);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                throw new ObjectFormatException("", offset, "the file is cut off");
            }
        }
        return bytes.flip();
    }

    private static Btf parse(byte[] bytes) {
        try {
            return Btf.parse(bytes);
        } catch (BtfFormatException e) {
            throw new ObjectFormatException(".BTF", e.byteOffset(), String.valueOf(e.getMessage()));
        }
    }
}
