package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.cli.scenario.CaseResult;
import io.github.bpf4j.cli.scenario.ScenarioFile;
import io.github.bpf4j.conformance.scenarios.KernelAnswers.Question;
import io.github.bpf4j.runtime.EngineKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
        Map<Question, Set<String>> held = held();
        System.out.println("scenario files: " + held.size() + " different questions of the kernel's, "
                + "each with the number that it answered");
        assertThat(held).hasSizeGreaterThan(390);
    }

    /** The questions in the notes of steps, each with the numbers that steps hold; a number that is not the kernel's is a failure. */
    static Map<Question, Set<String>> held() throws IOException {
        Map<Question, Set<String>> held = new LinkedHashMap<>();
        for (Path path : files()) {
            JsonNode cases = new YAMLMapper().readTree(Files.readString(path)).get("cases");
            for (JsonNode one : cases) {
                hold(path + ", scenario ", one.get("scenario"), one.get("steps"), held);
            }
        }
        return held;
    }

    private static void hold(String where, JsonNode scenario, JsonNode steps, Map<Question, Set<String>> held) {
        for (JsonNode step : steps) {
            if (step.has("steps")) {
                hold(where, scenario, step.get("steps"), held);
            } else if (step.has("note")) {
                for (String part : step.get("note").asString().split(" \\| ")) {
                    int arrow = part.lastIndexOf(" => ");
                    String check = arrow < 0 ? part : part.substring(0, arrow);
                    String number = arrow < 0 ? expected(step) : part.substring(arrow + 4);
                    assertThat(arrow < 0 || judges(step))
                            .as(where + scenario + ": \"" + check + "\": a step that expects something")
                            .isTrue();
                    held.computeIfAbsent(answered(where, scenario, check, String.valueOf(number)), _ -> new HashSet<>())
                            .add(String.valueOf(number));
                }
            }
        }
    }

    /** The question of one of the case's scenarios that the kernel answered with this number. */
    private static Question answered(String where, JsonNode scenario, String check, String number) {
        String disagreeing = "the kernel was not asked";
        for (JsonNode one : scenario.isArray() ? scenario : List.of(scenario)) {
            Question question = new Question(one.asInt(), check);
            List<String> answers = KernelAnswers.record().getOrDefault(question, List.of());
            if (answers.contains(number)) {
                return question;
            }
            disagreeing = answers.isEmpty() ? disagreeing : "the kernel answered " + answers + ", not " + number;
        }
        throw new AssertionError(where + scenario + ": \"" + check + "\": " + disagreeing);
    }

    /** Whether a step fails if something is not as it says; a command also does so if it is refused. */
    private static boolean judges(JsonNode step) {
        return Stream.of(
                        "expect",
                        "error",
                        "gives",
                        "value",
                        "absent",
                        "fires",
                        "create_map",
                        "open_map",
                        "open_program")
                .anyMatch(step::has);
    }

    /** The one number that a step expects; null if it expects something else than one. */
    private static @Nullable String expected(JsonNode step) {
        if (step.has("error")) {
            return Long.toString(Errno.valueOf(step.get("error").asString()).result());
        }
        if (step.has("use")) {
            return step.has("gives") ? number(step.get("gives")) : "0";
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
                ? "0"
                : null;
    }

    private static String number(JsonNode node) {
        String text = node.asString();
        return text.startsWith("-E")
                ? Long.toString(Errno.valueOf(text.substring(1)).result())
                : text.startsWith("0x") ? Long.toString(Long.decode(text)) : text;
    }
}
