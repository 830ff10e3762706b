package io.github.bpf4j.verifier.domain;

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
    static List<Universe> universes() {
        List<Universe> universes = new ArrayList<>();
        for (int position : new int[] {0, 30, 61}) {
            for (long background : new long[] {0, -1, Long.MAX_VALUE, 0x7fff_ffffL, 0xffff_ffff_8000_0000L}) {
                universes.add(Universe.window(3, position, background));
            }
        }
        for (long border : new long[] {0, 1L << 31, 1L << 32, -(1L << 31), Long.MIN_VALUE, (1L << 32) + (1L << 31)}) {
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
    void sizes() {
        for (Universe u : universes()) System.out.println(u + " " + u.values().stream().mapToInt(v->v.members().length).sum());
    }
}
