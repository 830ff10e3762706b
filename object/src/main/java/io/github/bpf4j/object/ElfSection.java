package io.github.bpf4j.object;

/**
 * One entry of an ELF section table; the section's bytes lie inside the file unless its type is NOBITS.
 *
 * @param index place in the table
 * @param size bytes in the file or, for NOBITS, in memory
 */
record ElfSection(
        int index, String name, int type, long flags, int fileOffset, long size, int link, int info, long entrySize) {
    static final int PROGBITS = 1;
    static final int SYMTAB = 2;
    static final int STRTAB = 3;
    static final int RELA = 4;
    static final int NOBITS = 8;
    static final int REL = 9;

    private static final long EXECINSTR = 4;

    boolean isCode() {
        return type == PROGBITS && (flags & EXECINSTR) != 0;
    }

    ObjectFormatException error(long byteOffset, String reason) {
        return new ObjectFormatException(name, byteOffset, reason);
    }
}
