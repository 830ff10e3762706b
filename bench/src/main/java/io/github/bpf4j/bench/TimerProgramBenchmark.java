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

/** The timer helpers as programs call them: time per lookup and re-arm, and per set_callback, start and cancel. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TimerProgramBenchmark {
    private static final int PER_RUN = 1000;

    @Param({"INTERPRETER"})
    public EngineKind engine;

    private Runtime runtime;
    private final Packet packet = new Packet(new byte[64]);
    private Program rearm;
    private Program lookup;
    private Program cycle;

    @Setup(Level.Trial)
    public void load() {
        runtime = Runtime.builder().engine(engine).build();
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
        int result = program.run(packet).verdict();
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
    public long lookup() {
        return lookup.run(packet).returnValue();
    }

    @Benchmark
    @OperationsPerInvocation(PER_RUN)
    public long lookupAndRearm() {
        return rearm.run(packet).returnValue();
    }

    @Benchmark
    @OperationsPerInvocation(PER_RUN)
    public long setCallbackStartCancel() {
        return cycle.run(packet).returnValue();
    }
}
