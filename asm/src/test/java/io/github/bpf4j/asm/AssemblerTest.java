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
                out: exit
                f: exit
                """);
        assertThat(Instruction.offset(code[2])).isEqualTo(-2);
        assertThat(Instruction.offset(code[3])).isEqualTo(1);
        assertThat(Instruction.imm(code[4])).isEqualTo(1);
        assertThat(Instruction.src(code[4])).isEqualTo(Opcode.PSEUDO_CALL);
    }

    @Test
    void callWithoutSignIsAHelperAndWithSignAFunction() {
        assertThat(Assembler.assemble("call 5")).containsExactly(Instruction.pack(0x85, 0, 0, 0, 5));
        assertThat(Assembler.assemble("call -0x1")).containsExactly(Instruction.pack(0x85, 0, 1, 0, -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r0 = 1\\nr1 ?= 2 | 2 | no instruction",
                "r11 = 1 | 1 | no instruction",
                "goto nowhere | 1 | no label nowhere",
                "a:\\na:\\nexit | 2 | twice",
                "r1 = w2 | 1 | both r or both w",
                "r1 = -r2 | 1 | must be the same",
                "r1 = 0x123456789 | 1 | does not fit 32 bits",
                "*(u32 *)(r1 + 40000) = 1 | 1 | does not fit 16 bits",
                "goto +40000 | 1 | too far",
                "r1 = 0x11223344556677889 ll | 1 | does not fit 64 bits",
                "r1 s*= r2 | 1 | no operator",
            })
    void badTextIsRefusedWithItsLine(String text, int line, String reason) {
        assertThatThrownBy(() -> Assembler.assemble(text.replace("\\n", "\n")))
                .isInstanceOfSatisfying(AssemblyException.class, e -> {
                    assertThat(e.line()).isEqualTo(line);
                    assertThat(e.reason()).contains(reason);
                });
    }
}
