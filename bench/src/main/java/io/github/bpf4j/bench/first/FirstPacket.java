package io.github.bpf4j.bench.first;

import io.github.bpf4j.bench.first.Answers.First;
import io.github.bpf4j.bench.first.Answers.FirstTimes;
import io.github.bpf4j.bench.first.Answers.Peak;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * How long it takes from an object's bytes to the first packet's verdict, in a JVM that has just begun and in one that did it before, and
 * from then on until packets take as long as they will; what the JIT makes of an instruction. For a program of 1,000 and one of 100,000
 * instructions, on each engine, as lines of JSON.
 *
 * <p>{@code java -cp ... io.github.bpf4j.bench.first.FirstPacket [COLD [SECONDS [INSTRUCTIONS]]]}: how many cold JVMs each has, 11 unless
 * given, for how long it runs to its peak, 20 seconds, and another size of the program.
 */
public final class FirstPacket {
    private static final EngineKind[] ENGINES = {EngineKind.INTERPRETER, EngineKind.JIT, EngineKind.AUTO};
    private static final int WARM_ROUNDS = 41;
    private static final int WARM_COUNTED = 11;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private FirstPacket() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 4) {
            answer(arguments[0], Integer.parseInt(arguments[1]), EngineKind.valueOf(arguments[2]), arguments[3]);
            return;
        }
        int cold = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 11;
        String seconds = arguments.length > 1 ? arguments[1] : "20";
        int[] sizes = arguments.length > 2 ? new int[] {Integer.parseInt(arguments[2])} : new int[] {1000, 100_000};
        for (int size : sizes) {
            List<List<First>> firsts = new ArrayList<>();
            for (EngineKind _ : ENGINES) {
                firsts.add(new ArrayList<>());
            }
            for (int i = 0; i < cold; i++) {
                for (int engine = 0; engine < ENGINES.length; engine++) {
                    firsts.get(engine).add(Answers.read(ask("cold", size, ENGINES[engine], "1"), First.class));
                }
            }
            for (int engine = 0; engine < ENGINES.length; engine++) {
                System.out.println(Answers.write(summary("cold", size, ENGINES[engine], firsts.get(engine))));
            }
            for (EngineKind engine : ENGINES) {
                System.out.println(ask("warm", size, engine, "1"));
                System.out.println(ask("peak", size, engine, seconds));
            }
        }
    }

    /** Starts a JVM that measures; the line that it answers. */
    private static String ask(String what, int size, EngineKind engine, String seconds)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:CompilerThreadStackSize=16384",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstPacket.class.getName(),
                        what,
                        Integer.toString(size),
                        engine.name(),
                        seconds)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line;
        try (InputStream out = process.getInputStream()) {
            line = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        if (process.waitFor() != 0) {
            throw new IOException(what + " " + size + " " + engine + " ended with " + process.exitValue());
        }
        return line;
    }

    private static void answer(String what, int size, EngineKind engine, String seconds) throws IOException {
        byte[] object = StraightObject.of(size);
        switch (what) {
            case "cold" -> System.out.println(Answers.write(first(object, engine)));
            case "warm" -> {
                List<First> firsts = new ArrayList<>();
                for (int i = 0; i < WARM_ROUNDS; i++) {
                    firsts.add(first(object, engine));
                }
                List<First> counted = firsts.subList(WARM_ROUNDS - WARM_COUNTED, WARM_ROUNDS);
                System.out.println(Answers.write(summary("warm", size, engine, counted)));
            }
            case "peak" -> System.out.println(Answers.write(peak(object, size, engine, Integer.parseInt(seconds))));
            default -> throw new IllegalArgumentException(what);
        }
    }

    /** From bytes to a verdict. */
    static First first(byte[] object, EngineKind engine) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        CollectionSpec spec = CollectionSpec.read(object, "straight.o");
        long read = System.nanoTime();
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec)) {
            long loaded = System.nanoTime();
            long verdict = collection
                    .program(StraightObject.PROGRAM)
                    .run(new Packet(new byte[StraightObject.FRAME_BYTES]))
                    .returnValue();
            long end = System.nanoTime();
            return new First(
                    read - begin, loaded - read, end - loaded, THREADS.getCurrentThreadCpuTime() - cpu, (int) verdict);
        }
    }

    private static Peak peak(byte[] object, int size, EngineKind engine, int seconds) throws IOException {
        try (WarmUp warmUp = new WarmUp();
                Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(CollectionSpec.read(object, "straight.o"))) {
            return warmUp.run(collection.program(StraightObject.PROGRAM), runtime(engine), program(size), seconds);
        }
    }

    static FirstTimes summary(String jvm, int size, EngineKind engine, List<First> firsts) {
        int result = firsts.getFirst().result();
        if (firsts.stream().anyMatch(first -> first.result() != result)) {
            throw new IllegalStateException("verdicts differ: " + firsts);
        }
        return new FirstTimes(
                runtime(engine),
                program(size),
                jvm,
                result,
                median(firsts, First::ns),
                firsts.stream().mapToLong(First::ns).min().orElseThrow(),
                firsts.stream().mapToLong(First::ns).max().orElseThrow(),
                median(firsts, First::cpuNs),
                median(firsts, First::readNs),
                median(firsts, First::loadNs),
                median(firsts, First::runNs));
    }

    private static long median(List<First> firsts, ToLongFunction<First> part) {
        long[] sorted = firsts.stream().mapToLong(part).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static String runtime(EngineKind engine) {
        return "bpf4j-" + engine.name().toLowerCase(Locale.ROOT);
    }

    private static String program(int size) {
        return "straight_" + size;
    }
}
