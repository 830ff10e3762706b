package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.verifier.domain.Condition.Operands;
import io.github.bpf4j.verifier.domain.Universe.Value;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Random knowledge of numbers of 64 bits: no answer excludes what a number does, and every answer is the one of the rules. */
class RandomDomainTest {
    private static final int CASES = Integer.getInteger("bpf4j.domain.cases", 200_000);

    private static final boolean[] BOTH = {false, true};

    private static void repeat(String name, int cases, Consumer<RandomScalars> check) {
        long seed = RandomScalars.seed();
        for (int i = 0; i < cases; i++) {
            try {
                check.accept(new RandomScalars(seed + i));
            } catch (AssertionError e) {
                throw new AssertionError("-Dbpf4j.seed=%d, %s: %s".formatted(seed + i, name, e.getMessage()), e);
            }
        }
    }

    @Test
    void arithmeticExcludesNoResult() {
        repeat("arithmetic", CASES, random -> {
            Value left = random.value();
            Soundness.checkArithmetic(left, random.nextInt(4) == 0 ? random.count() : random.value());
            Soundness.checkExtensions(left);
        });
    }

    @Test
    void comparisonsLoseNoOperand() {
        repeat("comparison", CASES, random -> Soundness.checkConditions(random.value(), random.value()));
    }

    @Test
    void arithmeticFollowsTheRules() {
        repeat("arithmetic", CASES / 40, random -> {
            Scalar left = random.value().scalar();
            Scalar right = (random.nextInt(4) == 0 ? random.count() : random.value()).scalar();
            for (boolean is32 : BOTH) {
                for (Alu.Operation operation : Alu.Operation.values()) {
                    same(
                            operation + (is32 ? "32" : "64"),
                            left,
                            right,
                            Alu.apply(operation, is32, left, right),
                            Rules.apply(operation, is32, left, right));
                }
                for (int bits = 8; bits <= 32; bits *= 2) {
                    Scalar extended = Rules.signExtend(bits, is32, left);
                    same("sign extend " + bits, left, left, left.signExtend(bits, is32), extended);
                }
            }
            for (int bytes = 1; bytes <= 8; bytes++) {
                same("truncate " + bytes, left, left, left.truncate(bytes), Rules.truncate(bytes, left));
            }
        });
    }

    @Test
    void comparisonsFollowTheRules() {
        repeat("comparison", CASES / 40, random -> {
            Value left = random.value();
            Value right = random.value();
            for (Condition condition : Condition.values()) {
                for (boolean is32 : BOTH) {
                    compareWithRules(condition, is32, left, right);
                }
            }
        });
    }

    private static void compareWithRules(Condition condition, boolean is32, Value left, Value right) {
        assertThat(condition.decide(is32, left.scalar(), right.scalar()))
                .as(() -> condition + " " + Soundness.text(left.scalar()) + " / " + Soundness.text(right.scalar()))
                .isEqualTo(Rules.decide(condition, is32, left.scalar(), right.scalar()));
        for (boolean holds : BOTH) {
            // What a contradiction leaves of the bits is arbitrary.
            if (Soundness.isPossible(condition, is32, holds, left, right)) {
                Operands refined = condition.refine(is32, holds, left.scalar(), right.scalar());
                Operands rules = Rules.refine(condition, is32, holds, left.scalar(), right.scalar());
                String name = condition + (is32 ? "32 " : "64 ") + holds;
                same(name, left.scalar(), right.scalar(), refined.left(), rules.left());
                same(name, left.scalar(), right.scalar(), refined.right(), rules.right());
            }
        }
    }

    private static void same(String name, Scalar left, Scalar right, Scalar result, Scalar rules) {
        if (!result.equals(rules)) {
            throw new AssertionError("%s%nleft   %s%nright  %s%nresult %s%nrules  %s"
                    .formatted(
                            name,
                            Soundness.text(left),
                            Soundness.text(right),
                            Soundness.text(result),
                            Soundness.text(rules)));
        }
    }
}
