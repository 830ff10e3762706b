package io.github.bpf4j.bench;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What maps, ring buffers and timers cost from programs: nanoseconds of the thread's processor time per operation, in rounds in which
 * the programs and the same loops in plain Java alternate; median, least and most of the rounds.
 *
 * <p>With the word {@code threads} also two threads at once, on logical CPUs and keys of their own: how much more they get done than one
 * that did the work of both just before. On the wall, from the first to start to the last to end, the median of those rounds in which each had a processor all the time, and both at once; of all if these are few. And per processor time, which who waits
 * asleep does not spend. After that what share these are of what the loops in plain Java gain.
 *
 * <p>{@code MapPrograms [threads] [NAME...]}
 */
public final class MapPrograms {
    private static final int OPS = JavaMaps.OPS;
    private static final int LARGE = 1 << 20;
    private static final int ROUNDS = 15;
    private static final long WARM_NS = Long.getLong("warm", 1500) * 1_000_000L;
    private static final long ROUND_NS = 20_000_000L;
    private static final long THREADS_NS = 2_000_000_000L;
    private static final int ENOUGH = 100;
    private static final long SAMPLE_NS = 1_000_000L;
    private static final int FEW = 5;
    private static final List<String> PROGRAMS = List.of(
            "hash_1k", "hash_1m", "lru", "lru_64k", "ring", "rearm", "cycle", "pick", "array", "percpu", "update",
            "churn");
    /** What does the same in plain Java. */
    private static final Map<String, List<String>> LIKE = Map.ofEntries(
            Map.entry("hash_1k", List.of("java_1k", "chm_1k")),
            Map.entry("hash_1m", List.of("java_1m", "chm_1m")),
            Map.entry("lru", List.of("java_lru")),
            Map.entry("lru_64k", List.of("java_lru_64k")),
            Map.entry("ring", List.of("java_ring")),
            Map.entry("rearm", List.of("java_rearm")),
            Map.entry("cycle", List.of("java_cycle")),
            Map.entry("pick", List.of("java_1k")),
            Map.entry("array", List.of("java_array")),
            Map.entry("percpu", List.of("java_percpu")),
            Map.entry("update", List.of("chm_update")),
            Map.entry("churn", List.of("chm_churn")));

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A thousand operations on a logical CPU. */
    interface Work {
        void run(int cpu);

        /** What is to be done after each run, and does not count. */
        default void tidy() {}
    }

    /** What each CPU took for its operations alone, and what beside the other. */
    private record Pair(List<Spent> alone, List<Spent> together) {
        /* Where there is one processor for two threads they run one after the other. */
        boolean isUndisturbed() {
            Spent first = together.get(0);
            Spent second = together.get(1);
            long both = Math.min(first.end(), second.end()) - Math.max(first.start(), second.start());
            return both > 0.7 * Math.min(first.wallNs(), second.wallNs())
                    && Stream.concat(alone.stream(), together.stream()).allMatch(Spent::hadProcessor);
        }

        /* From the first to start to the last to end: whoever waits while the other is fast gains nothing. */
        double scalingOnTheWall() {
            long start = Math.min(together.get(0).start(), together.get(1).start());
            long end = Math.max(together.get(0).end(), together.get(1).end());
            return sum(alone, Spent::wallNs) / (end - start);
        }

        double scalingOfProcessorTime() {
            return 2 * sum(alone, Spent::cpuNs) / sum(together, Spent::cpuNs);
        }

        private static double sum(List<Spent> of, ToDoubleFunction<Spent> time) {
            return of.stream().mapToDouble(time).sum();
        }
    }

    /** From when to when, and the processor time in between. */
    private record Spent(long start, long end, long cpuNs) {
        long wallNs() {
            return end - start;
        }

        boolean hadProcessor() {
            return cpuNs > 0.95 * wallNs();
        }
    }

    private record Row(String name, Work work, List<Double> ns, List<Pair> pairs) {
        Row(String name, Work work) {
            this(name, work, new ArrayList<>(), new ArrayList<>());
        }

        List<Pair> undisturbed() {
            return pairs.stream().filter(Pair::isUndisturbed).toList();
        }

        double scalingOnTheWall() {
            List<Pair> counted = undisturbed().size() < FEW ? pairs : undisturbed();
            return median(counted.stream().map(Pair::scalingOnTheWall).toList());
        }

        double scalingOfProcessorTime() {
            return median(pairs.stream().map(Pair::scalingOfProcessorTime).toList());
        }
    }

    private MapPrograms() {}

