package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rules A3 to A7, one example for each direction. */
class BoundsTest {
    private static Scalar of(Consumer<Bounds> known) {
        Bounds bounds = new Bounds();
        known.accept(bounds);
        return bounds.normalise();
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(of(bounds -> {}))
                .isEqualTo(new Scalar(
                        Tnum.UNKNOWN,
                        0,
                        -1,
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        0,
                        -1,
                        Integer.MIN_VALUE,
                        Integer.MAX_VALUE));
    }

    @Test
    void bitsGiveAllRanges() {
        Scalar scalar = of(bounds -> bounds.bits = new Tnum(0x10, 0x8000_0000_8000_0001L));
        assertThat(scalar)
                .isEqualTo(new Scalar(
                        new Tnum(0x10, 0x8000_0000_8000_0001L),
                        0x10,
                        0x8000_0000_8000_0011L,
                        Long.MIN_VALUE + 0x10,
                        0x8000_0011L,
                        0x10,
                        0x8000_0011,
                        Integer.MIN_VALUE + 0x10,
                        0x11));
    }

    @Test
    void unsignedRangeBelowTheSignGivesAllElse() {
        assertThat(of(bounds -> bounds.clipUnsigned(3, 9)))
                .isEqualTo(new Scalar(new Tnum(0, 15), 3, 9, 3, 9, 3, 9, 3, 9));
    }

    @Test
    void unsignedRangeAboveTheSignGivesNegatives() {
        assertThat(of(bounds -> bounds.clipUnsigned(-9, -3)))
                .isEqualTo(new Scalar(new Tnum(-16, 15), -9, -3, -9, -3, -9, -3, -9, -3));
    }

    @Test
    void signedRangeOnOneSideGivesTheUnsignedOne() {
        assertThat(of(bounds -> bounds.clipSigned(-9, -3))).isEqualTo(of(bounds -> bounds.clipUnsigned(-9, -3)));
        assertThat(of(bounds -> bounds.clipSigned(3, 9))).isEqualTo(of(bounds -> bounds.clipUnsigned(3, 9)));
    }

    @Test
    void signedRangeThatCrossesZeroTakesTheHalfThatTheUnsignedOneMeets() {
        Scalar low = of(bounds -> {
            bounds.clipSigned(-5, 1L << 40);
            bounds.clipUnsigned(7, -6);
        });
        assertThat(low.smin()).isEqualTo(7);
        assertThat(low.umax()).isEqualTo(1L << 40);
        Scalar high = of(bounds -> {
            bounds.clipSigned(-(1L << 40), 5);
            bounds.clipUnsigned(6, -7);
        });
        assertThat(high.smax()).isEqualTo(-7);
        assertThat(high.umin()).isEqualTo(-(1L << 40));
    }

    @Test
    void signedRangeThatCrossesZeroKeepsBothHalvesThatAreMet() {
        Scalar both = of(bounds -> {
            bounds.clipSigned(-5, 5);
            bounds.clipUnsigned(5, -5);
        });
        assertThat(List.of(both.smin(), both.smax(), both.umin(), both.umax())).containsExactly(-5L, 5L, 5L, -5L);
    }

    @Test
    void wholeInOneUpperHalfGivesTheLowHalf() {
        Scalar scalar = of(bounds -> bounds.clipUnsigned(0x5_0000_0003L, 0x5_0000_0009L));
        assertThat(List.of(scalar.u32min(), scalar.u32max(), scalar.s32min(), scalar.s32max()))
                .containsExactly(3, 9, 3, 9);
    }

    @Test
    void wholeAcrossOneUpperHalfGivesTheSignedLowHalf() {
        Scalar scalar = of(bounds -> bounds.clipUnsigned(0x5_ffff_fffdL, 0x6_0000_0009L));
        assertThat(List.of(scalar.u32min(), scalar.u32max(), scalar.s32min(), scalar.s32max()))
                .containsExactly(0, -1, -3, 9);
    }

    @Test
    void lowHalfTightensTheWhole() {
        Scalar scalar = of(bounds -> {
            bounds.clipUnsigned(0x5_0000_0000L, 0x7_ffff_ffffL);
            bounds.clipUnsignedHalf(3, 9);
        });
        assertThat(List.of(scalar.umin(), scalar.umax())).containsExactly(0x5_0000_0003L, 0x7_0000_0009L);
    }

    @Test
    void wholeIsTheLowHalfIfThatIsNotNegativeAndTheWholeFits() {
        Scalar scalar = of(bounds -> {
            bounds.clipSigned(Integer.MIN_VALUE, Integer.MAX_VALUE);
            bounds.clipSignedHalf(3, 9);
        });
        assertThat(scalar).isEqualTo(of(bounds -> bounds.clipUnsigned(3, 9)));
        Scalar wider = of(bounds -> {
            bounds.clipSigned(-(1L << 33), Integer.MAX_VALUE);
            bounds.clipSignedHalf(3, 9);
        });
        assertThat(List.of(wider.smin(), wider.smax())).containsExactly(-(1L << 33) + 3, 9L);
    }

    /** Linux 6.12 loses the 16: the half has been found from the unsigned range alone (measured). */
    @Test
    void wholeIsTheLowHalfEvenIfItWasNarrower() {
        Scalar scalar = of(bounds -> {
            bounds.clipSigned(Long.MIN_VALUE, 16);
            bounds.clipUnsigned(0, 100);
        });
        assertThat(scalar).isEqualTo(of(bounds -> bounds.clipUnsigned(0, 100)));
    }

    @Test
    void contradictionsForgetTheRanges() {
        List<Consumer<Bounds>> contradictions = List.of(
                bounds -> bounds.clipUnsigned(4, 3),
                bounds -> bounds.clipUnsigned(-3, -4),
                bounds -> bounds.clipSigned(4, 3),
                bounds -> bounds.clipSigned(-3, -4),
                bounds -> bounds.clipSigned(1L << 40, -(1L << 40)),
                bounds -> bounds.clipUnsignedHalf(4, 3),
                bounds -> bounds.clipUnsignedHalf(-3, -4),
                bounds -> bounds.clipSignedHalf(4, 3),
                bounds -> bounds.clipSignedHalf(-3, -4),
                bounds -> bounds.clipSignedHalf(1 << 30, -(1 << 30)));
        for (int i = 0; i < contradictions.size(); i++) {
            Scalar scalar = of(contradictions.get(i));
            assertThat(Soundness.areRangesForgotten(scalar))
                    .as("contradiction " + i)
                    .isTrue();
        }
    }

    @Test
    void contradictionsKeepTheBits() {
        Scalar scalar = of(bounds -> {
            bounds.bits = Tnum.constant(1L << 37);
            bounds.clipUnsigned(0, 15);
        });
        assertThat(Soundness.areRangesForgotten(scalar)).isTrue();
        assertThat(scalar.bits()).isEqualTo(Tnum.constant(1L << 37));
    }

    @Test
    void copiesWhatAScalarSays() {
        Scalar scalar = of(bounds -> {
            bounds.clipSigned(-500, 70_000);
            bounds.bits = new Tnum(1, -6);
        });
        assertThat(new Bounds(scalar).normalise()).isEqualTo(scalar);
    }
}
