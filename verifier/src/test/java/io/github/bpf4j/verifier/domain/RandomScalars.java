package io.github.bpf4j.verifier.domain;

import io.github.bpf4j.verifier.domain.Universe.Value;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Numbers near every border, and random things that are known of them. */
final class RandomScalars {
    private static final long[] BORDERS = {
        0,
        Long.MIN_VALUE,
        1L << 31,
        1L << 32,
        -(1L << 31),
        -(1L << 32),
        (1L << 32) + (1L << 31),
        1L << 16,
        1L << 15,
        1L << 8,
        1L << 7,
        1L << 63 | 1L << 31,
        1L << 63 | 1L << 32,
        0x7fff_ffff_8000_0000L,
        1L << 33,
        1L << 62
    };

    private final SplittableRandom random;

    RandomScalars(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The seed of a run: {@code -Dbpf4j.seed}, or always the same. */
    static long seed() {
        return Long.getLong("bpf4j.seed", 20_261_127);
    }

    long number() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextLong() >>> random.nextInt(64);
            case 2 -> random.nextLong() >> random.nextInt(64);
            case 3 -> random.nextInt(64);
            case 4 -> 1L << random.nextInt(64);
            default -> BORDERS[random.nextInt(BORDERS.length)] + random.nextInt(-2, 3);
        };
    }

    /** Something that is true of a number; sometimes all there is to know. */
    Scalar about(long number) {
        if (random.nextInt(6) == 0) {
            return Scalar.constant(number);
        }
        Bounds bounds = new Bounds();
        if (random.nextInt(3) == 0) {
            long mask = mask();
            bounds.bits = new Tnum(number & ~mask, mask);
        }
        if (random.nextInt(2) == 0) {
            long min = other(number);
            long max = other(number);
            bounds.clipUnsigned(
                    Long.compareUnsigned(min, number) < 0 ? min : number,
                    Long.compareUnsigned(max, number) > 0 ? max : number);
        }
        if (random.nextInt(2) == 0) {
            bounds.clipSigned(Math.min(other(number), number), Math.max(other(number), number));
        }
        int low = (int) number;
        if (random.nextInt(3) == 0) {
            int min = (int) other(number);
            int max = (int) other(number);
            bounds.clipUnsignedHalf(
                    Integer.compareUnsigned(min, low) < 0 ? min : low,
                    Integer.compareUnsigned(max, low) > 0 ? max : low);
        }
        if (random.nextInt(3) == 0) {
            bounds.clipSignedHalf(Math.min((int) other(number), low), Math.max((int) other(number), low));
        }
        return bounds.normalise();
    }

    /** Another number: often one near by. */
    private long other(long number) {
        return switch (random.nextInt(4)) {
            case 0 -> number;
            case 1 -> number + random.nextInt(-9, 10);
            default -> number();
        };
    }

    private long mask() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextLong() & random.nextLong() & random.nextLong();
            case 2 -> number();
            case 3 -> -1L << random.nextInt(64);
            default -> (1L << random.nextInt(64)) - 1;
        };
    }

    /** Something that can be known, and some of the numbers of which it is true. */
    Value value() {
        long number = number();
        Scalar scalar = about(number);
        if (!scalar.allows(number)) {
            throw new AssertionError("0x%x is lost: %s".formatted(number, Soundness.text(scalar)));
        }
        long[] candidates = {
            number,
            scalar.umin(),
            scalar.umax(),
            scalar.smin(),
            scalar.smax(),
            scalar.bits().value() | (scalar.bits().mask() & random.nextLong()),
            scalar.bits().value() | scalar.bits().mask(),
            (number & ~0xffff_ffffL) | Integer.toUnsignedLong(scalar.s32min()),
            (number & ~0xffff_ffffL) | Integer.toUnsignedLong(scalar.s32max()),
            number + random.nextInt(-3, 4),
        };
        return new Value(
                scalar,
                Arrays.stream(candidates).filter(scalar::allows).distinct().toArray());
    }

    /** A shift's count, known or nearly so. */
    Value count() {
        long count = random.nextInt(70);
        return new Value(Scalar.constant(count), new long[] {count});
    }

    int nextInt(int bound) {
        return random.nextInt(bound);
    }
}
