package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mixture of bits and four ranges around a border: making them agree loses no number, gains none, and follows the rules. */
class BoundsProofTest {
    private static final int WIDTH = 2;

    /** The ranges between numbers near a border; null is none. */
    private record Range(long min, long max) {}

    private static List<Range> ranges(long border, java.util.function.BiPredicate<Long, Long> ordered) {
        List<Range> ranges = new ArrayList<>();
        ranges.add(null);
        for (int i = -WIDTH; i < WIDTH; i++) {
            for (int j = -WIDTH; j < WIDTH; j++) {
                if (ordered.test(border + i, border + j)) {
                    ranges.add(new Range(border + i, border + j));
                }
            }
        }
        return ranges;
    }
    static int differ=0, total=0, notIdem=0, empty=0, ruleDiff=0;

    @ParameterizedTest
    @ValueSource(longs = {0, 1L << 31, 1L << 32, -(1L << 31), Long.MIN_VALUE, (1L << 32) + (1L << 31), Long.MIN_VALUE + (1L << 31)})
    void agreementKeepsTheNumbers(long border) {
        for (Range u : ranges(border, (a, b) -> Long.compareUnsigned(a, b) <= 0)) {
            for (Range s : ranges(border, (a, b) -> a <= b)) {
                for (Range u32 : ranges(border, (a, b) -> Integer.compareUnsigned(a.intValue(), b.intValue()) <= 0)) {
                    for (Range s32 : ranges(border, (a, b) -> a.intValue() <= b.intValue())) {
                        for (Tnum low : Universe.windowTnums(2, 0, 0)) {
                            check(border, u, s, u32, s32, low);
                        }
                    }
                }
            }
        }
        System.out.println(total + " empty " + empty + " notidem " + notIdem + " rule " + ruleDiff);
    }

    private static void check(long border, Range u, Range s, Range u32, Range s32, Tnum low) {
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
        Scalar raw = raw(bounds);
        Scalar result = bounds.normalise();
        total++;
        boolean any = false;
        for (long upper : new long[] {0, 1L << 32, -(1L << 32), Long.MIN_VALUE}) {
            for (int i = -WIDTH - 1; i <= WIDTH; i++) {
                long number = border + upper + i;
                any |= raw.allows(number);
                if (raw.allows(number) && !result.allows(number)) {
                    throw new AssertionError("0x%x%nraw  %s%nthen %s".formatted(number, Soundness.text(raw), Soundness.text(result)));
                }
            }
        }
        if (!any) { empty++; assertThat(Soundness.isUsable(result)).isTrue(); return; }
        if (!Soundness.isWellFormed(result)) throw new AssertionError();
        Scalar again = new Bounds(result).normalise();
        if (!again.equals(result)) { if (notIdem++ < 3) System.out.println("raw " + Soundness.text(raw) + "\n  1 " + Soundness.text(result) + "\n  2 " + Soundness.text(again)); }
        if (total % 10 == 0) {
        Scalar rules = new Rules(raw).normalise();
        if (!rules.equals(result)) { if (ruleDiff++ < 3) System.out.println("raw " + Soundness.text(raw) + "\n  1 " + Soundness.text(result) + "\n  r " + Soundness.text(rules)); }
        }
    }

    private static Scalar raw(Bounds b) {
        return new Scalar(b.bits, b.umin, b.umax, b.smin, b.smax, b.u32min, b.u32max, b.s32min, b.s32max);
    }
}
