package io.github.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private static long[] words(String hex) {
        return Decoder.decode(HexFormat.of().parseHex(hex.replace(" ", "")), ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void fieldsAreTakenFromTheirPlaces() {
        long word = words("7b 1a f8 ff 00 00 00 80")[0];
        assertThat(Instruction.opcode(word)).isEqualTo(0x7b);
        assertThat(Instruction.dst(word)).isEqualTo(10);
        assertThat(Instruction.src(word)).isEqualTo(1);
        assertThat(Instruction.offset(word)).isEqualTo(-8);
        assertThat(Instruction.imm(word)).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void bigEndianCodeDecodesToTheSameWords() {
        long[] big = Decoder.decode(
                HexFormat.of().parseHex("7ba1fff800000000b700000012345678"), ByteOrder.BIG_ENDIAN);
        assertThat(big).isEqualTo(words("7b1af8ff00000000 b700000078563412"));
    }

    @Test
    void codeThatEndsWithinASlotIsRefused() {
        assertThatThrownBy(() -> words("950000000000"))
                .isInstanceOfSatisfying(InvalidInstructionException.class, e -> {
                    assertThat(e.insnOffset()).isZero();
                    assertThat(e.reason()).contains("6 bytes");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0700000000000001 0710000000000000 | 1 | source register",
                "0711000001000000 | 0 | source register",
                "0f10000001000000 | 0 | immediate",
                "0f10010000000000 | 0 | offset",
                "b700010000000000 | 0 | offset",
                "3700020001000000 | 0 | offset",
                "bf10070000000000 | 0 | cannot extend 7 bits",
                "bc10200000000000 | 0 | cannot extend 32 bits",
                "bf10010002000000 | 0 | address space cast 2",
                "8f00000000000000 | 0 | 0x8f",
                "8710000000000000 | 0 | source register",
                "d400000008000000 | 0 | swap of 8 bits",
                "df00000010000000 | 0 | 0xdf",
                "0700000000000000 0000000000000000 | 1 | 0x00",
                "bf0b000000000000 | 0 | above R10",
                "bfb0000000000000 | 0 | above R10",
                "0d01000000000000 | 0 | indirect",
                "0501000000000000 | 0 | registers",
                "0600010000000000 | 0 | offset",
                "8600000001000000 | 0 | 0x86",
                "8530000001000000 | 0 | kind 3",
                "8500010001000000 | 0 | offset",
                "8501000001000000 | 0 | destination",
                "9500000001000000 | 0 | immediate",
                "e510010000000000 | 0 | kind 1",
                "1870000000000000 0000000000000000 | 0 | kind 7",
                "1800000000000000 | 0 | without its second slot",
                "1800000000000000 9500000000000000 | 1 | other than its immediate",
                "1810000000000000 0000000001000000 | 1 | immediate",
                "3800000000000000 | 0 | 0x38",
                "3010000000000000 | 0 | source register",
                "6110000001000000 | 0 | immediate",
                "9910000000000000 | 0 | 0x99",
                "6211000001000000 | 0 | source register",
                "6311000001000000 | 0 | immediate",
                "c311000002000000 | 0 | atomic operation 0x2",
                "d311000000000000 | 0 | atomic operation 0x0",
            })
    void reservedEncodingIsRefusedWithItsPlaceAndReason(String hex, int insnOffset, String reason) {
        assertThatThrownBy(() -> Decoder.check(words(hex)))
                .isInstanceOfSatisfying(InvalidInstructionException.class, e -> {
                    assertThat(e.insnOffset()).isEqualTo(insnOffset);
                    assertThat(e.reason()).contains(reason);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3700010001000000", "9c10010000000000", "bf10080000000000", "bf10200000000000", "bf10010001000000",
                "bf10010000000100", "8400000000000000", "d700000040000000", "0500050000000000", "06000000ffffffff",
                "e500feff00000000", "8520010005000000", "8510000005000000", "d311000000010000", "cb11000010010000",
                "c3110000f1000000", "db11000001000000", "2000000005000000", "4010000005000000", "8910000000000000",
                "1840000005000000 0000000000000000", "1820000005000000 0000000005000000"
            })
    void definedEncodingIsAccepted(String hex) {
        assertThatCode(() -> Decoder.check(words(hex))).doesNotThrowAnyException();
    }
}
