package io.github.bpf4j.cli;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.cli.scenario.ScenarioException;
import io.github.bpf4j.cli.scenario.WorldFile;
import io.github.bpf4j.net.CaptureFormatException;
import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.Sampling;
import io.github.bpf4j.runtime.world.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code run}: a capture through a program, or a program again and again, on virtual time. */
final class RunCommand {
    private final CommandSpec spec;
    private final Path object;
    private final @Nullable String program;
    private final @Nullable String pcap;
    private final @Nullable String every;
    private final @Nullable String sampler;
    private final @Nullable Path eventFile;
    private final @Nullable Path out;
    private final EngineKind engine;
    private final @Nullable Path kernelTypes;
    private final @Nullable Path kconfig;
    private final boolean unverified;
    private final Map<String, String> variables;
    private final Map<String, Long> mapEntries;
    private final int ifindex;
    private final @Nullable Path worldFile;
    private final List<String> targets;
    private final List<String> replacements;
    private final int cpu;
    private final @Nullable String drain;
    private final @Nullable List<String> dumpMaps;
    private final boolean traceTimers;
    private final long seed;
    private final boolean json;
    private @Nullable Sampling sampling;

    /** One that does what options say that have been read. */
    RunCommand(RunOptions options) {
        spec = options.spec;
        object = options.object.getValue();
        program = options.program.getValue();
        pcap = options.pcap.getValue();
        every = options.every.getValue();
        sampler = options.sampler.getValue();
        eventFile = options.eventFile.getValue();
        out = options.out.getValue();
        engine = options.engine.getValue();
        kernelTypes = options.btf.getValue();
        kconfig = options.kconfig.getValue();
        unverified = options.unverified.getValue();
        variables = Objects.requireNonNullElse(options.variables.getValue(), Map.of());
        mapEntries = Objects.requireNonNullElse(options.mapEntries.getValue(), Map.of());
        ifindex = options.ifindex.getValue();
        worldFile = options.worldFile.getValue();
        targets = Objects.requireNonNullElse(options.targets.getValue(), List.of());
        replacements = Objects.requireNonNullElse(options.replacements.getValue(), List.of());
        cpu = options.cpu.getValue();
        drain = options.drain.getValue();
        dumpMaps = options.dumpMaps.getValue();
        traceTimers = options.traceTimers.getValue();
        seed = options.seed.getValue();
        json = options.json.getValue();
    }

    int call() throws IOException {
        if (cpu < 0 || cpu > 255) {
            throw new Failures.Usage("--cpu takes a number from 0 to 255");
        }
        Drain draining = Drain.parse(drain);
        if (pcap != null && eventFile != null) {
            throw new Failures.Usage("--event and --pcap exclude each other");
        }
        if (pcap == null && eventFile == null && (every == null || drain == null || draining.untilIdle())) {
            throw new Failures.Usage("what to run? --pcap IN, --event FILE, or --every DURATION with --drain DURATION");
        }
        CollectionSpec collection = configure(CollectionSpec.read(object));
        Optional<ProgramSpec> receiver = pcap == null ? Optional.empty() : Optional.of(receiver(collection));
        Optional<ProgramSpec> sampled = sampled(collection);
        PrintWriter log =
                json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        if (unverified) {
            if (engine != EngineKind.CHECKED) {
                throw new Failures.Usage("--unverified needs --engine checked");
            }
            spec.commandLine()
                    .getErr()
                    .println("bpf4j: programs are not verified; what they do wrong is a fault of the run");
        }
        RunReport report = new RunReport(log, traceTimers);
        EventRuns events = eventFile == null ? null : events(eventFile);
        try (Runtime runtime = report.attach(unverified ? Runtime.builder().unverified() : Runtime.builder())
                        .engine(engine)
                        .kernelTypes(BtfOption.read(kernelTypes))
                        .kconfig(KconfigOption.read(kconfig))
                        .cpus(Math.max(
                                TargetOption.cpus(collection, targets, cpu + 1), events == null ? 1 : events.cpus()))
                        .world(world())
                        .seed(seed)
                        .memoryFor(collection)
                        .build();
                Collection loaded = runtime.load(collection);
                Replacements replaced = new Replacements()) {
            Program through = receiver.map(each -> loaded.program(each.name())).orElse(null);
            for (String each : replacements) {
                replaced.load(runtime, loaded, each, through);
            }
            targets.forEach(target -> TargetOption.store(loaded, target));
            sampled.ifPresent(program -> sampling =
                    runtime.sample(loaded.program(program.name()), Durations.parse(String.valueOf(every)), cpu));
            return run(
                    runtime, loaded, receiver.map(program -> loaded.program(program.name())), draining, report, events);
        }
    }

    private World world() throws IOException {
        try {
            return worldFile == null ? World.open() : WorldFile.read(worldFile);
        } catch (IllegalArgumentException | ScenarioException e) {
            throw new Failures.Usage("--world " + worldFile + ": " + e.getMessage());
        }
    }

    private static EventRuns events(Path file) throws IOException {
        try {
            return EventRuns.read(file);
        } catch (ScenarioException e) {
            throw new Failures.Usage("--event " + e.getMessage());
        }
    }

