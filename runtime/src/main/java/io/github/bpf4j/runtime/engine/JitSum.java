package io.github.bpf4j.runtime.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a register holds, as a sum: of what registers held where an iteration of a loop began, each times a factor, and a constant. All
 * of it modulo 2^64, or modulo 2^32 where no more than the lower half of the register is known.
 *
 * @param factors of the registers, never changed
 * @param low whether only the lower half is known; so is what comes of it, whatever it is added to or multiplied with
 */
@SuppressWarnings("ArrayRecordComponent") // compared by sameAs
record JitSum(long[] factors, long constant, boolean low) {
    private static final int REGISTERS = 11;

    static JitSum of(int register) {
        long[] factors = new long[REGISTERS];
        factors[register] = 1;
        return new JitSum(factors, 0, false);
    }

    static JitSum constant(long value) {
        return new JitSum(new long[REGISTERS], value, false);
    }

    JitSum plus(JitSum other) {
        long[] sum = factors.clone();
        for (int register = 0; register < REGISTERS; register++) {
            sum[register] += other.factors[register];
        }
        return new JitSum(sum, constant + other.constant, low || other.low);
    }

    JitSum times(long factor) {
        return new JitSum(Arrays.stream(factors).map(each -> each * factor).toArray(), constant * factor, low);
    }

    JitSum minus(JitSum other) {
        return plus(other.times(-1));
    }

    JitSum lowerHalf() {
        return new JitSum(factors, constant, true);
    }

    boolean isConstant() {
        return Arrays.stream(factors).allMatch(factor -> factor == 0);
    }

    /** The one register that it is, as it was; -1 if it is more or something else. */
    int register() {
        int found = -1;
        for (int register = 0; register < REGISTERS; register++) {
            if (factors[register] != 0) {
                if (factors[register] != 1 || found >= 0) {
                    return -1;
                }
                found = register;
            }
        }
        return constant == 0 ? found : -1;
    }

    boolean sameAs(JitSum other) {
        return constant == other.constant && low == other.low && Arrays.equals(factors, other.factors);
    }

    /** What is known where two ways meet; null if nothing. */
    static @Nullable JitSum join(@Nullable JitSum one, @Nullable JitSum other) {
        return one != null && other != null && one.sameAs(other) ? one : null;
    }
}
