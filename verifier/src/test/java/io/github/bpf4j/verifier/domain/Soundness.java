package io.github.bpf4j.verifier.domain;

import io.github.bpf4j.verifier.domain.Condition.Operands;
import io.github.bpf4j.verifier.domain.Universe.Value;

/** Checks abstract answers against what each of the numbers does. */
final class Soundness {
    private static final boolean[] BOTH = {false, true};
    private static final Condition[] CONDITIONS = Condition.values();
    private static final Alu.Operation[] OPERATIONS = Alu.Operation.values();

    private Soundness() {}

    /** Every operation, in both widths. */
    static void checkArithmetic(Value left, Value right) {
        for (Alu.Operation operation : OPERATIONS) {
            for (boolean is32 : BOTH) {
                checkArithmetic(operation, is32, left, right);
            }
        }
    }

    private static void checkArithmetic(Alu.Operation operation, boolean is32, Value left, Value right) {
        Scalar result = Alu.apply(operation, is32, left.scalar(), right.scalar());
        String name = null;
        if (!isWellFormed(result)) {
            name = "is not well-formed";
        }
        for (long a : left.members()) {
            for (long b : right.members()) {
                if (!result.allows(Concrete.apply(operation, is32, a, b))) {
                    name = "excludes 0x%x of 0x%x and 0x%x".formatted(Concrete.apply(operation, is32, a, b), a, b);
                }
            }
        }
        if (name != null) {
            throw new AssertionError("%s, %d bits: %s%nleft   %s%nright  %s%nresult %s"
                    .formatted(
                            operation, is32 ? 32 : 64, name, text(left.scalar()), text(right.scalar()), text(result)));
        }
    }

    /** Truncation and sign extension. */
    static void checkExtensions(Value value) {
        for (int bytes = 1; bytes <= Long.BYTES; bytes++) {
            Scalar result = value.scalar().truncate(bytes);
            for (long number : value.members()) {
                checkExtension("truncate " + bytes, value, number, Concrete.truncate(number, bytes), result);
            }
        }
        for (int bits = 8; bits <= 32; bits *= 2) {
            for (boolean is32 : BOTH) {
                Scalar result = value.scalar().signExtend(bits, is32);
                for (long number : value.members()) {
                    long extended = Concrete.signExtend(number, bits, is32);
                    checkExtension("sign extend " + bits, value, number, extended, result);
                }
            }
        }
    }

    private static void checkExtension(String name, Value value, long number, long becomes, Scalar result) {
        if (!result.allows(becomes) || !isWellFormed(result)) {
            throw new AssertionError("%s: 0x%x becomes 0x%x%nvalue  %s%nresult %s"
                    .formatted(name, number, becomes, text(value.scalar()), text(result)));
        }
    }

    /** Every comparison, in both widths: what is decided, and what each way tells. */
    static void checkConditions(Value left, Value right) {
        for (Condition condition : CONDITIONS) {
            for (boolean is32 : BOTH) {
                checkDecision(condition, is32, left, right);
                for (boolean holds : BOTH) {
                    checkRefinement(condition, is32, holds, left, right);
                }
            }
        }
    }

    private static void checkDecision(Condition condition, boolean is32, Value left, Value right) {
        Boolean decided = condition.decide(is32, left.scalar(), right.scalar());
        if (decided == null) {
            return;
        }
        for (long a : left.members()) {
            for (long b : right.members()) {
                if (Concrete.holds(condition, is32, a, b) != decided) {
                    throw new AssertionError("%s, %d bits: %s, but not of 0x%x and 0x%x%nleft  %s%nright %s"
                            .formatted(
                                    condition,
                                    is32 ? 32 : 64,
                                    decided,
                                    a,
                                    b,
                                    text(left.scalar()),
                                    text(right.scalar())));
                }
            }
        }
    }

