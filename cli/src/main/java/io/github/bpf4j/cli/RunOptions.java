package io.github.bpf4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What {@code run} can be told. Written out rather than annotated: for each kind of annotation the JVM makes a class when it reads the
 * first one, and for each field of another type a method handle, which took a short run longer than its packets.
 */
final class RunOptions {
    final PositionalParamSpec object = PositionalParamSpec.builder()
            .index("0")
            .required(true)
            .paramLabel("OBJECT")
            .type(Path.class)
            .description("An object that clang made.")
            .build();

    final OptionSpec program = OptionSpec.builder("--prog")
            .paramLabel("NAME")
            .type(String.class)
            .description("The program; the only one that takes packets if not given.")
            .build();

    final OptionSpec pcap = OptionSpec.builder("--pcap")
            .paramLabel("IN")
            .type(String.class)
            .description("A pcap or pcapng file, or - for standard input.")
            .build();

    final OptionSpec every = OptionSpec.builder("--every")
            .paramLabel("DURATION")
            .type(String.class)
            .description("Run a program at fixed instants, so long apart (10ms, 1s).")
            .build();

    final OptionSpec sampler = OptionSpec.builder("--sample")
            .paramLabel("NAME")
            .type(String.class)
            .description("The program that --every runs; the only one of type perf_event if not given.")
            .build();

    final OptionSpec eventFile = OptionSpec.builder("--event")
            .paramLabel("FILE")
            .type(Path.class)
            .description(
                    "Events with their times, as YAML or JSON: [{at: 10ms, target: function/do_unlinkat, args: [-100], returns: 0}];"
                            + " see docs/events.md.",
                    "Programs whose sections say what they are attached to are attached.")
            .build();

    final OptionSpec out = OptionSpec.builder("--out")
            .paramLabel("OUT")
            .type(Path.class)
            .description("Write packets that are passed, bounced or redirected.")
            .build();

    final OptionSpec engine = EngineOption.spec();

    final OptionSpec btf = BtfOption.spec();

    final OptionSpec kconfig = KconfigOption.spec();

    final OptionSpec unverified = OptionSpec.builder("--unverified")
            .type(boolean.class)
            .initialValue(false)
            .description("Load programs that the verifier would refuse; possible with --engine checked only.")
            .build();

    final OptionSpec variables = OptionSpec.builder("--set")
            .paramLabel("VAR=VALUE")
            .type(Map.class)
            .auxiliaryTypes(String.class, String.class)
            .description("Set a global variable before loading.")
            .build();

    final OptionSpec mapEntries = OptionSpec.builder("--map-entries")
            .paramLabel("MAP=N")
            .type(Map.class)
            .auxiliaryTypes(String.class, Long.class)
            .description("Give a map another size.")
            .build();

    final OptionSpec ifindex = OptionSpec.builder("--ifindex")
            .paramLabel("N")
            .type(int.class)
            .initialValue(1)
            .description("The interface that packets arrive on; 1 unless given.")
            .build();

    final OptionSpec worldFile = OptionSpec.builder("--world")
            .paramLabel("FILE")
            .type(Path.class)
            .description(
                    "What there is around the programs, as JSON: {\"interfaces\": [{\"ifindex\": 2, \"name\": \"eth0\", \"mac\":"
                            + " \"02:00:00:00:00:01\", \"mtu\": 1500}], \"cgroups\": [{\"id\": 7, \"path\": \"/web\"}],"
                            + " \"cgroup\": \"/web\", \"tasks\": [{\"pid\": 7, \"comm\": \"nginx\", \"cgroup\": \"/web\"}],"
                            + " \"task\": 7}; cgroup and task are those that programs run in.",
                    "Without it every positive number is an interface's.")
            .build();

    final OptionSpec targets = OptionSpec.builder("--target")
            .paramLabel("MAP[KEY]=TO[:PROGRAM]")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                    "Put a target into a map before the first packet: the number of an interface into a DEVMAP or DEVMAP_HASH, the length"
                            + " of a queue into a CPUMAP, the path of a control group into a CGROUP_ARRAY.",
                    "PROGRAM runs on packets on their way there.")
            .build();

    final OptionSpec replacements = OptionSpec.builder("--replace")
            .paramLabel("OBJECT[:PROGRAM]")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(
                    "An object whose programs of type EXT take the place of functions of PROGRAM, by their sections"
                            + " (freplace/FUNCTION), or whose programs of fentry/FUNCTION and fexit/FUNCTION are around them; of the one"
                            + " that packets go through unless named.")
            .build();

    final OptionSpec cpu = OptionSpec.builder("--cpu")
            .paramLabel("N")
            .type(int.class)
            .initialValue(0)
            .description("The logical CPU that packets arrive on; 0 unless given.")
            .build();

    final OptionSpec drain = OptionSpec.builder("--drain")
            .paramLabel("DURATION|until-idle")
            .type(String.class)
            .description(
                    "After the last packet, go on for so long (5s, 100ms, 2m, PT1H), or until no timer is left, a day at most.")
            .build();

    final OptionSpec dumpMaps = OptionSpec.builder("--dump-maps")
            .paramLabel("NAMES")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("0..1")
            .fallbackValue("")
            .splitRegex(",")
            .description("Print the content of all maps, or of these.")
            .build();

    final OptionSpec traceTimers = OptionSpec.builder("--trace-timers")
            .type(boolean.class)
            .initialValue(false)
            .description("Print what happens to timers (to standard error with --json).")
            .build();

    final OptionSpec seed = OptionSpec.builder("--seed")
            .paramLabel("N")
            .type(long.class)
            .initialValue(0L)
            .description("Seed of random numbers and hashes; 0 unless given.")
            .build();

    final OptionSpec json = OptionSpec.builder("--json")
            .type(boolean.class)
            .initialValue(false)
            .description("Print JSON.")
            .build();

    /** The command, which reads its options when it is called. */
    final CommandSpec spec = CommandSpec.wrapWithoutInspection((Callable<Integer>) () -> new RunCommand(this).call())
            .name("run");

    RunOptions() {
        spec.usageMessage()
                .sortOptions(false)
                .description(
                        "Replays a capture through an XDP or tc program. The packets' time stamps drive a virtual clock: timers fire at"
                                + " exactly their instants, and the same input gives the same output every time.",
                        "With --every a program also runs at fixed instants, as a perf event samples; without a capture for as long as --drain"
                                + " says.",
                        "Programs are verified as Linux 6.12 verifies them, unless --unverified is given; accesses are confined to guest memory.");
        spec.addPositional(object);
        spec.addOption(program);
        spec.addOption(pcap);
        spec.addOption(every);
        spec.addOption(sampler);
        spec.addOption(eventFile);
        spec.addOption(out);
        spec.addOption(engine);
        spec.addOption(btf);
        spec.addOption(kconfig);
        spec.addOption(unverified);
        spec.addOption(variables);
        spec.addOption(mapEntries);
        spec.addOption(ifindex);
        spec.addOption(worldFile);
        spec.addOption(targets);
        spec.addOption(replacements);
        spec.addOption(cpu);
        spec.addOption(drain);
        spec.addOption(dumpMaps);
        spec.addOption(traceTimers);
        spec.addOption(seed);
        spec.addOption(json);
        StandardOptions.add(spec);
    }
}
