package io.github.bpf4j.net;

import java.util.stream.Stream;

/** Formats that are likely to be mistaken for what can be read here, so that a refusal can say what to do. */
enum ForeignFormat {
    MODIFIED_PCAP(0xa1b2cd34, "a pcap file with the longer record headers of a patched libpcap, which is not read"),
    SNOOP(0x736e6f6f, "a snoop file, which is not read"),
    ZSTD(0x28b52ffd, "compressed with zstd: decompress it first"),
    LZ4(0x04224d18, "compressed with lz4: decompress it first"),
    XZ(0xfd377a58, "compressed with xz: decompress it first"),
    BZIP2(0x425a6839, "compressed with bzip2: decompress it first"),
    ELF(0x7f454c46, "an ELF object and no capture");

    private final int magic;
    private final String what;

    ForeignFormat(int magic, String what) {
        this.magic = magic;
        this.what = what;
    }

    /** Says why a file that begins with these four bytes is not read. */
    static String refusal(int little, int big) {
        return Stream.of(values())
                .filter(format -> format.magic == little || format.magic == big)
                .findFirst()
                .map(format -> "this is " + format.what)
                .orElseGet(() -> "magic number %08x is neither pcap's nor pcapng's".formatted(big));
    }
}
