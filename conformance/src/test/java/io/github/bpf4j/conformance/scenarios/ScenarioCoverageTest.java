package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every scenario of the catalogue is held by a test. */
class ScenarioCoverageTest {
    /** The programs that only are verified: a name begins with the number of its scenario. */
    private static final Pattern VERIFIED = Pattern.compile("\"prog\":\"s([0-9]+)_");

    /** The scenarios of which Linux's verdicts are compared with ours, by {@code VerdictsTest}. */
    private static Set<Integer> verified() {
        return VERIFIED.matcher(new String(Corpus.bytes("verifier/corpus-6.12.jsonl"), StandardCharsets.UTF_8))
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toSet());
    }

    @Test
    void everyScenarioIsHeldByATest() throws IOException {
        TreeSet<Integer> held = new TreeSet<>();
        for (Class<?> suite : List.of(
                BasicScenariosTest.class,
                CallbackScenariosTest.class,
                MapScenariosTest.class,
                ShapeScenariosTest.class,
                InnerMapScenariosTest.class,
                ReferenceScenariosTest.class,
                RunningCallbackScenariosTest.class,
                ParallelScenariosTest.class,
                UnprivilegedScenariosTest.class,
                WorkScenariosTest.class,
                AsyncCancelScenariosTest.class,
                RealTimeTest.class)) {
            for (Method test : suite.getDeclaredMethods()) {
                Scenario scenario = test.getAnnotation(Scenario.class);
                for (int number : scenario == null ? new int[0] : scenario.value()) {
                    held.add(number);
                }
            }
        }
        Set<Integer> inFiles = ScenarioFilesTest.covered();
        System.out.println("scenarios in files: " + inFiles);
        held.addAll(inFiles);
        Set<Integer> verified = verified();
        assertThat(verified).contains(63, 64, 77, 98, 115);
        held.addAll(verified);
        assertThat(held)
                .isEqualTo(IntStream.rangeClosed(1, 117).boxed().collect(Collectors.toCollection(TreeSet::new)));
    }
}
