package io.github.bpf4j.bench;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.BtfFile;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Time that large objects take to be read, linked and loaded (linked again, verified, maps created), at three sizes each, the largest as
 * large as the largest there are: what grows faster than the size shows. Needs clang-19.
 *
 * <p>{@code java -Xmx1g -cp ... io.github.bpf4j.bench.LoadScale}
 */
public final class LoadScale {
    private LoadScale() {}

    @FunctionalInterface
    private interface Maker {
        Path make(int size) throws IOException, InterruptedException;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("bpf4j-scale");
        LargeObjects objects = new LargeObjects(folder);
        Btf kernel = BtfFile.read(objects.kernel());
        System.out.printf(
                "%-12s %7s %8s %8s %8s %8s %8s%n", "object", "size", "KiB", "insns", "read ms", "link ms", "load ms");
        series("maps", objects::maps, kernel, 100, 250, 500, 1000);
        series("programs", objects::programs, kernel, 100, 250, 500, 1000);
        series("relocations", objects::relocations, kernel, 10, 25, 50, 100);
        series("statements", objects::statements, kernel, 1000, 3000, 6000, 12_000, 15_000);
    }

    /** The first size is for the compiler of the JVM. */
    private static void series(String name, Maker maker, Btf kernel, int... sizes)
            throws IOException, InterruptedException {
        for (int i = 0; i < sizes.length; i++) {
            Path object = maker.make(sizes[i]);
            for (int round = i == 0 ? 5 : 0; round >= 0; round--) {
                measure(name, sizes[i], object, kernel, i > 0);
            }
        }
    }

    private static void measure(String name, int size, Path object, Btf kernel, boolean print) throws IOException {
        long start = System.nanoTime();
        CollectionSpec spec = CollectionSpec.read(object);
        long read = System.nanoTime();
        LinkEnvironment environment = LinkEnvironment.anyKernel().withKernelTypes(kernel);
        int insns = 0;
        for (ProgramSpec program : spec.programs()) {
            insns += Linker.link(spec, program.name(), environment).insnCount();
        }
        long linked = System.nanoTime();
        try (Runtime runtime = Runtime.builder().kernelTypes(kernel).build();
                Collection _ = runtime.load(spec)) {
            long loaded = System.nanoTime();
            if (print) {
                System.out.printf(
                        "%-12s %7d %8d %8d %8d %8d %8d%n",
                        name,
                        size,
                        Files.size(object) >> 10,
                        insns,
                        (read - start) / 1_000_000,
                        (linked - read) / 1_000_000,
                        (loaded - linked) / 1_000_000);
            }
        }
    }
}
