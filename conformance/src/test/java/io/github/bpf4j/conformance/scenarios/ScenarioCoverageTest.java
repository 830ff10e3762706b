package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which scenarios of the catalogue are held by a test, and which are still open, with the reason. */
class ScenarioCoverageTest {
    private static final Map<Integer, String> OPEN = new TreeMap<>(Map.ofEntries(
            Map.entry(63, "rejection by the verifier"),
            Map.entry(64, "rejection by the verifier"),
            Map.entry(115, "rejection by the verifier")));

    static {
        IntStream.rangeClosed(77, 98).forEach(number -> OPEN.put(number, "rejection by the verifier"));
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
        System.out.println("scenarios 1 to 117: " + held.size() + " held, open: " + OPEN);
        TreeSet<Integer> all = new TreeSet<>(held);
        all.addAll(OPEN.keySet());
        assertThat(all).hasSize(117);
        assertThat(held).doesNotContainAnyElementsOf(OPEN.keySet());
    }
}
