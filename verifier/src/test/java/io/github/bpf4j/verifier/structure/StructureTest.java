package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.InvalidInstructionException;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class StructureTest {
    private static final long EXIT = Instruction.pack(0x95, 0, 0, 0, 0);
    private static final long MOV = Instruction.pack(0xb7, 0, 0, 0, 0);

    private static TestProgram longProgram(int length) {
        long[] code = new long[length];
        Arrays.fill(code, MOV);
        code[length - 1] = EXIT;
        return TestProgram.of(code);
    }

    @Test
    void smallestProgramIsAccepted() {
        TestProgram.of("exit").isAccepted();
    }

    @Test
    void emptyProgramIsRefused() {
        TestProgram.of(new long[0]).isRefused(Errno.E2BIG, -1, "no instructions");
    }

    @Test
    void millionInstructionsAreTheMost() {
        longProgram(1_000_000).isAccepted();
        longProgram(1_000_001).isRefused(Errno.E2BIG, -1, "1000000 are allowed");
    }

    @Test
    void invalidEncodingIsRefusedWithItsReason() {
        TestProgram.of(MOV, Instruction.pack(0xff, 0, 0, 0, 0), EXIT).isRefused(Errno.EINVAL, 1, "not defined");
        Assertions.assertThatThrownBy(
                        () -> TestProgram.of(Instruction.pack(0xff, 0, 0, 0, 0)).check())
                .hasCauseInstanceOf(InvalidInstructionException.class);
    }

    @Test
    void wideLoadCutShortIsRefused() {
        TestProgram.of(MOV, Instruction.pack(0x18, 1, 0, 0, 0)).isRefused(Errno.EINVAL, 1, "second slot");
    }

    /** Valid opcodes in random order, with small operands so that jumps and calls often meet something. */
    @Test
    void randomProgramsAreAcceptedOrRefusedWithAReason() {
        long seed = 0x5eedL;
        Random random = new Random(seed);
        int[] opcodes = {
            0xb7, 0xbf, 0x07, 0x0f, 0x05, 0x06, 0x15, 0x1d, 0x85, 0x95, 0x18, 0x61, 0x63, 0x7a, 0xdb, 0xe5, 0x30, 0xff
        };
        int accepted = 0;
        for (int run = 0; run < 20_000; run++) {
            long[] code = new long[1 + random.nextInt(12)];
            for (int at = 0; at < code.length; at++) {
                int opcode = random.nextInt(4) == 0 ? 0 : opcodes[random.nextInt(opcodes.length)];
                code[at] = Instruction.pack(
                        opcode,
                        random.nextInt(3) == 0 ? random.nextInt(12) : 0,
                        random.nextInt(3) == 0 ? random.nextInt(6) : 0,
                        random.nextInt(3) == 0 ? random.nextInt(9) - 4 : 0,
                        random.nextInt(3) == 0 ? random.nextInt(9) - 4 : 0);
            }
            if (random.nextBoolean()) {
                code[code.length - 1] = EXIT;
            }
            try {
                TestProgram.of(code).check();
                accepted++;
            } catch (Violation refusal) {
                Assertions.assertThat(refusal.reason())
                        .as("seed %d run %d", seed, run)
                        .isNotEmpty();
            }
        }
        Assertions.assertThat(accepted).as("seed %d", seed).isPositive();
    }
}
