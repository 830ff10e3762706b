package io.github.bpf4j.cli;

import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** {@code bench}: how long a run of a program takes, on each engine, from the first on. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures a program: nanoseconds per run with their spread after warming up, and how they came down to it.",
            "With --pcap a run is a packet of the capture, again and again, and its time stamps drive the clock: timers that come due"
                    + " are part of it. A fault ends with exit code 1."
        })
final class BenchCommand implements Callable<Integer> {
    private static final int FRAME_BYTES = 64;
    private static final int HEADER_BYTES = 14;
    private static final int MOST_PACKETS = 1 << 20;
    private static final long MILLISECOND_NS = 1_000_000;

    /** How much is measured. */
    private record Effort(long warmupNs, int samples, long sampleNs) {
        static final Effort FULL = new Effort(2000 * MILLISECOND_NS, 21, 20 * MILLISECOND_NS);
        static final Effort QUICK = new Effort(100 * MILLISECOND_NS, 5, 2 * MILLISECOND_NS);
    }

    /** What an engine came to, as JSON has it. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Row(
            String engine,
            String program,
            long result,
            double loadMs,
            double medianNs,
            double minNs,
            double maxNs,
            int samples,
            long runsPerSample,
            List<RunTimes.Window> warmup) {}

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OBJECT", description = "An object that clang made.")
    private Path object;

    @Option(
            names = "--prog",
            paramLabel = "NAME",
            description = "The program; the only one that takes packets if not given.")
    private @Nullable String program;

    /** What the program runs on. */
    static final class Input {
        @Option(
                names = "--pcap",
                paramLabel = "IN",
                description = "The packets of a pcap or pcapng file, a million at most.")
        private @Nullable Path pcap;

        @Option(
                names = "--mem",
                paramLabel = "FILE",
                description = "A packet, or the context of a program that takes none; 64 zeros unless given.")
        private @Nullable Path mem;
    }

    @ArgGroup
    private @Nullable Input input;

    @Option(
            names = "--engine",
            paramLabel = "E",
            description =
                    "What runs the program: ${COMPLETION-CANDIDATES}; give it again for more, one after the other. jit and"
                            + " interpreter unless given.")
    private List<EngineKind> engines = new ArrayList<>();

    @Mixin
    private BtfOption btf;

    @Mixin
    private KconfigOption kconfig;

    @Option(names = "--set", paramLabel = "VAR=VALUE", description = "Set a global variable before loading.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--quick", description = "Few and short samples: a look, no measurement.")
    private boolean quick;

