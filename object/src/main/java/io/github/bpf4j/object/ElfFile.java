package io.github.bpf4j.object;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a relocatable ELF64 file for the BPF machine (runtime spec 2.1).
 *
 * <p>Sections that hold file bytes must not take up more than the file in sum, so that whoever copies each section once
 * copies at most the file.
 */
final class ElfFile {
    private static final int HEADER_BYTES = 64;
    private static final int SECTION_HEADER_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final int RELOCATION_BYTES = 16;
    private static final int TYPE_RELOCATABLE = 1;
    private static final int MACHINE_BPF = 247;
    private static final int INDEX_IN_FIRST_SECTION = 0xffff;

    final ByteOrder order;
    final List<ElfSection> sections = new ArrayList<>();
    final List<ElfSymbol> symbols = new ArrayList<>();

    private final byte[] file;
    private final ByteBuffer bytes;
    private final Map<Integer, ElfSection> relocationTables = new HashMap<>();

    ElfFile(byte[] file) {
        this.file = file;
        this.order = readOrder(file);
        this.bytes = ByteBuffer.wrap(file).order(order);
        readHeader();
        readSections();
        readSymbols();
        for (ElfSection section : sections) {
            if (section.type() == ElfSection.REL || section.type() == ElfSection.RELA) {
                if (relocationTables.put(section.info(), section) != null) {
                    throw section.error(0, "second relocation table for section " + section.info());
                }
            }
        }
    }

    private static ByteOrder readOrder(byte[] file) {
        if (file.length < HEADER_BYTES) {
            throw new ObjectFormatException("", 0, "file of " + file.length + " bytes has no ELF header");
        }
        if (file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[3] != 'F') {
            throw new ObjectFormatException("", 0, "no ELF file");
        }
        if (file[4] != 2) {
            throw new ObjectFormatException("", 4, "ELF class " + file[4] + ", expected 2 (64-bit)");
        }
        return switch (file[5]) {
            case 1 -> ByteOrder.LITTLE_ENDIAN;
            case 2 -> ByteOrder.BIG_ENDIAN;
            default -> throw new ObjectFormatException("", 5, "data encoding " + file[5] + ", expected 1 or 2");
        };
    }

    private void readHeader() {
        if (file[6] != 1) {
            throw new ObjectFormatException("", 6, "ELF version " + file[6] + ", expected 1");
        }
        if (u16(16) != TYPE_RELOCATABLE) {
            throw new ObjectFormatException("", 16, "ELF type " + u16(16) + ", expected 1 (relocatable)");
        }
        if (u16(18) != MACHINE_BPF) {
            throw new ObjectFormatException("", 18, "machine " + u16(18) + ", expected 247 (BPF)");
        }
    }

    private void readSections() {
        long tableOffset = bytes.getLong(40);
        if (tableOffset == 0) {
            throw new ObjectFormatException("", 40, "no section table");
        }
        if (u16(58) != SECTION_HEADER_BYTES) {
            throw new ObjectFormatException("", 58, "section headers of " + u16(58) + " bytes, expected 64");
        }
        if (tableOffset < 0 || tableOffset > file.length - SECTION_HEADER_BYTES) {
            throw new ObjectFormatException("", 40, "section table at " + tableOffset + " lies outside the file");
        }
        int table = (int) tableOffset;
        long count = u16(60) != 0 ? u16(60) : bytes.getLong(table + 32);
        int names = u16(62) != INDEX_IN_FIRST_SECTION ? u16(62) : bytes.getInt(table + 40);
        if (count <= 0 || count > (file.length - table) / SECTION_HEADER_BYTES) {
            throw new ObjectFormatException("", 60, count + " section headers do not fit in the file");
        }
        if (names < 0 || names >= count) {
            throw new ObjectFormatException("", 62, "section " + names + " of " + count + " holds the section names");
        }
        ElfStrings strings = sectionNames(table + names * SECTION_HEADER_BYTES);
        long bytesInFile = 0;
        for (int i = 0; i < count; i++) {
            ElfSection section = readSection(i, table + i * SECTION_HEADER_BYTES, strings);
            sections.add(section);
            bytesInFile += section.type() == ElfSection.NOBITS ? 0 : section.size();
        }
        if (bytesInFile > file.length) {
            throw new ObjectFormatException("", 40, "sections overlap");
        }
    }

    private ElfStrings sectionNames(int header) {
        long offset = bytes.getLong(header + 24);
        long size = bytes.getLong(header + 32);
        if (offset < 0 || size < 0 || offset > file.length || size > file.length - offset) {
            throw new ObjectFormatException("", header, "section names lie outside the file");
        }
        return new ElfStrings("", file, (int) offset, (int) size);
    }

