package io.github.bpf4j.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Re-arming and cancelling while {@code size} timers are armed, uniformly over thirty seconds. With two threads ({@code -t 2})
 * each works on half of the timers; only the kinds that several threads may use make sense then.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseParallelGC"})
public class TimerQueueBenchmark {
    private static final long SPAN_NS = 30_000_000_000L;

    /** The armed timers. */
    @State(Scope.Benchmark)
    public static class Armed {
        @Param({"wheel", "concurrent", "executor", "netty", "agrona", "treemap"})
        public String kind;

        @Param({"1", "1000", "100000", "1000000"})
        public int size;

        Timers timers;
        final AtomicInteger threads = new AtomicInteger();

        @Setup(Level.Trial)
        public void arm() {
            timers = Timers.of(kind, size + 64);
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < size; i++) {
                timers.arm(i, random.nextLong(SPAN_NS));
            }
        }

        @TearDown(Level.Trial)
        public void close() throws Exception {
            timers.close();
        }
    }

    /** A thread's timers, chosen at random, and its random numbers. */
    @State(Scope.Thread)
    public static class Mine {
        private int first;
        private int count;
        private long laterNs = SPAN_NS;
        private long bits;
        private int spare;

        @Setup(Level.Trial)
        public void choose(Armed armed) {
            int number = armed.threads.getAndIncrement();
            count = Math.max(1, armed.size / 2);
            first = armed.size == 1 ? 0 : number % 2 * count;
            bits = 88172645463325252L + number;
            spare = armed.size + number;
        }

        private long bits() {
            bits ^= bits << 13;
            bits ^= bits >>> 7;
            bits ^= bits << 17;
            return bits;
        }

        int next() {
            return first + (int) ((bits() >>> 32) * count >>> 32);
        }

        long later() {
            laterNs += 1000;
            return laterNs;
        }

        /** A number below the span, without a division. */
        long random() {
            return Math.unsignedMultiplyHigh(bits(), SPAN_NS);
        }
    }

    @Benchmark
    public void rearmLater(Armed armed, Mine mine) {
        armed.timers.arm(mine.next(), mine.later());
    }

    @Benchmark
    public void rearmRandom(Armed armed, Mine mine) {
        armed.timers.arm(mine.next(), mine.random());
    }

    @Benchmark
    public void startAndCancel(Armed armed, Mine mine) {
        armed.timers.arm(mine.spare, mine.random());
        armed.timers.cancel(mine.spare);
    }
}
