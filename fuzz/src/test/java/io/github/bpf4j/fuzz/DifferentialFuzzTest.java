package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.fuzz.ObjectPrograms.Changed;
import io.github.bpf4j.fuzz.ObjectPrograms.Subject;
import io.github.bpf4j.fuzz.ObjectPrograms.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The JIT, as usual or cutting functions into many pieces, does what the interpreter does, on random programs:
 * {@code -Dbpf4j.programs} of each kind, or for {@code -Dbpf4j.seconds}. What is found is made small and printed.
 */
class DifferentialFuzzTest {
    private static final int MOST_FOUND = Integer.getInteger("bpf4j.found", 3);
    private static final int PER_RUNTIME = 50;
    private static final int RUNS = 3;

    @Test
    void rawProgramsDoTheSameInEveryEngine() {
        try (RawDifferences raw = new RawDifferences()) {
            fuzz("raw", 1_500, raw::check, raw.ends);
        }
    }

    @Test
    void verifiedProgramsOnXdpDoTheSameInEveryEngine() {
        fuzz("xdp", 100, Texts.xdp());
    }

    @Test
    void verifiedProgramsOnSocketBuffersDoTheSameInEveryEngine() {
        fuzz("tc", 200, Texts.skb());
    }

    @Test
    void changedProgramsOfTheCorpusDoTheSameInEveryEngine() {
        fuzz("corpus", 120, new Changed());
    }

    private static void fuzz(String name, long usual, ObjectPrograms programs) {
        try (ObjectRuns runs = new ObjectRuns(programs)) {
            fuzz(name, usual, runs::check, runs.ends);
        }
    }

    /** Runs programs of objects, some of them in the same runtimes. */
    private static final class ObjectRuns implements AutoCloseable {
        private final ObjectPrograms programs;
        private final Map<String, Long> ends = new TreeMap<>();
        private ObjectDifferences differences = new ObjectDifferences(true, 0);
        private int done;

        ObjectRuns(ObjectPrograms programs) {
            this.programs = programs;
        }

        Optional<String> check(long seed) {
            if (done++ % PER_RUNTIME == 0) {
                differences.close();
                differences = new ObjectDifferences(done / PER_RUNTIME % 2 != 0, seed);
            }
            Optional<Subject> subject = programs.subject(seed);
            if (subject.isEmpty()) {
                ends.merge("not assembled", 1L, Long::sum);
                return Optional.empty();
            }
            Subject it = subject.get();
            String told = differences.check(it.spec(), it.program(), it.judge(), seed, RUNS);
            Optional<String> found = ObjectDifferences.difference(told);
            ends.merge(found.isPresent() ? "different" : told.strip(), 1L, Long::sum);
            return found.map(what -> "program " + seed + ": " + what + "\n" + again(it, seed) + "\n" + it.what());
        }

        private String again(Subject subject, long seed) {
            return alone(subject, seed)
                    .map(what -> "alone: " + what + "\n" + programs.minimise(seed))
                    .orElse("no difference alone");
        }

        @Override
        public void close() {
            differences.close();
        }
    }

    /** What is different when a program runs in new runtimes. */
    static Optional<String> alone(Subject subject, long seed) {
        return Stream.of(false, true)
                .flatMap(inPieces -> {
                    try (ObjectDifferences fresh = new ObjectDifferences(inPieces, seed)) {
                        return ObjectDifferences.difference(
                                fresh.check(subject.spec(), subject.program(), subject.judge(), seed, RUNS))
                                .stream();
                    }
                })
                .findFirst();
    }

    private static void fuzz(String name, long usual, LongFunction<Optional<String>> check, Map<String, Long> ends) {
        long seed = Mutations.seed();
        long seconds = Long.getLong("bpf4j.seconds", 0);
        long programs = seconds > 0 ? Long.MAX_VALUE : Long.getLong("bpf4j.programs", usual);
        System.out.println("DifferentialFuzzTest " + name + ", seed " + seed + ", "
                + (seconds > 0 ? seconds + " seconds" : programs + " programs"));
        long start = System.nanoTime();
        List<String> found = new ArrayList<>();
        long done = 0;
        while (done < programs
                && found.size() < MOST_FOUND
                && (seconds == 0 || System.nanoTime() - start < seconds * 1_000_000_000L)) {
            Optional<String> difference = check.apply(seed + done);
            difference.ifPresent(System.out::println);
            difference.ifPresent(found::add);
            done++;
            if (done % 20_000 == 0) {
                System.out.println("  " + done + " done");
            }
        }
        System.out.printf(
                "DifferentialFuzzTest %s, %,d programs in %.1f s: %s%n",
                name, done, (System.nanoTime() - start) / 1e9, ends);
        assertThat(found).isEmpty();
        assertThat(ends.getOrDefault("ran", 0L)).isGreaterThan(done / 5);
    }

    /** Runs the kinds {@code -Dbpf4j.kinds}, or all. */
    public static void main(String[] args) {
        DifferentialFuzzTest test = new DifferentialFuzzTest();
        for (String kind :
                System.getProperty("bpf4j.kinds", "raw,xdp,tc,corpus").split(",")) {
            switch (kind) {
                case "raw" -> test.rawProgramsDoTheSameInEveryEngine();
                case "xdp" -> test.verifiedProgramsOnXdpDoTheSameInEveryEngine();
                case "tc" -> test.verifiedProgramsOnSocketBuffersDoTheSameInEveryEngine();
                case "corpus" -> test.changedProgramsOfTheCorpusDoTheSameInEveryEngine();
                default -> throw new IllegalArgumentException("no kind of programs: " + kind);
            }
        }
    }
}