    /** Measures. */
    public static void main(String[] args) throws IOException {
        List<String> asked = new ArrayList<>(Arrays.asList(args));
        boolean threads = asked.remove("threads");
        EngineKind engine = EngineKind.valueOf(System.getProperty("engine", "JIT"));
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(2).build()) {
            Collection loaded = runtime.load(CollectionSpec.read(Corpus.bytes("bench/map_programs.o"), "map_programs"));
            for (int i = 0; i <= LARGE / OPS; i++) {
                loaded.program("fill").run(new Packet(new byte[64]));
            }
            Map<String, Row> rows = new LinkedHashMap<>();
            for (String name : PROGRAMS) {
                boolean chosen = asked.isEmpty() || asked.contains(name);
                if (chosen && !(threads && name.equals("ring"))) { // one ring for all: it overflows
                    rows.put(name, new Row(name, program(loaded, name)));
                    for (String like : LIKE.getOrDefault(name, List.of())) {
                        rows.computeIfAbsent(like, _ -> new Row(like, java(like)));
                    }
                }
            }
            measure(List.copyOf(rows.values()), threads);
            for (Row row : rows.values()) {
                System.out.println(line(row) + (threads ? scaling(row, rows) : ""));
            }
        }
    }

    private static Work program(Collection loaded, String name) {
        Program program = loaded.program(name);
        BpfMap ring = loaded.map("rb");
        Packet[] packets = {new Packet(new byte[64]), new Packet(new byte[64])};
        return new Work() {
            @Override
            public void run(int cpu) {
                long done = program.run(packets[cpu], cpu).returnValue();
                if (done != OPS) {
                    throw new IllegalStateException(name + " did " + done + " operations, not " + OPS);
                }
            }

            @Override
            public void tidy() {
                if (name.equals("ring")) {
                    ring.consume(_ -> {});
                }
            }
        };
    }

    private static Work java(String name) {
        return switch (name) {
            case "java_1k" -> new JavaMaps.Table(1024);
            case "java_1m" -> new JavaMaps.Table(LARGE);
            case "chm_1k" -> new JavaMaps.Concurrent(1024);
            case "chm_1m" -> new JavaMaps.Concurrent(LARGE);
            case "java_lru" -> new JavaMaps.Recent(1024);
            case "java_lru_64k" -> new JavaMaps.Recent(1 << 16);
            case "java_ring" -> new JavaMaps.Ring();
            case "java_rearm" -> new JavaMaps.Wheels(false);
            case "java_cycle" -> new JavaMaps.Wheels(true);
            case "java_array" -> new JavaMaps.Counters(false);
            case "java_percpu" -> new JavaMaps.Counters(true);
            case "chm_update" -> new JavaMaps.Changed(false);
            case "chm_churn" -> new JavaMaps.Changed(true);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void measure(List<Row> rows, boolean threads) {
        for (Row row : rows) {
            round(row.work(), 0, WARM_NS / 2);
            round(row.work(), 1, WARM_NS / 2);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Row row : rows) {
                row.ns().add(round(row.work(), round % 2, ROUND_NS));
            }
        }
        if (!threads) {
            return;
        }
        for (Row row : rows) {
            try (Second second = new Second(row.work(), (int) Math.max(1, SAMPLE_NS / OPS / median(row.ns())))) {
                long end = System.nanoTime() + THREADS_NS;
                while (row.undisturbed().size() < ENOUGH && System.nanoTime() < end) {
                    row.pairs().add(second.round());
                }
            }
        }
    }

    /** A thread that goes along, and looks for its next turn in between: it is there at once. */
    private static final class Second implements AutoCloseable {
        private final Work work;
        private final int runs;
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger ready = new AtomicInteger();
        private final AtomicReference<@Nullable Spent> done = new AtomicReference<>();
        private final Thread thread = new Thread(this::goAlong);

        Second(Work work, int runs) {
            this.work = work;
            this.runs = runs;
            thread.setDaemon(true);
            thread.start();
        }

        private void goAlong() {
            for (int round = 1; ; round++) {
                int next = round;
                await(() -> asked.get() != next - 1);
                if (asked.get() < 0) {
                    return;
                }
                ready.set(round);
                done.set(spent(work, 1, runs));
            }
        }

        Pair round() {
            List<Spent> alone = List.of(spent(work, 0, runs), spent(work, 1, runs));
            done.set(null);
            int round = asked.incrementAndGet();
            await(() -> ready.get() == round);
            Spent first = spent(work, 0, runs);
            await(() -> done.get() != null || !thread.isAlive());
            return new Pair(alone, List.of(first, Objects.requireNonNull(done.get())));
        }

        private static void await(BooleanSupplier condition) {
            while (!condition.getAsBoolean()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            asked.set(Integer.MIN_VALUE);
        }
    }

    private static Spent spent(Work work, int cpu, int runs) {
        long start = System.nanoTime();
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < runs; i++) {
            work.run(cpu);
        }
        long used = THREADS.getCurrentThreadCpuTime() - before;
        long end = System.nanoTime();
        return new Spent(start, end, used);
    }

    /** Processor time per operation of a round that takes about that long. */
    private static double round(Work work, int cpu, long lengthNs) {
        long end = System.nanoTime() + lengthNs;
        long used = 0;
        long runs = 0;
        while (System.nanoTime() < end) {
            long before = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < 3; i++) { // as many as fit into the ring
                work.run(cpu);
            }
            used += THREADS.getCurrentThreadCpuTime() - before;
            runs += 3;
            work.tidy();
        }
        return (double) used / runs / OPS;
    }

    private static String line(Row row) {
        return String.format(
                Locale.ROOT,
                "%-12s median %7.1f  min %7.1f  max %7.1f ns",
                row.name(),
                median(row.ns()),
                least(row.ns()),
                most(row.ns()));
    }

    private static String scaling(Row row, Map<String, Row> rows) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "  two threads do %4.2f times as much (%d of %d rounds; per processor time %4.2f)",
                row.scalingOnTheWall(),
                row.undisturbed().size(),
                row.pairs().size(),
                row.scalingOfProcessorTime()));
        for (String name : LIKE.getOrDefault(row.name(), List.of())) {
            Row like = Objects.requireNonNull(rows.get(name));
            text.append(String.format(
                    Locale.ROOT,
                    "; of %s's %4.2f (%4.2f)",
                    name,
                    row.scalingOnTheWall() / like.scalingOnTheWall(),
                    row.scalingOfProcessorTime() / like.scalingOfProcessorTime()));
        }
        return text.toString();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double least(List<Double> values) {
        return values.stream().min(Double::compare).orElseThrow();
    }

    private static double most(List<Double> values) {
        return values.stream().max(Double::compare).orElseThrow();
    }
}
