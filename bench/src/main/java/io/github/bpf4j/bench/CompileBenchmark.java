package io.github.bpf4j.bench;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.EngineKind;
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

/**
 * From bare instructions to the end of their first run: on the JIT that is making bytecode of them, loading its classes, and running them
 * once as the JVM runs what it has not compiled. Divide by {@code instructions} for the time of each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CompileBenchmark {
    /** What the program is made of again and again: arithmetic, memory, a branch. */
    private static final String STEP = """
            r3 = *(u64 *)(r1 + 0)
            r3 += 5
            if r3 > 4096 goto +1
            r0 ^= r3
            *(u64 *)(r1 + 0) = r0
            w0 <<= 3
            """;

    private static final int STEP_INSTRUCTIONS = 6;

    @Param({"1000", "10000", "100000"})
    public int instructions;

    @Param({"JIT", "INTERPRETER"})
    public EngineKind engine;

    private final byte[] memory = new byte[8];
    private Runtime runtime;
    private long[] code;

    @Setup(Level.Trial)
    public void assemble() {
        code = Assembler.assemble("r0 = 0\n" + STEP.repeat(instructions / STEP_INSTRUCTIONS) + "exit\n");
        runtime = Runtime.builder().engine(engine).build();
    }

    @TearDown(Level.Trial)
    public void close() {
        runtime.close();
    }

    @Benchmark
    public long firstRun() {
        try (RawProgram.Loaded loaded = runtime.raw(code).withMemory(memory)) {
            return loaded.run().returnValue();
        }
    }
}
