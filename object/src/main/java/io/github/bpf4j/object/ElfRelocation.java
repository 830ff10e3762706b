package io.github.bpf4j.object;

/**
 * One entry of an ELF REL table (runtime spec 2.1).
 *
 * @param byteOffset place to patch, from the start of the section
 */
record ElfRelocation(long byteOffset, int type, ElfSymbol symbol) {
    static final int R_BPF_64_64 = 1;
    static final int R_BPF_64_ABS64 = 2;
    static final int R_BPF_64_ABS32 = 3;
    static final int R_BPF_64_NODYLD32 = 4;
    static final int R_BPF_64_32 = 10;

    static String name(int type) {
        return switch (type) {
            case R_BPF_64_64 -> "R_BPF_64_64";
            case R_BPF_64_ABS64 -> "R_BPF_64_ABS64";
            case R_BPF_64_ABS32 -> "R_BPF_64_ABS32";
            case R_BPF_64_NODYLD32 -> "R_BPF_64_NODYLD32";
            case R_BPF_64_32 -> "R_BPF_64_32";
            default -> "relocation type " + type;
        };
    }
}
