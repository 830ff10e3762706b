package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What Linux 6.12 answered when it was asked on the scenarios (scenarios/answers-6.12.jsonl of the corpus). */
final class KernelAnswers {
    private static final Map<Question, List<String>> RECORD = read();

    /** What was asked: of a scenario, in the words of the record. */
    record Question(int scenario, String check) {
        @Override
        public String toString() {
            return scenario + ": " + check;
        }
    }

    private KernelAnswers() {}

    /** Each question with its answers, one for each time that it was asked; nearly all are numbers. */
    static Map<Question, List<String>> record() {
        return RECORD;
    }

    /**
     * Holds what a test measured against what the kernel answered.
     *
     * @param actual a number as the record has it: what was returned (a negative errno), a count, or 1 and 0 for yes and no
     */
    static void answered(int scenario, String check, long actual) {
        Question question = new Question(scenario, check);
        assertThat(RECORD).as("asked of the kernel").containsKey(question);
        assertThat(Long.toString(actual)).as(question.toString()).isIn(RECORD.get(question));
    }

    private static Map<Question, List<String>> read() {
        Map<Question, List<String>> record = new LinkedHashMap<>();
        ObjectMapper json = new ObjectMapper();
        String lines = new String(Corpus.bytes("scenarios/answers-6.12.jsonl"), StandardCharsets.UTF_8);
        for (String line : lines.split("\n")) {
            JsonNode answer = json.readTree(line);
            if (answer.has("check")) {
                Question question = new Question(
                        answer.get("scenario").asInt(), answer.get("check").asString());
                record.computeIfAbsent(question, _ -> new ArrayList<>())
                        .add(answer.get("kernel_6_12").asString());
            }
        }
        return Collections.unmodifiableMap(record);
    }
}
