package io.github.bpf4j.bench.compare;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/compare}: exit codes are 0 for success, 1 if a result was wrong or a peer failed, 2 for wrong usage. */
@Command(
        name = "bench/compare",
        mixinStandardHelpOptions = true,
        description = {
            "Runs bpf4j and every peer that is installed on the same programs, turn by turn, and writes a table, pictures and JSON"
                    + " lines to bench/target/compare.",
            "Peers that are missing are named with how to install them. A wrong result is an error."
        })
public final class Compare implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "Few and short samples: a look, no measurement.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "GROUP",
            split = ",",
            description =
                    "Only these groups, programs or runtimes: compute, maps, rings, timers, d_packet, bpf4j-jit ...")
    private List<String> only = List.of();

    @Option(names = "--json", description = "Print JSON lines instead of the table.")
    private boolean json;

    @Option(
            names = "--clock",
            paramLabel = "wall|cpu",
            description =
                    "Which time counts: wall unless given; on a busy machine cpu, the processor time of the thread that runs.")
    private Sample.Clock clock = Sample.Clock.WALL;

    @Option(names = "--root", hidden = true, description = "The repository.")
    private Path root = Path.of("");

    @Option(names = "--out", hidden = true, description = "The folder that takes the results.")
    private @Nullable Path out;

    private final @Nullable List<Contender> given;

    /** The command. */
    public Compare() {
        this(null);
    }

    /** With others than the usual contenders. */
    Compare(@Nullable List<Contender> contenders) {
        given = contenders;
    }

    /** Runs the command line. */
    public static void main(String[] arguments) {
        System.exit(commandLine(new Compare()).execute(arguments));
    }

    static CommandLine commandLine(Compare compare) {
        return new CommandLine(compare).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createDirectories(out == null ? root.resolve("bench/target/compare") : out)
                .toAbsolutePath();
        List<Contender> all = given == null ? Contenders.all(root.toAbsolutePath(), folder) : given;
        List<Workload> workloads = Arrays.stream(Workload.all())
                .filter(it -> isAsked(Set.of(it.group().toString(), it.program()), runtimes(all)))
                .toList();
        List<Contender> contenders = all.stream()
                .filter(it -> it.runtime().equals(Contenders.NATIVE) || isAsked(Set.of(it.runtime()), programs()))
                .toList();
        if (workloads.isEmpty() || !knows(all)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--only takes groups, programs and runtimes: " + String.join(", ", programs()) + ", "
                            + String.join(", ", runtimes(all)));
        }
        Comparison.Method method = (quick ? Comparison.Method.QUICK : Comparison.Method.FULL).withClock(clock);
        PrintWriter err = spec.commandLine().getErr();
        String before = machine();
        Comparison comparison = new Comparison(method, folder, line -> {
            err.println(line);
            err.flush();
        });
        workloads.forEach(workload -> comparison.run(workload, contenders));
        String report = head(method, before)
                + new Report(comparison.measurements(), comparison.missing(), peers(contenders)).markdown();
        String lines =
                comparison.measurements().stream().map(it -> it.toJson() + "\n").collect(Collectors.joining());
        Files.writeString(folder.resolve("results.md"), report);
        Files.writeString(folder.resolve("results.jsonl"), lines);
        Picture.write(comparison.measurements(), folder);
        PrintWriter print = spec.commandLine().getOut();
        print.print(json ? lines : report);
        print.flush();
        if (json) {
            comparison.missing().forEach((runtime, how) -> err.println("not installed: " + runtime + ": " + how));
        }
        comparison.errors().forEach(error -> err.println("bench/compare: " + error));
        err.flush();
        return comparison.errors().isEmpty() ? 0 : 1;
    }

    /** Whether something with these names is asked for: nothing of its kind is named, or it is. */
    private boolean isAsked(Set<String> names, Set<String> otherKind) {
        List<String> ofKind =
                only.stream().filter(it -> !otherKind.contains(it)).toList();
        return ofKind.isEmpty() || ofKind.stream().anyMatch(names::contains);
    }

    private boolean knows(List<Contender> all) {
        return only.stream()
                .allMatch(it -> programs().contains(it) || runtimes(all).contains(it));
    }

    private static Set<String> runtimes(List<Contender> all) {
        return all.stream().map(Contender::runtime).collect(Collectors.toSet());
    }

    private static Set<String> peers(List<Contender> all) {
        return all.stream().filter(Contender::isPeer).map(Contender::runtime).collect(Collectors.toSet());
    }

    /** Programs and groups. */
    private static Set<String> programs() {
        return Arrays.stream(Workload.all())
                .flatMap(it -> List.of(it.program(), it.group().toString()).stream())
                .collect(Collectors.toSet());
    }

    private static String head(Comparison.Method method, String before) {
        return """
                %s, JDK %s, %s
                Load when it began: %s; when it ended: %s.
                %d rounds (%d of programs that take longer than 0.3 s), samples of at least %d ms, %s time.

                """.formatted(
                        Instant.now().truncatedTo(ChronoUnit.MINUTES),
                        Runtime.version(),
                        processor(),
                        before,
                        machine(),
                        method.rounds(),
                        method.roundsIfSlow(),
                        method.sampleNs() / 1_000_000,
                        method.clock().toString().toLowerCase(Locale.ROOT));
    }

    private static String machine() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(
                Locale.ROOT, "%.1f on %d processors", load, Runtime.getRuntime().availableProcessors());
    }

    private static String processor() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        try {
            return Files.readString(Path.of("/proc/cpuinfo"))
                    .lines()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 2) + ", " + system)
                    .findFirst()
                    .orElse(system);
        } catch (IOException e) {
            return system;
        }
    }
}
