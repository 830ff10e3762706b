package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ScalarTest {
    private static final Scalar BASE =
            new Scalar(new Tnum(0, 0xff_0000_ffffL), 10, 0xff_0000_f000L, 10, 0xff_0000_f000L, 10, 60_000, 10, 60_000);

    @Test
    void constantsAreConstants() {
        for (long number : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 0xffff_ffffL}) {
            Scalar scalar = Scalar.constant(number);
            assertThat(scalar.isConstant()).isTrue();
            assertThat(scalar.isConstantHalf()).isTrue();
            assertThat(scalar.value()).isEqualTo(number);
            assertThat(scalar.isZero()).isEqualTo(number == 0);
            assertThat(scalar.allows(number)).isTrue();
            assertThat(scalar.isUnknown()).isFalse();
            assertThat(new Bounds(scalar).normalise()).isEqualTo(scalar);
        }
        assertThat(Scalar.UNKNOWN.isUnknown()).isTrue();
        assertThat(Scalar.UNKNOWN.isConstant()).isFalse();
        assertThat(Scalar.UNKNOWN.isConstantHalf()).isFalse();
        assertThat(Scalar.UNKNOWN.isZero()).isFalse();
    }

    @Test
    void loadsAreAsLongAsTheirBytes() {
        for (int bytes = 1; bytes < Long.BYTES; bytes++) {
            Scalar loaded = Scalar.loaded(bytes);
            assertThat(loaded.umax()).isEqualTo((1L << (8 * bytes)) - 1);
            assertThat(loaded.umin()).isZero();
        }
        assertThat(Scalar.loaded(Long.BYTES)).isEqualTo(Scalar.UNKNOWN);
    }

    @Test
    void signedRangeIsClosed() {
        Scalar range = Scalar.signedRange(-2, 1);
        assertThat(range.allows(-2)).isTrue();
        assertThat(range.allows(1)).isTrue();
        assertThat(range.allows(-3)).isFalse();
        assertThat(range.allows(2)).isFalse();
    }

    /** Each of the nine pieces, made smaller on its own. */
    @Test
    void containsWhatKnowsMoreInAnyPiece() {
        UnaryOperator<Bounds> none = bounds -> bounds;
        assertThat(BASE.contains(raw(none))).isTrue();
        int pieces = 0;
        for (UnaryOperator<Bounds> change : changes()) {
            Scalar narrower = raw(change);
            assertThat(BASE.contains(narrower)).as("piece " + pieces).isTrue();
            assertThat(narrower.contains(BASE)).as("piece " + pieces).isFalse();
            pieces++;
        }
        assertThat(pieces).isEqualTo(9);
    }

    private static Scalar raw(UnaryOperator<Bounds> change) {
        Bounds b = change.apply(new Bounds(BASE));
        return new Scalar(b.bits, b.umin, b.umax, b.smin, b.smax, b.u32min, b.u32max, b.s32min, b.s32max);
    }

    private static List<UnaryOperator<Bounds>> changes() {
        return List.of(
                bounds -> {
                    bounds.bits = new Tnum(1, 0xff_0000_fffeL);
                    return bounds;
                },
                bounds -> {
                    bounds.umin++;
                    return bounds;
                },
                bounds -> {
                    bounds.umax--;
                    return bounds;
                },
                bounds -> {
                    bounds.smin++;
                    return bounds;
                },
                bounds -> {
                    bounds.smax--;
                    return bounds;
                },
                bounds -> {
                    bounds.u32min++;
                    return bounds;
                },
                bounds -> {
                    bounds.u32max--;
                    return bounds;
                },
                bounds -> {
                    bounds.s32min++;
                    return bounds;
                },
                bounds -> {
                    bounds.s32max--;
                    return bounds;
                });
    }

    /** Each piece forbids a number on its own. */
    @Test
    void allowsWhatEveryPieceAllows() {
        Scalar any = Scalar.UNKNOWN;
        assertThat(raw(any, b -> b.bits = new Tnum(0, ~4L)).allows(4)).isFalse();
        assertThat(raw(any, b -> b.umin = 5).allows(4)).isFalse();
        assertThat(raw(any, b -> b.umin = 4).allows(4)).isTrue();
        assertThat(raw(any, b -> b.umax = 3).allows(4)).isFalse();
        assertThat(raw(any, b -> b.umax = 4).allows(4)).isTrue();
        assertThat(raw(any, b -> b.smin = 5).allows(4)).isFalse();
        assertThat(raw(any, b -> b.smin = 4).allows(4)).isTrue();
        assertThat(raw(any, b -> b.smax = 3).allows(4)).isFalse();
        assertThat(raw(any, b -> b.smax = 4).allows(4)).isTrue();
        assertThat(raw(any, b -> b.u32min = 5).allows(4)).isFalse();
        assertThat(raw(any, b -> b.u32min = 4).allows(4)).isTrue();
        assertThat(raw(any, b -> b.u32max = 3).allows(4)).isFalse();
        assertThat(raw(any, b -> b.u32max = 4).allows(4)).isTrue();
        assertThat(raw(any, b -> b.s32min = 5).allows(4)).isFalse();
        assertThat(raw(any, b -> b.s32min = 4).allows(4)).isTrue();
        assertThat(raw(any, b -> b.s32max = 3).allows(4)).isFalse();
        assertThat(raw(any, b -> b.s32max = 4).allows(4)).isTrue();
    }

    private static Scalar raw(Scalar from, Consumer<Bounds> change) {
        Bounds b = new Bounds(from);
        change.accept(b);
        return new Scalar(b.bits, b.umin, b.umax, b.smin, b.smax, b.u32min, b.u32max, b.s32min, b.s32max);
    }

    @Test
    void truncationKeepsARangeThatIsTheSameAbove() {
        assertThat(Scalar.signedRange(0x1205, 0x1209).truncate(1)).isEqualTo(Scalar.signedRange(5, 9));
        assertThat(Scalar.signedRange(0x1105, 0x1209).truncate(1)).isEqualTo(Scalar.loaded(1));
        assertThat(Scalar.constant(-1).truncate(4)).isEqualTo(Scalar.constant(0xffff_ffffL));
    }

    @Test
    void signExtensionKeepsARangeOnOneSide() {
        assertThat(Scalar.signedRange(0x1285, 0x1289).signExtend(8, false)).isEqualTo(Scalar.signedRange(-123, -119));
        assertThat(Scalar.signedRange(0x1275, 0x1285).signExtend(8, false)).isEqualTo(Scalar.signedRange(-128, 127));
        assertThat(Scalar.signedRange(0x1175, 0x1275).signExtend(8, false)).isEqualTo(Scalar.signedRange(-128, 127));
        assertThat(Scalar.signedRange(0x1285, 0x1289).signExtend(8, true))
                .isEqualTo(Scalar.signedRange(0xffff_ff85L, 0xffff_ff89L));
        assertThat(Scalar.UNKNOWN.signExtend(16, true).s32max()).isEqualTo(Short.MAX_VALUE);
        assertThat(Scalar.constant(0x80).signExtend(8, true)).isEqualTo(Scalar.constant(0xffff_ff80L));
    }

    @Test
    void constantWhoseRangesAreForgottenIsExtendedExactly() {
        Scalar forgotten = raw(Scalar.UNKNOWN, bounds -> bounds.bits = Tnum.constant(0x80));
        assertThat(forgotten.signExtend(8, false)).isEqualTo(Scalar.constant(-128));
        assertThat(forgotten.signExtend(8, true)).isEqualTo(Scalar.constant(0xffff_ff80L));
    }

    @Test
    void textSaysWhatIsKnown() {
        assertThat(Scalar.UNKNOWN).hasToString("any number");
        assertThat(Scalar.constant(-5)).hasToString("-5");
        assertThat(Scalar.loaded(1)).hasToString("0 to 255");
        assertThat(Scalar.signedRange(-3, 4)).hasToString("-3 to 4 signed");
        assertThat(Alu.apply(Alu.Operation.AND, false, Scalar.loaded(1), Scalar.constant(-2)))
                .hasToString("0 to 254, bits 0xfe of which 0xfe vary");
        assertThat(raw(Scalar.UNKNOWN, bounds -> bounds.clipUnsigned(3, -2)))
                .hasToString("3 to 18446744073709551614 unsigned");
        assertThat(raw(Scalar.UNKNOWN, bounds -> bounds.clipUnsigned(3, -1)))
                .hasToString("3 to 18446744073709551615 unsigned");
        assertThat(raw(Scalar.UNKNOWN, bounds -> bounds.clipUnsigned(0, -2)))
                .hasToString("0 to 18446744073709551614 unsigned");
        assertThat(raw(Scalar.UNKNOWN, bounds -> bounds.clipSigned(-3, Long.MAX_VALUE)))
                .hasToString("-3 to 9223372036854775807 signed");
        assertThat(raw(Scalar.UNKNOWN, bounds -> bounds.clipSigned(Long.MIN_VALUE, 4)))
                .hasToString("-9223372036854775808 to 4 signed");
        assertThat(raw(Scalar.UNKNOWN, bounds -> bounds.bits = new Tnum(1, 6)))
                .hasToString("bits 0x7 of which 0x6 vary");
        assertThat(raw(Scalar.UNKNOWN, bounds -> bounds.clipSignedHalf(-1, 3))).hasToString("any number");
    }

    @Test
    void scalarsAreEqualThatKnowTheSame() {
        Scalar one = new Scalar(new Tnum(0, 7), 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(new Scalar(new Tnum(0, 7), 1, 2, 3, 4, 5, 6, 7, 8))
                .isEqualTo(one)
                .hasSameHashCodeAs(one);
        assertThat(List.of(
                        new Scalar(new Tnum(8, 7), 1, 2, 3, 4, 5, 6, 7, 8),
                        new Scalar(new Tnum(0, 9), 1, 2, 3, 4, 5, 6, 7, 8),
                        new Scalar(new Tnum(0, 7), 9, 2, 3, 4, 5, 6, 7, 8),
                        new Scalar(new Tnum(0, 7), 1, 9, 3, 4, 5, 6, 7, 8),
                        new Scalar(new Tnum(0, 7), 1, 2, 9, 4, 5, 6, 7, 8),
                        new Scalar(new Tnum(0, 7), 1, 2, 3, 9, 5, 6, 7, 8),
                        new Scalar(new Tnum(0, 7), 1, 2, 3, 4, 9, 6, 7, 8),
                        new Scalar(new Tnum(0, 7), 1, 2, 3, 4, 5, 9, 7, 8),
                        new Scalar(new Tnum(0, 7), 1, 2, 3, 4, 5, 6, 9, 8),
                        new Scalar(new Tnum(0, 7), 1, 2, 3, 4, 5, 6, 7, 9)))
                .doesNotContain(one);
        assertThat(one).isNotEqualTo(null).isNotEqualTo("a scalar");
    }
}
