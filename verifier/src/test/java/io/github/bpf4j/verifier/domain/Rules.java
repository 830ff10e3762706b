package io.github.bpf4j.verifier.domain;

import static java.math.BigInteger.ONE;
import static java.math.BigInteger.TWO;
import static java.math.BigInteger.ZERO;

import io.github.bpf4j.verifier.domain.Condition.Operands;
import java.math.BigInteger;

/**
 * The rules of verifier spec 1 once more, slow and plain: ranges of integers without end, one rule after the other. Tristate numbers
 * are taken from {@link Tnum}, which has proofs of its own.
 */
final class Rules {
    private static final BigInteger HALF = TWO.pow(32);

    /** A closed range. */
    record Range(BigInteger min, BigInteger max) {
        static Range of(long min, long max) {
            return new Range(BigInteger.valueOf(min), BigInteger.valueOf(max));
        }

        static Range unsigned(int width) {
            return new Range(ZERO, TWO.pow(width).subtract(ONE));
        }

        static Range signed(int width) {
            return new Range(TWO.pow(width - 1).negate(), TWO.pow(width - 1).subtract(ONE));
        }

        Range clip(Range other) {
            return new Range(min.max(other.min), max.min(other.max));
        }

        boolean isEmpty() {
            return min.compareTo(max) > 0;
        }

        boolean isWithin(Range other) {
            return min.compareTo(other.min) >= 0 && max.compareTo(other.max) <= 0;
        }

        Range plus(BigInteger number) {
            return new Range(min.add(number), max.add(number));
        }

        Range shiftLeft(int count) {
            return new Range(min.shiftLeft(count), max.shiftLeft(count));
        }

        Range shiftRight(int count) {
            return new Range(min.shiftRight(count), max.shiftRight(count));
        }

        /** Each end that is the number moves by one. */
        Range without(BigInteger number) {
            return new Range(min.equals(number) ? min.add(ONE) : min, max.equals(number) ? max.subtract(ONE) : max);
        }

        Range orElse(Range limit) {
            return isWithin(limit) ? this : limit;
        }
    }

    /** The two ranges of a whole or of a half. */
    static final class View {
        final int width;
        Range unsigned;
        Range signed;

        View(int width) {
            this.width = width;
            forget();
        }

        View(int width, Range unsigned, Range signed) {
            this.width = width;
            this.unsigned = unsigned;
            this.signed = signed;
        }

        void forget() {
            unsigned = Range.unsigned(width);
            signed = Range.signed(width);
        }

        /** An unsigned range, and the signed one that it is if it does not cross the sign. */
        void set(Range range) {
            unsigned = range;
            signed = signedOf(range);
        }

        Range signedOf(Range range) {
            BigInteger sign = TWO.pow(width - 1);
            if (range.max.compareTo(sign) < 0) {
                return range;
            }
            return range.min.compareTo(sign) >= 0 ? range.plus(TWO.pow(width).negate()) : Range.signed(width);
        }

        /** A4. */
        void deduce() {
            BigInteger all = TWO.pow(width);
            signed = signed.clip(signedOf(unsigned));
            if (signed.min.signum() >= 0) {
                unsigned = unsigned.clip(signed);
            } else if (signed.max.signum() < 0) {
                unsigned = unsigned.clip(signed.plus(all));
            } else if (unsigned.max.compareTo(signed.min.add(all)) < 0) {
                unsigned = new Range(unsigned.min, unsigned.max.min(signed.max));
                signed = new Range(unsigned.min, signed.max);
            } else if (unsigned.min.compareTo(signed.max) > 0) {
                BigInteger least = signed.min.add(all);
                signed = new Range(signed.min, unsigned.max.subtract(all));
                unsigned = new Range(unsigned.min.max(least), unsigned.max);
            }
        }

        void clipByBits(long value, long mask) {
            BigInteger sign = TWO.pow(width - 1);
            BigInteger least = natural(value);
            BigInteger free = natural(mask);
            unsigned = unsigned.clip(new Range(least, least.add(free)));
            BigInteger min = least.testBit(width - 1) || free.testBit(width - 1)
                    ? least.clearBit(width - 1).subtract(sign)
                    : least;
            BigInteger max = least.testBit(width - 1)
                    ? least.add(free).clearBit(width - 1).subtract(sign)
                    : least.add(free).clearBit(width - 1);
            signed = signed.clip(new Range(min, max));
        }
    }

