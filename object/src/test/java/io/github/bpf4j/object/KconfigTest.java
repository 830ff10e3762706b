package io.github.bpf4j.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a kernel's configuration; the answers are libbpf's on Linux 6.12. */
final class KconfigTest {
    private static final long SEED = Long.getLong("bpf4j.seed", 20_260_101L);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "'CONFIG_X=1|CONFIG_X=2', 1",
        "'FOO|CONFIG_X=3', 3",
        "'||CONFIG_X=3', 3",
        "'CONFIG_X=3|CONFIG_X=bad', 3",
        "'CONFIG_Y=bad\"|CONFIG_X=3', 3",
        "'CONFIG_X==3', =3",
        "'CONFIG_X=3 # c', 3 # c",
        "'CONFIG_X= 10', ' 10'",
    })
    void theFirstLineOfANameHoldsAndOthersMeanNothing(String lines, String value) {
        assertThat(Kconfig.parse(lines.replace('|', '\n')).value("CONFIG_X")).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# CONFIG_X is not set", "CONFIG_X2=1", " CONFIG_X=3", "CONFIG_X =3", "config_X=3"})
    void whatIsNotSetHasNoValue(String line) {
        assertThat(Kconfig.parse(line).value("CONFIG_X")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'CONFIG_X', 1, no \"=\" behind CONFIG_X",
        "'CONFIG_A=1|CONFIG_X=', 2, no value behind CONFIG_X=",
        "'CONFIG_FOO|CONFIG_X=3', 1, no \"=\" behind CONFIG_FOO",
    })
    void lineThatGivesNoValueIsNamed(String lines, int number, String reason) {
        assertThatThrownBy(() -> Kconfig.parse(lines.replace('|', '\n')))
                .isInstanceOfSatisfying(
                        KconfigFormatException.class, e -> assertThat(e.line()).isEqualTo(number))
                .hasMessage("line " + number + ": " + reason);
    }

    @Test
    void aFileMayBePacked() throws IOException {
        byte[] text = "# Linux\nCONFIG_HZ=1000\nCONFIG_LSM=\"a,b\"\n".getBytes(UTF_8);
        Path plain = Files.write(folder.resolve("config"), text);
        Path packed = folder.resolve("config.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(text);
        }
        assertThat(Kconfig.read(plain).values())
                .isEqualTo(Kconfig.read(packed).values())
                .containsEntry("CONFIG_HZ", "1000")
                .containsEntry("CONFIG_LSM", "\"a,b\"")
                .hasSize(2);
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        Path packed = folder.resolve("bomb.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i <= Kconfig.MAX_BYTES / zeros.length; i++) {
                out.write(zeros);
            }
        }
        assertThatThrownBy(() -> Kconfig.read(packed))
                .isInstanceOf(KconfigFormatException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void anyBytesAreAConfigurationOrATypedError() throws IOException {
        Random random = new Random(SEED);
        byte[] text = "CONFIG_HZ=1000\nCONFIG_LSM=\"a,b\"\n".getBytes(UTF_8);
        Path packed = folder.resolve("seed.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(text);
        }
        byte[] archive = Files.readAllBytes(packed);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bytes = (i % 2 == 0 ? text : archive).clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("mutant"), Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
            try {
                Kconfig.read(file);
                read++;
            } catch (KconfigFormatException | IOException e) {
                refused++;
            }
        }
        System.out.printf("KconfigTest seed %d: %d read, %d refused%n", SEED, read, refused);
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    @Test
    void settingsAreChangedOneByOne() {
        Kconfig changed = Kconfig.defaults().with("CONFIG_HZ", "100").with("CONFIG_FOO", "m");
        assertThat(changed.value("CONFIG_HZ")).contains("100");
        assertThat(changed.value("CONFIG_FOO")).contains("m");
        assertThat(Kconfig.defaults().value("CONFIG_HZ")).contains("250");
        assertThatThrownBy(() -> changed.with("HZ", "1")).hasMessageContaining("begins with CONFIG_");
        assertThatThrownBy(() -> changed.with("CONFIG_A=b", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> changed.with("CONFIG_A", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> changed.with("CONFIG_A", "1\nCONFIG_B=2"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
