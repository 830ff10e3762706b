package io.github.bpf4j.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of a comparison as Markdown. */
final class Report {
    private static final String KERNEL = "kernel-jit";

    private final List<Measurement> measurements;
    private final Map<String, String> missing;
    private final Set<String> peers;
    private final Map<String, Map<String, Double>> recorded = Recorded.ratios();

    /**
     * A report.
     *
     * @param missing runtimes that are not installed, and how to install them
     * @param peers the names of those that bpf4j must not be behind
     */
    Report(List<Measurement> measurements, Map<String, String> missing, Set<String> peers) {
        this.measurements = measurements;
        this.missing = missing;
        this.peers = peers;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        List<String> compute = programs(true);
        if (!compute.isEmpty()) {
            ratios(text, compute);
            times(text, compute);
        }
        List<String> others = programs(false);
        if (!others.isEmpty()) {
            operations(text, others);
        }
        if (!missing.isEmpty()) {
            text.append("Not installed here:\n\n");
            missing.forEach((runtime, how) ->
                    text.append("- ").append(runtime).append(": ").append(how).append('\n'));
        }
        return text.toString();
    }

    private List<String> programs(boolean compute) {
        return measurements.stream()
                .map(Measurement::program)
                .distinct()
                .filter(program -> Workload.of(program).isCompute() == compute)
                .toList();
    }

    private List<String> runtimes(List<String> programs) {
        return measurements.stream()
                .filter(measurement -> programs.contains(measurement.program()))
                .map(Measurement::runtime)
                .distinct()
                .toList();
    }

    private Optional<Measurement> find(String runtime, String program) {
        return measurements.stream()
                .filter(it -> it.runtime().equals(runtime) && it.program().equals(program))
                .findFirst();
    }

    private OptionalDouble measuredRatio(String runtime, String program) {
        return find(runtime, program)
                .map(Measurement::ratioToNative)
                .filter(Objects::nonNull)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private OptionalDouble recordedRatio(String runtime, String program) {
        Double ratio = recorded.getOrDefault(runtime, Map.of()).get(program);
        return ratio == null ? OptionalDouble.empty() : OptionalDouble.of(ratio);
    }

    private void ratios(StringBuilder text, List<String> programs) {
        List<String> measured = runtimes(programs);
        Set<String> absent = new LinkedHashSet<>(missing.keySet());
        absent.add(KERNEL);
        absent.retainAll(recorded.keySet());
        text.append("Time relative to native, the median over rounds; * is not measured here but recorded before:\n\n");
        row(
                text,
                Stream.of(
                        Stream.of("program"),
                        measured.stream(),
                        absent.stream().map(runtime -> runtime + " *"),
                        Stream.of("best BPF or Wasm peer")));
        rule(text, measured.size() + absent.size() + 2);
        for (String program : programs) {
            OptionalDouble best = Stream.of(
                            measured.stream().filter(peers::contains).map(runtime -> measuredRatio(runtime, program)),
                            absent.stream().map(runtime -> recordedRatio(runtime, program)))
                    .flatMap(ratios -> ratios)
                    .flatMapToDouble(OptionalDouble::stream)
                    .min();
            row(
                    text,
                    Stream.of(
                            Stream.of(program),
                            measured.stream().map(runtime -> ratio(measuredRatio(runtime, program))),
                            absent.stream().map(runtime -> ratio(recordedRatio(runtime, program))),
                            Stream.of(ratio(best))));
        }
        List<String> computing = programs.stream()
                .filter(program -> !program.equals(Workload.HELPER))
                .toList();
        row(
                text,
                Stream.of(
                        Stream.of("geomean of the %d without the helper".formatted(computing.size())),
                        measured.stream()
                                .map(runtime -> geomean(computing.stream()
                                        .map(program -> measuredRatio(runtime, program))
                                        .toList())),
                        absent.stream()
                                .map(runtime -> geomean(computing.stream()
                                        .map(program -> recordedRatio(runtime, program))
                                        .toList())),
                        Stream.of("")));
        text.append('\n');
    }

    private void times(StringBuilder text, List<String> programs) {
        List<String> runtimes = runtimes(programs);
        text.append("Nanoseconds per run, median [least .. most]:\n\n");
        row(text, Stream.of(Stream.of("program"), runtimes.stream()));
        rule(text, runtimes.size() + 1);
        for (String program : programs) {
            row(
                    text,
                    Stream.of(
                            Stream.of(program),
                            runtimes.stream()
                                    .map(runtime -> find(runtime, program)
                                            .map(it -> spread(it, 1))
                                            .orElse("-"))));
        }
        text.append('\n');
    }

    private void operations(StringBuilder text, List<String> programs) {
        text.append("Nanoseconds per operation of programs with maps, rings and timers, median [least .. most]:\n\n");
        List<String> runtimes = runtimes(programs);
        row(text, Stream.of(Stream.of("runtime"), programs.stream()));
        rule(text, programs.size() + 1);
        for (String runtime : runtimes) {
            row(
                    text,
                    Stream.of(
                            Stream.of(runtime),
                            programs.stream()
                                    .map(program -> find(runtime, program)
                                            .map(it -> spread(
                                                    it, Workload.of(program).operations()))
                                            .orElse("-"))));
        }
        text.append('\n');
    }

    private static void row(StringBuilder text, Stream<Stream<String>> cells) {
        text.append(cells.flatMap(part -> part).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static void rule(StringBuilder text, int columns) {
        String[] rules = new String[columns];
        Arrays.fill(rules, "---:");
        rules[0] = "---";
        row(text, Stream.of(Arrays.stream(rules)));
    }

    private static String geomean(List<OptionalDouble> ratios) {
        List<Double> known = new ArrayList<>();
        ratios.forEach(ratio -> ratio.ifPresent(known::add));
        return known.size() < ratios.size() || known.isEmpty()
                ? "-"
                : ratio(OptionalDouble.of(Statistics.geomean(
                        known.stream().mapToDouble(Double::doubleValue).toArray())));
    }

    private static String ratio(OptionalDouble ratio) {
        return ratio.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f", ratio.getAsDouble());
    }

    private static String spread(Measurement it, int operations) {
        return "%s [%s .. %s]"
                .formatted(
                        number(it.medianNs() / operations),
                        number(it.minNs() / operations),
                        number(it.maxNs() / operations));
    }

    private static String number(double ns) {
        return String.format(Locale.ROOT, ns < 100 ? "%.1f" : "%,.0f", ns);
    }
}