    private ElfSection readSection(int index, int header, ElfStrings strings) {
        String name = strings.get(bytes.getInt(header));
        int type = bytes.getInt(header + 4);
        long offset = bytes.getLong(header + 24);
        long size = index == 0 ? 0 : bytes.getLong(header + 32);
        if (size < 0) {
            throw new ObjectFormatException(name, 0, "size 0x" + Long.toHexString(size));
        }
        boolean inFile = index != 0 && type != ElfSection.NOBITS && size != 0;
        if (inFile && (offset < 0 || offset > file.length || size > file.length - offset)) {
            throw new ObjectFormatException(
                    name, 0, size + " bytes at " + Long.toUnsignedString(offset) + " lie outside the file");
        }
        return new ElfSection(
                index,
                name,
                type,
                bytes.getLong(header + 8),
                inFile ? (int) offset : 0,
                size,
                bytes.getInt(header + 40),
                bytes.getInt(header + 44),
                bytes.getLong(header + 56));
    }

    private void readSymbols() {
        ElfSection table = null;
        for (ElfSection section : sections) {
            if (section.type() == ElfSection.SYMTAB) {
                if (table != null) {
                    throw section.error(0, "second symbol table");
                }
                table = section;
            }
        }
        if (table == null) {
            throw new ObjectFormatException("", 0, "no symbol table");
        }
        checkEntries(table, SYMBOL_BYTES);
        if (table.link() <= 0 || table.link() >= sections.size()) {
            throw table.error(0, "no string table " + table.link());
        }
        ElfSection stringTable = sections.get(table.link());
        if (stringTable.type() != ElfSection.STRTAB) {
            throw table.error(0, "section " + stringTable.name() + " is no string table");
        }
        ElfStrings strings =
                new ElfStrings(stringTable.name(), file, stringTable.fileOffset(), (int) stringTable.size());
        int count = (int) (table.size() / SYMBOL_BYTES);
        for (int i = 0; i < count; i++) {
            int at = table.fileOffset() + i * SYMBOL_BYTES;
            int sectionIndex = u16(at + 6);
            if (sectionIndex == ElfSymbol.EXTENDED) {
                throw table.error((long) i * SYMBOL_BYTES, "extended section numbers are not supported");
            }
            String name = strings.get(bytes.getInt(at));
            long value = bytes.getLong(at + 8);
            long size = bytes.getLong(at + 16);
            symbols.add(new ElfSymbol(i, name, file[at + 4] & 0xff, file[at + 5] & 0xff, sectionIndex, value, size));
        }
    }

    /** The relocations for a section, in file order. */
    List<ElfRelocation> relocations(ElfSection target) {
        ElfSection table = relocationTables.get(target.index());
        if (table == null) {
            return List.of();
        }
        if (table.type() == ElfSection.RELA) {
            throw table.error(0, "relocations with addends (RELA), expected REL");
        }
        checkEntries(table, RELOCATION_BYTES);
        int count = (int) (table.size() / RELOCATION_BYTES);
        List<ElfRelocation> relocations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = table.fileOffset() + i * RELOCATION_BYTES;
            long byteOffset = bytes.getLong(at);
            long info = bytes.getLong(at + 8);
            long symbol = info >>> 32;
            if (symbol >= symbols.size()) {
                throw table.error((long) i * RELOCATION_BYTES, "symbol " + symbol + " of " + symbols.size());
            }
            if (byteOffset < 0 || byteOffset >= target.size()) {
                throw table.error(
                        (long) i * RELOCATION_BYTES,
                        "offset " + Long.toUnsignedString(byteOffset) + " lies outside section " + target.name());
            }
            relocations.add(new ElfRelocation(byteOffset, (int) info, symbols.get((int) symbol)));
        }
        return relocations;
    }

    private static void checkEntries(ElfSection table, int entryBytes) {
        if (table.entrySize() != entryBytes || table.size() % entryBytes != 0) {
            throw table.error(
                    0, table.size() + " bytes in entries of " + table.entrySize() + ", expected " + entryBytes);
        }
    }

    /** The section that a symbol lies in, or null if it lies in none. */
    @Nullable
    ElfSection sectionOf(ElfSymbol symbol) {
        int index = symbol.sectionIndex();
        return index > 0 && index < sections.size() ? sections.get(index) : null;
    }

    /** A copy of a section's bytes; empty for NOBITS. */
    byte[] contents(ElfSection section) {
        if (section.type() == ElfSection.NOBITS) {
            return new byte[0];
        }
        byte[] copy = new byte[(int) section.size()];
        System.arraycopy(file, section.fileOffset(), copy, 0, copy.length);
        return copy;
    }

    private int u16(int offset) {
        return bytes.getShort(offset) & 0xffff;
    }
}
