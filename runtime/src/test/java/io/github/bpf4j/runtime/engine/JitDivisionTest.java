package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Instruction.pack;
import static io.github.bpf4j.asm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Divisions in generated code, which has several ways to divide, against those of the interpreter. */
class JitDivisionTest {
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        3,
        7,
        10,
        1000,
        65535,
        65536,
        Integer.MAX_VALUE,
        0x8000_0000L,
        0xffff_fffeL,
        0xffff_ffffL,
        0x1_0000_0000L,
        0x1_0000_0001L,
        0x123_4567_89ab_cdefL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        -1,
        -2,
        -3,
        -1000,
        Integer.MIN_VALUE
    };

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);
    private final Engine jit = new JitEngine(memory, (_, _, _) -> null, JitLimits.USUAL);
    private final Engine interpreter = new PlainInterpreter(memory, (_, _, _) -> null);

    @AfterEach
    void close() {
        memory.close();
    }

    private static Image image(long division) {
        long[] code = {
            pack(ALU64 | MOV | X, 0, 1, 0, 0), division, pack(JMP | EXIT, 0, 0, 0, 0),
        };
        return new Image(
                1, "division", code, new int[] {0}, new HelperFunction[0], new HelperFunction[0], SourceMap.NONE);
    }

    private void agree(Image image, long dividend, long divisor) {
        long expected = cpu.run(interpreter, image, 0, null, 100, dividend, divisor, 0, Repetition.NONE);
        assertThat(cpu.run(jit, image, 0, null, 100, dividend, divisor, 0, Repetition.NONE))
                .as("%s of %d and %d", Long.toHexString(image.code()[1]), dividend, divisor)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {ALU | DIV, ALU | MOD, ALU64 | DIV, ALU64 | MOD})
    void divisionsAreThoseOfTheInterpreter(int operation) {
        for (int offset = 0; offset <= 1; offset++) {
            Image byRegister = image(pack(operation | X, 0, 2, offset, 0));
            for (long divisor : NUMBERS) {
                Image byConstant = image(pack(operation, 0, 0, offset, (int) divisor));
                for (long dividend : NUMBERS) {
                    agree(byRegister, dividend, divisor);
                    agree(byConstant, dividend, 0);
                }
            }
        }
    }
}
