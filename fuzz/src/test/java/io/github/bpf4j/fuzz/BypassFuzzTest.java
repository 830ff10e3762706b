package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.fuzz.CorpusPrograms.Asked;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.WatchedRuntime;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierException;
import io.github.bpf4j.verifier.WatchedVerifier;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * Programs that Linux refuses run in every engine, with nothing proved and with a proof that is forged: confinement stops them, each
 * run ends in a result or a fault, and the host is well. {@code -Dbpf4j.programs} of them, or as many as every build can afford.
 */
class BypassFuzzTest {
    private static final long FUEL = 20_000;

    private final TreeMap<String, Long> ends = new TreeMap<>();

    @Test
    void unsafeProgramsAreConfinedInEveryEngine() {
        long seed = Mutations.seed();
        List<Asked> refused = CorpusPrograms.read().stream()
                .filter(asked -> !asked.accepted())
                .toList();
        int programs = Math.min(refused.size(), Integer.getInteger("bpf4j.programs", 300));
        System.out.println("BypassFuzzTest seed " + seed + ", " + programs + " of " + refused.size() + " programs");
        for (EngineKind engine : EngineKind.values()) {
            all(engine, "nothing proved", refused, programs, seed, Verifier::checkStructure);
            all(engine, "forged proof", refused, programs, seed, BypassFuzzTest::forge);
        }
        ends.forEach((end, count) -> System.out.println("  " + count + " " + end));
        assertThat(ends.keySet()).anyMatch(end -> end.contains("BAD_ACCESS"));
    }

    private static Facts forge(LinkedProgram program, VerifierEnvironment environment) {
        Verifier.checkStructure(program, environment);
        return WatchedVerifier.forged(program);
    }

    private void all(
            EngineKind engine,
            String facts,
            List<Asked> refused,
            int programs,
            long seed,
            BiFunction<LinkedProgram, VerifierEnvironment, Facts> judge) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < programs; i++) {
            Asked asked = refused.get((int) ((long) i * refused.size() / programs));
            String end;
            try {
                end = run(engine, asked, random, judge);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(asked.name() + " in " + engine + " with " + facts, e);
            }
            ends.merge(engine + ", " + facts + ": " + end, 1L, Long::sum);
        }
    }

    private static String run(
            EngineKind engine,
            Asked asked,
            SplittableRandom random,
            BiFunction<LinkedProgram, VerifierEnvironment, Facts> judge) {
        try (Runtime runtime = WatchedRuntime.judge(Runtime.builder(), judge)
                        .engine(engine)
                        .cpus(2)
                        .fuel(FUEL)
                        .memoryLimitBytes(64 << 20)
                        .memoryReserveBytes(1L << 32)
                        .build();
                Collection collection = runtime.load(asked.alone(asked.all()))) {
            String end = CorpusPrograms.run(collection.program(asked.name()), random)
                    .fault()
                    .map(fault -> fault.kind().name())
                    .orElse("ended");
            runtime.advance(Duration.ofMillis(1));
            return end;
        } catch (VerifierException e) {
            return "refused by its structure";
        } catch (BpfErrnoException | LinkException e) {
            return "not loaded";
        }
    }

    public static void main(String[] args) {
        new BypassFuzzTest().unsafeProgramsAreConfinedInEveryEngine();
    }
}
