package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Assembler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bpf_strtol} and {@code bpf_strtoul} of long numbers and those with a sign, as Linux 6.12 answered them. */
class NumbersFromTextTest {
    private static final int BYTES = 32;

    /** Text, what bpf_strtol said and stored, what bpf_strtoul said and stored. */
    private static final String ANSWERS = """
            -99999999999999999999999	-34 0	-34 0
            -1	2 -1	-22 0
            -0	2 0	-22 0
            -	-22 0	-22 0
            - 1	-22 0	-22 0
            -x	-22 0	-22 0
            -0x	2 0	-22 0
            99999999999999999999999	-34 0	-34 0
            18446744073709551615	-34 0	20 -1
            -18446744073709551615	-34 0	-22 0
            \s -5	4 -5	-22 0
            -9223372036854775809	-34 0	-22 0
            +5	-22 0	-22 0
            -99999999999999999999999x	-34 0	-34 0
            -08	2 0	-22 0
            -0x1ffffffffffffffffff	-34 0	-34 0
            """;

    static Stream<Arguments> answers() {
        return Stream.of(EngineKind.values())
                .flatMap(engine -> ANSWERS.lines()
                        .map(line -> line.split("\t"))
                        .map(cells -> Arguments.of(engine, cells[0], cells[1], cells[2])));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void isAsLinuxSays(EngineKind engine, String text, String signed, String unsigned) {
        assertThat(ask(engine, 105, text)).as("bpf_strtol").isEqualTo(signed);
        assertThat(ask(engine, 106, text)).as("bpf_strtoul").isEqualTo(unsigned);
    }

    private static String ask(EngineKind engine, int helper, String text) {
        String said = "";
        for (String answer : new String[] {"r0 = r0", "r0 = *(u64 *)(r10 - 8)"}) {
            String program = """
                    *(u64 *)(r10 - 8) = 77
                    r2 = %d
                    r3 = 0
                    r4 = r10
                    r4 += -8
                    call %d
                    %s
                    exit
                    """.formatted(BYTES, helper, answer);
            byte[] memory = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), BYTES);
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    RawProgram.Loaded loaded =
                            runtime.raw(Assembler.assemble(program)).withMemory(memory)) {
                RunResult result = loaded.run();
                assertThat(result.fault()).isEmpty();
                said += (said.isEmpty() ? "" : " ") + result.returnValue();
            }
        }
        return said;
    }
}
