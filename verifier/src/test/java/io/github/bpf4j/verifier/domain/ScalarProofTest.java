package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.verifier.domain.Universe.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can be known of the numbers of small windows, at places where something is carried, a sign changes or the half ends:
 * no answer excludes what a number does.
 */
class ScalarProofTest {
    private static final long[] BORDERS = {0, 1L << 31, 1L << 32, -(1L << 31), Long.MIN_VALUE, (1L << 32) + (1L << 31)};

    static List<Universe> universes() {
        List<Universe> universes = new ArrayList<>();
        for (int position : new int[] {0, 30, 61}) {
            for (long background : new long[] {0, -1, Long.MAX_VALUE, 0x7fff_ffffL, 0xffff_ffff_8000_0000L}) {
                universes.add(Universe.window(3, position, background));
            }
        }
        for (long border : BORDERS) {
            universes.add(Universe.border(2, border));
        }
        return universes;
    }

    @ParameterizedTest
    @MethodSource("universes")
    void arithmeticInOneUniverse(Universe universe) {
        for (Value left : universe.values()) {
            for (Value right : universe.values()) {
                Soundness.checkArithmetic(left, right);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("universes")
    void comparisonsInOneUniverse(Universe universe) {
        for (Value left : universe.values()) {
            for (Value right : universe.values()) {
                Soundness.checkConditions(left, right);
            }
        }
    }

    @Test
    void arithmeticInTwoUniverses() {
        List<Universe> universes = pairable();
        for (Universe left : universes) {
            for (Universe right : universes) {
                for (Value a : left.values()) {
                    right.values().forEach(b -> Soundness.checkArithmetic(a, b));
                }
            }
        }
    }

    @Test
    void comparisonsInTwoUniverses() {
        List<Universe> universes = pairable();
        for (Universe left : universes) {
            for (Universe right : universes) {
                for (Value a : left.values()) {
                    right.values().forEach(b -> Soundness.checkConditions(a, b));
                }
            }
        }
    }

    /** Few values at many places. */
    private static List<Universe> pairable() {
        List<Universe> universes = new ArrayList<>();
        for (long border : BORDERS) {
            universes.add(Universe.border(1, border));
        }
        for (int position : new int[] {0, 31, 62}) {
            universes.add(Universe.window(2, position, 0));
            universes.add(Universe.window(2, position, -1));
        }
        return universes;
    }

    @ParameterizedTest
    @MethodSource("universes")
    void whatContainsAllowsEveryNumberOfTheOther(Universe universe) {
        for (Value outer : universe.values()) {
            for (Value inner : universe.values()) {
                if (outer.scalar().contains(inner.scalar())) {
                    for (long number : inner.members()) {
                        assertThat(outer.scalar().allows(number)).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void shiftsByEveryCount() {
        for (Universe universe : universes()) {
            for (Value value : universe.values()) {
                for (long count = 0; count <= Long.SIZE; count++) {
                    Soundness.checkArithmetic(value, new Value(Scalar.constant(count), new long[] {count}));
                }
            }
        }
    }

    @Test
    void truncationsAndExtensions() {
        List<Universe> universes = new ArrayList<>(universes());
        for (int position : new int[] {4, 5, 12, 13, 28, 29, 60}) {
            for (long background : new long[] {0, -1, 0x7f, 0x80, 0x7fff, 0x8000, 0x7fff_ffffL, 0x8000_0000L}) {
                universes.add(Universe.window(4, position, background));
            }
        }
        for (long border : new long[] {0x80, 0x100, 0x8000, 0x1_0000, -0x80, -0x8000, 1L << 40, -(1L << 40)}) {
            universes.add(Universe.border(4, border));
        }
        for (Universe universe : universes) {
            universe.values().forEach(Soundness::checkExtensions);
        }
    }
}
