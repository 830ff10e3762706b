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
        long[] big = Decoder.decode(HexFormat.of().parseHex("7ba1fff800000000b700000012345678"), ByteOrder.BIG_ENDIAN);
        assertThat(big).isEqualTo(words("7b1af8ff00000000 b700000078563412"));
    }

    @Test
    void partOfAnArrayIsDecoded() {
        byte[] bytes = HexFormat.of().parseHex("ffff95000000000000000000");
        assertThat(Decoder.decode(bytes, 2, 8, ByteOrder.LITTLE_ENDIAN)).containsExactly(0x95);
        assertThatThrownBy(() -> Decoder.decode(bytes, 8, 8, ByteOrder.LITTLE_ENDIAN))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void codeThatEndsWithinASlotIsRefused() {
        assertThatThrownBy(() -> words("950000000000")).isInstanceOfSatisfying(InvalidInstructionException.class, e -> {
            assertThat(e.insnOffset()).isZero();
            assertThat(e.reason()).contains("6 bytes");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0711000001000000 | 0 | reserved field source register is 1 and must be 0",
                "0700000001000000 0710000000000000 | 1 | reserved field source register is 1",
                "0f10000001000000 | 0 | reserved field immediate is 1",
                "0f10010000000000 | 0 | reserved field offset is 1",
                "b700010000000000 | 0 | reserved field offset is 1",
                "3700020001000000 | 0 | division with offset 2, defined are 0 (unsigned) and 1 (signed)",
                "9f10ffff00000000 | 0 | division with offset -1",
                "bf10070000000000 | 0 | sign-extends from 8, 16 or 32 bits, not from 7",
                "bc10200000000000 | 0 | a 32-bit move sign-extends from 8 or 16 bits, not from 32",
                "bf10080001000000 | 0 | reserved field immediate is 1",
                "bf10010002000000 | 0 | address space cast with immediate 2",
                "bc10010001000000 | 0 | only in a 64-bit move",
                "8f00000000000000 | 0 | opcode 0x8f is not defined",
                "e700000000000000 | 0 | opcode 0xe7 is not defined",
                "8710000000000000 | 0 | reserved field source register is 1",
                "8700010000000000 | 0 | reserved field offset is 1",
                "8700000001000000 | 0 | reserved field immediate is 1",
                "d400000008000000 | 0 | byte swap of 8 bits, defined are 16, 32 and 64",
                "d410000010000000 | 0 | reserved field source register is 1",
                "d700010010000000 | 0 | reserved field offset is 1",
                "df00000010000000 | 0 | opcode 0xdf is not defined",
                "0700000000000000 0000000000000000 | 1 | opcode 0x00 is not defined",
                "bf0b000000000000 | 0 | destination register 11 does not exist, the highest is 10",
                "bfb0000000000000 | 0 | source register 11 does not exist, the highest is 10",
                "180f000000000000 0000000000000000 | 0 | destination register 15 does not exist",
                "0d01000000000000 | 0 | indirect jump (gotox, opcode 0x0d) is not supported",
                "0e01000000000000 | 0 | opcode 0x0e is not defined",
                "0501000000000000 | 0 | reserved field destination register is 1",
                "0500000001000000 | 0 | reserved field immediate is 1",
                "0600010000000000 | 0 | reserved field offset is 1",
                "1d10000001000000 | 0 | reserved field immediate is 1",
                "1510000001000000 | 0 | reserved field source register is 1",
                "f500000000000000 | 0 | opcode 0xf5 is not defined",
                "8600000001000000 | 0 | opcode 0x86 is not defined",
                "8d00000001000000 | 0 | call through a register (callx, opcode 0x8d) is not defined",
                "8530000001000000 | 0 | call of kind 3, defined are 0 (helper), 1 (function) and 2 (kernel function)",
                "8500010001000000 | 0 | reserved field offset is 1",
                "8510010001000000 | 0 | reserved field offset is 1",
                "8501000001000000 | 0 | reserved field destination register is 1",
                "9500000001000000 | 0 | reserved field immediate is 1",
                "9600000000000000 | 0 | opcode 0x96 is not defined",
                "9d00000000000000 | 0 | opcode 0x9d is not defined",
                "e510010000000000 | 0 | conditional pseudo-jump of kind 1, defined is 0 (may_goto)",
                "e501010000000000 | 0 | reserved field destination register is 1",
                "e600010000000000 | 0 | opcode 0xe6 is not defined",
                "ed00010000000000 | 0 | opcode 0xed is not defined",
                "1870000000000000 0000000000000000 | 0 | ld_imm64 of kind 7, defined are 0 to 6",
                "1800010000000000 0000000000000000 | 0 | reserved field offset is 1",
                "1800000000000000 | 0 | ld_imm64 without its second slot",
                "1800000000000000 9500000000000000 | 1 | opcode 0x95 where the second slot of an ld_imm64 has 0",
                "1800000000000000 0001000000000000 | 1 | ld_imm64: reserved field destination register is 1",
                "1800000000000000 0010000000000000 | 1 | ld_imm64: reserved field source register is 1",
                "1800000000000000 0000010000000000 | 1 | ld_imm64: reserved field offset is 1",
                "1810000000000000 0000000001000000 | 1 | ld_imm64: reserved field immediate is 1",
                "1840000000000000 0000000001000000 | 1 | ld_imm64: reserved field immediate is 1",
                "1850000000000000 0000000001000000 | 1 | ld_imm64: reserved field immediate is 1",
                "3800000000000000 | 0 | opcode 0x38 is not defined",
                "0000000000000000 | 0 | opcode 0x00 is not defined",
                "3010000000000000 | 0 | reserved field source register is 1",
                "4011000000000000 | 0 | reserved field destination register is 1",
                "5010010000000000 | 0 | reserved field offset is 1",
                "6110000001000000 | 0 | reserved field immediate is 1",
                "9910000000000000 | 0 | opcode 0x99 is not defined",
                "6211000001000000 | 0 | reserved field source register is 1",
                "8211000001000000 | 0 | opcode 0x82 is not defined",
                "6311000001000000 | 0 | reserved field immediate is 1",
                "8311000001000000 | 0 | opcode 0x83 is not defined",
                "c311000002000000 | 0 | atomic operation 0x2 is not defined",
                "d311000000000000 | 0 | atomic operation 0x0 takes 4 or 8 bytes, not 1",
                "cb110000e1000000 | 0 | atomic operation 0xe1 takes 4 or 8 bytes, not 2",
                "db1b000000000000 | 0 | destination register 11 does not exist",
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
                "3700010001000000",
                "9c10010000000000",
                "bf10080000000000",
                "bc10080000000000",
                "bf10010001000000",
                "bf10010000000100",
                "8400000000000000",
                "d700000040000000",
                "0500050000000000",
                "06000000ffffffff",
                "e500feff00000000",
                "bf10200000000000",
                "5010000000000000",
                "8520010005000000",
                "8510000005000000",
                "d311000000010000",
                "cb11000010010000",
                "c3110000f1000000",
                "db11000001000000",
                "2000000005000000",
                "4010000005000000",
                "8910000000000000",
                "1840000005000000 0000000000000000",
                "1820000005000000 0000000005000000"
            })
    void definedEncodingIsAccepted(String hex) {
        assertThatCode(() -> Decoder.check(words(hex))).doesNotThrowAnyException();
    }
}
