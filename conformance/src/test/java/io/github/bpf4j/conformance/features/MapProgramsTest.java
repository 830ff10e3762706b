package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs are answered by maps is what a 6.12 kernel answered to the same programs (features/map_programs-6.12.tsv). */
class MapProgramsTest {
    private record Answer(String object, String program, String values) {}

    private static Map<String, List<Answer>> answers() {
        return new String(Corpus.bytes("features/map_programs-6.12.tsv"), UTF_8)
                .lines()
                .map(line -> line.split("\t"))
                .map(cells -> new Answer(cells[0], cells[1], cells[2]))
                .collect(groupingBy(Answer::object));
    }

    private static CollectionSpec spec(String object) {
        return CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object);
    }

    private static String run(Collection collection, String name) {
        return WrittenAnswers.of(collection, name, collection.program(name).run(new Packet(new byte[64])));
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        answers().forEach((object, answers) -> {
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    Collection collection = runtime.load(spec(object))) {
                for (Answer answer : answers) {
                    softly.assertThat(run(collection, answer.program()))
                            .as(object + " " + answer.program())
                            .isEqualTo(answer.values());
                }
            }
        });
        softly.assertAll();
    }

    @Test
    void everyProgramHasItsAnswer() {
        answers()
                .forEach((object, answers) -> assertThat(answers)
                        .extracting(Answer::program)
                        .as(object)
                        .containsExactlyInAnyOrderElementsOf(spec(object).programs().stream()
                                .map(ProgramSpec::name)
                                .toList()));
    }
}