    Tnum bits;
    final View whole;
    final View half;

    Rules() {
        bits = Tnum.UNKNOWN;
        whole = new View(64);
        half = new View(32);
    }

    Rules(Scalar scalar) {
        bits = scalar.bits();
        whole = new View(
                64, new Range(natural(scalar.umin()), natural(scalar.umax())), Range.of(scalar.smin(), scalar.smax()));
        half = new View(
                32,
                Range.of(Integer.toUnsignedLong(scalar.u32min()), Integer.toUnsignedLong(scalar.u32max())),
                Range.of(scalar.s32min(), scalar.s32max()));
    }

    static BigInteger natural(long unsigned) {
        return new BigInteger(Long.toUnsignedString(unsigned));
    }

    /** A3. */
    Scalar normalise() {
        clipByBits();
        for (int round = 0; round < 3; round++) {
            narrow(whole.unsigned);
            narrow(whole.signed);
            half.deduce();
            whole.deduce();
            widen();
        }
        bits = bits.intersect(common(whole.unsigned));
        bits = bits.withLow(bits.low().intersect(common(half.unsigned)));
        clipByBits();
        if (whole.unsigned.isEmpty() || whole.signed.isEmpty() || half.unsigned.isEmpty() || half.signed.isEmpty()) {
            whole.forget();
            half.forget();
        }
        return new Scalar(
                bits,
                whole.unsigned.min.longValue(),
                whole.unsigned.max.longValue(),
                whole.signed.min.longValue(),
                whole.signed.max.longValue(),
                half.unsigned.min.intValue(),
                half.unsigned.max.intValue(),
                half.signed.min.intValue(),
                half.signed.max.intValue());
    }

    private static Tnum common(Range range) {
        return Tnum.range(range.min.longValue(), range.max.longValue());
    }

    private void clipByBits() {
        whole.clipByBits(bits.value(), bits.mask());
        half.clipByBits(bits.low().value(), bits.low().mask());
    }

    /** A5. */
    private void narrow(Range range) {
        BigInteger upperMin = range.min.shiftRight(32);
        BigInteger upperMax = range.max.shiftRight(32);
        BigInteger min = range.min.subtract(upperMin.shiftLeft(32));
        BigInteger max = range.max.subtract(upperMax.shiftLeft(32));
        if (upperMin.equals(upperMax)) {
            half.unsigned = half.unsigned.clip(new Range(min, max));
            half.signed = half.signed.clip(half.signedOf(new Range(min, max)));
        } else if (upperMin.add(ONE).equals(upperMax) && min.testBit(31) && !max.testBit(31)) {
            half.signed = half.signed.clip(new Range(min.subtract(HALF), max));
        }
    }

    /** A6. */
    private void widen() {
        whole.unsigned = whole.unsigned.clip(withLow(whole.unsigned, half.unsigned));
        whole.signed = whole.signed.clip(withLow(whole.signed, half.unsigned));
        if (half.signed.min.signum() >= 0 && whole.signed.isWithin(Range.signed(32))) {
            whole.set(half.signed);
        }
    }

    private static Range withLow(Range range, Range low) {
        return new Range(
                range.min.shiftRight(32).shiftLeft(32).add(low.min),
                range.max.shiftRight(32).shiftLeft(32).add(low.max));
    }

    /** The table of 1.2. */
    static Scalar apply(Alu.Operation operation, boolean is32, Scalar left, Scalar right) {
        Rules to = new Rules();
        Rules a = new Rules(left);
        Rules b = new Rules(right);
        switch (operation) {
            case LSH, RSH, ARSH -> {
                BigInteger width = BigInteger.valueOf(is32 ? 32 : 64);
                if (!b.bits.isConstant() || b.whole.unsigned.max.compareTo(width) >= 0) {
                    return Scalar.UNKNOWN;
                }
                to.shift(operation, is32, a, (int) b.bits.value());
            }
            case ADD -> to.bits = a.bits.add(b.bits);
            case SUB -> to.bits = a.bits.subtract(b.bits);
            case MUL -> to.bits = a.bits.multiply(b.bits);
            case AND -> to.bits = a.bits.and(b.bits);
            case OR -> to.bits = a.bits.or(b.bits);
            case XOR -> to.bits = a.bits.xor(b.bits);
        }
        to.combine(operation, is32, a, b);
        if (is32) {
            to.bits = to.bits.low();
            to.whole.unsigned = to.half.unsigned;
            to.whole.signed = to.half.signed.min.signum() >= 0 ? to.half.signed : Range.unsigned(32);
        }
        return to.normalise();
    }

