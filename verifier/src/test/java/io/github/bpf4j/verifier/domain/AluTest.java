package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.verifier.domain.Alu.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of verifier spec 1.2, by its edges. */
class AluTest {
    private static final List<Long> NUMBERS = List.of(
            0L,
            1L,
            -1L,
            2L,
            -2L,
            31L,
            32L,
            63L,
            64L,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            1L << 31,
            (1L << 31) - 1,
            (1L << 31) + 1,
            -(1L << 31),
            1L << 32,
            (1L << 32) - 1,
            (1L << 32) + 1);

    private static final Scalar SMALL = unsigned(2, 3);

    private static Scalar unsigned(long min, long max) {
        Bounds bounds = new Bounds();
        bounds.clipUnsigned(min, max);
        return bounds.normalise();
    }

    private static List<Long> rangesOf(Scalar scalar) {
        return List.of(scalar.umin(), scalar.umax(), scalar.smin(), scalar.smax());
    }

    @ParameterizedTest
    @EnumSource
    void constantsGiveConstants(Operation operation) {
        for (long left : NUMBERS) {
            for (long right : NUMBERS) {
                for (boolean is32 : new boolean[] {false, true}) {
                    boolean isUnknown = operation.name().endsWith("SH") && (right < 0 || right >= (is32 ? 32 : 64));
                    assertThat(Alu.apply(operation, is32, Scalar.constant(left), Scalar.constant(right)))
                            .isEqualTo(
                                    isUnknown
                                            ? Scalar.UNKNOWN
                                            : Scalar.constant(Concrete.apply(operation, is32, left, right)));
                }
            }
        }
    }

