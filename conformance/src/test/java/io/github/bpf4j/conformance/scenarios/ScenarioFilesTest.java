package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.cli.scenario.CaseResult;
import io.github.bpf4j.cli.scenario.ScenarioFile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.runtime.EngineKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The catalogue of the timers specification as scenario files. A step with a note was asked of a 6.12 kernel under the same words:
 * what it expects must be what the kernel answered.
 */
class ScenarioFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.endsWith("ops.yaml")).sorted().toList();
        }
    }

    @TestFactory
    List<DynamicTest> everyCaseIsAsExpectedInBothEngines() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path path : files()) {
            for (EngineKind engine : EngineKind.values()) {
                ScenarioFile file = ScenarioFile.read(path, Map.of(), engine);
                for (int i = 0; i < file.names().size(); i++) {
                    int index = i;
                    tests.add(DynamicTest.dynamicTest(
                            engine + " " + path.getFileName() + ": "
                                    + file.names().get(i),
                            () -> {
                                CaseResult result = file.run(index);
                                assertThat(result.mismatches())
                                        .as(result.where())
                                        .isEmpty();
                            }));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(100);
        return tests;
    }

    @TestFactory
    List<DynamicTest> theExampleFilesAreAsExpected() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../corpus/src/main/scenarios"))) {
            for (Path path : files.sorted().toList()) {
                ScenarioFile file = ScenarioFile.read(path, Map.of(), null);
                for (int i = 0; i < file.names().size(); i++) {
                    int index = i;
                    tests.add(DynamicTest.dynamicTest(
                            file.names().get(i),
                            () -> assertThat(file.run(index).mismatches()).isEmpty()));
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    /** The numbers of the scenarios that cases say they stand for. */
    static Set<Integer> covered() throws IOException {
        Set<Integer> covered = new TreeSet<>();
        for (Path path : files()) {
            ScenarioFile file = ScenarioFile.read(path, Map.of(), null);
            for (int i = 0; i < file.names().size(); i++) {
                covered.addAll(file.covers(i));
            }
        }
        return covered;
    }

    @Test
    void whatTheStepsExpectIsWhatTheKernelAnswered() throws IOException {
        Map<String, Set<Long>> answers = answers();
        Set<String> asked = new HashSet<>();
        Set<String> held = new HashSet<>();
        for (Path path : files()) {
            JsonNode cases = new YAMLMapper().readTree(Files.readString(path)).get("cases");
            for (JsonNode one : cases) {
                for (JsonNode step : one.get("steps")) {
                    JsonNode note = step.get("note");
                    if (note != null) {
                        String question = check(path, one, step, note.asString(), answers);
                        asked.add(question);
                        if (expected(step) != null) {
                            held.add(question);
                        }
                    }
                }
            }
        }
        System.out.println("scenario files: " + asked.size() + " different questions of the kernel's, " + held.size()
                + " of them with the number that it answered");
        assertThat(held).hasSizeGreaterThan(250);
    }

    private static String check(
            Path path, JsonNode scenario, JsonNode step, String note, Map<String, Set<Long>> answers) {
        JsonNode numbers = scenario.get("scenario");
        Long expected = expected(step);
        String disagreeing = "the kernel was not asked";
        for (JsonNode number : numbers.isArray() ? numbers : List.of(numbers)) {
            String question = number.asString() + ": " + note;
            Set<Long> answered = answers.getOrDefault(question, Set.of());
            if (!answered.isEmpty() && (expected == null || answered.contains(expected))) {
                return question;
            }
            disagreeing = answered.isEmpty() ? disagreeing : "the kernel answered " + answered + ", not " + expected;
        }
        throw new AssertionError(path + ", scenario " + numbers + ": \"" + note + "\": " + disagreeing);
    }

    /** The one number that a step expects; null if it expects something else than one. */
    private static @Nullable Long expected(JsonNode step) {
        if (step.has("error")) {
            return Errno.valueOf(step.get("error").asString()).result();
        }
        if (step.has("use")) {
            return step.has("gives") ? number(step.get("gives")) : 0L;
        }
        if (step.has("expect")) {
            JsonNode at = step.get("expect");
            while (at.isObject() || at.isArray()) {
                if (at.size() != 1 && !at.has("value")) {
                    return null;
                }
                at = at.has("value") ? at.get("value") : at.iterator().next();
            }
            return number(at);
        }
        return Stream.of("update", "delete", "freeze", "mmap", "set_map", "create_map", "pin")
                        .anyMatch(step::has)
                ? 0L
                : null;
    }

    private static long number(JsonNode node) {
        String text = node.asString();
        return text.startsWith("-E")
                ? Errno.valueOf(text.substring(1)).result()
                : text.startsWith("0x") ? Long.decode(text) : Long.parseLong(text);
    }

    private static Map<String, Set<Long>> answers() {
        Map<String, Set<Long>> answers = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        String recorded = new String(Corpus.bytes("scenarios/answers-6.12.jsonl"), StandardCharsets.UTF_8);
        for (String line : recorded.split("\n")) {
            JsonNode answer = json.readTree(line);
            if (answer.has("check") && answer.get("kernel_6_12").isIntegralNumber()) {
                answers.computeIfAbsent(
                                answer.get("scenario").asInt() + ": "
                                        + answer.get("check").asString(),
                                _ -> new HashSet<>())
                        .add(answer.get("kernel_6_12").asLong());
            }
        }
        return answers;
    }
}
