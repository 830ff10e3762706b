package io.github.bpf4j.bench;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What maps, ring buffers and timers cost from programs: nanoseconds of the thread's processor time per operation, in rounds in which
 * the programs and loops in plain Java over a {@link ConcurrentHashMap} alternate; median, least and most of the rounds. With the word
 * {@code threads} each also in two threads at once, on logical CPUs and keys of their own: how much more they get done.
 *
 * <p>{@code MapPrograms [threads] [NAME...]}
 */
public final class MapPrograms {
    private static final int OPS = 1000;
    private static final int LARGE = 1 << 20;
    private static final int ROUNDS = 15;
    private static final long WARM_NS = Long.getLong("warm", 1500) * 1_000_000L;
    private static final long ROUND_NS = 20_000_000L;
    private static final List<String> PROGRAMS = List.of(
            "hash_1k", "hash_1m", "lru", "lru_64k", "ring", "rearm", "cycle", "pick", "array", "percpu", "update",
            "churn");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A thousand operations on a logical CPU. */
    private interface Work {
        void run(int cpu);

        /** What is to be done after each run, and does not count. */
        default void tidy() {}
    }

    private record Row(String name, Work work, List<Double> ns, List<Double> scaling) {
        Row(String name, Work work) {
            this(name, work, new ArrayList<>(), new ArrayList<>());
        }
    }

    private MapPrograms() {}

    /** Measures. */
    public static void main(String[] args) throws Exception {
        List<String> asked = new ArrayList<>(Arrays.asList(args));
        boolean threads = asked.remove("threads");
        EngineKind engine = EngineKind.valueOf(System.getProperty("engine", "JIT"));
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(2).build()) {
            Collection loaded = runtime.load(CollectionSpec.read(Corpus.bytes("bench/map_programs.o"), "map_programs"));
            for (int i = 0; i <= LARGE / OPS; i++) {
                loaded.program("fill").run(new Packet(new byte[64]));
            }
            List<Row> rows = new ArrayList<>();
            for (String name : PROGRAMS) {
                boolean chosen = asked.isEmpty() || asked.contains(name);
                if (chosen && !(threads && name.equals("ring"))) { // one ring for all: it overflows
                    rows.add(new Row(name, program(loaded, name)));
                }
            }
            rows.add(new Row("java_1k", new JavaTable(1024)));
            if (asked.isEmpty() || asked.contains("hash_1m")) {
                rows.add(new Row("java_1m", new JavaTable(LARGE)));
                rows.add(new Row("chm_1k", new JavaMap(1024)));
                rows.add(new Row("chm_1m", new JavaMap(LARGE)));
            }
            if (!threads && (asked.isEmpty() || asked.contains("ring"))) { // one that is lapped by the other would fail
                rows.add(new Row("java_ring", new JavaRing()));
            }
            measure(rows, threads);
            for (Row row : rows) {
                System.out.println(line(row, threads));
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

    /** Lookup and add of the same random keys in plain Java. */
    private abstract static class JavaLoop implements Work {
        private final long mask;
        private final long[] state = {1, 0, 0, 0, 0, 0, 0, 0, 2};

        JavaLoop(int size) {
            mask = size - 1;
        }

        abstract void add(long key);

        @Override
        public void run(int cpu) {
            long x = state[cpu * 8] | 1;
            for (int i = 0; i < OPS; i++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
                add((x & ~1 | cpu) & mask);
            }
            state[cpu * 8] = x;
        }
    }

    private static final class JavaMap extends JavaLoop {
        private final ConcurrentHashMap<Long, AtomicLong> counters = new ConcurrentHashMap<>();

        JavaMap(int size) {
            super(size);
            for (long i = 0; i < size; i++) {
                counters.put(i, new AtomicLong());
            }
        }

        @Override
        void add(long key) {
            AtomicLong counter = counters.get(key);
            counter.setPlain(counter.getPlain() + 1);
        }
    }

    /** Open addressing by hand, key and count side by side, without a thought for other threads. */
    private static final class JavaTable extends JavaLoop {
        private final long[] slots;
        private final int last;

        JavaTable(int size) {
            super(size);
            slots = new long[4 * size];
            last = 2 * size - 1;
            for (long key = 0; key < size; key++) {
                int at = first(key);
                while (slots[2 * at] != 0) {
                    at = at + 1 & last;
                }
                slots[2 * at] = key + 1;
            }
        }

        private int first(long key) {
            return (int) (key * 0x9e37_79b9_7f4a_7c15L >>> 32) & last;
        }

        @Override
        void add(long key) {
            int at = first(key);
            while (slots[2 * at] != key + 1) {
                at = at + 1 & last;
            }
            slots[2 * at + 1]++;
        }
    }

    /** What a ring buffer cannot do without: a lock, sixty-four bytes, and one more atomic instruction. */
    private static final class JavaRing implements Work {
        private final AtomicInteger lock = new AtomicInteger();
        private final long[] data = new long[1 << 16];
        private final AtomicIntegerArray states = new AtomicIntegerArray(1 << 16);
        private int end;

        @Override
        public void run(int cpu) {
            for (int i = 0; i < OPS; i++) {
                while (!lock.compareAndSet(0, 1)) {
                    Thread.onSpinWait();
                }
                int at = end;
                end = at + 9 & (1 << 16) - 1;
                states.setPlain(at, 1);
                lock.setRelease(0);
                for (int word = 0; word < 8; word++) {
                    data[at + 1 + word & (1 << 16) - 1] = i + word;
                }
                if (!states.compareAndSet(at, 1, 2)) {
                    throw new IllegalStateException("not reserved");
                }
            }
        }
    }

    private static void measure(List<Row> rows, boolean threads) throws Exception {
        for (Row row : rows) {
            round(row.work(), 0, WARM_NS);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Row row : rows) {
                double alone = round(row.work(), 0, ROUND_NS);
                row.ns().add(alone);
                if (threads) {
                    row.scaling().add(2 * alone / together(row.work()));
                }
            }
        }
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

    /** The same in two threads at once, each on a CPU of its own. */
    private static double together(Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        FutureTask<Double> other = new FutureTask<>(() -> {
            start.await();
            return round(work, 1, ROUND_NS);
        });
        Thread.ofPlatform().start(other);
        start.await();
        double own = round(work, 0, ROUND_NS);
        return (own + other.get()) / 2;
    }

    private static String line(Row row, boolean threads) {
        String text = String.format(
                Locale.ROOT,
                "%-10s median %7.1f  min %7.1f  max %7.1f ns",
                row.name(),
                median(row.ns()),
                least(row.ns()),
                most(row.ns()));
        return threads
                ? text
                        + String.format(
                                Locale.ROOT,
                                "  two threads do %4.2f times as much (most %4.2f)",
                                median(row.scaling()),
                                most(row.scaling()))
                : text;
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
