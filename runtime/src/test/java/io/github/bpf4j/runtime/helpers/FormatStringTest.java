package io.github.bpf4j.runtime.helpers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestMemory.Zone;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatStringTest {
    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final long base = memory.allocate(8192, Zone.HIGH);

    @AfterEach
    void close() {
        memory.close();
    }

    private long string(int offset, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
        memory.write(bytes, 0, base + offset, bytes.length);
        return base + offset;
    }

    private String format(String format, long... arguments) {
        return FormatString.format(memory, string(0, format), format.length() + 1L, arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "%d, -1, -1",
        "%d, 4294967295, -1",
        "%i, 5, 5",
        "%u, -1, 4294967295",
        "%x, 255, ff",
        "%X, 255, FF",
        "%X, 0, 0",
        "%ld, -9223372036854775808, -9223372036854775808",
        "%lld, 4294967295, 4294967295",
        "%lu, -1, 18446744073709551615",
        "%llx, -1, ffffffffffffffff",
        "%lX, -1, FFFFFFFFFFFFFFFF",
        "%5d|, 42, '   42|'",
        "%-5d|, 42, '42   |'",
        "%05d, -42, -0042",
        "%08x, 48879, 0000beef",
        "%+d, 7, +7",
        "'% d', 7, ' 7'",
        "%c, 65, A",
        "%p, 4660, 0000000000001234",
        "%px, 4660, 0000000000001234",
        "100%%, 0, 100%",
    })
    void conversionIsAsInC(String format, long argument, String expected) {
        assertThat(format(format, argument)).isEqualTo(expected);
    }

    @Test
    void stringsAndAddressesAreReadFromMemory() {
        memory.write(new byte[] {10, 0, 0, (byte) 200}, 0, base + 1000, 4);
        byte[] six = new byte[16];
        six[0] = (byte) 0xfd;
        six[15] = 1;
        memory.write(six, 0, base + 1100, 16);
        assertThat(format("%s=%5s", string(2000, "name"), string(2100, "x"))).isEqualTo("name=    x");
        assertThat(format("%pI4", base + 1000)).isEqualTo("10.0.0.200");
        assertThat(format("%pi4", base + 1000)).isEqualTo("010.000.000.200");
        assertThat(format("%pI6", base + 1100)).isEqualTo("fd00:0000:0000:0000:0000:0000:0000:0001");
        assertThat(format("%pi6", base + 1100)).isEqualTo("fd000000000000000000000000000001");
        assertThat(format("%pks", string(2000, "kernel"))).isEqualTo("kernel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%q", "%ll", "%pI5", "%d %d", "%f", "caf\u00e9", "%*d"})
    void badFormatIsRefused(String format) {
        assertThat(format(format, 1)).isNull();
    }

    @Test
    void formatMustEndWithinItsSize() {
        string(0, "abc");
        assertThat(FormatString.format(memory, base, 3, new long[0])).isNull();
        assertThat(FormatString.format(memory, base, 4, new long[0])).isEqualTo("abc");
    }

    /** Linux 6.12 answers so for every address that the kernel cannot read. */
    @ParameterizedTest
    @ValueSource(
            longs = {0, 1, 0x1234, 0x1_0000_0000L, 0x7fff_ffff_ff00L, 0xffff_ffff_0000_0000L, -1, 0x0bf4_0002_0000_0000L
            })
    void whatCannotBeReadIsEmptyOrZero(long address) {
        assertThat(format("%s|%pI4|%pI6|", address, address, address))
                .isEqualTo("|0.0.0.0|0000:0000:0000:0000:0000:0000:0000:0000|");
        assertThat(format("%pi4|%pi6|%10s|", address, address, address))
                .isEqualTo("000.000.000.000|00000000000000000000000000000000|          |");
    }
}
