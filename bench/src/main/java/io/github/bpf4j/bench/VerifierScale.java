package io.github.bpf4j.bench;

import io.github.bpf4j.verifier.Verdict;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Time and memory that verification takes, for programs of several shapes and sizes: the first time in a new process, the median of
 * later ones, and the most heap in use during one, which holds garbage too and so is no less than what is needed.
 *
 * <p>{@code java -Xmx1g -cp ... io.github.bpf4j.bench.VerifierScale [ROUNDS]}; with a small heap it shows what is enough.
 */
public final class VerifierScale {
    private static final long WARM_UP_NS = 4_000_000_000L;

    private VerifierScale() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        System.out.printf(
                "%-24s %8s %9s %8s %9s %9s %9s %8s%n",
                "program", "size", "insns", "states", "first ms", "later ms", "M insn/s", "heap MB");
        for (String name : LargePrograms.NAMES) {
            LargePrograms program = new LargePrograms(name);
            double[] ms = new double[rounds];
            double firstMs = milliseconds(program.verify());
            long warm = System.nanoTime() + WARM_UP_NS;
            while (System.nanoTime() < warm) {
                program.verify();
            }
            for (int i = 0; i < rounds; i++) {
                ms[i] = milliseconds(program.verify());
            }
            Arrays.sort(ms);
            System.gc();
            pools(MemoryPoolMXBean::resetPeakUsage);
            Verdict verdict = program.verify();
            long[] peak = new long[1];
            pools(pool -> peak[0] += pool.getPeakUsage().getUsed());
            double median = ms[rounds / 2];
            System.out.printf(
                    "%-24s %8d %9d %8d %9.1f %9.1f %9.2f %8d%n",
                    name,
                    program.size(),
                    verdict.insns(),
                    verdict.states(),
                    firstMs,
                    median,
                    verdict.insns() / median / 1000,
                    peak[0] >> 20);
        }
    }

    private static double milliseconds(Verdict verdict) {
        return verdict.nanos() / 1e6;
    }

    private static void pools(Consumer<MemoryPoolMXBean> action) {
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .forEach(action);
    }
}
