package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfFormatException;
import io.github.bpf4j.btf.BtfPrinter;
import io.github.bpf4j.cli.Rendering;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.BtfFile;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ExternException;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.verifier.VerifierException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Objects with damaged types, relocations and lines, and kernels with damaged types: read, linked, shown and loaded they end in a typed
 * error or in a result, each in bounded time. A run of 500,000: {@code -Dbpf4j.mutants=500000}, with {@code -DargLine=-Xmx512m}.
 */
class TypesFuzzTest {
    private static final List<String> OBJECTS = List.of(
            "core/reader.bpf.o",
            "core/linux.bpf.o",
            "core/reader.bpf.o",
            "core/vmlinux_h.bpf.o",
            "core/reader.bpf.o",
            "examples/flow_gc.bpf.o",
            "features/globals.bpf.o",
            "features/kconfig.bpf.o",
            "features/legacy_maps.bpf.o",
            "features/maps.bpf.o",
            "examples/nested_gc.bpf.o",
            "features/subprograms.bpf.o",
            "isa/alu.v4.bpfeb.o");
    private static final List<String> KERNELS = List.of(
            "core/kernel_same.bpf.o", "core/kernel_moved.bpf.o", "core/kernel_before.bpf.o", "core/vmlinux_h.bpf.o");
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int PER_ROUND = 250;
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(3);
    private static final long LONGEST_NS = Duration.ofSeconds(10).toNanos();

    /** How far mutants came. */
    private enum End {
        UNREADABLE,
        NO_KERNEL,
        UNLINKED,
        LINKED,
        REFUSED,
        UNLOADED,
        LOADED
    }

    @TempDir
    private Path folder;

    private final Map<End, Integer> ends = new EnumMap<>(End.class);
    private final Map<String, AssertionError> findings = new TreeMap<>();
    private volatile long current;
    private long slowest;
    private long slowestNs;

    @Test
    void damagedTypesEndInATypedErrorOrAResult() {
        long seed = Mutations.seed();
        int mutants = Mutations.count(4_000);
        System.out.println("TypesFuzzTest seed " + seed + ", " + mutants + " mutants");
        List<byte[]> objects = OBJECTS.stream().map(Corpus::bytes).toList();
        List<byte[]> kernels = KERNELS.stream().map(Corpus::bytes).toList();
        for (int done = 0; done < mutants; done += PER_ROUND) {
            int from = done;
            assertTimeoutPreemptively(
                    LONGEST_ROUND,
                    () -> {
                        for (int i = from; i < Math.min(mutants, from + PER_ROUND); i++) {
                            one(seed + i, objects, kernels);
                        }
                    },
                    () -> "mutant " + current);
        }
        System.out.printf("TypesFuzzTest %s, slowest mutant %d in %.1f ms of a CPU%n", ends, slowest, slowestNs / 1e6);
        findings.values().forEach(Throwable::printStackTrace);
        assertThat(findings).isEmpty();
        assertThat(ends.keySet())
                .contains(End.UNREADABLE, End.NO_KERNEL, End.UNLINKED, End.LINKED, End.REFUSED, End.LOADED);
        assertThat(slowestNs).as("mutant " + slowest).isLessThan(LONGEST_NS);
    }

    private void one(long seed, List<byte[]> objects, List<byte[]> kernels) {
        current = seed;
        byte[] object = objects.get(Math.floorMod(seed / 3, objects.size()));
        TypeMutations mutations = new TypeMutations(seed);
        byte[] kernel = kernels.get(Math.floorMod(seed, kernels.size()));
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            ends.merge(
                    switch (Math.floorMod(seed / 7, 4)) {
                        case 0 -> object(mutations, object, ObjectSections.contents(kernel, ".BTF"));
                        case 1 -> object(mutations, object, mutations.types(ObjectSections.contents(kernel, ".BTF")));
                        case 2 -> kernel(mutations, object, kernel);
                        default -> linux(mutations, object);
                    },
                    1,
                    Integer::sum);
        } catch (Exception | Error e) {
            findings.computeIfAbsent(where(e), _ -> new AssertionError("mutant " + seed, e));
        }
        long took = THREADS.getCurrentThreadCpuTime() - start;
        if (took > slowestNs) {
            slowest = seed;
            slowestNs = took;
        }
    }

    private static String where(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return thrown.getClass() + (frames.length == 0 ? "" : " at " + frames[0]);
    }

    private End object(TypeMutations mutations, byte[] object, byte[] kernel) throws Exception {
        return use(mutations, mutations.object(object), types(kernel));
    }

    private static Btf types(byte[] data) {
        try {
            return Btf.parse(data);
        } catch (BtfFormatException e) {
            return KernelBtf.builtIn();
        }
    }

    private End linux(TypeMutations mutations, byte[] object) throws Exception {
        return use(mutations, mutations.object(object), KernelBtf.builtIn());
    }

    /** A whole object against a damaged kernel from a file. */
    private End kernel(TypeMutations mutations, byte[] object, byte[] kernel) throws Exception {
        Path file = folder.resolve("kernel");
        Files.write(
                file,
                mutations.oneIn(2)
                        ? mutations.types(ObjectSections.contents(kernel, ".BTF"))
                        : mutations.oneIn(2)
                                ? ObjectSections.with(
                                        kernel, ".BTF", mutations.types(ObjectSections.contents(kernel, ".BTF")))
                                : Mutations.mutate(kernel, mutations.next()));
        Btf types;
        try {
            types = BtfFile.read(file);
        } catch (ObjectFormatException e) {
            return End.NO_KERNEL;
        }
        declare(types);
        return use(mutations, object, types);
    }

    private End use(TypeMutations mutations, byte[] object, Btf kernel) throws Exception {
        CollectionSpec spec;
        try {
            spec = CollectionSpec.read(object, "mutant");
        } catch (ObjectFormatException e) {
            return End.UNREADABLE;
        }
        if (mutations.oneIn(8)) {
            show(object);
        }
        if (mutations.oneIn(4)) {
            return load(spec, kernel);
        }
        LinkEnvironment environment = LinkEnvironment.anyKernel().withKernelTypes(kernel);
        End end = End.LINKED;
        try {
            spec.forKernel(environment);
        } catch (ExternException e) {
            end = End.UNLINKED;
        }
        for (ProgramSpec program : spec.programs()) {
            try {
                Linker.link(spec, program.name(), environment);
            } catch (LinkException e) {
                end = End.UNLINKED;
            }
        }
        return end;
    }

    private void show(byte[] object) throws Exception {
        Path file = folder.resolve("object");
        Files.write(file, object);
        Rendering.run("inspect", file.toString());
        Rendering.run("inspect", "--json", file.toString());
        try {
            Rendering.run("disasm", file.toString());
        } catch (LinkException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        declare(CollectionSpec.read(object).btf());
    }

    /** Spells some types out, the last one among them. */
    private static void declare(Btf types) {
        for (int id = types.typeCount(); id > 0; id -= 1 + types.typeCount() / 10) {
            BtfPrinter.declaration(types, id);
        }
    }

    private static End load(CollectionSpec spec, Btf kernel) throws IOException {
        try (Runtime runtime = Runtime.builder()
                        .kernelTypes(kernel)
                        .memoryLimitBytes(16 << 20)
                        .memoryReserveBytes(1L << 28)
                        .build();
                Collection _ = runtime.load(spec)) {
            return End.LOADED;
        } catch (LinkException e) {
            return End.UNLINKED;
        } catch (VerifierException e) {
            return End.REFUSED;
        } catch (BpfErrnoException | IllegalArgumentException e) {
            return End.UNLOADED;
        }
    }
}
