package io.github.bpf4j.conformance.isa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.runtime.RunResult;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Jumps as far as their fields reach, in programs too long for a case file. RFC 9669 section 4.3. */
final class IsaFarJumpTest {
    private static final long EXIT = Instruction.pack(0x95, 0, 0, 0, 0);
    private static final long SET_R0_TO_1 = Instruction.pack(0xb7, 0, 0, 0, 1);
    private static final long SET_R0_TO_2 = Instruction.pack(0xb7, 0, 0, 0, 2);
    private static final int GOTO = 0x05;
    private static final int GOTOL = 0x06;
    private static final int IF_R0_IS_IMM = 0x15;

    @TestFactory
    Stream<DynamicTest> gotoReaches32767SlotsForward() {
        return onEachEngine(forward(Short.MAX_VALUE, Instruction.pack(GOTO, 0, 0, Short.MAX_VALUE, 0)));
    }

    @TestFactory
    Stream<DynamicTest> gotoReaches32768SlotsBackward() {
        return onEachEngine(backward(Short.MIN_VALUE, Instruction.pack(GOTO, 0, 0, Short.MIN_VALUE, 0)));
    }

    @TestFactory
    Stream<DynamicTest> aConditionReaches32767SlotsForward() {
        return onEachEngine(forward(Short.MAX_VALUE, Instruction.pack(IF_R0_IS_IMM, 0, 0, Short.MAX_VALUE, 1)));
    }

    @TestFactory
    Stream<DynamicTest> gotolReachesFurtherThanGoto() {
        return onEachEngine(forward(100_000, Instruction.pack(GOTOL, 0, 0, 0, 100_000)));
    }

    @TestFactory
    Stream<DynamicTest> gotolReachesFurtherThanGotoBackward() {
        return onEachEngine(backward(-100_000, Instruction.pack(GOTOL, 0, 0, 0, -100_000)));
    }

    /** Sets R0 to 1 and jumps over `distance` slots that would make it 2, to the exit. */
    private static long[] forward(int distance, long jump) {
        long[] code = new long[distance + 3];
        Arrays.fill(code, SET_R0_TO_2);
        code[0] = SET_R0_TO_1;
        code[1] = jump;
        code[distance + 2] = EXIT;
        return code;
    }

    /** Goes to a jump at the end, which leads back to the second slot: R0 is 1 there, then the program exits. */
    private static long[] backward(int distance, long jump) {
        long[] code = new long[1 - distance];
        Arrays.fill(code, SET_R0_TO_2);
        code[0] = Instruction.pack(GOTOL, 0, 0, 0, code.length - 3);
        code[1] = SET_R0_TO_1;
        code[2] = EXIT;
        code[code.length - 2] = Instruction.pack(GOTO, 0, 0, 0, 0);
        code[code.length - 1] = jump;
        return code;
    }

    private static Stream<DynamicTest> onEachEngine(long[] code) {
        return IsaEngines.all().stream()
                .map(engine -> DynamicTest.dynamicTest(
                        engine.name(),
                        () -> assertThat(engine.run(code.clone(), new byte[0]))
                                .isEqualTo(new RunResult(1, Optional.empty()))));
    }
}
