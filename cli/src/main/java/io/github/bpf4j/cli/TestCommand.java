package io.github.bpf4j.cli;

import io.github.bpf4j.cli.scenario.CaseResult;
import io.github.bpf4j.cli.scenario.ScenarioException;
import io.github.bpf4j.cli.scenario.ScenarioFile;
import io.github.bpf4j.cli.scenario.ScenarioSchema;
import io.github.bpf4j.runtime.EngineKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code test}: runs scenario files. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs test cases of BPF programs written as YAML: packets, contexts, maps, timers on virtual clocks.",
            "Ends with 0 if all is as expected, 1 if not, 2 if a file cannot be understood. See docs/scenarios.md."
        })
final class TestCommand implements Callable<Integer> {
    private static final int DEPTH = 16;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILES|DIRS", arity = "0..*", description = "Files, or folders whose .yaml files are run.")
    private List<Path> paths = List.of();

    @Option(names = "--filter", paramLabel = "REGEX", description = "Only cases whose name contains a match.")
    private @Nullable String filter;

    @Option(
            names = "--engine",
            description = "Run all cases with this engine, whatever files say: ${COMPLETION-CANDIDATES}.")
    private @Nullable EngineKind engine;

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "A variable that files may use as $${NAME}.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML.")
    private @Nullable Path junit;

    @Option(names = "--json", description = "Print the results as JSON.")
    private boolean json;

    @Option(names = "--list", description = "Print the names of the cases and run none.")
    private boolean list;

    @Option(names = "--schema", description = "Print the JSON schema of the files, for editors, and run none.")
    private boolean schema;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            out.print(ScenarioSchema.text());
            out.flush();
            return 0;
        }
        try {
            return run(out);
        } catch (ScenarioException e) {
            throw new Failures.Usage(String.valueOf(e.getMessage()));
        }
    }

    private int run(PrintWriter out) throws IOException {
        Pattern pattern = pattern();
        List<CaseResult> results = new ArrayList<>();
        for (Path path : files()) {
            ScenarioFile file = ScenarioFile.read(path, variables, engine);
            for (int i = 0; i < file.names().size(); i++) {
                String name = file.names().get(i);
                if (!pattern.matcher(name).find()) {
                    continue;
                }
                if (list) {
                    out.println(file.file() + ": " + name);
                    continue;
                }
                CaseResult result = file.run(i);
                results.add(result);
                if (!json) {
                    TestReports.print(result, out);
                }
            }
        }
        if (list) {
            out.flush();
            return 0;
        }
        if (results.isEmpty()) {
            throw new Failures.Usage("no case to run");
        }
        if (junit != null) {
            TestReports.writeJunit(results, junit);
        }
        if (json) {
            TestReports.printJson(results, out);
        } else {
            TestReports.printSummary(results, out);
        }
        out.flush();
        return results.stream().allMatch(CaseResult::passed) ? 0 : Main.EXIT_GUEST;
    }

    private Pattern pattern() {
        try {
            return Pattern.compile(filter == null ? "" : filter);
        } catch (PatternSyntaxException e) {
            throw new Failures.Usage("--filter: " + e.getMessage());
        }
    }

    private List<Path> files() throws IOException {
        if (paths.isEmpty()) {
            throw new Failures.Usage("a file or a folder is needed");
        }
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.walk(path, DEPTH)) {
                inside.filter(file -> file.toString().matches(".*\\.ya?ml"))
                        .filter(Files::isRegularFile)
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }
}