    private void combine(Alu.Operation operation, boolean is32, Rules a, Rules b) {
        if (!is32) {
            combine(operation, bits, a.whole, b.whole, whole);
        }
        combine(operation, bits.low(), a.half, b.half, half);
    }

    private static void combine(Alu.Operation operation, Tnum bits, View a, View b, View to) {
        BigInteger ones = natural(bits.value());
        BigInteger possible = natural(bits.value() | bits.mask());
        switch (operation) {
            case ADD -> {
                to.unsigned = new Range(a.unsigned.min.add(b.unsigned.min), a.unsigned.max.add(b.unsigned.max))
                        .orElse(Range.unsigned(to.width));
                to.signed = new Range(a.signed.min.add(b.signed.min), a.signed.max.add(b.signed.max))
                        .orElse(Range.signed(to.width));
            }
            case SUB -> {
                to.unsigned = new Range(
                                a.unsigned.min.subtract(b.unsigned.max), a.unsigned.max.subtract(b.unsigned.min))
                        .orElse(Range.unsigned(to.width));
                to.signed = new Range(a.signed.min.subtract(b.signed.max), a.signed.max.subtract(b.signed.min))
                        .orElse(Range.signed(to.width));
            }
            case MUL -> {
                Range factor = Range.unsigned(to.width / 2);
                if (a.unsigned.isWithin(factor) && b.unsigned.isWithin(factor)) {
                    to.set(new Range(a.unsigned.min.multiply(b.unsigned.min), a.unsigned.max.multiply(b.unsigned.max)));
                }
            }
            case AND -> to.set(new Range(ones, a.unsigned.max.min(b.unsigned.max)));
            case OR -> to.set(new Range(a.unsigned.min.max(b.unsigned.min), possible));
            case XOR -> to.set(new Range(ones, possible));
            case LSH, RSH, ARSH -> {}
        }
    }

    private void shift(Alu.Operation operation, boolean is32, Rules a, int count) {
        View from = is32 ? a.half : a.whole;
        View to = is32 ? half : whole;
        Tnum of = is32 ? a.bits.low() : a.bits;
        switch (operation) {
            case LSH -> {
                bits = of.shiftLeft(count);
                to.unsigned = shiftedLeft(from, count);
                if (!is32 && count == 32) {
                    whole.signed = a.half.signed.shiftLeft(32);
                }
                half.unsigned = shiftedLeft(a.half, count);
            }
            case RSH -> {
                bits = of.shiftRight(count);
                to.unsigned = from.unsigned.shiftRight(count);
            }
            default -> {
                int above = Long.SIZE - from.width;
                bits = of.shiftLeft(above).shiftRightSigned(above + count);
                to.signed = from.signed.shiftRight(count);
            }
        }
    }

    private static Range shiftedLeft(View from, int count) {
        boolean fits = count < from.width && from.unsigned.max.compareTo(TWO.pow(from.width - 1 - count)) <= 0;
        return fits ? from.unsigned.shiftLeft(count) : Range.unsigned(from.width);
    }

    /** A15. */
    static Scalar truncate(int bytes, Scalar scalar) {
        Rules from = new Rules(scalar);
        if (bytes == 8) {
            return scalar;
        }
        int width = bytes * 8;
        Rules to = new Rules();
        to.bits = from.bits.truncate(bytes);
        Range range = from.whole.unsigned;
        BigInteger above = range.min.shiftRight(width).shiftLeft(width);
        to.whole.unsigned = range.max.shiftRight(width).shiftLeft(width).equals(above)
                ? range.plus(above.negate())
                : Range.unsigned(width);
        to.whole.signed = to.whole.unsigned;
        if (bytes >= 4) {
            to.half.unsigned = from.half.unsigned;
            to.half.signed = from.half.signed;
        }
        return to.normalise();
    }

