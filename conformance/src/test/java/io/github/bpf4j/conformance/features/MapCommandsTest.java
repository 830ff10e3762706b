package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What user space is answered by maps is what a 6.12 kernel answered to the same commands (features/map_commands-6.12.tsv). */
class MapCommandsTest {
    private static List<String> lines() {
        return new String(Corpus.bytes("features/map_commands-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void answersAreThoseOfLinux() {
        SoftAssertions softly = new SoftAssertions();
        List<String> lines = lines();
        assertThat(lines).hasSizeGreaterThan(1500);
        try (MapCommandRig rig = new MapCommandRig()) {
            for (String line : lines) {
                String[] cells = line.split("\t", -1);
                softly.assertThat(rig.answer(cells[0], cells[1])).as(cells[0]).isEqualTo(cells[1].strip());
            }
        }
        softly.assertAll();
    }
}
