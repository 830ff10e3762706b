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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: a capture through a program, or a program again and again, on virtual time. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Replays a capture through an XDP or tc program. The packets' time stamps drive a virtual clock: timers fire at"
                    + " exactly their instants, and the same input gives the same output every time.",
            "With --every a program also runs at fixed instants, as a perf event samples; without a capture for as long as --drain"
                    + " says.",
            "Programs are verified as Linux 6.12 verifies them, unless --unverified is given; accesses are confined to guest memory."
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OBJECT", description = "An object that clang made.")
    private Path object;

    @Option(
            names = "--prog",
            paramLabel = "NAME",
            description = "The program; the only one that takes packets if not given.")
    private @Nullable String program;

    @Option(names = "--pcap", paramLabel = "IN", description = "A pcap or pcapng file, or - for standard input.")
    private @Nullable String pcap;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "Run a program at fixed instants, so long apart (10ms, 1s).")
    private @Nullable String every;

    @Option(
            names = "--sample",
            paramLabel = "NAME",
            description = "The program that --every runs; the only one of type perf_event if not given.")
    private @Nullable String sampler;

    @Option(
            names = "--event",
            paramLabel = "FILE",
            description = {
                "Events with their times, as YAML or JSON: [{at: 10ms, target: function/do_unlinkat, args: [-100], returns: 0}];"
                        + " see docs/events.md.",
                "Programs whose sections say what they are attached to are attached."
            })
    private @Nullable Path eventFile;

    @Option(names = "--out", paramLabel = "OUT", description = "Write packets that are passed, bounced or redirected.")
    private @Nullable Path out;

    @Mixin
    private EngineOption engine;

    @Mixin
    private BtfOption btf;

    @Mixin
    private KconfigOption kconfig;

    @Option(
            names = "--unverified",
            description = "Load programs that the verifier would refuse; possible with --engine checked only.")
    private boolean unverified;

    @Option(names = "--set", paramLabel = "VAR=VALUE", description = "Set a global variable before loading.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--map-entries", paramLabel = "MAP=N", description = "Give a map another size.")
    private Map<String, Long> mapEntries = new LinkedHashMap<>();

    @Option(
            names = "--ifindex",
            paramLabel = "N",
            description = "The interface that packets arrive on; 1 unless given.")
    private int ifindex = 1;

    @Option(
            names = "--world",
            paramLabel = "FILE",
            description = {
                "What there is around the programs, as JSON: {\"interfaces\": [{\"ifindex\": 2, \"name\": \"eth0\", \"mac\":"
                        + " \"02:00:00:00:00:01\", \"mtu\": 1500}], \"cgroups\": [{\"id\": 7, \"path\": \"/web\"}],"
                        + " \"cgroup\": \"/web\", \"tasks\": [{\"pid\": 7, \"comm\": \"nginx\", \"cgroup\": \"/web\"}],"
                        + " \"task\": 7}; cgroup and task are those that programs run in.",
                "Without it every positive number is an interface's."
            })
    private @Nullable Path worldFile;

    @Option(
            names = "--target",
            paramLabel = "MAP[KEY]=TO[:PROGRAM]",
            description = {
                "Put a target into a map before the first packet: the number of an interface into a DEVMAP or DEVMAP_HASH, the length"
                        + " of a queue into a CPUMAP, the path of a control group into a CGROUP_ARRAY.",
                "PROGRAM runs on packets on their way there."
            })
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--replace",
            paramLabel = "OBJECT[:PROGRAM]",
            description =
                    "An object whose programs of type EXT take the place of functions of PROGRAM, by their sections"
                            + " (freplace/FUNCTION), or whose programs of fentry/FUNCTION and fexit/FUNCTION are around them; of the one"
                            + " that packets go through unless named.")
    private List<String> replacements = new ArrayList<>();

    @Option(names = "--cpu", paramLabel = "N", description = "The logical CPU that packets arrive on; 0 unless given.")
    private int cpu;

    @Option(
            names = "--drain",
            paramLabel = "DURATION|until-idle",
            description =
                    "After the last packet, go on for so long (5s, 100ms, 2m, PT1H), or until no timer is left, a day at most.")
    private @Nullable String drain;

    @Option(
            names = "--dump-maps",
            arity = "0..1",
            fallbackValue = "",
            split = ",",
            paramLabel = "NAMES",
            description = "Print the content of all maps, or of these.")
    private @Nullable List<String> dumpMaps;

    @Option(names = "--trace-timers", description = "Print what happens to timers (to standard error with --json).")
    private boolean traceTimers;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of random numbers and hashes; 0 unless given.")
    private long seed;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private @Nullable Sampling sampling;

    @Override
    public Integer call() throws IOException {
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
            if (engine.engine != EngineKind.CHECKED) {
                throw new Failures.Usage("--unverified needs --engine checked");
            }
            spec.commandLine()
                    .getErr()
                    .println("bpf4j: programs are not verified; what they do wrong is a fault of the run");
        }
        RunReport report = new RunReport(log, traceTimers);
        EventRuns events = eventFile == null ? null : events(eventFile);
        try (Runtime runtime = report.attach(unverified ? Runtime.builder().unverified() : Runtime.builder())
                        .engine(engine.engine)
                        .kernelTypes(btf.types())
                        .kconfig(kconfig.settings())
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