    /** A16. */
    static Scalar signExtend(int width, boolean is32, Scalar scalar) {
        Rules from = new Rules(scalar);
        Tnum known = is32 ? from.bits.low() : from.bits;
        if (known.isConstant()) {
            return Scalar.constant(Concrete.signExtend(known.value(), width, is32));
        }
        Rules to = new Rules();
        View view = is32 ? to.half : to.whole;
        Range range = is32 ? from.half.signed : from.whole.signed;
        Range type = Range.signed(width);
        BigInteger above = range.min.shiftRight(width);
        BigInteger min = range.min.subtract(above.shiftLeft(width));
        BigInteger max = range.max.subtract(above.shiftLeft(width));
        view.signed = type;
        boolean sameAbove = range.max.shiftRight(width).equals(above);
        if (sameAbove && min.testBit(width - 1) == max.testBit(width - 1)) {
            BigInteger sign = min.testBit(width - 1) ? TWO.pow(width) : ZERO;
            view.signed = new Range(min.subtract(sign), max.subtract(sign));
            Tnum common = common(view.signed);
            to.bits = is32 ? common.low() : common;
        }
        if (is32) {
            to.bits = to.bits.low();
            to.half.unsigned = unsignedOf(to.half.signed);
            to.whole.unsigned = to.half.unsigned;
            to.whole.signed = to.half.signed.min.signum() >= 0 ? to.half.signed : Range.unsigned(32);
        }
        return to.normalise();
    }

    private static Range unsignedOf(Range signed) {
        if (signed.min.signum() >= 0) {
            return signed;
        }
        return signed.max.signum() < 0 ? signed.plus(HALF) : Range.unsigned(32);
    }

    /** 1.4; null if it is not decided. */
    static Boolean decide(Condition condition, boolean is32, Scalar left, Scalar right) {
        Rules a = new Rules(left);
        Rules b = new Rules(right);
        View x = is32 ? a.half : a.whole;
        View y = is32 ? b.half : b.whole;
        Tnum xBits = is32 ? a.bits.low() : a.bits;
        Tnum yBits = is32 ? b.bits.low() : b.bits;
        return switch (condition) {
            case EQ -> decideEqual(a, b, is32);
            case NE -> decideEqual(a, b, is32) == null ? null : Boolean.valueOf(!decideEqual(a, b, is32));
            case SET -> decideSet(xBits, yBits);
            case GT -> decideGreater(x.unsigned, y.unsigned);
            case SGT -> decideGreater(x.signed, y.signed);
            case LT -> decideGreater(y.unsigned, x.unsigned);
            case SLT -> decideGreater(y.signed, x.signed);
            case GE -> not(decideGreater(y.unsigned, x.unsigned));
            case SGE -> not(decideGreater(y.signed, x.signed));
            case LE -> not(decideGreater(x.unsigned, y.unsigned));
            case SLE -> not(decideGreater(x.signed, y.signed));
        };
    }

    private static Boolean not(Boolean answer) {
        return answer == null ? null : Boolean.valueOf(!answer);
    }

    private static Boolean decideGreater(Range x, Range y) {
        if (x.min.compareTo(y.max) > 0) {
            return true;
        }
        return x.max.compareTo(y.min) <= 0 ? false : null;
    }

    /** A18. */
    private static Boolean decideEqual(Rules a, Rules b, boolean is32) {
        Tnum x = is32 ? a.bits.low() : a.bits;
        Tnum y = is32 ? b.bits.low() : b.bits;
        if (x.isConstant() && y.isConstant()) {
            return x.value() == y.value();
        }
        boolean differ = x.conflictsWith(y)
                || a.half.unsigned.clip(b.half.unsigned).isEmpty()
                || a.half.signed.clip(b.half.signed).isEmpty();
        differ |= !is32 && a.whole.unsigned.clip(b.whole.unsigned).isEmpty();
        differ |= !is32 && a.whole.signed.clip(b.whole.signed).isEmpty();
        return differ ? false : null;
    }

    /** A20. */
    private static Boolean decideSet(Tnum x, Tnum y) {
        if (!x.isConstant() && !y.isConstant()) {
            return null;
        }
        Tnum both = x.and(y);
        if (both.value() != 0) {
            return true;
        }
        return both.mask() == 0 ? false : null;
    }

