package io.github.bpf4j.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** The sections and functions of an ELF64 object made by our own compiler run. */
final class ElfSections {
    private static final int DATA_ENCODING = 5;
    private static final int BIG_ENDIAN = 2;
    private static final int SECTION_HEADER_OFFSET = 40;
    private static final int SECTION_COUNT = 60;
    private static final int SECTION_NAMES_INDEX = 62;
    private static final int HEADER_SIZE = 64;
    private static final int TYPE_SYMTAB = 2;
    private static final int TYPE_NOBITS = 8;
    private static final int SYMBOL_SIZE = 24;
    private static final int GLOBAL_FUNCTION = 1 << 4 | 2;

    private final byte[] object;
    private final ByteBuffer elf;

    private ElfSections(byte[] object) {
        this.object = object;
        elf = ByteBuffer.wrap(object)
                .order(object[DATA_ENCODING] == BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /** What each section holds, by its index and name. */
    static Map<String, byte[]> read(byte[] object) {
        return new ElfSections(object).sections();
    }

    /** The names of the global functions in the section of that name. */
    static TreeSet<String> functions(byte[] object, String section) {
        return new ElfSections(object).functionsIn(section);
    }

    private Map<String, byte[]> sections() {
        Map<String, byte[]> sections = new LinkedHashMap<>();
        for (int i = 0; i < elf.getShort(SECTION_COUNT); i++) {
            int header = header(i);
            int size = (int) elf.getLong(header + 32);
            byte[] content = elf.getInt(header + 4) == TYPE_NOBITS
                    ? ByteBuffer.allocate(8).putLong(size).array()
                    : Arrays.copyOfRange(object, offset(header), offset(header) + size);
            sections.put(i + " " + name(header), content);
        }
        return sections;
    }

    private TreeSet<String> functionsIn(String section) {
        TreeSet<String> functions = new TreeSet<>();
        for (int i = 0; i < elf.getShort(SECTION_COUNT); i++) {
            int header = header(i);
            if (elf.getInt(header + 4) != TYPE_SYMTAB) {
                continue;
            }
            int strings = offset(header(elf.getInt(header + 40)));
            for (int symbol = offset(header);
                    symbol < offset(header) + elf.getLong(header + 32);
                    symbol += SYMBOL_SIZE) {
                if (elf.get(symbol + 4) == GLOBAL_FUNCTION
                        && name(header(elf.getShort(symbol + 6))).equals(section)) {
                    functions.add(string(strings + elf.getInt(symbol)));
                }
            }
        }
        return functions;
    }

    private int header(int index) {
        return (int) elf.getLong(SECTION_HEADER_OFFSET) + index * HEADER_SIZE;
    }

    private int offset(int header) {
        return (int) elf.getLong(header + 24);
    }

    private String name(int header) {
        return string(offset(header(elf.getShort(SECTION_NAMES_INDEX))) + elf.getInt(header));
    }

    private String string(int start) {
        int end = start;
        while (object[end] != 0) {
            end++;
        }
        return new String(object, start, end - start, UTF_8);
    }
}
