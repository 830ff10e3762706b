package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.runtime.EngineKind;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps of devices, CPUs, sockets and control groups do what they did on a 6.12 kernel (features/redirect_maps-6.12.tsv). */
class RedirectMapsTest {
    /** A command, and what it answered. */
    private record Answer(String section, String command, String answered) {}

    private static List<Answer> answers() {
        List<Answer> answers = new java.util.ArrayList<>();
        String section = "";
        for (String line : new String(Corpus.bytes("features/redirect_maps-6.12.tsv"), UTF_8)
                .lines()
                .toList()) {
            if (line.startsWith("# ")) {
                section = line.substring(2);
            } else {
                int tab = line.indexOf('\t');
                answers.add(new Answer(section, line.substring(0, tab).strip(), line.substring(tab + 1)));
            }
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (RedirectRig rig = new RedirectRig(engine)) {
            for (Answer answer : answers()) {
                softly.assertThat(rig.answer(answer.command()))
                        .as("%s: %s (%s)", answer.section(), answer.command(), rig.inputs())
                        .isEqualTo(answer.answered());
            }
        }
        softly.assertAll();
    }

    @Test
    void everyProgramWasAsked() {
        TreeSet<String> asked = new TreeSet<>();
        answers().forEach(answer -> {
            for (String word : answer.command().split(" ")) {
                asked.add(word.startsWith("#") ? word.substring(1) : word);
            }
        });
        assertThat(answers()).hasSizeGreaterThan(2500);
        assertThat(asked)
                .containsAll(RedirectRig.OBJECT.programs().stream()
                        .map(program -> program.name())
                        .toList());
    }
}
