package io.github.bpf4j.bench.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.bench.first.Answers.First;
import io.github.bpf4j.bench.first.Answers.FirstTimes;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.runtime.EngineKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Time to the first packet: the program, and what is told of it. */
class FirstPacketTest {
    @ParameterizedTest
    @ValueSource(ints = {100, 1000, 100_000})
    void theProgramIsAsLongAsAsked(int instructions) {
        CollectionSpec spec = CollectionSpec.read(StraightObject.of(instructions), "straight.o");
        assertThat(Linker.link(spec, StraightObject.PROGRAM).insnCount()).isBetween(instructions - 24, instructions);
    }

    @ParameterizedTest
    @EnumSource
    void everyEngineComesToTheSameVerdict(EngineKind engine) {
        First first = FirstPacket.first(StraightObject.of(1000), engine);
        assertThat(first.result()).isEqualTo(2);
        assertThat(List.of(first.readNs(), first.loadNs(), first.runNs())).allMatch(ns -> ns > 0);
        assertThat(Answers.read(Answers.write(first), First.class)).isEqualTo(first);
    }

    @Test
    void aSummaryHasMediansAndTheSpreadOfTheWhole() {
        FirstTimes times = FirstPacket.summary(
                "cold",
                1000,
                EngineKind.JIT,
                List.of(new First(1, 20, 3, 9, 2), new First(2, 10, 300, 7, 2), new First(5, 30, 2, 8, 2)));
        assertThat(times).isEqualTo(new FirstTimes("bpf4j-jit", "straight_1000", "cold", 2, 37, 24, 312, 8, 2, 20, 3));
        assertThat(Answers.write(times)).contains("\"median_ns\":37", "\"jvm\":\"cold\"");
    }
}
