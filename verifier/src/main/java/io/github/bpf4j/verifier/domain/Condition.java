package io.github.bpf4j.verifier.domain;

import org.jspecify.annotations.Nullable;

/** The comparison of a conditional jump: what it answers, and what the answer tells about its operands (verifier spec 1.4, 1.5). */
public enum Condition {
    EQ,
    NE,
    SET,
    GT,
    GE,
    LT,
    LE,
    SGT,
    SGE,
    SLT,
    SLE;

    /** What is known of both operands. */
    public record Operands(Scalar left, Scalar right) {}

    /** The comparison that holds exactly if this one does not; null for {@link #SET}, which has none. */
    public @Nullable Condition opposite() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case GT -> LE;
            case GE -> LT;
            case LT -> GE;
            case LE -> GT;
            case SGT -> SLE;
            case SGE -> SLT;
            case SLT -> SGE;
            case SLE -> SGT;
            case SET -> null;
        };
    }

    /** The comparison of the operands in the other order. */
    public Condition swapped() {
        return switch (this) {
            case GT -> LT;
            case GE -> LE;
            case LT -> GT;
            case LE -> GE;
            case SGT -> SLT;
            case SGE -> SLE;
            case SLT -> SGT;
            case SLE -> SGE;
            case EQ, NE, SET -> this;
        };
    }

    /**
     * Which way the jump goes whatever the numbers are; null if that depends on them.
     *
     * @param is32 whether only the low halves are compared
     */
    public @Nullable Boolean decide(boolean is32, Scalar left, Scalar right) {
        return switch (this) {
            case EQ -> decideEqual(is32, left, right);
            case NE -> {
                Boolean equal = decideEqual(is32, left, right);
                yield equal == null ? null : Boolean.valueOf(!equal);
            }
            case SET -> decideSet(is32, left, right);
            case GT, GE, LT, LE -> is32 ? decideUnsignedHalf(left, right) : decideUnsigned(left, right);
            case SGT, SGE, SLT, SLE -> is32 ? decideSignedHalf(left, right) : decideSigned(left, right);
        };
    }

    private static @Nullable Boolean decideEqual(boolean is32, Scalar left, Scalar right) {
        Tnum leftBits = is32 ? left.bits().low() : left.bits();
        Tnum rightBits = is32 ? right.bits().low() : right.bits();
        if (leftBits.isConstant() && rightBits.isConstant()) {
            return leftBits.value() == rightBits.value();
        }
        boolean disjoint = leftBits.conflictsWith(rightBits) || disjointHalves(left, right);
        if (!is32) {
            disjoint |= Long.compareUnsigned(left.umin(), right.umax()) > 0
                    || Long.compareUnsigned(left.umax(), right.umin()) < 0
                    || left.smin() > right.smax()
                    || left.smax() < right.smin();
        }
        return disjoint ? Boolean.FALSE : null;
    }

    private static boolean disjointHalves(Scalar left, Scalar right) {
        return Integer.compareUnsigned(left.u32min(), right.u32max()) > 0
                || Integer.compareUnsigned(left.u32max(), right.u32min()) < 0
                || left.s32min() > right.s32max()
                || left.s32max() < right.s32min();
    }

    private static @Nullable Boolean decideSet(boolean is32, Scalar left, Scalar right) {
        boolean constantRight = is32 ? right.isConstantHalf() : right.isConstant();
        boolean constantLeft = is32 ? left.isConstantHalf() : left.isConstant();
        if (!constantRight && !constantLeft) {
            return null;
        }
        Tnum constant = constantRight ? right.bits() : left.bits();
        Tnum other = constantRight ? left.bits() : right.bits();
        long wanted = is32 ? constant.low().value() : constant.value();
        if ((other.value() & wanted) != 0) {
            return true;
        }
        return ((other.value() | other.mask()) & wanted) == 0 ? Boolean.FALSE : null;
    }

    private @Nullable Boolean decideUnsigned(Scalar left, Scalar right) {
        return decide(Long.compareUnsigned(left.umin(), right.umax()), Long.compareUnsigned(left.umax(), right.umin()));
    }

    private @Nullable Boolean decideUnsignedHalf(Scalar left, Scalar right) {
        return decide(
                Integer.compareUnsigned(left.u32min(), right.u32max()),
                Integer.compareUnsigned(left.u32max(), right.u32min()));
    }

    private @Nullable Boolean decideSigned(Scalar left, Scalar right) {
        return decide(Long.compare(left.smin(), right.smax()), Long.compare(left.smax(), right.smin()));
    }

    private @Nullable Boolean decideSignedHalf(Scalar left, Scalar right) {
        return decide(Integer.compare(left.s32min(), right.s32max()), Integer.compare(left.s32max(), right.s32min()));
    }

    /**
     * Decides an order.
     *
     * @param lowest how the left one's least number compares to the right one's greatest
     * @param highest how the left one's greatest number compares to the right one's least
     */
    private @Nullable Boolean decide(int lowest, int highest) {
        return switch (this) {
            case GT, SGT -> lowest > 0 ? Boolean.TRUE : highest <= 0 ? Boolean.FALSE : null;
            case GE, SGE -> lowest >= 0 ? Boolean.TRUE : highest < 0 ? Boolean.FALSE : null;
            case LT, SLT -> highest < 0 ? Boolean.TRUE : lowest >= 0 ? Boolean.FALSE : null;
            case LE, SLE -> highest <= 0 ? Boolean.TRUE : lowest > 0 ? Boolean.FALSE : null;
            case EQ, NE, SET -> throw new IllegalStateException();
        };
    }

    /**
     * What is known of the operands where the jump went one way. The way must not be excluded by {@link #decide}.
     *
     * @param holds whether the comparison was true
     */
    public Operands refine(boolean is32, boolean holds, Scalar left, Scalar right) {
        Bounds a = new Bounds(left);
        Bounds b = new Bounds(right);
        if (this == SET) {
            refineSet(is32, holds, left, right, a, b);
        } else {
            Condition actual = holds ? this : opposite();
            if (actual != null) {
                actual.refine(is32, a, b);
            }
        }
        return new Operands(a.normalise(), b.normalise());
    }

    private static void refineSet(boolean is32, boolean holds, Scalar left, Scalar right, Bounds a, Bounds b) {
        if (is32 ? right.isConstantHalf() : right.isConstant()) {
            refineSet(is32, holds, right.value(), a);
        } else if (is32 ? left.isConstantHalf() : left.isConstant()) {
            refineSet(is32, holds, left.value(), b);
        }
    }

    private static void refineSet(boolean is32, boolean holds, long constant, Bounds to) {
        long wanted = is32 ? constant & 0xffff_ffffL : constant;
        if (!holds) {
            to.bits = new Tnum(to.bits.value() & ~wanted, to.bits.mask() & ~wanted);
            to.forgetRanges();
        } else if (Long.bitCount(wanted) == 1) {
            to.bits = new Tnum(to.bits.value() | wanted, to.bits.mask() & ~wanted);
        }
    }

    private void refine(boolean is32, Bounds a, Bounds b) {
        switch (this) {
            case EQ -> intersect(is32, a, b);
            case NE -> exclude(is32, a, b);
            case LE, LT -> orderUnsigned(is32, a, b, this == LT ? 1 : 0);
            case GE, GT -> orderUnsigned(is32, b, a, this == GT ? 1 : 0);
            case SLE, SLT -> orderSigned(is32, a, b, this == SLT ? 1 : 0);
            case SGE, SGT -> orderSigned(is32, b, a, this == SGT ? 1 : 0);
            case SET -> throw new IllegalStateException();
        }
    }

    private static void intersect(boolean is32, Bounds a, Bounds b) {
        if (is32) {
            a.clipUnsignedHalf(b.u32min, b.u32max);
            a.clipSignedHalf(b.s32min, b.s32max);
            b.clipUnsignedHalf(a.u32min, a.u32max);
            b.clipSignedHalf(a.s32min, a.s32max);
            Tnum low = a.bits.intersect(b.bits);
            a.bits = a.bits.withLow(low);
            b.bits = b.bits.withLow(low);
            return;
        }
        a.clipUnsigned(b.umin, b.umax);
        a.clipSigned(b.smin, b.smax);
        b.clipUnsigned(a.umin, a.umax);
        b.clipSigned(a.smin, a.smax);
        a.bits = a.bits.intersect(b.bits);
        b.bits = a.bits;
    }

    private static void exclude(boolean is32, Bounds a, Bounds b) {
        if (is32 ? b.bits.low().isConstant() : b.bits.isConstant()) {
            exclude(is32, a, b.bits.value());
        } else if (is32 ? a.bits.low().isConstant() : a.bits.isConstant()) {
            exclude(is32, b, a.bits.value());
        }
    }

    private static void exclude(boolean is32, Bounds from, long number) {
        if (is32) {
            int low = (int) number;
            from.u32min += from.u32min == low ? 1 : 0;
            from.u32max -= from.u32max == low ? 1 : 0;
            from.s32min += from.s32min == low ? 1 : 0;
            from.s32max -= from.s32max == low ? 1 : 0;
            return;
        }
        from.umin += from.umin == number ? 1 : 0;
        from.umax -= from.umax == number ? 1 : 0;
        from.smin += from.smin == number ? 1 : 0;
        from.smax -= from.smax == number ? 1 : 0;
    }

    /** The one is at least {@code distance} (0 or 1) below the other. */
    private static void orderUnsigned(boolean is32, Bounds below, Bounds above, int distance) {
        if (is32) {
            below.clipUnsignedHalf(0, above.u32max - distance);
            above.clipUnsignedHalf(below.u32min + distance, -1);
        } else {
            below.clipUnsigned(0, above.umax - distance);
            above.clipUnsigned(below.umin + distance, -1);
        }
    }

    private static void orderSigned(boolean is32, Bounds below, Bounds above, int distance) {
        if (is32) {
            below.clipSignedHalf(Integer.MIN_VALUE, above.s32max - distance);
            above.clipSignedHalf(below.s32min + distance, Integer.MAX_VALUE);
        } else {
            below.clipSigned(Long.MIN_VALUE, above.smax - distance);
            above.clipSigned(below.smin + distance, Long.MAX_VALUE);
        }
    }
}
