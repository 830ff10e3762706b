package io.github.bpf4j.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JitFlowTest {
    private static final long CONSTANT = 0x0bf6_0000_0000_0008L;
    private static final long CALL = 0x85 | 1L << 32;
    private static final long EXIT = 0x95;
    private static final long MOVE_TO_R1 = 0xbf | 1 << 8 | 6 << 12;
    private static final long LOAD_TO_R1 = 0x79 | 1 << 8 | 10 << 12;

    private static long low(int register) {
        return 0x18 | register << 8 | CONSTANT << 32;
    }

    private static long high() {
        return CONSTANT >>> 32 << 32;
    }

    private static long jumpIfR0IsZero(int distance) {
        return 0x15 | (distance & 0xffffL) << 16;
    }

    private static void assertConstant(int at, long... code) {
        assertThat(JitFunctions.of(code, new int[0]).getFirst().constantBefore(code, at, 1))
                .hasValue(CONSTANT);
    }

    private static void assertUnknown(int at, long... code) {
        assertThat(JitFunctions.of(code, new int[0]).getFirst().constantBefore(code, at, 1))
                .isEmpty();
    }

    @Test
    void whatWasLoadedBeforeACallIsKnown() {
        assertConstant(2, low(1), high(), CALL, EXIT);
        assertConstant(3, low(1), high(), jumpIfR0IsZero(1), CALL, EXIT);
    }

    @Test
    void whatWasMovedIsKnownAlsoBehindACall() {
        assertConstant(3, low(6), high(), MOVE_TO_R1, CALL, EXIT);
        assertConstant(4, low(6), high(), CALL, MOVE_TO_R1, CALL, EXIT);
    }

    /** Else the time to compile grew with the square of the calls. */
    @Test
    void whatWasLoadedFarBeforeIsNotLookedFor() {
        long[] code = new long[1000];
        Arrays.fill(code, CALL);
        code[0] = low(6);
        code[1] = high();
        code[997] = MOVE_TO_R1;
        code[999] = EXIT;
        assertUnknown(998, code);
    }

    @Test
    void aCallChangesItsArguments() {
        assertUnknown(3, low(1), high(), CALL, CALL, EXIT);
    }

    @Test
    void whateverElseIsPutThereIsNotKnown() {
        assertUnknown(3, low(1), high(), LOAD_TO_R1, CALL, EXIT);
        assertUnknown(2, low(6), high(), CALL, EXIT);
        assertUnknown(0, CALL, EXIT);
    }

    @Test
    void whereJumpsLeadNothingIsKnown() {
        assertUnknown(3, jumpIfR0IsZero(2), low(1), high(), CALL, EXIT);
        assertUnknown(4, low(6), high(), jumpIfR0IsZero(0), MOVE_TO_R1, CALL, EXIT);
    }
}
