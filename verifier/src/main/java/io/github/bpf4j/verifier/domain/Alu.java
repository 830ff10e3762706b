package io.github.bpf4j.verifier.domain;

/** What arithmetic makes of what is known (verifier spec 1.2). Both operands are numbers. */
public final class Alu {
    // Products of factors below these do not overflow.
    private static final long FACTOR_LIMIT = 0xffff_ffffL;
    private static final int HALF_FACTOR_LIMIT = 0xffff;

    /** The operations that can be followed; all others give any number. */
    public enum Operation {
        ADD,
        SUB,
        MUL,
        AND,
        OR,
        XOR,
        LSH,
        RSH,
        ARSH
    }

    private Alu() {}

    /**
     * The result of an instruction.
     *
     * @param is32 whether it works on the low halves and clears the high one
     */
    public static Scalar apply(Operation operation, boolean is32, Scalar left, Scalar right) {
        boolean isShift = operation.compareTo(Operation.LSH) >= 0;
        int width = is32 ? Integer.SIZE : Long.SIZE;
        if (isShift && !isCount(right, width)) {
            return Scalar.UNKNOWN;
        }
        Bounds to = new Bounds();
        if (isShift) {
            shift(operation, is32, left, (int) right.value(), to);
        } else {
            combine(operation, is32, left, right, to);
        }
        if (is32) {
            to.zeroExtend();
        }
        return to.normalise();
    }

    /** A count of the low half, too, is the whole register: one whose upper half is not 0 is none (A8). */
    private static boolean isCount(Scalar count, int width) {
        return count.isConstant() && count.value() >= 0 && count.value() < width;
    }

    private static void combine(Operation operation, boolean is32, Scalar left, Scalar right, Bounds to) {
        to.bits = bits(operation, left.bits(), right.bits());
        if (!is32) {
            whole(operation, left, right, to);
        }
        half(operation, left, right, to);
    }

    private static Tnum bits(Operation operation, Tnum left, Tnum right) {
        return switch (operation) {
            case ADD -> left.add(right);
            case SUB -> left.subtract(right);
            case MUL -> left.multiply(right);
            case AND -> left.and(right);
            case OR -> left.or(right);
            case XOR -> left.xor(right);
            default -> throw new IllegalArgumentException(operation.toString());
        };
    }

    private static void whole(Operation operation, Scalar left, Scalar right, Bounds to) {
        switch (operation) {
            case ADD -> add(left, right, to);
            case SUB -> subtract(left, right, to);
            case MUL -> multiply(left, right, to);
            case AND -> to.umax = unsignedMin(left.umax(), right.umax());
            case OR -> to.umin = unsignedMax(left.umin(), right.umin());
            case XOR -> {} // the bits say it all
            default -> throw new IllegalArgumentException(operation.toString());
        }
    }

    private static void half(Operation operation, Scalar left, Scalar right, Bounds to) {
        switch (operation) {
            case ADD -> addHalf(left, right, to);
            case SUB -> subtractHalf(left, right, to);
            case MUL -> multiplyHalf(left, right, to);
            case AND -> to.u32max = unsignedMin(left.u32max(), right.u32max());
            case OR -> to.u32min = unsignedMax(left.u32min(), right.u32min());
            case XOR -> {}
            default -> throw new IllegalArgumentException(operation.toString());
        }
    }

    private static void add(Scalar left, Scalar right, Bounds to) {
        long umax = left.umax() + right.umax();
        if (Long.compareUnsigned(umax, left.umax()) >= 0) {
            to.umin = left.umin() + right.umin();
            to.umax = umax;
        }
        long smin = left.smin() + right.smin();
        long smax = left.smax() + right.smax();
        if (!addOverflows(left.smin(), right.smin(), smin) && !addOverflows(left.smax(), right.smax(), smax)) {
            to.smin = smin;
            to.smax = smax;
        }
    }

    private static boolean addOverflows(long left, long right, long sum) {
        return ((left ^ sum) & (right ^ sum)) < 0;
    }

    private static void addHalf(Scalar left, Scalar right, Bounds to) {
        long umin = Integer.toUnsignedLong(left.u32min()) + Integer.toUnsignedLong(right.u32min());
        long umax = Integer.toUnsignedLong(left.u32max()) + Integer.toUnsignedLong(right.u32max());
        setUnsignedHalf(umin, umax, to);
        setSignedHalf((long) left.s32min() + right.s32min(), (long) left.s32max() + right.s32max(), to);
    }

    private static void subtract(Scalar left, Scalar right, Bounds to) {
        if (Long.compareUnsigned(left.umin(), right.umax()) >= 0) {
            to.umin = left.umin() - right.umax();
            to.umax = left.umax() - right.umin();
        }
        long smin = left.smin() - right.smax();
        long smax = left.smax() - right.smin();
        if (!subtractOverflows(left.smin(), right.smax(), smin)
                && !subtractOverflows(left.smax(), right.smin(), smax)) {
            to.smin = smin;
            to.smax = smax;
        }
    }

