package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mixture of bits and four ranges around a border: making them agree loses no number, changes nothing twice, follows the rules. */
class BoundsProofTest {
    private static final int WIDTH = 2;

    private record Range(long min, long max) {}

    /** Nothing, and all ranges between the numbers near a border. */
    private static List<@Nullable Range> ranges(long border, BiPredicate<Long, Long> ordered) {
        List<@Nullable Range> ranges = new ArrayList<>();
        ranges.add(null);
        for (long min = border - WIDTH; min != border + WIDTH; min++) {
            for (long max = border - WIDTH; max != border + WIDTH; max++) {
                if (ordered.test(min, max)) {
                    ranges.add(new Range(min, max));
                }
            }
        }
        return ranges;
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1L << 31,
                1L << 32,
                -(1L << 31),
                Long.MIN_VALUE,
                (1L << 32) + (1L << 31),
                Long.MIN_VALUE + (1L << 31),
                Long.MIN_VALUE - (1L << 31)
            })
    void agreementKeepsTheNumbers(long border) {
        List<Tnum> tnums = Universe.windowTnums(2, 0, 0);
        var unsignedHalves = ranges(border, (a, b) -> Integer.compareUnsigned(a.intValue(), b.intValue()) <= 0);
        var signedHalves = ranges(border, (a, b) -> a.intValue() <= b.intValue());
        for (Range u : ranges(border, (a, b) -> Long.compareUnsigned(a, b) <= 0)) {
            for (Range s : ranges(border, (a, b) -> a <= b)) {
                for (Range u32 : unsignedHalves) {
                    for (Range s32 : signedHalves) {
                        for (Tnum low : tnums) {
                            check(border, bounds(u, s, u32, s32, low));
                        }
                    }
                }
            }
        }
    }

    private static Bounds bounds(
            @Nullable Range u, @Nullable Range s, @Nullable Range u32, @Nullable Range s32, Tnum low) {
        Bounds bounds = new Bounds();
        bounds.bits = new Tnum(low.value(), low.mask() | -4L);
        if (u != null) {
            bounds.clipUnsigned(u.min, u.max);
        }
        if (s != null) {
            bounds.clipSigned(s.min, s.max);
        }
        if (u32 != null) {
            bounds.clipUnsignedHalf((int) u32.min, (int) u32.max);
        }
        if (s32 != null) {
            bounds.clipSignedHalf((int) s32.min, (int) s32.max);
        }
        return bounds;
    }

    private static void check(long border, Bounds bounds) {
        Scalar raw = new Scalar(
                bounds.bits,
                bounds.umin,
                bounds.umax,
                bounds.smin,
                bounds.smax,
                bounds.u32min,
                bounds.u32max,
                bounds.s32min,
                bounds.s32max);
        Scalar result = bounds.normalise();
        boolean possible = false;
        for (long upper : new long[] {0, 1L << 32, -(1L << 32), Long.MIN_VALUE}) {
            for (int i = -WIDTH - 1; i <= WIDTH; i++) {
                long number = border + upper + i;
                possible |= raw.allows(number);
                if (raw.allows(number) && !result.allows(number)) {
                    fail("0x%x is lost".formatted(number), raw, result);
                }
            }
        }
        if (!Soundness.isUsable(result) || (possible && !Soundness.isWellFormed(result))) {
            fail("not well-formed", raw, result);
        }
        if (possible && !new Bounds(result).normalise().equals(result)) {
            fail("changes twice", raw, result);
        }
        // One in many is enough of the slow comparison; which ones differs from border to border.
        if (possible && Long.remainderUnsigned(result.hashCode() ^ border, 7) == 0) {
            assertThat(result).as(() -> Soundness.text(raw)).isEqualTo(new Rules(raw).normalise());
        }
    }

    private static void fail(String what, Scalar raw, Scalar result) {
        throw new AssertionError("%s%nraw  %s%nthen %s".formatted(what, Soundness.text(raw), Soundness.text(result)));
    }
}
