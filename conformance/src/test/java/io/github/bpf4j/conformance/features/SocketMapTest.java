package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.runtime.EngineKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps of sockets, and what is sent and received through their programs, are as on a 6.12 kernel (features/sockmap-6.12.tsv). */
class SocketMapTest {
    /** A command, and what it answered. */
    private record Answer(String section, int line, String command, String answered) {}

    private static List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        String section = "";
        int number = 0;
        for (String line : new String(Corpus.bytes("features/sockmap-6.12.tsv"), UTF_8)
                .lines()
                .toList()) {
            number++;
            if (line.startsWith("# ")) {
                section = line.substring(2);
            } else {
                int tab = line.indexOf('\t');
                answers.add(new Answer(section, number, line.substring(0, tab), line.substring(tab + 1)));
            }
        }
        return answers;
    }

    /** Hashes go through their keys in an order of their own. */
    private static String comparable(String command, String answer) {
        if (!command.startsWith("keys ")) {
            return answer;
        }
        String[] keys = answer.split(" ");
        Arrays.sort(keys);
        return String.join(" ", keys);
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        List<Answer> answers = answers();
        try (SocketMapRig rig = new SocketMapRig(engine)) {
            for (int i = 0; i < answers.size(); i++) {
                Answer answer = answers.get(i);
                String given = answer.command().equals("load")
                        ? rig.load(commands(answers, i + 1))
                        : rig.answer(answer.command());
                softly.assertThat(comparable(answer.command(), given))
                        .as("%s, line %d: %s", answer.section(), answer.line(), answer.command())
                        .isEqualTo(comparable(answer.command(), answer.answered()));
            }
        }
        softly.assertAll();
    }

    private static List<String> commands(List<Answer> answers, int from) {
        List<String> commands = new ArrayList<>();
        for (int i = from; i < answers.size() && !answers.get(i).command().equals("load"); i++) {
            commands.add(answers.get(i).command());
        }
        return commands;
    }

    @Test
    void everyProgramWasAsked() {
        TreeSet<String> asked = new TreeSet<>();
        answers().forEach(answer -> asked.addAll(List.of(answer.command().split(" "))));
        assertThat(answers()).hasSizeGreaterThan(2500);
        assertThat(asked)
                .containsAll(SocketMapRig.OBJECT.programs().stream()
                        .map(program -> program.name())
                        .toList());
    }

    /** A program that judges every byte alone is asked for each, of messages that stay where they are. */
    @ParameterizedTest
    @EnumSource
    void bytesOfALongMessageAreJudgedOneByOne(EngineKind engine) {
        List<String> commands = List.of("pair tcp a b", "attach msg m msg", "update m 0 a 0", "steps 1,1,0,0");
        try (SocketMapRig rig = new SocketMapRig(engine)) {
            rig.load(commands);
            commands.forEach(rig::answer);
            assertThat(rig.answer("fill a 600000")).isEqualTo("600000");
        }
    }

    /** One that puts in as much as it lets go would be asked for ever. */
    @ParameterizedTest
    @EnumSource
    void messagesThatNeverEndAreGivenUp(EngineKind engine) {
        List<String> commands = List.of("pair tcp a b", "attach msg m msg", "update m 0 a 0", "steps 4,0,1,0 1,1,0,0");
        try (SocketMapRig rig = new SocketMapRig(engine)) {
            rig.load(commands);
            commands.forEach(rig::answer);
            assertThat(rig.answer("fill a 10")).isEqualTo("-11");
        }
    }
}
