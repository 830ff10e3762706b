package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which scenarios of the catalogue are held by a test, and which are still open, with the reason. */
class ScenarioCoverageTest {
    /** The programs that only are verified: a name begins with the number of its scenario. */
    private static final Pattern VERIFIED = Pattern.compile("\"prog\":\"s([0-9]+)_");

    private static final Map<Integer, String> OPEN =
            Map.of(96, "what loaders without capabilities may do: no profile here knows of them");

    /** The scenarios of which Linux's verdicts are compared with ours, by {@code VerdictsTest}. */
    private static Set<Integer> verified() {
        return VERIFIED.matcher(new String(Corpus.bytes("verifier/corpus-6.12.jsonl"), StandardCharsets.UTF_8))
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toSet());
    }

    @Test
    void everyScenarioIsEitherHeldByATestOrOpenForAReason() throws IOException {
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
        held.removeAll(OPEN.keySet());
        System.out.println("scenarios 1 to 117: " + held.size() + " held, open: " + OPEN);
        TreeSet<Integer> all = new TreeSet<>(held);
        all.addAll(OPEN.keySet());
        assertThat(all).hasSize(117);
        assertThat(held).doesNotContainAnyElementsOf(OPEN.keySet());
    }
}