    private static void checkRefinement(Condition condition, boolean is32, boolean holds, Value left, Value right) {
        Operands refined = condition.refine(is32, holds, left.scalar(), right.scalar());
        boolean possible = false;
        String wrong = null;
        for (long a : left.members()) {
            for (long b : right.members()) {
                if (Concrete.holds(condition, is32, a, b) == holds) {
                    possible = true;
                    if (!refined.left().allows(a) || !refined.right().allows(b)) {
                        wrong = "excludes 0x%x and 0x%x".formatted(a, b);
                    }
                }
            }
        }
        if (possible && !(isWellFormed(refined.left()) && isWellFormed(refined.right()))) {
            wrong = "is not well-formed";
        }
        if (!isUsable(refined.left()) || !isUsable(refined.right())) {
            wrong = "is neither well-formed nor forgotten";
        }
        if (possible
                && condition != Condition.SET
                && !(left.scalar().bits().contains(refined.left().bits())
                        && right.scalar().bits().contains(refined.right().bits()))) {
            wrong = "knows fewer bits than before";
        }
        if (wrong != null) {
            throw new AssertionError("%s, %d bits, %s: %s%nleft  %s%nright %s%nthen  %s%nand   %s"
                    .formatted(
                            condition,
                            is32 ? 32 : 64,
                            holds,
                            wrong,
                            text(left.scalar()),
                            text(right.scalar()),
                            text(refined.left()),
                            text(refined.right())));
        }
    }

    /** Whether a comparison has this answer for some of the numbers. */
    static boolean isPossible(Condition condition, boolean is32, boolean holds, Value left, Value right) {
        for (long a : left.members()) {
            for (long b : right.members()) {
                if (Concrete.holds(condition, is32, a, b) == holds) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether all pieces are in order and agree about the bits that are known. */
    static boolean isWellFormed(Scalar scalar) {
        long value = scalar.bits().value();
        long mask = scalar.bits().mask();
        int low = (int) value;
        int lowMask = (int) mask;
        return (value & mask) == 0
                && Long.compareUnsigned(value, scalar.umin()) <= 0
                && Long.compareUnsigned(scalar.umin(), scalar.umax()) <= 0
                && Long.compareUnsigned(scalar.umax(), value | mask) <= 0
                && (value | (mask & Long.MIN_VALUE)) <= scalar.smin()
                && scalar.smin() <= scalar.smax()
                && scalar.smax() <= (value | (mask & Long.MAX_VALUE))
                && Integer.compareUnsigned(low, scalar.u32min()) <= 0
                && Integer.compareUnsigned(scalar.u32min(), scalar.u32max()) <= 0
                && Integer.compareUnsigned(scalar.u32max(), low | lowMask) <= 0
                && (low | (lowMask & Integer.MIN_VALUE)) <= scalar.s32min()
                && scalar.s32min() <= scalar.s32max()
                && scalar.s32max() <= (low | (lowMask & Integer.MAX_VALUE));
    }

    /** Well-formed, or all ranges forgotten (A7). */
    static boolean isUsable(Scalar scalar) {
        return isWellFormed(scalar)
                || ((scalar.bits().value() & scalar.bits().mask()) == 0 && areRangesForgotten(scalar));
    }

    static boolean areRangesForgotten(Scalar scalar) {
        Scalar any = Scalar.UNKNOWN;
        return new Scalar(
                        scalar.bits(),
                        any.umin(),
                        any.umax(),
                        any.smin(),
                        any.smax(),
                        any.u32min(),
                        any.u32max(),
                        any.s32min(),
                        any.s32max())
                .equals(scalar);
    }

    /** All pieces of a scalar. */
    static String text(Scalar scalar) {
        return "bits 0x%x of 0x%x, u [0x%x, 0x%x] s [%d, %d] u32 [0x%x, 0x%x] s32 [%d, %d]"
                .formatted(
                        scalar.bits().value(),
                        scalar.bits().mask(),
                        scalar.umin(),
                        scalar.umax(),
                        scalar.smin(),
                        scalar.smax(),
                        scalar.u32min(),
                        scalar.u32max(),
                        scalar.s32min(),
                        scalar.s32max());
    }
}
