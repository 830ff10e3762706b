package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All tristate numbers of small windows at telling places: every result is true, and the best there is where it can be. */
class TnumProofTest {
    private static final int WIDTH = 4;

    /** A window's place, and what is around it. */
    record Window(int position, long background) {
        List<Tnum> tnums(int width) {
            return Universe.windowTnums(width, position, background);
        }
    }

    static List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        for (int position : new int[] {0, 30, 60}) {
            for (long background :
                    new long[] {0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}) {
                windows.add(new Window(position, background));
            }
        }
        return windows;
    }

    private static Tnum best(long all, long any) {
        return new Tnum(all, all ^ any);
    }

    /** The best tristate number of all results. */
    private static Tnum best(Tnum left, Tnum right, LongBinaryOperator concrete) {
        long all = -1;
        long any = 0;
        for (long a : Universe.membersOf(left)) {
            for (long b : Universe.membersOf(right)) {
                long result = concrete.applyAsLong(a, b);
                all &= result;
                any |= result;
            }
        }
        return best(all, any);
    }

    record Binary(String name, BinaryOperator<Tnum> tristate, LongBinaryOperator concrete) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Binary> optimal() {
        return List.of(
                new Binary("add", Tnum::add, Long::sum),
                new Binary("subtract", Tnum::subtract, (a, b) -> a - b),
                new Binary("and", Tnum::and, (a, b) -> a & b),
                new Binary("or", Tnum::or, (a, b) -> a | b),
                new Binary("xor", Tnum::xor, (a, b) -> a ^ b));
    }

    @ParameterizedTest
    @MethodSource("optimal")
    void isTheBestOfAllPairsInOneWindow(Binary operation) {
        for (Window window : windows()) {
            check(operation, window.tnums(WIDTH), window.tnums(WIDTH));
        }
    }

    @ParameterizedTest
    @MethodSource("optimal")
    void isTheBestOfAllPairsInTwoWindows(Binary operation) {
        for (Window left : windows()) {
            for (Window right : windows()) {
                check(operation, left.tnums(2), right.tnums(2));
            }
        }
    }

    private static void check(Binary operation, List<Tnum> lefts, List<Tnum> rights) {
        for (Tnum left : lefts) {
            for (Tnum right : rights) {
                Tnum result = operation.tristate.apply(left, right);
                Tnum best = best(left, right, operation.concrete);
                if (!result.equals(best)) {
                    throw new AssertionError("%s %s %s is %s, not %s".formatted(left, operation, right, result, best));
                }
            }
        }
    }

    /** The reference that the paper starts from: one partial product for each bit, added up. */
    private static Tnum longMultiply(Tnum left, Tnum right) {
        Tnum product = Tnum.constant(0);
        for (int i = 0; i < Long.SIZE; i++) {
            Tnum shifted = right.shiftLeft(i);
            if ((left.value() >>> i & 1) != 0) {
                product = product.add(shifted);
            } else if ((left.mask() >>> i & 1) != 0) {
                product = product.add(new Tnum(0, shifted.value() | shifted.mask()));
            }
        }
        return product;
    }

    @ParameterizedTest
    @MethodSource("windows")
    void productsAreTrue(Window window) {
        for (Tnum left : window.tnums(WIDTH)) {
            for (Tnum right : window.tnums(WIDTH)) {
                checkProduct(left, right);
            }
            for (Tnum right : Universe.windowTnums(WIDTH, 0, 0)) {
                checkProduct(left, right);
                checkProduct(right, left);
            }
        }
    }

    private static void checkProduct(Tnum left, Tnum right) {
        Tnum product = left.multiply(right);
        Tnum best = best(left, right, (a, b) -> a * b);
        if (!product.contains(best) || (product.value() & product.mask()) != 0) {
            throw new AssertionError("%s times %s is %s, not %s".formatted(left, right, product, best));
        }
        if (left.isConstant() && right.isConstant() && !product.isConstant()) {
            throw new AssertionError("%s times %s is %s".formatted(left, right, product));
        }
    }

    @Test
    void rangesGiveTheBitsThatAllHaveInCommon() {
        for (Window window : windows()) {
            long[] numbers = Universe.windowNumbers(5, Math.min(window.position, 59), window.background);
            for (long min : numbers) {
                for (long max : numbers) {
                    if (Long.compareUnsigned(min, max) <= 0) {
                        checkRange(min, max);
                    }
                }
            }
        }
    }

    private static void checkRange(long min, long max) {
        // The first bit in which the ends differ is met in both values, and so are all below it.
        long differ = min ^ max;
        long mask = 0;
        for (int i = 0; i < Long.SIZE; i++) {
            mask |= differ >>> i != 0 ? 1L << i : 0;
        }
        assertThat(Tnum.range(min, max)).isEqualTo(new Tnum(min & ~mask, mask));
    }

    @Test
    void rangesAreTheBestOfTheirNumbers() {
        for (long border : new long[] {8, 1L << 31, 1L << 32, Long.MIN_VALUE}) {
            for (long min = border - 8; min != border + 8; min++) {
                long all = -1;
                long any = 0;
                for (long max = min; max != border + 8; max++) {
                    all &= max;
                    any |= max;
                    assertThat(Tnum.range(min, max)).isEqualTo(best(all, any));
                }
            }
        }
    }

    @Test
    void shiftsAndTruncationsAreTheBest() {
        for (Window window : windows()) {
            for (Tnum tnum : window.tnums(WIDTH)) {
                for (int count = 0; count < Long.SIZE; count++) {
                    Tnum shift = Tnum.constant(count);
                    assertThat(tnum.shiftLeft(count)).isEqualTo(best(tnum, shift, (a, b) -> a << b));
                    assertThat(tnum.shiftRight(count)).isEqualTo(best(tnum, shift, (a, b) -> a >>> b));
                    assertThat(tnum.shiftRightSigned(count)).isEqualTo(best(tnum, shift, (a, b) -> a >> b));
                }
                for (int bytes = 1; bytes <= Long.BYTES; bytes++) {
                    assertThat(tnum.truncate(bytes))
                            .isEqualTo(best(tnum, Tnum.constant(bytes), (a, b) -> Concrete.truncate(a, (int) b)));
                }
                assertThat(tnum.low()).isEqualTo(tnum.truncate(4));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("windows")
    void relationsAndIntersectionAreThoseOfTheSets(Window window) {
        List<Tnum> tnums = window.tnums(3);
        for (Tnum left : tnums) {
            long[] members = Universe.membersOf(left);
            for (Tnum right : tnums) {
                long all = -1;
                long any = 0;
                int shared = 0;
                for (long member : members) {
                    boolean inRight = Arrays.stream(Universe.membersOf(right)).anyMatch(number -> number == member);
                    assertThat(right.containsNumber(member)).isEqualTo(inRight);
                    if (inRight) {
                        all &= member;
                        any |= member;
                        shared++;
                    }
                }
                assertThat(left.conflictsWith(right)).isEqualTo(shared == 0);
                assertThat(right.contains(left)).isEqualTo(shared == members.length);
                Tnum both = left.intersect(right);
                assertThat(both.value() & both.mask()).isZero();
                if (shared > 0) {
                    assertThat(both).isEqualTo(best(all, any));
                }
            }
        }
    }

    @Test
    void halvesAreExchanged() {
        for (Tnum tnum : new Window(30, 0x5555_5555_5555_5555L).tnums(WIDTH)) {
            for (Tnum low : new Window(29, 0x2222_2222L).tnums(3)) {
                Tnum both = tnum.withLow(low);
                assertThat(both.low()).isEqualTo(low);
                assertThat(both.shiftRight(32)).isEqualTo(tnum.shiftRight(32));
            }
        }
    }

    @Test
    void alignmentIsThatOfAllNumbers() {
        for (Tnum tnum : new Window(0, 0).tnums(5)) {
            for (long size = 1; size <= 32; size <<= 1) {
                long multiple = size;
                boolean all = Arrays.stream(Universe.membersOf(tnum)).allMatch(n -> n % multiple == 0);
                assertThat(tnum.isAligned(size)).isEqualTo(all);
            }
        }
    }

    /** As often the best at all as the published algorithm in a public comparison: 202444 of the pairs of 6 bits. */
    @Test
    void productsAreAsPreciseAsThePublishedOnes() {
        int best = 0;
        List<Tnum> tnums = Universe.windowTnums(6, 0, 0);
        for (Tnum left : tnums) {
            for (Tnum right : tnums) {
                best += left.multiply(right).equals(best(left, right, (a, b) -> a * b)) ? 1 : 0;
            }
        }
        assertThat(best).isEqualTo(202_444);
    }

    /** Of numbers of 5 bits, modulo 2^5: better than one partial product for each bit 80 times, and worse twice. */
    @Test
    void productsAreBetterThanLongMultiplication() {
        int better = 0;
        int worse = 0;
        List<Tnum> tnums = Universe.windowTnums(5, 0, 0);
        for (Tnum left : tnums) {
            for (Tnum right : tnums) {
                Tnum product = left.multiply(right).and(Tnum.constant(31));
                Tnum naive = longMultiply(left, right).and(Tnum.constant(31));
                better += naive.contains(product) && !naive.equals(product) ? 1 : 0;
                worse += product.contains(naive) && !naive.equals(product) ? 1 : 0;
            }
        }
        assertThat(better).isEqualTo(80);
        assertThat(worse).isEqualTo(2);
    }
}
