package io.github.bpf4j.cli;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.cli.features.Feature;
import io.github.bpf4j.cli.features.FeaturePages;
import io.github.bpf4j.cli.features.Features;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code features}: what of Linux is here. */
@Command(
        name = "features",
        mixinStandardHelpOptions = true,
        description = "Lists program types, map types, helpers and kernel functions, and how far each is here.")
final class FeaturesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--only", paramLabel = "KIND", description = "One kind of features: ${COMPLETION-CANDIDATES}.")
    private Feature.@Nullable Kind only;

    @Option(
            names = "--profile",
            paramLabel = "RELEASE",
            converter = ProfileOption.Releases.class,
            completionCandidates = ProfileOption.Releases.class,
            description = "Only what this Linux has: ${COMPLETION-CANDIDATES}; what any has unless given.")
    private @Nullable KernelProfile profile;

    @Option(
            names = "--write-docs",
            paramLabel = "FOLDER",
            hidden = true,
            description = "Write features.md and the tables of parity.md in this folder again.")
    private @Nullable Path docs;

    @Override
    public Integer call() throws IOException {
        List<Feature> all = Features.all();
        if (docs != null) {
            FeaturePages pages = new FeaturePages(all);
            Path parity = docs.resolve("parity.md");
            Files.writeString(parity, pages.refresh(Files.readString(parity)));
            Files.writeString(docs.resolve("features.md"), pages.list());
            return 0;
        }
        List<Feature> wanted = all.stream()
                .filter(feature -> only == null || feature.kind() == only)
                .filter(feature -> profile == null || feature.isIn(profile))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.write(wanted) + System.lineSeparator() : text(wanted));
        out.flush();
        return 0;
    }

    private static String text(List<Feature> features) {
        StringBuilder text = new StringBuilder();
        for (Feature.Kind kind : Feature.Kind.values()) {
            List<Feature> ofKind =
                    features.stream().filter(feature -> feature.kind() == kind).toList();
            if (ofKind.isEmpty()) {
                continue;
            }
            text.append(text.isEmpty() ? "" : System.lineSeparator());
            text.append("%-32s %-14s %-15s %-5s %s%n".formatted(heading(kind), "STATE", "LINUX", "GPL", use(kind)));
            for (Feature feature : ofKind) {
                String line = "%-32s %-14s %-15s %-5s %s"
                        .formatted(
                                feature.name(),
                                feature.state().words(),
                                String.join(" ", feature.kernels()),
                                feature.gplOnly() ? "only" : "-",
                                String.join(
                                        " ", kind == Feature.Kind.PROGRAMS ? feature.sections() : feature.programs()));
                text.append(line.stripTrailing()).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private static String heading(Feature.Kind kind) {
        return switch (kind) {
            case PROGRAMS -> "PROGRAM TYPE";
            case MAPS -> "MAP TYPE";
            case HELPERS -> "HELPER";
            case KFUNCS -> "KERNEL FUNCTION";
        };
    }

    private static String use(Feature.Kind kind) {
        return switch (kind) {
            case PROGRAMS -> "SECTIONS";
            case MAPS -> "";
            case HELPERS, KFUNCS -> "PROGRAMS";
        };
    }
}
