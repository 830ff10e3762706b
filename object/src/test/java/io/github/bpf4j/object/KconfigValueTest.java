package io.github.bpf4j.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values variables of which types take; {@code kconfig/answers-6.12.tsv} is what libbpf made of them on Linux 6.12. */
final class KconfigValueTest {
    private static Stream<List<String>> answers() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(KconfigValueTest.class.getResourceAsStream("/kconfig/answers-6.12.tsv"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines().map(line -> List.of(line.split("\t"))).toList().stream();
        }
    }

    /** The bytes of a variable of the test object after it was set. */
    private static byte[] set(Btf btf, String variable, String value) {
        int id = btf.find(BtfKind.VAR, variable).orElseThrow();
        int typeId = ((BtfType.Var) btf.type(id)).typeId();
        int size = (int) btf.sizeOf(typeId);
        KconfigValue type = new KconfigValue("CONFIG_X", btf, typeId, size);
        byte[] bytes = value.startsWith("=")
                ? type.of(Long.parseLong(value.substring(1)))
                : type.of(value.replace("\\t", "\t"));
        return Arrays.copyOf(bytes, size);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void valuesAreThoseOfLibbpf(List<String> answer) {
        Btf btf = TestObjects.read("kconfig_types.bpfel.o").btf();
        String expected = answer.get(2);
        if (expected.startsWith("E")) {
            assertThatThrownBy(() -> set(btf, answer.get(0), answer.get(1)))
                    .isInstanceOfSatisfying(ExternException.class, e -> {
                        assertThat(e.errno()).isEqualTo(Errno.valueOf(expected));
                        assertThat(e.extern()).isEqualTo("CONFIG_X");
                    })
                    .hasMessageStartingWith("extern CONFIG_X: ");
        } else {
            assertThat(expected).startsWith(HexFormat.of().formatHex(set(btf, answer.get(0), answer.get(1))));
        }
    }

    @Test
    void enoughAnswersAreCompared() throws IOException {
        assertThat(answers()).hasSizeGreaterThan(130);
    }

    @ParameterizedTest
    @CsvSource({
        "_u32, 0x01020304, 01020304",
        "_short, -2, fffe",
        "tristate, m, 00000002",
        "chars, '\"ab\"', 6162000000000000"
    })
    void bigEndianObjectsHaveBigEndianValues(String variable, String value, String hex) {
        Btf btf = TestObjects.read("kconfig_types.bpfeb.o").btf();
        assertThat(HexFormat.of().formatHex(set(btf, variable, value))).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"abc", "\"abc\"\r"})
    void aTextHasTwoQuotationMarks(String value) {
        Btf btf = TestObjects.read("kconfig_types.bpfel.o").btf();
        assertThatThrownBy(() -> set(btf, "chars", value))
                .isInstanceOf(ExternException.class)
                .hasMessageContaining("a quotation mark is missing");
    }
}
