package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/parity.md says is there. */
class ParityTest {
    private static final Pattern HELPERS = Pattern.compile("(?s)\n## Helpers\n.*?\n## ");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([a-z0-9_, ]+) \\|");

    @Test
    void rowsOfHelpersAreTheHelpersThatProgramsMayCall() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("LICENSE"))) {
            root = root.getParent();
        }
        String section = HELPERS.matcher(Files.readString(root.resolve("docs/parity.md")))
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        List<String> named = ROW.matcher(section)
                .results()
                .flatMap(row -> Pattern.compile(", ").splitAsStream(row.group(1)))
                .filter(name -> !name.equals("helpers") && !name.equals("all others"))
                .toList();
        try (Runtime runtime = Runtime.create()) {
            List<String> implemented = runtime.helpers().stream()
                    .map(id -> HelperPrototype.byId(id).orElseThrow().name())
                    .toList();
            assertThat(named).hasSizeGreaterThan(40).containsExactlyInAnyOrderElementsOf(implemented);
        }
    }
}
