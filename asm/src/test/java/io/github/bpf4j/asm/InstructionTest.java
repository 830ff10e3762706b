package io.github.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionTest {
    @Test
    void packedFieldsComeBackWithTheirSigns() {
        long word = Instruction.pack(0xff, 15, 10, -32768, Integer.MIN_VALUE);
        assertThat(Instruction.opcode(word)).isEqualTo(0xff);
        assertThat(Instruction.dst(word)).isEqualTo(15);
        assertThat(Instruction.src(word)).isEqualTo(10);
        assertThat(Instruction.offset(word)).isEqualTo(-32768);
        assertThat(Instruction.imm(word)).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void fieldsThatAreTooLargeDoNotReachTheirNeighbours() {
        assertThat(Instruction.pack(0x100, 16, 16, 0x10000, 0)).isZero();
    }

    @Test
    void partsOfTheOpcodeAreTakenApart() {
        long compareAndJump = Instruction.pack(0xdd, 1, 2, -1, 0);
        assertThat(Instruction.instructionClass(compareAndJump)).isEqualTo(Opcode.JMP);
        assertThat(Instruction.operation(compareAndJump)).isEqualTo(Opcode.JSLE);
        assertThat(Instruction.hasRegisterOperand(compareAndJump)).isTrue();
        assertThat(Instruction.hasRegisterOperand(0xd5)).isFalse();
        long signedLoad = Instruction.pack(0x89, 1, 2, -1, 0);
        assertThat(Instruction.mode(signedLoad)).isEqualTo(Opcode.MEMSX);
        assertThat(Instruction.size(signedLoad)).isEqualTo(Opcode.H);
    }

    @ParameterizedTest
    @CsvSource({"0x71, 1", "0x69, 2", "0x61, 4", "0x79, 8"})
    void accessBytesFollowTheSize(String opcode, int bytes) {
        assertThat(Instruction.accessBytes(Integer.decode(opcode))).isEqualTo(bytes);
    }

    @Test
    void wideImmediateJoinsTheTwoSlots() {
        long[] code = Assembler.assemble("r1 = 0xfedcba98f6543210 ll");
        assertThat(Instruction.isWide(code[0])).isTrue();
        assertThat(Instruction.isWide(code[1])).isFalse();
        assertThat(Instruction.wideImm(code[0], code[1])).isEqualTo(0xfedcba98f6543210L);
    }
}
