package io.github.bpf4j.bench;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * The timer helpers as programs call them: time per lookup and re-arm, and per set_callback, start and cancel. Each thread has a logical
 * CPU of its own ({@code -t 2}): what the time grows by then is the price of what they share.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimerProgramBenchmark {
    private static final int PER_RUN = 1000;
    private static final int CPUS = 4;

    /** A thread, its CPU and its packet. */
    @State(Scope.Thread)
    public static class OnCpu {
        private final Packet packet = new Packet(new byte[64]);
        private int cpu;

        @Setup(Level.Trial)
        public void take(ThreadParams thread) {
            cpu = thread.getThreadIndex() % CPUS;
        }
    }

    @Param({"INTERPRETER"})
    public EngineKind engine;

    private Runtime runtime;
    private Program rearm;
    private Program lookup;
    private Program cycle;

    @Setup(Level.Trial)
    public void load() {
        runtime = Runtime.builder().engine(engine).cpus(CPUS).build();
        Collection timers = runtime.load(CollectionSpec.read(Corpus.bytes("bench/timers.kern.o"), "timers"));
        check(timers.program("prepare"), 1024);
        rearm = timers.program("rearm");
        lookup = timers.program("lookup");
        cycle = runtime.load(CollectionSpec.read(Corpus.bytes("bench/maps_timers.kern.o"), "maps_timers"))
                .program("i_timer_arm");
        check(rearm, PER_RUN);
        check(lookup, 2 * PER_RUN);
        check(cycle, 2 * PER_RUN);
    }

    private void check(Program program, int expected) {
        int result = program.run(new Packet(new byte[64])).verdict();
        if (result != expected) {
            throw new IllegalStateException(program + " returned " + result + ", not " + expected);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        runtime.close();
    }

    @Benchmark
    @OperationsPerInvocation(PER_RUN)
    public long lookup(OnCpu on) {
        return lookup.run(on.packet, on.cpu).returnValue();
    }

    @Benchmark
    @OperationsPerInvocation(PER_RUN)
    public long lookupAndRearm(OnCpu on) {
        return rearm.run(on.packet, on.cpu).returnValue();
    }

    @Benchmark
    @OperationsPerInvocation(PER_RUN)
    public long setCallbackStartCancel(OnCpu on) {
        return cycle.run(on.packet, on.cpu).returnValue();
    }
}
