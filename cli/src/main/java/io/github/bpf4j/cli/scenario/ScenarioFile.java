package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.runtime.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A file of cases that test BPF programs, written as YAML. Its format is described in docs/scenarios.md and by the JSON schema
 * beside this class.
 *
 * <p>Immutable and safe for use by any thread; cases share nothing.
 */
public final class ScenarioFile {
    /** The most bytes that a file may have. */
    public static final long LARGEST_FILE = 16 << 20;

    private static final Set<String> FILE_KEYS =
            Set.of("description", "include", "objects", "variables", "templates", "cases");
    private static final Set<String> CASE_KEYS =
            Set.of("name", "description", "scenario", "objects", "variables", "table", "steps");
    private static final int MOST_CASES = 100_000;
    private static final int MOST_INCLUDES = 8;

    private final String file;
    private final List<ScenarioCase> cases;

    private ScenarioFile(String file, List<ScenarioCase> cases) {
        this.file = file;
        this.cases = List.copyOf(cases);
    }

    /**
     * Reads a file.
     *
     * @param given variables that files see beside their own, which they hide
     * @param engine what runs all cases, or null to let them choose
     * @throws ScenarioException if the file cannot be understood
     * @throws IOException if it cannot be read
     */
    public static ScenarioFile read(Path path, Map<String, String> given, @Nullable EngineKind engine)
            throws IOException {
        if (Files.size(path) > LARGEST_FILE) {
            throw new ScenarioException(path.toString(), "more than " + LARGEST_FILE + " bytes");
        }
        Path folder = path.toAbsolutePath().getParent();
        return parse(Files.readString(path), path.toString(), folder == null ? Path.of("") : folder, given, engine);
    }

    /** The tree of a file, with what it includes put before its own objects, variables and templates. */
    private static Node tree(String text, String name, Path folder, int depth) {
        JsonNode json;
        try {
            json = YAMLMapper.builder(YAMLFactory.builder().build()).build().readTree(text);
        } catch (JacksonException e) {
            throw new ScenarioException(name, "no YAML: " + e.getMessage());
        }
        Node root = new Node(json, name);
        if (!root.isMapping()) {
            throw root.error("a mapping is expected");
        }
        ObjectNode merged = ((ObjectNode) json).deepCopy();
        for (Node include : root.find("include").map(Node::elements).orElse(List.of())) {
            merge(included(folder, include, depth), merged);
        }
        return new Node(merged, name);
    }

    private static Node included(Path from, Node at, int depth) {
        if (depth == MOST_INCLUDES) {
            throw at.error("files include each other more than " + MOST_INCLUDES + " deep");
        }
        try {
            Path path = from.resolve(at.text());
            if (Files.size(path) > LARGEST_FILE) {
                throw at.error("more than " + LARGEST_FILE + " bytes in " + path);
            }
            Path folder = path.toAbsolutePath().getParent();
            return tree(Files.readString(path), path.toString(), folder == null ? Path.of("") : folder, depth + 1);
        } catch (IOException | InvalidPathException e) {
            throw at.error("cannot read " + at.text() + ": " + e);
        }
    }

    private static void merge(Node from, ObjectNode into) {
        for (String key : List.of("objects", "variables", "templates")) {
            ObjectNode both = JsonNodeFactory.instance.objectNode();
            from.find(key).ifPresent(there -> there.entries().forEach((name, value) -> both.set(name, value.json())));
            if (into.get(key) instanceof ObjectNode own) {
                both.setAll(own);
            }
            if (!both.isEmpty()) {
                into.set(key, both);
            }
        }
    }

    static ScenarioFile parse(
            String text, String name, Path folder, Map<String, String> given, @Nullable EngineKind engine) {
        Node root = tree(text, name, folder, 0);
        Set<String> known = new java.util.HashSet<>(FILE_KEYS);
        known.addAll(Settings.KEYS);
        root.only(known);
        return new ScenarioFile(name, new Reader(root, name, folder, given, engine).cases());
    }

    /** Puts the cases of a file together with what the file says for all of them. */
    private record Reader(
            Node root,
            String name,
            Path folder,
            Map<String, String> given,
            @Nullable EngineKind engine) {
        List<ScenarioCase> cases() {
            List<ScenarioCase> cases = new ArrayList<>();
            for (Node node : root.get("cases").elements()) {
                Set<String> known = new java.util.HashSet<>(CASE_KEYS);
                known.addAll(Settings.KEYS);
                node.only(known);
                List<Node> rows = node.find("table").map(Node::elements).orElse(List.of());
                if (rows.isEmpty()) {
                    cases.add(one(node, Map.of(), node.get("name").text()));
                }
                for (Node row : rows) {
                    Map<String, String> values = scalars(row);
                    cases.add(one(node, values, node.get("name").text() + " " + values));
                }
                if (cases.size() > MOST_CASES) {
                    throw root.error("more than " + MOST_CASES + " cases");
                }
            }
            return cases;
        }

        private ScenarioCase one(Node node, Map<String, String> row, String caseName) {
            Map<String, String> variables = new LinkedHashMap<>(given);
            root.find("variables").ifPresent(values -> variables.putAll(scalars(values)));
            node.find("variables").ifPresent(values -> variables.putAll(scalars(values)));
            variables.putAll(row);
            Map<String, Node> objects =
                    new LinkedHashMap<>(root.find("objects").map(Node::entries).orElse(Map.of()));
            node.find("objects").map(Node::entries).ifPresent(objects::putAll);
            Settings settings = Settings.defaults(folder).with(root).with(node).withEngine(engine);
            node.get("steps");
            return new ScenarioCase(
                    name,
                    caseName,
                    new Node(node.json(), caseName),
                    settings,
                    objects,
                    variables,
                    root.find("templates").map(Node::entries).orElse(Map.of()));
        }

        private static Map<String, String> scalars(Node mapping) {
            Map<String, String> scalars = new LinkedHashMap<>();
            mapping.entries().forEach((key, value) -> scalars.put(key, value.text()));
            return scalars;
        }
    }

    /** The steps that there are, by the key that makes them one, with the other keys that they may have. */
    public static Map<String, Set<String>> steps() {
        Map<String, Set<String>> steps = new TreeMap<>();
        CaseRunner.STEPS.forEach((verb, step) -> steps.put(verb, step.keys()));
        return steps;
    }

    /** The file's name as it was given. */
    public String file() {
        return file;
    }

    /** The names of its cases, in order; a case with a table counts once per row. */
    public List<String> names() {
        return cases.stream().map(ScenarioCase::name).toList();
    }

    /** The numbers of the timers specification's scenarios that a case says it stands for. */
    public List<Integer> covers(int index) {
        return cases.get(index).covers();
    }

    /**
     * Runs a case.
     *
     * @throws ScenarioException if a step cannot be understood
     */
    public CaseResult run(int index) {
        return CaseRunner.run(cases.get(index));
    }
}