    /** The table of 1.5. */
    static Operands refine(Condition condition, boolean is32, boolean holds, Scalar left, Scalar right) {
        if (!holds && condition != Condition.SET) {
            return refine(opposite(condition), is32, true, left, right);
        }
        Rules a = new Rules(left);
        Rules b = new Rules(right);
        View x = is32 ? a.half : a.whole;
        View y = is32 ? b.half : b.whole;
        switch (condition) {
            case EQ -> equate(is32, a, b);
            case NE -> exclude(is32, a, b);
            case SET -> {
                if ((is32 ? b.bits.low() : b.bits).isConstant()) {
                    a.keepBits(is32, holds, b.bits.value());
                } else if ((is32 ? a.bits.low() : a.bits).isConstant()) {
                    b.keepBits(is32, holds, a.bits.value());
                }
            }
            case LE, LT, GE, GT -> {
                View below = condition == Condition.LE || condition == Condition.LT ? x : y;
                View above = below == x ? y : x;
                Range[] both =
                        order(below.unsigned, above.unsigned, condition.name().endsWith("T"));
                below.unsigned = both[0];
                above.unsigned = both[1];
            }
            case SLE, SLT, SGE, SGT -> {
                View below = condition == Condition.SLE || condition == Condition.SLT ? x : y;
                View above = below == x ? y : x;
                Range[] both =
                        order(below.signed, above.signed, condition.name().endsWith("T"));
                below.signed = both[0];
                above.signed = both[1];
            }
        }
        return new Operands(a.normalise(), b.normalise());
    }

    private static Condition opposite(Condition condition) {
        return switch (condition) {
            case EQ -> Condition.NE;
            case NE -> Condition.EQ;
            case GT -> Condition.LE;
            case GE -> Condition.LT;
            case LT -> Condition.GE;
            case LE -> Condition.GT;
            case SGT -> Condition.SLE;
            case SGE -> Condition.SLT;
            case SLT -> Condition.SGE;
            case SLE -> Condition.SGT;
            case SET -> throw new IllegalArgumentException();
        };
    }

    private static Range[] order(Range below, Range above, boolean strictly) {
        BigInteger distance = strictly ? ONE : ZERO;
        return new Range[] {
            new Range(below.min, below.max.min(above.max.subtract(distance))),
            new Range(above.min.max(below.min.add(distance)), above.max)
        };
    }

    private static void equate(boolean is32, Rules a, Rules b) {
        if (is32) {
            a.half.unsigned = a.half.unsigned.clip(b.half.unsigned);
            a.half.signed = a.half.signed.clip(b.half.signed);
            b.half.unsigned = a.half.unsigned;
            b.half.signed = a.half.signed;
            Tnum low = a.bits.low().intersect(b.bits.low());
            a.bits = a.bits.withLow(low);
            b.bits = b.bits.withLow(low);
            return;
        }
        a.whole.unsigned = a.whole.unsigned.clip(b.whole.unsigned);
        a.whole.signed = a.whole.signed.clip(b.whole.signed);
        b.whole.unsigned = a.whole.unsigned;
        b.whole.signed = a.whole.signed;
        a.bits = a.bits.intersect(b.bits);
        b.bits = a.bits;
    }

    private static void exclude(boolean is32, Rules a, Rules b) {
        if ((is32 ? b.bits.low() : b.bits).isConstant()) {
            a.exclude(is32, b.bits.value());
        } else if ((is32 ? a.bits.low() : a.bits).isConstant()) {
            b.exclude(is32, a.bits.value());
        }
    }

    private void exclude(boolean is32, long number) {
        View view = is32 ? half : whole;
        view.unsigned = view.unsigned.without(natural(is32 ? number & 0xffff_ffffL : number));
        view.signed = view.signed.without(BigInteger.valueOf(is32 ? (int) number : number));
    }

    private void keepBits(boolean is32, boolean holds, long constant) {
        Tnum wanted = is32 ? Tnum.constant(constant).low() : Tnum.constant(constant);
        if (holds && Long.bitCount(wanted.value()) == 1) {
            bits = new Tnum(bits.value() | wanted.value(), bits.mask() & ~wanted.value());
        } else if (!holds) {
            bits = bits.and(Tnum.constant(~wanted.value()));
            half.forget();
            whole.forget();
        }
    }
}
