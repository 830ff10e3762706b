package io.github.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What llvm-objdump 19 printed: golden.objdump of instructions that llvm-mc 19 assembled, and clang-*.objdump, with functions and
 * source lines, of clang.c.
 */
class GoldenTest {
    private static final Pattern INSTRUCTION = Pattern.compile(" *(\\d+):\t([0-9a-f ]+)\t(.*)");
    private static final Pattern HEADER = Pattern.compile("[0-9a-f]{16} <(.*)>:");

    /** A listing taken apart. */
    private static final class Golden implements Disassembler.Symbols {
        private final String text;
        private final List<String> instructions = new ArrayList<>();
        private final Map<Integer, String> functions = new HashMap<>();
        private final Map<Integer, String> sources = new HashMap<>();
        private final StringBuilder hex = new StringBuilder();

        Golden(String name) throws IOException {
            try (InputStream in = GoldenTest.class.getResourceAsStream(name)) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            text.lines().forEach(this::read);
        }

        private void read(String line) {
            int next = hex.length() / 16;
            Matcher header = HEADER.matcher(line);
            Matcher instruction = INSTRUCTION.matcher(line);
            if (header.matches()) {
                functions.put(next, header.group(1));
            } else if (line.startsWith("; ")) {
                sources.merge(next, line.substring(2), (first, second) -> first + "\n" + second);
            } else if (instruction.matches()) {
                assertThat(Integer.parseInt(instruction.group(1))).isEqualTo(next);
                hex.append(instruction.group(2).replace(" ", ""));
                instructions.add(instruction.group(3));
            }
        }

        long[] code() {
            return Decoder.decode(HexFormat.of().parseHex(hex), ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public String function(int insnOffset) {
            return functions.getOrDefault(insnOffset, "");
        }

        @Override
        public String source(int insnOffset) {
            return sources.getOrDefault(insnOffset, "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"golden.objdump", "clang-v2.objdump", "clang-v3.objdump", "clang-v4.objdump"})
    void listingIsWhatLlvmObjdumpPrints(String name) throws IOException {
        Golden golden = new Golden(name);
        Decoder.check(golden.code());
        assertThat(new Disassembler(golden).listing(golden.code(), true)).isEqualTo(golden.text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"golden.objdump", "clang-v2.objdump", "clang-v3.objdump", "clang-v4.objdump"})
    void llvmsListingAndItsInstructionsAloneAssembleToLlvmsBytes(String name) throws IOException {
        Golden golden = new Golden(name);
        assertThat(Assembler.assemble(golden.text)).isEqualTo(golden.code());
        assertThat(Assembler.assemble(String.join("\n", golden.instructions))).isEqualTo(golden.code());
    }
}
