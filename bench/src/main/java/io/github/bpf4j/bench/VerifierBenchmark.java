package io.github.bpf4j.bench;

import io.github.bpf4j.verifier.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How many programs are verified in a second, and how many instructions are processed in it, for programs of several shapes and sizes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "-XX:+UseParallelGC"})
public class VerifierBenchmark {
    @Param({
        "a80_unrolled_10k__ok",
        "a80_unrolled_500_kb__ok",
        "a80_nested_10k__ok",
        "a80_nested_100k__ok",
        "a80_nested_1m__ok",
        "a80_branches_10k__ok",
        "a80_branches_100k__ok",
        "a80_branches_1m__ok",
        "a80_decisions_10k__ok",
        "a80_decisions_100k__ok",
        "a80_decisions_1m__ok"
    })
    public String program;

    private LargePrograms verified = new LargePrograms("a80_nested_10k__ok");

    /** Instructions that were processed. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Processed {
        public long insns;
    }

    @Setup
    public void link() {
        verified = new LargePrograms(program);
    }

    @Benchmark
    public Verdict verify(Processed processed) {
        Verdict verdict = verified.verify();
        processed.insns += verdict.insns();
        return verdict;
    }
}
