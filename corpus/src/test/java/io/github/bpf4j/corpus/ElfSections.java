package io.github.bpf4j.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sections of a little-endian ELF64 object made by our own compiler run: the name with its index, and the content. */
final class ElfSections {
    private static final int SECTION_HEADER_OFFSET = 40;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_NAMES_INDEX = 62;
    private static final int HEADER_SIZE = 64;
    private static final int TYPE_NOBITS = 8;

    private ElfSections() {}

    static Map<String, byte[]> read(byte[] object) {
        ByteBuffer elf = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
        int table = (int) elf.getLong(SECTION_HEADER_OFFSET);
        int namesHeader = table + elf.getShort(SECTION_NAMES_INDEX) * HEADER_SIZE;
        int names = (int) elf.getLong(namesHeader + 24);
        Map<String, byte[]> sections = new LinkedHashMap<>();
        for (int i = 0; i < elf.getShort(SECTION_COUNT); i++) {
            int header = table + i * HEADER_SIZE;
            int offset = (int) elf.getLong(header + 24);
            int size = (int) elf.getLong(header + 32);
            byte[] content = elf.getInt(header + 4) == TYPE_NOBITS
                    ? ByteBuffer.allocate(8).putLong(size).array()
                    : Arrays.copyOfRange(object, offset, offset + size);
            sections.put(i + " " + string(object, names + elf.getInt(header)), content);
        }
        return sections;
    }

    private static String string(byte[] object, int start) {
        int end = start;
        while (object[end] != 0) {
            end++;
        }
        return new String(object, start, end - start, UTF_8);
    }
}