    private static boolean subtractOverflows(long left, long right, long difference) {
        return ((left ^ right) & (left ^ difference)) < 0;
    }

    private static void subtractHalf(Scalar left, Scalar right, Bounds to) {
        long umin = Integer.toUnsignedLong(left.u32min()) - Integer.toUnsignedLong(right.u32max());
        long umax = Integer.toUnsignedLong(left.u32max()) - Integer.toUnsignedLong(right.u32min());
        setUnsignedHalf(umin, umax, to);
        setSignedHalf((long) left.s32min() - right.s32max(), (long) left.s32max() - right.s32min(), to);
    }

    /** Keeps an unsigned range of the low half unless an end overflows. */
    private static void setUnsignedHalf(long min, long max, Bounds to) {
        if (min >= 0 && max <= 0xffff_ffffL) {
            to.u32min = (int) min;
            to.u32max = (int) max;
        }
    }

    /** Keeps a signed range of the low half unless an end overflows. */
    private static void setSignedHalf(long min, long max, Bounds to) {
        if (min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE) {
            to.s32min = (int) min;
            to.s32max = (int) max;
        }
    }

    private static void multiply(Scalar left, Scalar right, Bounds to) {
        if (Long.compareUnsigned(left.umax(), FACTOR_LIMIT) > 0
                || Long.compareUnsigned(right.umax(), FACTOR_LIMIT) > 0) {
            return;
        }
        to.umin = left.umin() * right.umin();
        to.umax = left.umax() * right.umax();
    }

    private static void multiplyHalf(Scalar left, Scalar right, Bounds to) {
        if (Integer.compareUnsigned(left.u32max(), HALF_FACTOR_LIMIT) > 0
                || Integer.compareUnsigned(right.u32max(), HALF_FACTOR_LIMIT) > 0) {
            return;
        }
        to.u32min = left.u32min() * right.u32min();
        to.u32max = left.u32max() * right.u32max();
    }

    private static void shift(Operation operation, boolean is32, Scalar left, int count, Bounds to) {
        Tnum from = is32 ? left.bits().low() : left.bits();
        switch (operation) {
            case LSH -> {
                to.bits = from.shiftLeft(count);
                if (!is32) {
                    shiftLeft(left, count, to);
                }
                shiftLeftHalf(left, count, to);
            }
            case RSH -> {
                to.bits = from.shiftRight(count);
                if (is32) {
                    to.u32min = left.u32min() >>> count;
                    to.u32max = left.u32max() >>> count;
                } else {
                    to.umin = left.umin() >>> count;
                    to.umax = left.umax() >>> count;
                }
            }
            case ARSH -> shiftRightSigned(is32, left, count, to);
            default -> throw new IllegalArgumentException(operation.toString());
        }
    }

    private static void shiftRightSigned(boolean is32, Scalar left, int count, Bounds to) {
        if (is32) {
            Tnum bits = left.bits();
            to.bits = new Tnum((int) bits.value() >> count, (int) bits.mask() >> count);
            to.s32min = left.s32min() >> count;
            to.s32max = left.s32max() >> count;
        } else {
            to.bits = left.bits().shiftRightSigned(count);
            to.smin = left.smin() >> count;
            to.smax = left.smax() >> count;
        }
    }

    private static void shiftLeft(Scalar left, int count, Bounds to) {
        if (count == Integer.SIZE) {
            to.smin = (long) left.s32min() << count;
            to.smax = (long) left.s32max() << count;
        }
        if (Long.compareUnsigned(left.umax(), 1L << (Long.SIZE - 1 - count)) <= 0) {
            to.umin = left.umin() << count;
            to.umax = left.umax() << count;
        }
    }

    private static void shiftLeftHalf(Scalar left, int count, Bounds to) {
        if (count < Integer.SIZE && Integer.compareUnsigned(left.u32max(), 1 << (Integer.SIZE - 1 - count)) <= 0) {
            to.u32min = left.u32min() << count;
            to.u32max = left.u32max() << count;
        }
    }

    private static long unsignedMin(long left, long right) {
        return Long.compareUnsigned(left, right) <= 0 ? left : right;
    }

    private static long unsignedMax(long left, long right) {
        return Long.compareUnsigned(left, right) >= 0 ? left : right;
    }

    private static int unsignedMin(int left, int right) {
        return Integer.compareUnsigned(left, right) <= 0 ? left : right;
    }

    private static int unsignedMax(int left, int right) {
        return Integer.compareUnsigned(left, right) >= 0 ? left : right;
    }
}
