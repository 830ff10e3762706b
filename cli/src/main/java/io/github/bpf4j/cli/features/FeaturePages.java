package io.github.bpf4j.cli.features;

import io.github.bpf4j.cli.features.Feature.Kind;
import io.github.bpf4j.cli.features.Feature.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pages of documentation that are made from the features: one in whole, one in parts that lie between marks. */
public final class FeaturePages {
    private static final String AS_LINUX = "as Linux";

    private final List<Feature> features;

    /** Pages about these features. */
    public FeaturePages(List<Feature> features) {
        this.features = List.copyOf(features);
    }

    private record Column(String title, Function<Feature, String> content) {}

    private static final Column NAME = new Column("name", Feature::name);
    private static final Column NUMBER = new Column("no.", feature -> String.valueOf(feature.number()));
    private static final Column STATE =
            new Column("state", feature -> feature.state().words());
    private static final Column SINCE = new Column(
            "Linux",
            feature -> feature.kernels().isEmpty() ? "later" : feature.kernels().getFirst());
    private static final Column GPL = new Column("GPL", feature -> feature.gplOnly() ? "only" : "");
    private static final Column PROGRAMS = new Column("programs", feature -> String.join(", ", feature.programs()));
    private static final Column SECTIONS = new Column(
            "sections",
            feature -> feature.sections().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")));

    /** The page with a line for each feature. */
    public String list() {
        return """
                # Features

                Every program type, map type and helper of Linux, and the kernel functions that are known here. `bpf4j features` prints the
                same, with `--json` for other programs. [parity.md](parity.md) says how what runs differs from Linux 6.12.

                - **runs**: programs with it are verified, loaded and run.
                - **verified only**: `bpf4j verify` judges programs with it as Linux does; to be run they are refused at load. A kernel
                  function that is declared weak is NULL instead.
                - **refused**: programs with it are refused.

                "Linux" is the oldest of 5.15, 6.12 and 7.0 that has it.

                This page is made from the tables that loader, verifier and runtime work from. Do not edit it, write it again:
                `bin/bpf4j features --write-docs docs`.

                ## Program types
                """
                + table(Kind.PROGRAMS, NUMBER, NAME, STATE, SINCE, SECTIONS)
                + "\n## Map types\n"
                + table(Kind.MAPS, NUMBER, NAME, STATE, SINCE)
                + "\n## Helpers\n"
                + table(Kind.HELPERS, NUMBER, NAME, STATE, SINCE, GPL, PROGRAMS)
                + "\n## Kernel functions\n"
                + table(Kind.KFUNCS, NAME, STATE, SINCE);
    }

    private List<Feature> of(Kind kind) {
        return features.stream().filter(feature -> feature.kind() == kind).toList();
    }

    private String table(Kind kind, Column... columns) {
        StringBuilder table = new StringBuilder();
        row(table, List.of(columns).stream().map(Column::title).toList());
        table.append("|---".repeat(columns.length)).append("|\n");
        for (Feature feature : of(kind)) {
            row(
                    table,
                    List.of(columns).stream()
                            .map(column -> column.content().apply(feature))
                            .toList());
        }
        return table.toString();
    }

    private static void row(StringBuilder table, List<String> cells) {
        table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /**
     * A page with the tables between its marks written anew: {@code <!-- features KIND -->} up to {@code <!-- end -->}, where KIND is
     * a {@link Kind#word}.
     *
     * @throws IllegalArgumentException if the marks of a kind are missing
     */
    public String refresh(String page) {
        String fresh = page;
        for (Kind kind : Kind.values()) {
            String begin = "<!-- features " + kind.word() + " -->\n";
            int from = fresh.indexOf(begin);
            int to = from < 0 ? -1 : fresh.indexOf("<!-- end -->", from);
            if (to < 0) {
                throw new IllegalArgumentException(
                        "the page has no part between \"" + begin.strip() + "\" and its end");
            }
            fresh = fresh.substring(0, from + begin.length()) + remarks(kind) + fresh.substring(to);
        }
        return fresh;
    }

    /** What is to be said of the features of a kind: one line for those of which the same is said. */
    private String remarks(Kind kind) {
        Map<String, List<String>> named = new LinkedHashMap<>();
        Map<State, Integer> others = new LinkedHashMap<>();
        for (Feature feature : of(kind)) {
            if (feature.remark().isEmpty() && feature.state() != State.RUNS) {
                others.merge(feature.state(), 1, Integer::sum);
            } else {
                named.computeIfAbsent(text(feature), _ -> new ArrayList<>()).add(feature.name());
            }
        }
        StringBuilder table = new StringBuilder();
        row(table, List.of(kind.word(), "bpf4j"));
        table.append("|---|---|\n");
        named.forEach((text, names) -> row(table, List.of(String.join(", ", names), text)));
        for (State state : State.values()) {
            if (others.containsKey(state)) {
                row(
                        table,
                        List.of(others.get(state) + " others, see [features.md](features.md)", meaning(kind, state)));
            }
        }
        return table.toString();
    }

    private static String text(Feature feature) {
        if (feature.state() == State.RUNS) {
            return feature.remark().isEmpty() ? AS_LINUX : feature.remark();
        }
        return feature.state().words() + "; " + feature.remark();
    }

    private static String meaning(Kind kind, State state) {
        return switch (kind) {
            case PROGRAMS -> "refused at load";
            case MAPS -> "creation fails with EOPNOTSUPP";
            case HELPERS ->
                state == State.VERIFIED
                        ? "verified as Linux 6.12 (`bpf4j verify`), not implemented: refused at load"
                        : "known by name, refused at load";
            case KFUNCS ->
                "verified as Linux 6.12 (`bpf4j verify`), not implemented: refused at load, NULL if declared weak";
        };
    }
}
