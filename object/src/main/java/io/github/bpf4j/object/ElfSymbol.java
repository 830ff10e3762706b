package io.github.bpf4j.object;

/**
 * One entry of the ELF symbol table.
 *
 * @param sectionIndex section it lies in, or one of the reserved numbers
 * @param value offset from the start of its section in bytes, unsigned 64-bit
 * @param size size in bytes, unsigned 64-bit
 */
record ElfSymbol(int index, String name, int info, int other, int sectionIndex, long value, long size) {
    static final int UNDEFINED = 0;
    static final int COMMON = 0xfff2;
    static final int EXTENDED = 0xffff;

    private static final int OBJECT = 1;
    private static final int FUNC = 2;
    private static final int SECTION = 3;
    private static final int LOCAL = 0;
    private static final int WEAK = 2;
    private static final int HIDDEN = 2;
    private static final int INTERNAL = 1;

    boolean isObject() {
        return (info & 0xf) == OBJECT;
    }

    boolean isFunction() {
        return (info & 0xf) == FUNC;
    }

    boolean isSection() {
        return (info & 0xf) == SECTION;
    }

    boolean isLocal() {
        return info >>> 4 == LOCAL;
    }

    boolean isWeak() {
        return info >>> 4 == WEAK;
    }

    boolean isHidden() {
        return (other & 3) == HIDDEN || (other & 3) == INTERNAL;
    }

    boolean isUndefined() {
        return sectionIndex == UNDEFINED;
    }

    String display() {
        return name.isEmpty() ? "symbol " + index : name;
    }
}