    private ProgramSpec receiver(CollectionSpec collection) {
        ProgramSpec chosen = program == null ? Programs.onlyRunnable(collection) : Programs.byName(collection, program);
        if (!Replay.takesPackets(chosen.type())) {
            throw new Failures.Usage(
                    "program \"" + chosen.name() + "\" in section \"" + chosen.section() + "\" takes no packets");
        }
        return chosen;
    }

    private Optional<ProgramSpec> sampled(CollectionSpec collection) {
        if (every == null) {
            if (sampler != null) {
                throw new Failures.Usage("--sample needs --every");
            }
            return Optional.empty();
        }
        if (Durations.parse(every).isZero()) {
            throw new Failures.Usage("--every takes a duration longer than nothing");
        }
        ProgramSpec chosen = sampler == null ? Programs.onlySampler(collection) : Programs.byName(collection, sampler);
        if (Replay.takesPackets(chosen.type())) {
            throw new Failures.Usage("program \"" + chosen.name() + "\" takes packets: --every has none for it");
        }
        return Optional.of(chosen);
    }

    private CollectionSpec configure(CollectionSpec read) {
        CollectionSpec changed = read;
        try {
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                changed = changed.withVariable(variable.getKey(), variable.getValue());
            }
            for (Map.Entry<String, Long> map : mapEntries.entrySet()) {
                changed = changed.withMaxEntries(map.getKey(), map.getValue());
            }
        } catch (IllegalArgumentException e) {
            throw new Failures.Usage(String.valueOf(e.getMessage()));
        }
        for (MapSpec map : changed.maps()) {
            if (map.maxEntries() == 0 && changed.isAutocreated(map.name())) {
                MapCreation.check(map, changed.btf(), KernelProfile.V6_12, cpu + 1, true);
            }
        }
        return changed;
    }

    private int run(
            Runtime runtime,
            Collection loaded,
            Optional<Program> receiver,
            Drain draining,
            RunReport report,
            @Nullable EventRuns events)
            throws IOException {
        Optional<Replay> replay =
                receiver.map(chosen -> new Replay(runtime, chosen).cpu(cpu).ifindex(ifindex));
        CaptureFormatException damage = null;
        long startNs = System.nanoTime();
        if (replay.isPresent()) {
            damage = replay(replay.get());
        }
        if (events != null) {
            play(events, runtime, loaded);
        }
        draining.apply(runtime);
        long elapsedNs = System.nanoTime() - startNs;
        RunReport.Run run = report.finish(
                runtime,
                loaded,
                replay.map(Replay::result).orElse(Replay.Result.NOTHING),
                sampling == null ? null : sampling.runs(),
                events == null ? null : events.report(),
                dumped(loaded));
        PrintWriter printer = spec.commandLine().getOut();
        if (json) {
            printer.println(Json.write(run));
        } else {
            RunReport.printEngines(loaded, printer);
            report.print(run, printer, elapsedNs);
        }
        printer.flush();
        if (damage != null) {
            spec.commandLine().getErr().println("bpf4j: " + damage.getMessage());
        }
        boolean unexpected = run.events() != null && run.events().unexpected() > 0;
        return damage != null || unexpected || !run.faults().isEmpty() ? Main.EXIT_GUEST : 0;
    }

    private static void play(EventRuns events, Runtime runtime, Collection loaded) {
        try {
            events.play(runtime, loaded);
        } catch (ScenarioException e) {
            throw new Failures.Usage("--event " + e.getMessage());
        }
    }

    /** Sends the capture through the program; where it was damaged, or null. */
    private @Nullable CaptureFormatException replay(Replay replay) throws IOException {
        try (CaptureReader reader = open();
                Progress progress = Progress.of("replaying");
                CaptureWriter writer = out == null ? null : CaptureWriter.create(out, LinkType.ETHERNET)) {
            if (writer != null) {
                replay.output(writer);
            }
            replay.onProgress(progress::at).run(reader);
            return null;
        } catch (CaptureFormatException e) {
            return e;
        }
    }

    private CaptureReader open() throws IOException {
        return "-".equals(pcap)
                ? CaptureReader.of(System.in, "standard input")
                : CaptureReader.open(Path.of(String.valueOf(pcap)));
    }

    /** The maps whose content is printed. */
    private List<String> dumped(Collection loaded) {
        if (dumpMaps == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>(dumpMaps);
        names.removeIf(String::isEmpty);
        if (names.isEmpty()) {
            return List.copyOf(loaded.maps().keySet());
        }
        for (String name : names) {
            if (!loaded.maps().containsKey(name)) {
                throw new Failures.Usage("there is no map \"" + name + "\"; the object has "
                        + String.join(", ", loaded.maps().keySet()));
            }
        }
        return names;
    }

    /** How long to go on after the last packet. */
    private record Drain(boolean untilIdle, Duration duration) {
        /** Periodic timers never let a program be idle: then this is enough. */
        private static final Duration LONGEST = Duration.ofDays(1);

        static Drain parse(@Nullable String text) {
            if (text == null) {
                return new Drain(false, Duration.ZERO);
            }
            return text.equals("until-idle") ? new Drain(true, LONGEST) : new Drain(false, Durations.parse(text));
        }

        void apply(Runtime runtime) {
            if (untilIdle) {
                runtime.runUntilIdle(duration);
            } else if (!duration.isZero()) {
                runtime.advance(duration);
            }
        }
    }
}
