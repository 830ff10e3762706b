package io.github.bpf4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriverTest {
    @Test
    void aSampleTakesAsLongAsAskedAndCarriesTheResult() {
        Sample sample = new Driver(() -> 42).sample(2_000_000);
        assertThat(sample.wallNs()).isGreaterThanOrEqualTo(2_000_000);
        assertThat(sample.runs()).isGreaterThan(1);
        assertThat(sample.result()).isEqualTo(42);
    }

    @Test
    void itSaysReadyAndAnswersEachCommand() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new Driver(() -> -1).obey(new StringReader("run 1\nrun 1000\n"), new PrintStream(said, true));
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3).first().isEqualTo("ready");
        assertThat(lines.get(1)).matches("\\d+ \\d+ \\d+ ffffffffffffffff");
        assertThat(Sample.parse(lines.get(2)).result()).isEqualTo(-1);
    }

    @Test
    void otherCommandsAreRefused() {
        assertThatThrownBy(() -> new Driver(() -> 0).obey(new StringReader("walk 1\n"), System.out))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatRunsLeaveBehindIsTakenAwayInTime() {
        List<Long> untidy = new ArrayList<>();
        Task task = new Task() {
            private long left;

            @Override
            public long run() {
                return ++left;
            }

            @Override
            public long runsUntilTidy() {
                return 10;
            }

            @Override
            public void tidy() {
                untidy.add(left);
                left = 0;
            }
        };
        new Driver(task).sample(100_000);
        assertThat(untidy).isNotEmpty().allMatch(left -> left <= 10);
    }

    @Test
    void samplesSurviveTheirText() {
        Sample sample = new Sample(3, 4000, 2000, 0xfedcba9876543210L);
        assertThat(Sample.parse(sample.format())).isEqualTo(sample);
        assertThat(sample.nsPerRun(Sample.Clock.WALL)).isEqualTo(4000 / 3.0);
        assertThat(sample.nsPerRun(Sample.Clock.CPU)).isEqualTo(2000 / 3.0);
        assertThatThrownBy(() -> Sample.parse("3 4000")).isInstanceOf(IllegalArgumentException.class);
    }
}
