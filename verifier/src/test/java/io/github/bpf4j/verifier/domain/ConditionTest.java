package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.verifier.domain.Condition.Operands;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules A18 to A20 and A23 to A25 by example. */
class ConditionTest {
    private static final long[] NUMBERS = {0, 1, 2, -1, -2, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 32};

    private static Scalar otherwise(Condition condition, boolean is32, Scalar left, long right) {
        return condition.refine(is32, false, left, Scalar.constant(right)).left();
    }

    private static List<Long> unsignedOf(Scalar scalar) {
        return List.of(scalar.umin(), scalar.umax());
    }

    @ParameterizedTest
    @EnumSource
    void oppositeHoldsWhereThisDoesNot(Condition condition) {
        Condition opposite = condition.opposite();
        assertThat(opposite == null).isEqualTo(condition == Condition.SET);
        for (long left : NUMBERS) {
            for (long right : NUMBERS) {
                boolean holds = Concrete.holds(condition, false, left, right);
                assertThat(Concrete.holds(condition.swapped(), false, right, left))
                        .isEqualTo(holds);
                if (opposite != null) {
                    assertThat(Concrete.holds(opposite, false, left, right)).isNotEqualTo(holds);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void constantsDecide(Condition condition) {
        for (boolean is32 : new boolean[] {false, true}) {
            for (long left : NUMBERS) {
                for (long right : NUMBERS) {
                    assertThat(condition.decide(is32, Scalar.constant(left), Scalar.constant(right)))
                            .isEqualTo(Concrete.holds(condition, is32, left, right));
                }
            }
        }
    }

    @Test
    void equalRangesDoNotDecideEquality() {
        Scalar range = Scalar.signedRange(3, 4);
        assertThat(Condition.EQ.decide(false, range, range)).isNull();
        assertThat(Condition.NE.decide(false, range, Scalar.signedRange(5, 6))).isTrue();
    }

    /** Only one of the four ranges tells the two apart. */
    @Test
    void anyDisjointRangesDecideEquality() {
        long sign = Long.MIN_VALUE;
        int half = Integer.MIN_VALUE;
        checkDisjoint(of(b -> b.clipUnsigned(3, sign + 5)), of(b -> b.clipUnsigned(sign + 6, -3)), false);
        checkDisjoint(of(b -> b.clipSigned(-(1L << 40), 5)), of(b -> b.clipSigned(6, 1L << 40)), false);
        checkDisjoint(of(b -> b.clipUnsignedHalf(3, half + 5)), of(b -> b.clipUnsignedHalf(half + 6, -3)), true);
        checkDisjoint(of(b -> b.clipSignedHalf(-(1 << 20), 5)), of(b -> b.clipSignedHalf(6, 1 << 20)), true);
    }

    private static void checkDisjoint(Scalar left, Scalar right, boolean inHalves) {
        for (boolean is32 : new boolean[] {false, true}) {
            Boolean equal = is32 && !inHalves ? null : Boolean.FALSE;
            assertThat(Condition.EQ.decide(is32, left, right)).isEqualTo(equal);
            assertThat(Condition.EQ.decide(is32, right, left)).isEqualTo(equal);
        }
    }

    private static Scalar of(Consumer<Bounds> known) {
        Bounds bounds = new Bounds();
        known.accept(bounds);
        return bounds.normalise();
    }

    @Test
    void equalNumbersShareRangesAndBits() {
        long sign = Long.MIN_VALUE;
        Operands unsigned = Condition.EQ.refine(
                false, true, of(b -> b.clipUnsigned(3, sign + 20)), of(b -> b.clipUnsigned(1, sign + 9)));
        assertThat(unsignedOf(unsigned.left())).containsExactly(3L, sign + 9);
        assertThat(unsignedOf(unsigned.right())).containsExactly(3L, sign + 9);
        Operands signed = Condition.EQ.refine(false, true, Scalar.signedRange(-5, 100), Scalar.signedRange(-50, 9));
        assertThat(signed).isEqualTo(new Operands(Scalar.signedRange(-5, 9), Scalar.signedRange(-5, 9)));
    }

    @Test
    void equalHalvesShareRangesAndBits() {
        int sign = Integer.MIN_VALUE;
        Operands signed =
                Condition.EQ.refine(true, true, of(b -> b.clipSignedHalf(-5, 100)), of(b -> b.clipSignedHalf(-50, 9)));
        assertThat(signed).isEqualTo(new Operands(of(b -> b.clipSignedHalf(-5, 9)), of(b -> b.clipSignedHalf(-5, 9))));
        Operands unsigned = Condition.EQ.refine(
                true, true, of(b -> b.clipUnsignedHalf(3, sign + 20)), of(b -> b.clipUnsignedHalf(1, sign + 9)));
        Scalar shared = of(b -> b.clipUnsignedHalf(3, sign + 9));
        assertThat(unsigned).isEqualTo(new Operands(shared, shared));
        Scalar holes = of(b -> b.bits = new Tnum(0, 0x11));
        Scalar low = of(b -> b.bits = new Tnum(0, 0xffff_ffff_0000_0011L));
        assertThat(Condition.EQ.refine(true, true, holes, Scalar.UNKNOWN)).isEqualTo(new Operands(holes, low));
        assertThat(Condition.EQ.refine(true, true, Scalar.UNKNOWN, holes)).isEqualTo(new Operands(low, holes));
    }

    /** Each end of each range, of the left and of the right operand. */
    @Test
    void unequalConstantMovesAnEnd() {
        long sign = Long.MIN_VALUE;
        int half = Integer.MIN_VALUE;
        checkExcluded(false, 3, b -> b.clipUnsigned(3, sign + 9), b -> b.clipUnsigned(4, sign + 9));
        checkExcluded(false, sign + 9, b -> b.clipUnsigned(3, sign + 9), b -> b.clipUnsigned(3, sign + 8));
        checkExcluded(false, -5, b -> b.clipSigned(-5, 9), b -> b.clipSigned(-4, 9));
        checkExcluded(false, 9, b -> b.clipSigned(-5, 9), b -> b.clipSigned(-5, 8));
        checkExcluded(true, 3, b -> b.clipUnsignedHalf(3, half + 9), b -> b.clipUnsignedHalf(4, half + 9));
        checkExcluded(true, half + 9, b -> b.clipUnsignedHalf(3, half + 9), b -> b.clipUnsignedHalf(3, half + 8));
        checkExcluded(true, -5, b -> b.clipSignedHalf(-5, 9), b -> b.clipSignedHalf(-4, 9));
        checkExcluded(true, 9, b -> b.clipSignedHalf(-5, 9), b -> b.clipSignedHalf(-5, 8));
    }

    private static void checkExcluded(boolean is32, long number, Consumer<Bounds> before, Consumer<Bounds> after) {
        // Of the constant only the part that is compared is known.
        Scalar constant = is32 ? of(b -> b.clipUnsignedHalf((int) number, (int) number)) : Scalar.constant(number);
        assertThat(Condition.NE.refine(is32, true, of(before), constant)).isEqualTo(new Operands(of(after), constant));
        assertThat(Condition.NE.refine(is32, true, constant, of(before))).isEqualTo(new Operands(constant, of(after)));
    }

    @Test
    void bitTestNeedsAConstant() {
        Scalar odd = Alu.apply(Alu.Operation.OR, false, Scalar.UNKNOWN, Scalar.constant(1));
        assertThat(Condition.SET.decide(false, odd, Scalar.constant(3))).isTrue();
        assertThat(Condition.SET.decide(true, Scalar.constant(3), odd)).isTrue();
        assertThat(Condition.SET.decide(false, odd, odd)).isNull();
        assertThat(Condition.SET.decide(false, Scalar.loaded(1), Scalar.constant(0x100)))
                .isFalse();
        assertThat(Condition.SET.decide(false, Scalar.loaded(1), Scalar.constant(0x80)))
                .isNull();
    }

    /** A23. */
    @Test
    void signedLimitAloneLeavesNegatives() {
        Scalar limited = otherwise(Condition.SGT, false, Scalar.UNKNOWN, 63);
        assertThat(unsignedOf(limited)).containsExactly(0L, -1L);
        assertThat(unsignedOf(otherwise(Condition.SLT, false, limited, 0))).containsExactly(0L, 63L);
    }

    /** A24. */
    @Test
    void comparisonOfHalvesSaysNothingOfTheUpperOne() {
        Scalar limited = otherwise(Condition.GT, true, Scalar.UNKNOWN, 63);
        assertThat(unsignedOf(limited)).containsExactly(0L, 0xffff_ffff_0000_003fL);
        assertThat(unsignedOf(limited.truncate(4))).containsExactly(0L, 63L);
    }

    /** A25. */
    @Test
    void endOfARangeIsExcluded() {
        Scalar masked = Alu.apply(Alu.Operation.AND, false, Scalar.UNKNOWN, Scalar.constant(127));
        Scalar to64 = otherwise(Condition.GT, false, masked, 64);
        assertThat(unsignedOf(otherwise(Condition.EQ, false, to64, 64))).containsExactly(0L, 63L);
        Scalar to65 = otherwise(Condition.GT, false, masked, 65);
        assertThat(unsignedOf(otherwise(Condition.EQ, false, to65, 64))).containsExactly(0L, 65L);
        assertThat(unsignedOf(otherwise(Condition.EQ, false, to65, 0))).containsExactly(1L, 65L);
    }

    @Test
    void bitsThatAreNotSetAreKnown() {
        assertThat(unsignedOf(otherwise(Condition.SET, false, Scalar.UNKNOWN, -64)))
                .containsExactly(0L, 63L);
    }

    @Test
    void oneBitThatIsSetIsKnownAndSeveralAreNot() {
        Operands one = Condition.SET.refine(false, true, Scalar.UNKNOWN, Scalar.constant(8));
        assertThat(one.left().bits()).isEqualTo(new Tnum(8, ~8L));
        Operands several = Condition.SET.refine(false, true, Scalar.UNKNOWN, Scalar.constant(24));
        assertThat(several.left()).isEqualTo(Scalar.UNKNOWN);
        Operands left = Condition.SET.refine(true, true, Scalar.constant(8), Scalar.UNKNOWN);
        assertThat(left.right().bits()).isEqualTo(new Tnum(8, ~8L));
    }

    @Test
    void bothOperandsLearn() {
        Operands less = Condition.LT.refine(false, true, Scalar.loaded(1), Scalar.loaded(1));
        assertThat(unsignedOf(less.left())).containsExactly(0L, 254L);
        assertThat(unsignedOf(less.right())).containsExactly(1L, 255L);
        Operands equal = Condition.EQ.refine(false, true, Scalar.loaded(2), Scalar.loaded(1));
        assertThat(equal.left()).isEqualTo(equal.right()).isEqualTo(Scalar.loaded(1));
    }

    @Test
    void unequalNumbersWithoutAConstantTellNothing() {
        Operands unequal = Condition.EQ.refine(false, false, Scalar.loaded(2), Scalar.loaded(1));
        assertThat(unequal).isEqualTo(new Operands(Scalar.loaded(2), Scalar.loaded(1)));
    }

    @Test
    void contradictionForgetsTheRanges() {
        Operands never = Condition.EQ.refine(false, true, Scalar.loaded(1), Scalar.constant(256));
        assertThat(Soundness.areRangesForgotten(never.left())).isTrue();
        assertThat(Soundness.isUsable(never.right())).isTrue();
    }
}
