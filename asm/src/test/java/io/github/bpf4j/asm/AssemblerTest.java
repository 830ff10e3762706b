package io.github.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssemblerTest {
    @Test
    void labelsBecomeDistances() {
        long[] code = Assembler.assemble("""
                r0 = 0            # a comment
                loop:
                r0 += 1           // another
                if r0 < 10 goto loop
                goto out
                call f            ; and another
                r1 = func f ll
                gotol loop
                out: end: exit
                f: exit
                """);
        assertThat(Instruction.offset(code[2])).isEqualTo(-2);
        assertThat(Instruction.offset(code[3])).isEqualTo(4);
        assertThat(Instruction.imm(code[4])).isEqualTo(4);
        assertThat(Instruction.src(code[4])).isEqualTo(Opcode.PSEUDO_CALL);
        assertThat(Instruction.imm(code[5])).isEqualTo(3);
        assertThat(Instruction.imm(code[7])).isEqualTo(-7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call 5 | 0000000500000085",
                "call -0x1 | ffffffff00001085",
                "call kfunc 12 fd 1 | 0000000c00012085",
                "call kfunc 12 | 0000000c00002085",
                "r1 += 4294967295 | ffffffff00000107",
                "w1=-0x80000000 | 80000000000001b4",
                "r1*=r2 | 000000000000212f",
                "r1 s >>= 3 | 00000003000001c7",
                "w1 s%= 3 | 0000000300010194",
                "r1 = - r1 | 0000000000000187",
                "r1 = *(u32 *)(r2) | 0000000000002161",
                "r1 = *(u32 *)(r2 + -8) | 00000000fff82161",
                "*(u32*)(r1-32768)=r2 | 0000000080002163",
                "*(u64 *)(r1 + 0) = -1 | ffffffff0000017a",
                "lock *(u32 *)(r1 + 4) += r2 | 00000000000421c3",
                "r0 = *(u8 *)skb[r3 - 1] | ffffffff00003050",
                "r0 = *(u8 *)skb[-4096] | fffff00000000030",
                "r0 = load_acquire((u64 *)(r1 + 8)) | 00000100000810db",
                "w0 = load_acquire((u8 *)(r1 + 0)) | 00000100000010d3",
                "store_release((u16 *)(r1 - 2), w2) | 00000110fffe21cb",
                "if r1 s> -1 goto -1 <main+0x10> | ffffffffffff0165",
            })
    void formOfTheTextIsAssembled(String text, String word) {
        assertThat(Assembler.assemble(text)).containsExactly(Long.parseUnsignedLong(word, 16));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r1 = map_fd 3 ll <flows> | 1 | 3 | 0",
                "r1 = map_value 3 + 16 ll | 2 | 3 | 16",
                "r1 = btf_id 7 + 9 ll | 3 | 7 | 9",
                "r1 = btf_id 7 ll | 3 | 7 | 0",
                "r1 = func +5 ll | 4 | 5 | 0",
                "r1 = func -2 <f> ll <g> | 4 | -2 | 0",
                "r1 = map_idx 4 ll | 5 | 4 | 0",
                "r1 = map_idx_value 4 + 0xffffffff ll | 6 | 4 | -1",
                "r1 = 0xffffffff00000001 ll | 0 | 1 | -1",
                "r1 = -9223372036854775808 ll | 0 | 0 | -2147483648",
                "ld_pseudo r1, 0x2, 0x1000000003 | 2 | 3 | 16",
            })
    void wideLoadTakesTwoSlots(String text, int kind, int low, int high) {
        assertThat(Assembler.assemble(text))
                .containsExactly(Instruction.pack(0x18, 1, kind, 0, low), Instruction.pack(0, 0, 0, 0, high));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r0 = 1\\nr1 ?= 2 | 2 | 4 | expected an operator such as = or +=, found \"?\"",
                "r11 = 1 | 1 | 1 | expected an instruction such as \"r0 += 1\", found \"r11\"",
                "r1 += r11 | 1 | 7 | expected a register or a number, found \"r11\"",
                "r1 = | 1 | 5 | expected a value",
                "exit exit | 1 | 6 | expected the end of the instruction, found \"exit\"",
                "goto nowhere | 1 | 6 | no label nowhere",
                "goto 5 | 1 | 6 | expected a label, or a distance with a sign, found \"5\"",
                "a:\\na:\\nexit | 2 | 1 | twice",
                "r1 = w2 | 1 | 6 | both registers must be r or both w",
                "w1 += r2 | 1 | 7 | both registers must be r or both w",
                "if r1 == w2 goto +1 | 1 | 10 | both registers must be r or both w",
                "if r1 = r2 goto +1 | 1 | 7 | expected a comparison",
                "r1 = -r2 | 1 | 7 | in front of the =",
                "r1 = be16 r2 | 1 | 11 | in front of the =",
                "w1 = be16 w1 | 1 | 6 | goes into an r register",
                "r1 = 0x123456789 | 1 | 6 | from -2147483648 to 4294967295",
                "r1 = 0xffffffffffffffff | 1 | 6 | from -2147483648 to 4294967295",
                "r1 = 5 + 5 | 1 | 8 | expected the end",
                "r1 = 0x | 1 | 6 | no hexadecimal number",
                "r1 = 5ll | 1 | 6 | no decimal number",
                "r1 = 0x11223344556677889 ll | 1 | 6 | does not fit 64 bits",
                "r1 = -0x8000000000000001 ll | 1 | 6 | does not fit 64 bits",
                "w1 = 5 ll | 1 | 8 | goes into an r register",
                "*(u32 *)(r1 + 40000) = 1 | 1 | 15 | an offset goes from",
                "*(u32 *)(r1 + 32768) = 1 | 1 | 15 | an offset goes from",
                "*(u32 *)(w1 + 4) = 1 | 1 | 10 | expected a register r0 to r10, found w1",
                "*(s32 *)(r1 + 4) = 1 | 1 | 3 | expected u8, u16, u32 or u64, found \"s32\"",
                "*(u24 *)(r1 + 4) = 1 | 1 | 3 | expected u8, u16",
                "r1 = *(u32 *(r1 + 4) | 1 | 13 | expected \")\", found \"(\"",
                "*(u64 *)(r1 + 4) = w1 | 1 | 20 | holds only unsigned values of up to 32 bits",
                "w1 = *(s8 *)(r1 + 4) | 1 | 12 | holds only unsigned values of up to 32 bits",
                "goto +40000 | 1 | 6 | the distance goes from -32768 to 32767",
                "r1 s*= r2 | 1 | 4 | expected an operator",
                "r1 = xchg_64(r1 + 0, r2) | 1 | 22 | in front of the =",
                "r1 = cmpxchg_64(r1 + 0, r1, r2) | 1 | 6 | into r0 or w0",
                "lock *(u64 *)(r1 + 0) -= r2 | 1 | 23 | expected +=, |=, &= or ^=",
                "lock *(u8 *)(r1 + 0) += r2 | 1 | 1 | takes 4 or 8 bytes, not 1",
                "r1 = addr_space_cast(r2, 5, 6) | 1 | 1 | defined are 1 and 65536",
                "r1 = *(u32 *)skb[4] | 1 | 14 | into r0",
                "r1 = map_fd 3 | 1 | 14 | expected \"ll\", found the end of the line",
                "ld_pseudo r1, 1, 0x100000000 | 1 | 18 | immediate is 1",
                "ld_pseudo r1, 7, 0 | 1 | 15 | from 0 to 6",
                "call | 1 | 5 | expected a label",
                "callx r1 | 1 | 1 | expected an instruction",
                "0: <unknown> | 1 | 4 | expected an instruction",
            })
    void badTextIsRefusedWithItsPlaceAndWhatWasExpected(String text, int line, int column, String reason) {
        assertThatThrownBy(() -> Assembler.assemble(text.replace("\\n", "\n")))
                .isInstanceOfSatisfying(AssemblyException.class, e -> {
                    assertThat(e.reason()).contains(reason);
                    assertThat(e.line()).isEqualTo(line);
                    assertThat(e.column()).isEqualTo(column);
                });
    }

    @Test
    void labelFurtherThan16BitsIsRefusedForGotoAndReachedByGotol() {
        String body = "r0 = 0\n".repeat(32768) + "out: exit";
        assertThatThrownBy(() -> Assembler.assemble("goto out\n" + body))
                .isInstanceOfSatisfying(
                        AssemblyException.class, e -> assertThat(e.reason()).contains("32768 slots away"));
        assertThat(Instruction.imm(Assembler.assemble("gotol out\n" + body)[0])).isEqualTo(32768);
    }
}