    @Option(names = "--json", description = "Print a line of JSON for each engine.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        CollectionSpec collection = CollectionSpec.read(object);
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            try {
                collection = collection.withVariable(variable.getKey(), variable.getValue());
            } catch (IllegalArgumentException e) {
                throw new Failures.Usage(String.valueOf(e.getMessage()));
            }
        }
        ProgramSpec chosen = program == null ? Programs.onlyRunnable(collection) : Programs.byName(collection, program);
        List<CapturedPacket> packets = packets(chosen);
        PrintWriter out = spec.commandLine().getOut();
        for (EngineKind engine : asked()) {
            Row row = measure(collection, chosen, packets, engine);
            if (json) {
                out.println(Json.line(row));
            } else {
                print(row, out);
            }
            out.flush();
        }
        return 0;
    }

    private Set<EngineKind> asked() {
        return new LinkedHashSet<>(engines.isEmpty() ? List.of(EngineKind.JIT, EngineKind.INTERPRETER) : engines);
    }

    /** The packets that the program runs on; the context as the only one if it takes none. */
    private List<CapturedPacket> packets(ProgramSpec chosen) throws IOException {
        if (input == null || input.pcap == null) {
            byte[] bytes = input == null || input.mem == null ? new byte[FRAME_BYTES] : Files.readAllBytes(input.mem);
            return List.of(new CapturedPacket(0, LinkType.ETHERNET, 0, bytes, bytes.length));
        }
        if (!Replay.takesPackets(chosen.type())) {
            throw new Failures.Usage("program \"" + chosen.name() + "\" takes no packets: --pcap has none for it");
        }
        List<CapturedPacket> packets = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(input.pcap)) {
            for (Optional<CapturedPacket> next = reader.next();
                    next.isPresent() && packets.size() < MOST_PACKETS;
                    next = reader.next()) {
                CapturedPacket captured = next.get();
                if (!packets.isEmpty()) {
                    checkGap(packets.getLast().timestampNs(), captured.timestampNs());
                }
                LinkType.toEthernet(captured.linkType(), captured.data())
                        .filter(frame -> frame.length >= HEADER_BYTES)
                        .ifPresent(frame -> packets.add(
                                new CapturedPacket(captured.timestampNs(), LinkType.ETHERNET, 0, frame, frame.length)));
            }
        }
        if (packets.isEmpty()) {
            throw new Failures.Usage(input.pcap + " holds no Ethernet packets");
        }
        return packets;
    }

    private void checkGap(long beforeNs, long timestampNs) {
        Duration gap = Duration.ofNanos(timestampNs - beforeNs);
        if (gap.compareTo(Replay.LONGEST_GAP) > 0) {
            throw new Failures.Usage(
                    Objects.requireNonNull(input).pcap + ": a packet's time stamp is " + gap + " after the one before");
        }
    }

    private Row measure(CollectionSpec collection, ProgramSpec chosen, List<CapturedPacket> packets, EngineKind engine)
            throws IOException {
        Effort effort = quick ? Effort.QUICK : Effort.FULL;
        long startNs = System.nanoTime();
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .kernelTypes(btf.types())
                        .kconfig(kconfig.settings())
                        .memoryFor(collection)
                        .build();
                Collection loaded = runtime.load(collection)) {
            Program running = loaded.program(chosen.name());
            double loadMs = (double) (System.nanoTime() - startNs) / MILLISECOND_NS;
            Supplier<RunResult> run = Replay.takesPackets(chosen.type())
                    ? new Packets(runtime, running, packets)::run
                    : () -> running.run(packets.getFirst().data()).run();
            long[] first = new long[1];
            boolean[] ran = new boolean[1];
            RunTimes times = new RunTimes(System::nanoTime, () -> {
                RunResult result = run.get();
                if (result.fault().isPresent()) {
                    throw new Failures.Guest(
                            name(engine) + ": " + result.fault().get());
                }
                if (!ran[0]) {
                    ran[0] = true;
                    first[0] = result.returnValue();
                }
            });
            List<RunTimes.Window> warmup = times.warmUp(effort.warmupNs());
            RunTimes.Samples samples = times.sample(effort.samples(), effort.sampleNs());
            return new Row(
                    name(engine),
                    chosen.name(),
                    first[0],
                    loadMs,
                    samples.medianNs(),
                    samples.minNs(),
                    samples.maxNs(),
                    samples.samples(),
                    samples.runsPerSample(),
                    warmup);
        }
    }

    private static String name(EngineKind engine) {
        return engine.name().toLowerCase(Locale.ROOT);
    }

    /** Packets one after the other, again and again; the clock goes on with them, one pass after the other. */
    private static final class Packets {
        private final Runtime runtime;
        private final Program program;
        private final List<CapturedPacket> packets;
        private final Packet packet = new Packet();
        private long passNs;
        private int next;

        Packets(Runtime runtime, Program program, List<CapturedPacket> packets) {
            this.runtime = runtime;
            this.program = program;
            this.packets = packets;
            passNs = runtime.nowNs();
        }

        RunResult run() {
            CapturedPacket captured = packets.get(next);
            if (packets.size() > 1) {
                runtime.advanceTo(later(
                        passNs, captured.timestampNs() - packets.getFirst().timestampNs()));
            }
            if (++next == packets.size()) {
                next = 0;
                passNs = runtime.nowNs();
            }
            return program.run(packet.set(captured.data(), captured.data().length));
        }
    }

    /** So much after an instant; at the end of time if that is earlier. */
    static long later(long instantNs, long byNs) {
        long sum = instantNs + byNs;
        return byNs > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static void print(Row row, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s, %s: %s ns per run (median; %s to %s in %d samples of %d runs)%n",
                row.engine(),
                row.program(),
                number(row.medianNs()),
                number(row.minNs()),
                number(row.maxNs()),
                row.samples(),
                row.runsPerSample());
        out.printf(
                Locale.ROOT,
                "    loaded in %.1f ms; the first run returned %d (%#x)%n",
                row.loadMs(),
                row.result(),
                row.result());
        for (RunTimes.Window window : row.warmup()) {
            String runs = window.from() == window.to()
                    ? "run " + window.from()
                    : "runs " + window.from() + " to " + window.to();
            out.printf(Locale.ROOT, "    %-28s %14s ns%n", runs, number(window.nsPerRun()));
        }
    }

    private static String number(double ns) {
        return String.format(Locale.ROOT, ns < 1000 ? "%.1f" : "%,.0f", ns);
    }
}
