package io.github.bpf4j.bench;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RawProgram;
import io.github.bpf4j.runtime.Runtime;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a run costs before the program does anything: entering it and coming back, bare and with a packet of 64 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnterBenchmark {
    @Param({"JIT", "INTERPRETER"})
    public EngineKind engine;

    private final byte[] frame = new byte[64];
    private final Packet packet = new Packet(frame);
    private Runtime runtime;
    private RawProgram.Loaded raw;
    private Program xdp;

    @Setup(Level.Trial)
    public void load() {
        runtime = Runtime.builder().engine(engine).build();
        raw = runtime.raw(Assembler.assemble("r0 = 2\nexit\n")).withMemory(new byte[8]);
        // A frame of zeros is no IPv4: the program reads twelve bytes and is done.
        xdp = runtime.load(CollectionSpec.read(Corpus.bytes("bench/d_packet.kern.o"), "d_packet"))
                .program("prog");
    }

    @TearDown(Level.Trial)
    public void close() {
        runtime.close();
    }

    @Benchmark
    public long bare() {
        return raw.run().returnValue();
    }

    @Benchmark
    public long packet() {
        return xdp.run(packet.set(frame, frame.length)).returnValue();
    }
}
