package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.cli.scenario.ScenarioException;
import io.github.bpf4j.cli.scenario.ScenarioFile;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.verifier.VerifierException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenario files with bytes changed: an error of the file's, or results, and nothing else. */
class ScenarioFuzzTest {
    private static final Path EXAMPLE = Path.of("../corpus/src/main/scenarios/flow_gc.yaml");
    private static final Path OBJECT =
            Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/examples/flow_gc.bpf.o");

    @TempDir
    private Path folder;

    @Test
    void mutatedFilesGiveErrorsOrResults() throws IOException {
        long seed = Mutations.seed();
        int mutants = Mutations.count(400);
        System.out.println("ScenarioFuzzTest seed " + seed + ", " + mutants + " mutants");
        Files.copy(OBJECT, folder.resolve("flow_gc.bpf.o"));
        byte[] whole = Files.readString(EXAMPLE)
                .replaceFirst("file: .*", "file: flow_gc.bpf.o")
                .getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("a.yaml");
        int understood = 0;
        int results = 0;
        for (int i = 0; i < mutants; i++) {
            Files.write(file, Mutations.mutate(whole, seed + i));
            try {
                ScenarioFile scenario = ScenarioFile.read(file, Map.of(), null);
                understood++;
                for (int index = 0; index < scenario.names().size(); index++) {
                    scenario.run(index);
                    results++;
                }
            } catch (ScenarioException
                    | ObjectFormatException
                    | LinkException
                    | VerifierException
                    | java.nio.charset.CharacterCodingException e) {
                assertThat(e.getMessage()).isNotEqualTo("");
            }
        }
        System.out.println("ScenarioFuzzTest " + understood + " understood, " + results + " results");
        assertThat(results).isPositive();
    }
}
