package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The JIT does what the interpreter does, on random programs, {@code -Dbpf4j.programs} of each kind, or for {@code -Dbpf4j.seconds}. What is
 * found is made small and printed.
 */
class DifferentialFuzzTest {
    private static final int MOST_FOUND = Integer.getInteger("bpf4j.found", 3);

    @Test
    void rawProgramsDoTheSameInEveryEngine() {
        long seed = Mutations.seed();
        long seconds = Long.getLong("bpf4j.seconds", 0);
        long programs = seconds > 0 ? Long.MAX_VALUE : Long.getLong("bpf4j.programs", 3_000);
        System.out.println("DifferentialFuzzTest raw, seed " + seed);
        long start = System.nanoTime();
        List<String> found = new ArrayList<>();
        long done = 0;
        try (RawDifferences raw = new RawDifferences()) {
            while (done < programs
                    && found.size() < MOST_FOUND
                    && (seconds == 0 || System.nanoTime() - start < seconds * 1_000_000_000L)) {
                Optional<String> difference = raw.check(seed + done);
                difference.ifPresent(System.out::println);
                difference.ifPresent(found::add);
                done++;
            }
            System.out.println(done + " programs in " + (System.nanoTime() - start) / 1_000_000 + " ms: " + raw.ends);
        }
        assertThat(found).isEmpty();
    }

    public static void main(String[] args) {
        new DifferentialFuzzTest().rawProgramsDoTheSameInEveryEngine();
    }
}
