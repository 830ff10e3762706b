package io.github.bpf4j.verifier.domain;

/**
 * What is known about a number while it is worked out: filled in piece by piece, then made consistent (verifier spec A3). Not safe
 * for use by several threads.
 */
final class Bounds {
    private static final int ROUNDS = 3;

    Tnum bits = Tnum.UNKNOWN;
    long umin;
    long umax;
    long smin;
    long smax;
    int u32min;
    int u32max;
    int s32min;
    int s32max;

    /** Nothing is known. */
    Bounds() {
        forgetRanges();
    }

    /** What a scalar says. */
    Bounds(Scalar from) {
        bits = from.bits();
        umin = from.umin();
        umax = from.umax();
        smin = from.smin();
        smax = from.smax();
        u32min = from.u32min();
        u32max = from.u32max();
        s32min = from.s32min();
        s32max = from.s32max();
    }

    void forgetRanges() {
        forgetUnsigned();
        forgetSigned();
        forgetHalves();
    }

    void forgetUnsigned() {
        umin = 0;
        umax = -1;
    }

    void forgetSigned() {
        smin = Long.MIN_VALUE;
        smax = Long.MAX_VALUE;
    }

    void forgetHalves() {
        forgetUnsignedHalf();
        forgetSignedHalf();
    }

    void forgetUnsignedHalf() {
        u32min = 0;
        u32max = -1;
    }

    void forgetSignedHalf() {
        s32min = Integer.MIN_VALUE;
        s32max = Integer.MAX_VALUE;
    }

    void clipUnsigned(long min, long max) {
        umin = Long.compareUnsigned(umin, min) < 0 ? min : umin;
        umax = Long.compareUnsigned(umax, max) > 0 ? max : umax;
    }

    void clipSigned(long min, long max) {
        smin = Math.max(smin, min);
        smax = Math.min(smax, max);
    }

    void clipUnsignedHalf(int min, int max) {
        u32min = Integer.compareUnsigned(u32min, min) < 0 ? min : u32min;
        u32max = Integer.compareUnsigned(u32max, max) > 0 ? max : u32max;
    }

    void clipSignedHalf(int min, int max) {
        s32min = Math.max(s32min, min);
        s32max = Math.min(s32max, max);
    }

    /** The low half as it is, zeros above (A10). */
    void zeroExtend() {
        bits = bits.low();
        umin = Integer.toUnsignedLong(u32min);
        umax = Integer.toUnsignedLong(u32max);
        forgetSigned(); // it follows from the unsigned range
    }

    /** All six pieces made to agree; ranges that contradict each other are forgotten (A3, A7). */
    Scalar normalise() {
        fromBits();
        for (int round = 0; round < ROUNDS; round++) {
            narrow();
            deduce32();
            deduce64();
            widen();
        }
        bits = bits.intersect(Tnum.range(umin, umax));
        Tnum low = bits.intersect(Tnum.range(Integer.toUnsignedLong(u32min), Integer.toUnsignedLong(u32max)));
        bits = bits.withLow(low);
        fromBits();
        if (isContradiction()) {
            forgetRanges();
        }
        return new Scalar(bits, umin, umax, smin, smax, u32min, u32max, s32min, s32max);
    }

    private boolean isContradiction() {
        return Long.compareUnsigned(umin, umax) > 0
                || smin > smax
                || Integer.compareUnsigned(u32min, u32max) > 0
                || s32min > s32max;
    }

    private void fromBits() {
        long value = bits.value();
        long mask = bits.mask();
        clipUnsigned(value, value | mask);
        clipSigned(value | (mask & Long.MIN_VALUE), value | (mask & Long.MAX_VALUE));
        int low = (int) value;
        int lowMask = (int) mask;
        clipUnsignedHalf(low, low | lowMask);
        clipSignedHalf(low | (lowMask & Integer.MIN_VALUE), low | (lowMask & Integer.MAX_VALUE));
    }

    /** Signed and unsigned range of the whole (A4). */
    private void deduce64() {
        if (umin <= umax) { // the unsigned range does not cross the sign
            clipSigned(umin, umax);
        }
        if (Long.compareUnsigned(smin, smax) <= 0) { // the signed range does not cross zero
            clipUnsigned(smin, smax);
        } else if (Long.compareUnsigned(umax, smin) < 0) { // only the half from 0 is met
            smin = umin;
            umax = Long.compareUnsigned(umax, smax) > 0 ? smax : umax;
        } else if (Long.compareUnsigned(umin, smax) > 0) { // only the negative half is met
            smax = umax;
            umin = Long.compareUnsigned(umin, smin) < 0 ? smin : umin;
        }
    }

    /** The same of the low half. */
    private void deduce32() {
        if (u32min <= u32max) {
            clipSignedHalf(u32min, u32max);
        }
        if (Integer.compareUnsigned(s32min, s32max) <= 0) {
            clipUnsignedHalf(s32min, s32max);
        } else if (Integer.compareUnsigned(u32max, s32min) < 0) {
            s32min = u32min;
            u32max = Integer.compareUnsigned(u32max, s32max) > 0 ? s32max : u32max;
        } else if (Integer.compareUnsigned(u32min, s32max) > 0) {
            s32max = u32max;
            u32min = Integer.compareUnsigned(u32min, s32min) < 0 ? s32min : u32min;
        }
    }

    /** The low half's ranges from those of the whole (A5). */
    private void narrow() {
        narrow(umin, umax);
        narrow(smin, smax);
    }

    private void narrow(long min, long max) {
        int low = (int) min;
        int high = (int) max;
        long minUpper = min >> Integer.SIZE;
        long maxUpper = max >> Integer.SIZE;
        if (minUpper == maxUpper) {
            if (Integer.compareUnsigned(low, high) <= 0) { // a contradiction stays where it is
                clipUnsignedHalf(low, high);
            }
        } else if ((int) minUpper + 1 == (int) maxUpper && low < 0 && high >= 0) {
            clipSignedHalf(low, high);
        }
    }

    /** The whole's ranges from those of its low half (A6). */
    private void widen() {
        clipUnsigned(withLow(umin, u32min), withLow(umax, u32max));
        clipSigned(withLow(smin, u32min), withLow(smax, u32max));
        if (s32min >= 0 && smin >= Integer.MIN_VALUE && smax <= Integer.MAX_VALUE) {
            umin = s32min; // even if that says less than before
            umax = s32max;
            smin = s32min;
            smax = s32max;
        }
    }

    private static long withLow(long whole, int low) {
        return (whole & ~0xffff_ffffL) | Integer.toUnsignedLong(low);
    }
}
