package io.github.bpf4j.verifier.domain;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a 64-bit number (verifier spec A1): its bits, the unsigned and the signed range of the whole, and those of its
 * low half. All of it is true at once. Immutable and safe for use by any thread.
 *
 * @param bits the bits that are known
 * @param umin least, unsigned
 * @param umax greatest, unsigned
 * @param smin least, signed
 * @param smax greatest, signed
 * @param u32min least of the low half, unsigned
 * @param u32max greatest of the low half, unsigned
 * @param s32min least of the low half, signed
 * @param s32max greatest of the low half, signed
 */
public record Scalar(
        Tnum bits, long umin, long umax, long smin, long smax, int u32min, int u32max, int s32min, int s32max) {

    /** Any number. */
    public static final Scalar UNKNOWN = new Bounds().normalise();

    /** The number 0. */
    public static final Scalar ZERO = constant(0);

    private static final Scalar[] LOADED = new Scalar[Long.BYTES + 1];

    static {
        for (int bytes = 1; bytes <= Long.BYTES; bytes++) {
            LOADED[bytes] = UNKNOWN.truncate(bytes);
        }
    }

    /** One number. */
    public static Scalar constant(long value) {
        int low = (int) value;
        return new Scalar(Tnum.constant(value), value, value, value, value, low, low, low, low);
    }

    /** Any number that a load of 1 to 8 bytes can give. */
    public static Scalar loaded(int bytes) {
        return LOADED[bytes];
    }

    /** Any number of a signed range. */
    public static Scalar signedRange(long min, long max) {
        Bounds bounds = new Bounds();
        bounds.clipSigned(min, max);
        return bounds.normalise();
    }

    /** Whether one number is left. */
    public boolean isConstant() {
        return bits.isConstant();
    }

    /** Whether the low half is one number. */
    public boolean isConstantHalf() {
        return bits.low().isConstant();
    }

    /** Whether it is the number 0. */
    public boolean isZero() {
        return bits.isConstant() && bits.value() == 0;
    }

    /** The number that {@link #isConstant} says is left. */
    public long value() {
        return bits.value();
    }

    // A record's own comparison is put together when it is first used, out of a part for each component: that takes
    // longer than most
    // programs take to verify.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scalar same
                && bits.value() == same.bits.value()
                && bits.mask() == same.bits.mask()
                && umin == same.umin
                && umax == same.umax
                && smin == same.smin
                && smax == same.smax
                && u32min == same.u32min
                && u32max == same.u32max
                && s32min == same.s32min
                && s32max == same.s32max;
    }

    @Override
    public int hashCode() {
        int ranges =
                Long.hashCode(umin) + 31 * Long.hashCode(umax) + 37 * Long.hashCode(smin) + 41 * Long.hashCode(smax);
        int halves = u32min + 31 * u32max + 37 * s32min + 41 * s32max;
        return Long.hashCode(bits.value()) + 31 * (Long.hashCode(bits.mask()) + 31 * (ranges + 31 * halves));
    }

    /** Whether nothing is known. */
    public boolean isUnknown() {
        return equals(UNKNOWN);
    }

    /** Whether all that this says of a number is true of every number that {@code other} allows. */
    public boolean contains(Scalar other) {
        return containsRanges(other) && bits.contains(other.bits);
    }

    private boolean containsRanges(Scalar other) {
        return Long.compareUnsigned(umin, other.umin) <= 0
                && Long.compareUnsigned(umax, other.umax) >= 0
                && smin <= other.smin
                && smax >= other.smax
                && Integer.compareUnsigned(u32min, other.u32min) <= 0
                && Integer.compareUnsigned(u32max, other.u32max) >= 0
                && s32min <= other.s32min
                && s32max >= other.s32max;
    }

    /** Whether a number is allowed by all that is known. */
    public boolean allows(long number) {
        int low = (int) number;
        return bits.containsNumber(number)
                && Long.compareUnsigned(umin, number) <= 0
                && Long.compareUnsigned(umax, number) >= 0
                && smin <= number
                && smax >= number
                && Integer.compareUnsigned(u32min, low) <= 0
                && Integer.compareUnsigned(u32max, low) >= 0
                && s32min <= low
                && s32max >= low;
    }

    /** The lowest 1 to 8 bytes, zeros above (A15). */
    public Scalar truncate(int bytes) {
        if (bytes == Long.BYTES) {
            return this;
        }
        long kept = (1L << (bytes * Byte.SIZE)) - 1;
        Bounds to = new Bounds(this);
        to.bits = bits.truncate(bytes);
        boolean sameAbove = (umin & ~kept) == (umax & ~kept);
        to.umin = sameAbove ? umin & kept : 0;
        to.umax = sameAbove ? umax & kept : kept;
        to.smin = to.umin;
        to.smax = to.umax;
        if (bytes < Integer.BYTES) {
            to.forgetHalves();
        }
        return to.normalise();
    }

    /**
     * The lowest 8, 16 or 32 bits, the sign repeated above them (A16).
     *
     * @param is32 whether the result is one of 32 bits, with zeros above
     */
    public Scalar signExtend(int fromBits, boolean is32) {
        int unused = Long.SIZE - fromBits;
        if (is32) {
            return signExtendHalf(Integer.SIZE - fromBits);
        }
        if (isConstant()) {
            return constant(bits.value() << unused >> unused);
        }
        Bounds to = new Bounds();
        long min = smin << unused >> unused;
        long max = smax << unused >> unused;
        if (smin >> fromBits == smax >> fromBits && (min >= 0) == (max >= 0)) {
            to.clipSigned(min, max);
        } else {
            to.clipSigned(Long.MIN_VALUE >> unused, Long.MAX_VALUE >> unused);
        }
        return to.normalise();
    }

    private Scalar signExtendHalf(int unused) {
        Bounds to = new Bounds();
        if (isConstantHalf()) {
            int value = (int) bits.value() << unused >> unused;
            return constant(Integer.toUnsignedLong(value));
        }
        int fromBits = Integer.SIZE - unused;
        int min = s32min << unused >> unused;
        int max = s32max << unused >> unused;
        if ((long) s32min >> fromBits == (long) s32max >> fromBits && (min >= 0) == (max >= 0)) {
            to.clipSignedHalf(min, max);
        } else {
            to.clipSignedHalf(Integer.MIN_VALUE >> unused, Integer.MAX_VALUE >> unused);
        }
        to.zeroExtend();
        return to.normalise();
    }

    @Override
    public String toString() {
        return ScalarText.of(this);
    }
}
