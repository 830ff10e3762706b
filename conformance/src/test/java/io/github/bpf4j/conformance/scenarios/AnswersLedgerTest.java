package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.conformance.scenarios.KernelAnswers.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The ledger of what Linux 6.12 answered: every question is held with the kernel's number, by a step of a scenario file or by a test
 * of this package, or stands here with the reason why it is not.
 */
class AnswersLedgerTest {
    private static final Path SOURCES = Path.of("src/test/java/io/github/bpf4j/conformance/scenarios");

    /** A call of KernelAnswers.answered at the start of a line, its text in one literal or several. */
    private static final Pattern CALL = Pattern.compile(
            "^[^\\n/*\"]*\\banswered\\(\\s*(\\d+),\\s*(\"(?:[^\"\\\\]|\\\\.)*\"(?:\\s*\\+\\s*\"(?:[^\"\\\\]|\\\\.)*\")*),",
            Pattern.MULTILINE);

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final String STALE_INIT =
            "Linux is at fault; we do what the specification says (3.3): the slot of an element "
                    + "that is gone is dead, for init too";
    private static final String GROUP_LIMIT =
            "Linux is at fault; we do what the specification says (scenario 17): a map's limit of "
                    + "timers is its own, and init beyond it is -ENOMEM";
    private static final String HANGS =
            "Linux is at fault; we do what the specification says (scenario 104): the start returns";
    private static final String NEVER_WAITS =
            "a decision (specification 10.3, 2): removal never waits for a callback, as in 7.0";
    private static final String MACHINE = "a setting of the machine that was asked, not an answer";

    private static final Map<Question, String> NOT_HELD = Map.ofEntries(
            not(17, "init beyond the memory limit of the map's control group", GROUP_LIMIT),
            not(17, "the group's use stays under its limit (1: yes)", GROUP_LIMIT),
            not(23, "preallocated, in the callback: init through the old pointer (no rule: K hole)", STALE_INIT),
            not(23, "NO_PREALLOC, in the callback: init through the old pointer (no rule: K hole)", STALE_INIT),
            not(49, "user update of a hash element while its callback runs: waited for its end (1: yes)", NEVER_WAITS),
            not(49, "user delete of a hash element while its callback runs: waited for its end (1: yes)", NEVER_WAITS),
            not(49, "user update of an array index while its callback runs: waited for its end (1: yes)", NEVER_WAITS),
            not(
                    49,
                    "program's delete of a hash element while its callback runs: waited for its end (1: yes)",
                    NEVER_WAITS),
            not(54, "unprivileged bpf is enabled here (0: yes)", MACHINE),
            not(59, "preallocated: init through the stale pointer (K hole)", STALE_INIT),
            not(59, "preallocated, init through it: init of the next element", STALE_INIT),
            not(59, "NO_PREALLOC: init through the stale pointer (K hole)", STALE_INIT),
            not(59, "NO_PREALLOC, init through it: init of the next element", STALE_INIT),
            not(72, "last fd closed while the callback runs: close waited for its end (1: yes)", NEVER_WAITS),
            not(104, "a program on the hrtimer_start tracepoint starts the timer that is being started", HANGS));

    private static Map.Entry<Question, String> not(int scenario, String check, String reason) {
        return Map.entry(new Question(scenario, check), reason);
    }

    @Test
    void everyAnswerIsHeldOrStandsHereWithTheReason() throws IOException {
        Map<Question, List<String>> record = KernelAnswers.record();
        Map<Question, Set<String>> inFiles = ScenarioFilesTest.held();
        Map<Question, Integer> inTests = calls();
        assertThat(inTests).hasSizeGreaterThan(90);
        assertThat(record.keySet()).containsAll(inTests.keySet()).containsAll(NOT_HELD.keySet());
        Set<Question> held = new java.util.HashSet<>(inFiles.keySet());
        held.addAll(inTests.keySet());
        assertThat(held).doesNotContainAnyElementsOf(NOT_HELD.keySet());

        Map<Integer, Set<String>> open = new TreeMap<>();
        record.forEach((question, answers) -> {
            Set<String> numbers = new TreeSet<>(answers);
            boolean everyNumber = inFiles.getOrDefault(question, Set.of()).containsAll(numbers)
                    || inTests.getOrDefault(question, 0) >= numbers.size();
            if (!everyNumber && !NOT_HELD.containsKey(question)) {
                open.computeIfAbsent(question.scenario(), _ -> new TreeSet<>()).add(question.check() + " " + numbers);
            }
        });
        assertThat(open).as("questions that nothing holds with all its numbers").isEmpty();

        System.out.println("answers of Linux 6.12: " + count(record, record.keySet()) + "; held: " + count(record, held)
                + ", of these in scenario files " + count(record, inFiles.keySet()) + " and in tests "
                + count(record, inTests.keySet()) + "; not held: " + count(record, NOT_HELD.keySet()));
        Map<String, Integer> reasons = new TreeMap<>();
        NOT_HELD.values().forEach(reason -> reasons.merge(reason, 1, Integer::sum));
        reasons.forEach((reason, questions) -> System.out.println("    " + questions + ": " + reason));
    }

    private static String count(Map<Question, List<String>> record, Set<Question> questions) {
        int lines = questions.stream()
                .mapToInt(question -> record.getOrDefault(question, List.of()).size())
                .sum();
        return questions.size() + " questions (" + lines + " lines)";
    }

    /** How many calls of KernelAnswers.answered there are for each question. */
    private static Map<Question, Integer> calls() throws IOException {
        Map<Question, Integer> calls = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(file -> !file.endsWith("AnswersLedgerTest.java"))
                    .sorted()
                    .toList()) {
                calls(Files.readString(file)).forEach((question, count) -> calls.merge(question, count, Integer::sum));
            }
        }
        return calls;
    }

    private static Map<Question, Integer> calls(String source) {
        Map<Question, Integer> calls = new HashMap<>();
        Matcher call = CALL.matcher(source);
        while (call.find()) {
            StringBuilder check = new StringBuilder();
            LITERAL.matcher(call.group(2)).results().forEach(literal -> check.append(literal.group(1)));
            calls.merge(new Question(Integer.parseInt(call.group(1)), check.toString()), 1, Integer::sum);
        }
        return calls;
    }

    @Test
    void callsAreFoundHoweverTheyAreWrittenAndCommentsAreNot() {
        assertThat(calls("""
                        answered(1, "a", x);
                        case 0 -> answered(2, "b " + "c", f("x"));
                        answered(
                                3,
                                "d"
                                        + "e",
                                y);
                        answered(1, "a", z);
                        // answered(4, "no", x);
                         * answered(5, "no", x);
                        answered(6, text, x);
                        unanswered(7, "no", x);
                        """))
                .isEqualTo(Map.of(new Question(1, "a"), 2, new Question(2, "b c"), 1, new Question(3, "de"), 1));
    }
}
