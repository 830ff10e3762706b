package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.object.CollectionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random programs that the verifier accepts do nothing that it thought they could not do, {@code -Dbpf4j.programs} of them, or for
 * {@code -Dbpf4j.seconds}. What is found is made small and printed.
 */
class SoundnessFuzzTest {
    private static final int PER_RUNTIME = 200;
    private static final int RUNS = Integer.getInteger("bpf4j.runs", 20);
    private static final int RUNS_TO_SHOW = 200;
    private static final int MOST_FOUND = Integer.getInteger("bpf4j.found", 3);

    @Test
    void acceptedProgramsStayInTheStatesThatWereWalked() {
        long seed = Mutations.seed();
        long seconds = Long.getLong("bpf4j.seconds", 0);
        long programs = seconds > 0 ? Long.MAX_VALUE : Long.getLong("bpf4j.programs", 3_000);
        System.out.println("SoundnessFuzzTest seed " + seed + ", "
                + (seconds > 0 ? seconds + " seconds" : programs + " programs"));
        long start = System.nanoTime();
        TreeMap<String, Long> counts = new TreeMap<>();
        List<String> found = new ArrayList<>();
        long steps = 0;
        long embedded = 0;
        long done = 0;
        boolean ends = false;
        while (!ends) {
            try (Oracles oracles = new Oracles(seed + done, true)) {
                for (int i = 0; i < PER_RUNTIME && !ends; i++) {
                    String text = ProgramGenerator.program(seed + done, Oracles.TEMPLATE);
                    Optional<CollectionSpec> spec = Oracles.assemble(text);
                    if (spec.isEmpty()) {
                        counts.merge("not assembled", 1L, Long::sum);
                    } else {
                        check(oracles, spec.get(), text, seed + done).ifPresent(found::add);
                    }
                    done++;
                    ends = done >= programs
                            || seconds > 0 && System.nanoTime() - start > seconds * 1_000_000_000L
                            || found.size() >= MOST_FOUND;
                }
                oracles.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
                steps += oracles.steps();
                embedded += oracles.embedded();
            }
        }
        report(counts, done, steps, embedded, System.nanoTime() - start);
        assertThat(found).isEmpty();
        assertThat(counts.get("accepted")).isGreaterThan(done / 4);
        assertThat(embedded).isGreaterThan(steps / 2);
    }

    private static void report(TreeMap<String, Long> counts, long done, long steps, long embedded, long nanos) {
        System.out.printf(
                "SoundnessFuzzTest %,d programs, %,d steps, %,d embedded, %,d steps a second%n",
                done, steps, embedded, steps * 1_000_000_000L / nanos);
        counts.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                .limit(Integer.getInteger("bpf4j.reasons", 8))
                .forEach(count -> System.out.println("  " + count.getValue() + " " + count.getKey()));
    }

    private static Optional<String> check(Oracles oracles, CollectionSpec spec, String text, long seed) {
        Optional<String> wrong;
        try {
            wrong = oracles.check(spec, seed, RUNS);
        } catch (RuntimeException | AssertionError e) {
            System.out.println(text);
            throw new AssertionError("program " + seed, e);
        }
        return wrong.map(what -> {
            String small = Minimiser.minimise(text, less -> shows(less, seed));
            String report = "program " + seed + ": " + what + "\n" + small;
            System.out.println(report);
            return report;
        });
    }

    private static boolean shows(String text, long seed) {
        Optional<CollectionSpec> spec = Oracles.assemble(text);
        if (spec.isEmpty()) {
            return false;
        }
        try (Oracles oracles = new Oracles(seed, true)) {
            return oracles.check(spec.get(), seed, RUNS_TO_SHOW).isPresent();
        } catch (RuntimeException | AssertionError e) {
            return false;
        }
    }

    public static void main(String[] args) {
        new SoundnessFuzzTest().acceptedProgramsStayInTheStatesThatWereWalked();
    }
}
