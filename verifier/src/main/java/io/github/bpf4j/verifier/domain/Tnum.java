package io.github.bpf4j.verifier.domain;

/**
 * A tristate number: of each of its 64 bits it is known that it is 0, that it is 1, or nothing (verifier spec A1; "Sound, Precise,
 * and Fast Abstract Interpretation with Tristate Numbers", CGO 2022). It stands for all numbers {@code value | x} with {@code x}
 * a subset of {@code mask}.
 *
 * @param value the bits that are known to be 1
 * @param mask the bits of which nothing is known; it shares none with {@code value}
 */
public record Tnum(long value, long mask) {
    /** Nothing is known. */
    public static final Tnum UNKNOWN = new Tnum(0, -1);

    private static final long LOW_HALF = 0xffff_ffffL;

    /** All bits are known. */
    public static Tnum constant(long value) {
        return new Tnum(value, 0);
    }

    /** The bits that all numbers of an unsigned range have in common. */
    public static Tnum range(long min, long max) {
        int free = Long.SIZE - Long.numberOfLeadingZeros(min ^ max);
        long mask = free == Long.SIZE ? -1 : (1L << free) - 1;
        return new Tnum(min & ~mask, mask);
    }

    /** Whether it stands for one number. */
    public boolean isConstant() {
        return mask == 0;
    }

    /** Whether it stands for all numbers that {@code other} stands for. */
    public boolean contains(Tnum other) {
        return (other.mask & ~mask) == 0 && ((value ^ other.value) & ~mask) == 0;
    }

    /** Whether a number is among those that it stands for. */
    public boolean containsNumber(long number) {
        return ((number ^ value) & ~mask) == 0;
    }

    /** Whether no number is in both. */
    public boolean conflictsWith(Tnum other) {
        return ((value ^ other.value) & ~mask & ~other.mask) != 0;
    }

    /** What both know. Two that conflict give an arbitrary result. */
    public Tnum intersect(Tnum other) {
        long unknown = mask & other.mask;
        return new Tnum((value | other.value) & ~unknown, unknown);
    }

    /** The sum, modulo 2^64. */
    public Tnum add(Tnum other) {
        long sum = value + other.value;
        long carries = (sum + mask + other.mask) ^ sum;
        long unknown = carries | mask | other.mask;
        return new Tnum(sum & ~unknown, unknown);
    }

    /** The difference, modulo 2^64. */
    public Tnum subtract(Tnum other) {
        long difference = value - other.value;
        long borrows = (difference + mask) ^ (difference - other.mask);
        long unknown = borrows | mask | other.mask;
        return new Tnum(difference & ~unknown, unknown);
    }

    /** Bitwise and. */
    public Tnum and(Tnum other) {
        long ones = value & other.value;
        return new Tnum(ones, (value | mask) & (other.value | other.mask) & ~ones);
    }

    /** Bitwise or. */
    public Tnum or(Tnum other) {
        long ones = value | other.value;
        return new Tnum(ones, (mask | other.mask) & ~ones);
    }

    /** Bitwise exclusive or. */
    public Tnum xor(Tnum other) {
        long unknown = mask | other.mask;
        return new Tnum((value ^ other.value) & ~unknown, unknown);
    }

    /** The product, modulo 2^64: the partial products' known parts at once, their unknown parts one by one. */
    public Tnum multiply(Tnum other) {
        Tnum uncertain = constant(0);
        Tnum left = this;
        Tnum right = other;
        while ((left.value | left.mask) != 0) {
            if ((left.value & 1) != 0) {
                uncertain = uncertain.add(new Tnum(0, right.mask));
            } else if ((left.mask & 1) != 0) {
                uncertain = uncertain.add(new Tnum(0, right.value | right.mask));
            }
            left = left.shiftRight(1);
            right = right.shiftLeft(1);
        }
        return constant(value * other.value).add(uncertain);
    }

    /** Shifted left by 0 to 63. */
    public Tnum shiftLeft(int count) {
        return new Tnum(value << count, mask << count);
    }

    /** Shifted right by 0 to 63, zeros coming in. */
    public Tnum shiftRight(int count) {
        return new Tnum(value >>> count, mask >>> count);
    }

    /** Shifted right by 0 to 63, the sign, known or not, coming in. */
    public Tnum shiftRightSigned(int count) {
        return new Tnum(value >> count, mask >> count);
    }

    /** The lowest {@code bytes} bytes, 1 to 8; those above are 0. */
    public Tnum truncate(int bytes) {
        long kept = bytes == Long.BYTES ? -1 : (1L << (bytes * Byte.SIZE)) - 1;
        return new Tnum(value & kept, mask & kept);
    }

    /** The low half, zeros above. */
    Tnum low() {
        return truncate(Integer.BYTES);
    }

    /** This with another low half. */
    Tnum withLow(Tnum low) {
        return new Tnum((value & ~LOW_HALF) | (low.value & LOW_HALF), (mask & ~LOW_HALF) | (low.mask & LOW_HALF));
    }

    /** Whether all numbers it stands for are multiples of a power of two. */
    public boolean isAligned(long size) {
        return ((value | mask) & (size - 1)) == 0;
    }
}
