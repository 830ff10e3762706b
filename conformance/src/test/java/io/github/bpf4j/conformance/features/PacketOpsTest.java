package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.runtime.EngineKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Test runs of programs that call helpers on packets come to what they came to on a 6.12 kernel (features/packet_ops-6.12.tsv): errors,
 * results, what programs saw before and afterwards, packets and contexts.
 */
class PacketOpsTest {
    private record Answer(String section, String request, String answered) {}

    /**
     * Where Linux moved a packet to a larger buffer it takes the transport header for known, at a place that nobody named, and lets
     * programs cut the packet inside of its link header. Here it is not known.
     */
    private static final String MOVED_BY_LINUX =
            "ops_tc in=v6e1+30 ops=532:1328935681;48:3758776337;9:24,11,1;43:87,0;19;38:99,0;19;50:50,1,10";

    private static List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        String section = "";
        for (String line : new String(Corpus.bytes("features/packet_ops-6.12.tsv"), UTF_8)
                .lines()
                .toList()) {
            int tab = line.indexOf('\t');
            if (line.startsWith("# ")) {
                section = line.substring(2);
            } else if (!line.startsWith("packet ")) {
                answers.add(new Answer(section, line.substring(0, tab), line.substring(tab + 1)));
            }
        }
        return answers;
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        Map<String, List<String>> differing = new TreeMap<>();
        try (PacketOpsRig rig = new PacketOpsRig(engine)) {
            for (Answer answer : answers()) {
                String ours = rig.answer(answer.request());
                if (answer.request().equals(MOVED_BY_LINUX)) {
                    assertThat(ours).startsWith("0 0 a=0,0,0,0,0,-22,0,0 ").isNotEqualTo(answer.answered());
                } else if (!ours.equals(answer.answered())) {
                    differing
                            .computeIfAbsent(answer.section(), _ -> new ArrayList<>())
                            .add(answer.request() + "\n  Linux " + answer.answered() + "\n  here  " + ours);
                }
            }
        }
        assertThat(differing).isEmpty();
    }

    @Test
    void everyProgramAndEveryHelperWasAsked() {
        TreeSet<String> programs = new TreeSet<>();
        TreeSet<Integer> helpers = new TreeSet<>();
        for (Answer answer : answers()) {
            String[] words = answer.request().split(" ");
            programs.add(words[0]);
            for (String word : words) {
                if (word.startsWith("ops=")) {
                    for (String op : word.substring(4).split(";")) {
                        helpers.add(Integer.parseInt(op.split(":")[0]));
                    }
                }
            }
        }
        assertThat(answers()).hasSizeGreaterThan(13_000);
        assertThat(programs)
                .isEqualTo(new TreeSet<>(PacketOpsRig.OBJECT.programs().stream()
                        .map(program -> program.name())
                        .toList()));
        assertThat(helpers)
                .contains(9, 10, 11, 13, 17, 18, 19, 24, 26, 31, 32, 34, 38, 39, 40, 41, 43, 44, 48, 50, 54, 65, 68)
                .contains(79, 83, 97, 135, 151, 163, 188, 189, 190, 192);
    }
}
