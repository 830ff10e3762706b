package io.github.bpf4j.bench;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.lang.management.ManagementFactory;

/**
 * What is left of programs that are loaded, compiled, run and closed one after another in one runtime: heap and metaspace have to stay
 * as they are.
 *
 * <p>{@code java -Xmx256m -cp ... io.github.bpf4j.bench.Unloading [PROGRAMS]}
 */
public final class Unloading {
    private static final CollectionSpec OBJECT =
            CollectionSpec.read(Corpus.bytes("features/loop.bpf.o"), "loop").withAutoload("refused", false);
    private static final int ROWS = 10;

    private Unloading() {}

    /** Measures and prints. */
    public static void main(String[] arguments) {
        int programs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        System.out.printf(
                "%9s %9s %13s %9s %8s %9s%n",
                "programs", "heap KiB", "metaspace KiB", "classes", "unloaded", "seconds");
        long beganNs = System.nanoTime();
        try (Runtime runtime = Runtime.builder().engine(EngineKind.JIT).build()) {
            int done = 0;
            for (int row = 0; row <= ROWS; row++) {
                while (done < (long) programs * row / ROWS) {
                    done += loadRunClose(runtime);
                }
                print(done, System.nanoTime() - beganNs);
            }
        }
    }

    /** How many programs that were. */
    private static int loadRunClose(Runtime runtime) {
        try (Collection collection = runtime.load(OBJECT)) {
            int programs = 0;
            for (Program program : collection.programs().values()) {
                program.run(new Packet(new byte[64]));
                programs++;
            }
            return programs;
        }
    }

    private static void print(int programs, long tookNs) {
        System.gc();
        System.gc();
        var classes = ManagementFactory.getClassLoadingMXBean();
        System.out.printf(
                "%9d %9d %13d %9d %8d %9.1f%n",
                programs,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10,
                metaspaceBytes() >> 10,
                classes.getLoadedClassCount(),
                classes.getUnloadedClassCount(),
                tookNs / 1e9);
    }

    private static long metaspaceBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().contains("Metaspace"))
                .mapToLong(pool -> pool.getUsage().getUsed())
                .findFirst()
                .orElse(0);
    }
}
