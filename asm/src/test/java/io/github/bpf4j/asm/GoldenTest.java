package io.github.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What llvm-objdump 19 printed of an object that llvm-mc 19 assembled (golden.objdump). */
class GoldenTest {
    private static String golden() throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("golden.objdump")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static long[] code(String listing) {
        String hex = listing.lines().map(line -> line.split("\t")[1].replace(" ", "")).collect(Collectors.joining());
        return Decoder.decode(HexFormat.of().parseHex(hex), ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void listingIsWhatLlvmObjdumpPrints() throws IOException {
        long[] code = code(golden());
        Decoder.check(code);
        assertThat(new Disassembler(Disassembler.Symbols.NONE).listing(code, true)).isEqualTo(golden());
    }

    @Test
    void llvmsTextAssemblesToLlvmsBytes() throws IOException {
        String text = golden().lines().map(line -> line.split("\t")[2]).collect(Collectors.joining("\n"));
        assertThat(Assembler.assemble(text)).isEqualTo(code(golden()));
    }
}
