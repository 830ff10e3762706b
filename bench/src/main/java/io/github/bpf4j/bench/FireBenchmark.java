package io.github.bpf4j.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A million timers are taken out in order: spread over a second at random, crowded at the thousand whole milliseconds of a second,
 * or all at one instant. Exact queues with virtual time only.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseParallelGC"})
public class FireBenchmark {
    private static final int SIZE = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000L;

    @Param({"wheel", "concurrent", "treemap"})
    public String kind;

    /** How far apart the instants are that timers expire at. */
    @Param({"1", "1000000", "1000000000"})
    public long apartNs;

    private Timers timers;
    private SplittableRandom random = new SplittableRandom(3);
    private long nowNs;

    @Setup(Level.Trial)
    public void make() {
        timers = Timers.of(kind, SIZE);
    }

    @Setup(Level.Invocation)
    public void arm() {
        nowNs += SECOND_NS;
        for (int i = 0; i < SIZE; i++) {
            long laterNs = random.nextLong(SECOND_NS);
            timers.arm(i, nowNs + laterNs - laterNs % apartNs);
        }
        nowNs += SECOND_NS;
    }

    @Benchmark
    public int fireMillion() {
        int fired = 0;
        while (timers.poll(nowNs) >= 0) {
            fired++;
        }
        if (fired != SIZE) {
            throw new IllegalStateException(fired + " of " + SIZE);
        }
        return fired;
    }
}
