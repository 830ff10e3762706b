package io.github.bpf4j.conformance.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class IsaConformanceTest {
    private static final int SHOWN_PER_TEST = 10;
    private static final int LEAST_CASES = 18_000;

    /** A node per engine, a node per file, a test per case block: its rows run within one test. */
    @TestFactory
    Stream<DynamicNode> everyCaseGivesItsResult() {
        List<IsaCase> cases = IsaSuite.cases();
        return IsaEngines.all().stream()
                .map(engine -> DynamicContainer.dynamicContainer(engine.name(), files(engine, cases)));
    }

    @Test
    void noCaseIsLost() {
        List<IsaCase> cases = IsaSuite.cases();
        Map<String, Long> byGroup = cases.stream()
                .collect(Collectors.groupingBy(
                        c -> c.file().substring(0, c.file().indexOf('/')), LinkedHashMap::new, Collectors.counting()));
        System.out.println("ISA conformance: " + cases.size() + " cases " + byGroup);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(LEAST_CASES);
    }

    private static Stream<DynamicNode> files(IsaEngine engine, List<IsaCase> cases) {
        Map<String, Map<String, List<IsaCase>>> byFile = cases.stream()
                .collect(Collectors.groupingBy(
                        IsaCase::file,
                        LinkedHashMap::new,
                        Collectors.groupingBy(IsaCase::block, LinkedHashMap::new, Collectors.toList())));
        return byFile.entrySet().stream()
                .map(file -> DynamicContainer.dynamicContainer(
                        file.getKey(),
                        file.getValue().entrySet().stream()
                                .map(block -> DynamicTest.dynamicTest(
                                        block.getKey(), () -> runBlock(engine, block.getValue())))));
    }

    private static void runBlock(IsaEngine engine, List<IsaCase> rows) {
        List<String> disagreements = rows.stream()
                .map(row -> row.disagreement(engine, IsaSuite.code(row)))
                .flatMap(Optional::stream)
                .toList();
        assertThat(disagreements.stream().limit(SHOWN_PER_TEST).toList())
                .as("%d of %d cases disagree on %s", disagreements.size(), rows.size(), engine.name())
                .isEmpty();
    }
}