    @Test
    void sumIsExactUntilAnEndOverflows() {
        assertThat(rangesOf(Alu.apply(Operation.ADD, false, unsigned(3, 10), unsigned(5, 20))))
                .containsExactly(8L, 30L, 8L, 30L);
        assertThat(rangesOf(Alu.apply(Operation.ADD, false, Scalar.signedRange(-3, 10), Scalar.signedRange(-5, 20))))
                .containsExactly(0L, -1L, -8L, 30L);
        assertThat(rangesOf(Alu.apply(Operation.ADD, false, unsigned(3, -10), unsigned(0, 9))))
                .containsExactly(3L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(rangesOf(Alu.apply(Operation.ADD, false, unsigned(3, -10), Scalar.ZERO)))
                .containsExactly(3L, -10L, Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(rangesOf(Alu.apply(Operation.ADD, false, unsigned(3, -10), unsigned(0, 10))))
                .containsExactly(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Test
    void differenceIsExactUntilAnEndOverflows() {
        assertThat(rangesOf(Alu.apply(Operation.SUB, false, unsigned(20, 30), unsigned(5, 20))))
                .containsExactly(0L, 25L, 0L, 25L);
        assertThat(rangesOf(Alu.apply(Operation.SUB, false, unsigned(20, 30), unsigned(5, 21))))
                .containsExactly(0L, -1L, -1L, 25L);
        Scalar acrossTheSign = unsigned(Long.MAX_VALUE - 2, Long.MIN_VALUE);
        assertThat(rangesOf(
                        Alu.apply(Operation.SUB, false, unsigned(Long.MIN_VALUE, Long.MIN_VALUE + 5), acrossTheSign)))
                .containsExactly(0L, 8L, 0L, 8L);
    }

    @Test
    void halvesAreExactUntilTheirEndsOverflow() {
        Scalar negative = half(-(1 << 30), -5);
        Scalar least = Alu.apply(Operation.ADD, true, negative, negative);
        assertThat(List.of(least.s32min(), least.s32max())).containsExactly(Integer.MIN_VALUE, -10);
        Scalar less = Alu.apply(Operation.ADD, true, negative, half(-(1 << 30) - 1, -5));
        assertThat(List.of(less.s32min(), less.s32max())).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
        Scalar most = Alu.apply(Operation.ADD, true, half(-2, (1 << 30) - 1), half(-2, 1 << 30));
        assertThat(List.of(most.s32min(), most.s32max())).containsExactly(-4, Integer.MAX_VALUE);
        Scalar more = Alu.apply(Operation.ADD, true, half(-2, 1 << 30), half(-2, 1 << 30));
        assertThat(List.of(more.s32min(), more.s32max())).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Test
    void unsignedHalvesAreExactUntilTheirEndsOverflow() {
        Scalar most = Alu.apply(Operation.ADD, true, unsigned(3, 0xffff_fff0L), unsigned(0, 15));
        assertThat(List.of(most.umin(), most.umax())).containsExactly(3L, 0xffff_ffffL);
        Scalar more = Alu.apply(Operation.ADD, true, unsigned(3, 0xffff_fff0L), unsigned(0, 16));
        assertThat(List.of(more.umin(), more.umax())).containsExactly(0L, 0xffff_ffffL);
        Scalar left = unsigned(0x8000_0000L, 0x8000_0005L);
        Scalar least = Alu.apply(Operation.SUB, true, left, unsigned(0x7fff_fffdL, 0x8000_0000L));
        assertThat(List.of(least.umin(), least.umax())).containsExactly(0L, 8L);
        Scalar less = Alu.apply(Operation.SUB, true, left, unsigned(0x7fff_fffdL, 0x8000_0001L));
        assertThat(List.of(less.umin(), less.umax())).containsExactly(0L, 0xffff_ffffL);
    }

    private static Scalar half(int min, int max) {
        Bounds bounds = new Bounds();
        bounds.clipSignedHalf(min, max);
        return bounds.normalise();
    }

    @Test
    void productIsExactBelowTheLimitOfItsFactors() {
        long limit = 0xffff_ffffL;
        for (boolean isLeft : new boolean[] {false, true}) {
            Scalar most = unsigned(4, limit);
            assertThat(rangesOf(Alu.apply(Operation.MUL, false, isLeft ? most : SMALL, isLeft ? SMALL : most)))
                    .containsExactly(8L, 3 * limit, 8L, 3 * limit);
            Scalar more = unsigned(4, limit + 1);
            assertThat(rangesOf(Alu.apply(Operation.MUL, false, isLeft ? more : SMALL, isLeft ? SMALL : more)))
                    .containsExactly(0L, 0x7_ffff_ffffL, 0L, 0x7_ffff_ffffL);
        }
        Scalar square = Alu.apply(Operation.MUL, false, unsigned(limit - 1, limit), unsigned(limit - 1, limit));
        assertThat(square.smin()).isEqualTo((limit - 1) * (limit - 1));
    }

    @Test
    void productOfHalvesIsExactBelowTheLimitOfItsFactors() {
        for (boolean isLeft : new boolean[] {false, true}) {
            Scalar most = unsigned(4, 0xffff);
            Scalar half = Alu.apply(Operation.MUL, true, isLeft ? most : SMALL, isLeft ? SMALL : most);
            assertThat(List.of(half.umin(), half.umax())).containsExactly(8L, 3L * 0xffff);
            Scalar more = unsigned(4, 0x1_0000);
            Scalar over = Alu.apply(Operation.MUL, true, isLeft ? more : SMALL, isLeft ? SMALL : more);
            assertThat(List.of(over.umin(), over.umax())).containsExactly(0L, 0x7_ffffL);
        }
    }

    @Test
    void productOfNegativeConstantsIsExact() {
        assertThat(Alu.apply(Operation.MUL, false, Scalar.constant(-2), Scalar.constant(-2)))
                .isEqualTo(Scalar.constant(4));
    }

    @Test
    void maskGivesARange() {
        assertThat(rangesOf(Alu.apply(Operation.AND, false, Scalar.UNKNOWN, Scalar.constant(63))))
                .containsExactly(0L, 63L, 0L, 63L);
    }

    @Test
    void leftShiftIsExactUpToItsLimit() {
        long limit = 1L << 59;
        assertThat(Alu.apply(Operation.LSH, false, unsigned(1, limit), Scalar.constant(4))
                        .umax())
                .isEqualTo(limit << 4);
        assertThat(Alu.apply(Operation.LSH, false, unsigned(1, limit + 1), Scalar.constant(4))
                        .umin())
                .isZero();
    }

    @Test
    void leftShiftOfAHalfIsExactUpToItsLimit() {
        int limit = 1 << 27;
        for (boolean is32 : new boolean[] {false, true}) {
            Scalar most = Alu.apply(Operation.LSH, is32, unsigned(1, limit), Scalar.constant(4));
            assertThat(List.of(most.u32min(), most.u32max())).containsExactly(16, limit << 4);
            Scalar more = Alu.apply(Operation.LSH, is32, unsigned(1, limit + 1), Scalar.constant(4));
            assertThat(more.u32max()).isEqualTo(is32 ? -16 : limit + 1 << 4);
        }
    }

    @Test
    void pairOfShiftsExtendsTheSign() {
        Bounds bounds = new Bounds();
        bounds.clipSignedHalf(-7, 9);
        Scalar shifted = Alu.apply(Operation.LSH, false, bounds.normalise(), Scalar.constant(32));
        assertThat(Alu.apply(Operation.ARSH, false, shifted, Scalar.constant(32)))
                .isEqualTo(Scalar.signedRange(-7, 9));
    }

    @Test
    void shiftByWhatIsNotOneCountIsUnknown() {
        for (boolean is32 : new boolean[] {false, true}) {
            for (Operation shift : List.of(Operation.LSH, Operation.RSH, Operation.ARSH)) {
                assertThat(Alu.apply(shift, is32, Scalar.constant(1), unsigned(1, 2)))
                        .isEqualTo(Scalar.UNKNOWN);
            }
        }
        Bounds count = new Bounds();
        count.bits = new Tnum(3, 0xffff_ffff_0000_0000L);
        Scalar low = count.normalise();
        assertThat(Alu.apply(Operation.LSH, true, Scalar.constant(1), low)).isEqualTo(Scalar.UNKNOWN);
        assertThat(Alu.apply(Operation.LSH, true, Scalar.constant(1), Scalar.constant(0x1_0000_0003L)))
                .isEqualTo(Scalar.UNKNOWN);
        assertThat(Alu.apply(Operation.LSH, false, Scalar.constant(1), low)).isEqualTo(Scalar.UNKNOWN);
    }

    @Test
    void half32IsFollowedByZeros() {
        assertThat(rangesOf(Alu.apply(Operation.ADD, true, Scalar.UNKNOWN, Scalar.UNKNOWN)))
                .containsExactly(0L, 0xffff_ffffL, 0L, 0xffff_ffffL);
        assertThat(Alu.apply(Operation.ADD, true, Scalar.constant(-1), Scalar.ZERO))
                .isEqualTo(Scalar.constant(0xffff_ffffL));
    }

    @Test
    void registerLessItselfIsUnknown() {
        assertThat(Alu.apply(Operation.SUB, false, Scalar.UNKNOWN, Scalar.UNKNOWN))
                .isEqualTo(Scalar.UNKNOWN);
        assertThat(Alu.apply(Operation.XOR, false, Scalar.UNKNOWN, Scalar.UNKNOWN))
                .isEqualTo(Scalar.UNKNOWN);
    }
}
