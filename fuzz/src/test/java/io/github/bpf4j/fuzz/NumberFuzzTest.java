package io.github.bpf4j.fuzz;

import io.github.bpf4j.verifier.domain.Alu;
import io.github.bpf4j.verifier.domain.Condition;
import io.github.bpf4j.verifier.domain.Condition.Operands;
import io.github.bpf4j.verifier.domain.Scalar;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random instructions on a few registers, run with several sets of numbers at once: what is known of a register holds for every run
 * that has gone the same way.
 */
class NumberFuzzTest {
    private static final int REGISTERS = 4;
    private static final int RUNS = 6;
    private static final int STEPS = 40;
    private static final Alu.Operation[] OPERATIONS = Alu.Operation.values();
    private static final Condition[] CONDITIONS = Condition.values();
    private static final long[] BORDERS = {
        0, Long.MIN_VALUE, 1L << 31, 1L << 32, -(1L << 31), -(1L << 32), 1L << 16, 1L << 8, 1L << 7, 1L << 15
    };

    private SplittableRandom random = new SplittableRandom();
    private final Scalar[] known = new Scalar[REGISTERS];
    private final long[][] numbers = new long[RUNS][REGISTERS];
    private final boolean[] follows = new boolean[RUNS];

    @Test
    void whatIsKnownHoldsForEveryRun() {
        long seed = Mutations.seed();
        int walks = Mutations.count(40_000);
        System.out.println("NumberFuzzTest seed " + seed + ", " + walks + " walks");
        for (int i = 0; i < walks; i++) {
            walk(seed + i);
        }
    }

    private void walk(long seed) {
        random = new SplittableRandom(seed);
        Arrays.fill(follows, true);
        for (int register = 0; register < REGISTERS; register++) {
            load(register);
        }
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < STEPS; i++) {
            steps.append(step()).append('\n');
            for (int run = 0; run < RUNS; run++) {
                for (int register = 0; register < REGISTERS && follows[run]; register++) {
                    if (!known[register].allows(numbers[run][register])) {
                        throw new AssertionError("walk %d: register %d is %s, not 0x%x, after%n%s"
                                .formatted(seed, register, known[register], numbers[run][register], steps));
                    }
                }
            }
        }
    }

    private String step() {
        int left = random.nextInt(REGISTERS);
        int right = random.nextInt(REGISTERS);
        boolean is32 = random.nextInt(3) == 0;
        return switch (random.nextInt(10)) {
            case 0 -> load(left);
            case 1 -> extend(left, is32);
            case 2, 3, 4, 5 -> compare(left, right, is32);
            default -> calculate(left, right, is32);
        };
    }

    private String load(int register) {
        int bytes = 1 << random.nextInt(4);
        boolean isConstant = random.nextInt(3) == 0;
        long constant = number();
        known[register] = isConstant ? Scalar.constant(constant) : Scalar.loaded(bytes);
        for (long[] run : numbers) {
            run[register] = isConstant ? constant : truncate(number(), bytes);
        }
        return "r%d = %s".formatted(register, known[register]);
    }

    private static long truncate(long number, int bytes) {
        int unused = Long.SIZE - bytes * Byte.SIZE;
        return number << unused >>> unused;
    }

    private String extend(int register, boolean is32) {
        int bytes = 1 << random.nextInt(is32 ? 2 : 3);
        int unused = Long.SIZE - bytes * Byte.SIZE;
        boolean isSigned = random.nextBoolean();
        known[register] =
                isSigned ? known[register].signExtend(bytes * Byte.SIZE, is32) : known[register].truncate(bytes);
        for (long[] run : numbers) {
            long extended = run[register] << unused >> unused;
            run[register] = isSigned ? truncate(extended, is32 ? 4 : 8) : truncate(extended, bytes);
        }
        return "extend r%d, %d bytes%s".formatted(register, bytes, isSigned ? " signed" : "");
    }

    private String calculate(int left, int right, boolean is32) {
        Alu.Operation operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
        boolean isShift = operation.compareTo(Alu.Operation.LSH) >= 0;
        boolean isImmediate = random.nextBoolean();
        long immediate = isShift ? random.nextInt(is32 ? 32 : 64) : (int) number();
        known[left] = Alu.apply(operation, is32, known[left], isImmediate ? Scalar.constant(immediate) : known[right]);
        for (long[] run : numbers) {
            run[left] = calculate(operation, is32, run[left], isImmediate ? immediate : run[right]);
        }
        return "r%d %s%s %s".formatted(left, operation, is32 ? "32" : "", isImmediate ? immediate : "r" + right);
    }

    private static long calculate(Alu.Operation operation, boolean is32, long left, long right) {
        long result = switch (operation) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case LSH -> is32 ? (int) left << (int) right : left << right;
            case RSH -> is32 ? (int) left >>> (int) right : left >>> right;
            case ARSH -> is32 ? (int) left >> (int) right : left >> right;
        };
        return is32 ? Integer.toUnsignedLong((int) result) : result;
    }

    private String compare(int left, int right, boolean is32) {
        Condition condition = CONDITIONS[random.nextInt(CONDITIONS.length)];
        boolean isImmediate = left == right || random.nextBoolean();
        long immediate = random.nextInt(3) == 0 ? numbers[0][left] + random.nextInt(-1, 2) : (int) number();
        Scalar other = isImmediate ? Scalar.constant(immediate) : known[right];
        boolean way = holds(condition, is32, numbers[0][left], isImmediate ? immediate : numbers[0][right]);
        Boolean decided = condition.decide(is32, known[left], other);
        String text = "if r%d %s%s %s: %s"
                .formatted(left, condition, is32 ? "32" : "", isImmediate ? immediate : "r" + right, way);
        for (int run = 0; run < RUNS; run++) {
            boolean holds = holds(condition, is32, numbers[run][left], isImmediate ? immediate : numbers[run][right]);
            if (follows[run] && decided != null && decided != holds) {
                throw new AssertionError(
                        "%s, decided of %s and %s, but not in run %d".formatted(text, known[left], other, run));
            }
            follows[run] &= holds == way;
        }
        Operands refined = condition.refine(is32, way, known[left], other);
        known[left] = refined.left();
        if (!isImmediate) {
            known[right] = refined.right();
        }
        return text;
    }

    private static boolean holds(Condition condition, boolean is32, long left, long right) {
        long a = is32 ? (int) left : left;
        long b = is32 ? (int) right : right;
        return switch (condition) {
            case EQ -> a == b;
            case NE -> a != b;
            case SET -> (is32 ? (int) (a & b) : a & b) != 0;
            case GT -> Long.compareUnsigned(a, b) > 0;
            case GE -> Long.compareUnsigned(a, b) >= 0;
            case LT -> Long.compareUnsigned(a, b) < 0;
            case LE -> Long.compareUnsigned(a, b) <= 0;
            case SGT -> a > b;
            case SGE -> a >= b;
            case SLT -> a < b;
            case SLE -> a <= b;
        };
    }

    private long number() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextLong() >> random.nextInt(64);
            case 2 -> random.nextInt(64);
            default -> BORDERS[random.nextInt(BORDERS.length)] + random.nextInt(-2, 3);
        };
    }
}
