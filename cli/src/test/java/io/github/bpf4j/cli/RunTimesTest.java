package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunTimesTest {
    private long nowNs;
    private long runs;

    /** The first hundred runs take a microsecond, later ones a tenth of that. */
    private void run() {
        runs++;
        nowNs += runs <= 100 ? 1000 : 100;
    }

    private RunTimes times() {
        return new RunTimes(() -> nowNs, this::run);
    }

    @Test
    void theCurveTellsEachTenfoldOfRuns() {
        List<RunTimes.Window> curve = times().warmUp(100_000 + 100 * 900 + 1);
        assertThat(curve)
                .startsWith(
                        new RunTimes.Window(1, 1, 1000),
                        new RunTimes.Window(2, 10, 1000),
                        new RunTimes.Window(11, 100, 1000),
                        new RunTimes.Window(101, 1000, 100))
                .hasSize(5);
        assertThat(curve.getLast().from()).isEqualTo(1001);
        assertThat(curve.getLast().to())
                .as("it stops when the time is over")
                .isEqualTo(1100)
                .isEqualTo(runs);
    }

    @Test
    void noTimeIsEnoughForOneRun() {
        assertThat(times().warmUp(0)).containsExactly(new RunTimes.Window(1, 1, 1000));
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void samplesTakeAsLongAsAsked() {
        runs = 100;
        RunTimes.Samples samples = times().sample(5, 50_000);
        assertThat(samples.samples()).isEqualTo(5);
        assertThat(samples.runsPerSample()).isBetween(500L, 800L);
        assertThat(samples.medianNs()).isEqualTo(100);
        assertThat(samples.minNs()).isEqualTo(100);
        assertThat(samples.maxNs()).isEqualTo(100);
    }

    @Test
    void theSpreadIsThatOfTheSamples() {
        long[] took = {10, 50, 20, 40, 30, 60};
        int[] next = {0};
        RunTimes times = new RunTimes(() -> nowNs, () -> nowNs += took[next[0]++]);
        assertThat(times.sample(6, 1)).isEqualTo(new RunTimes.Samples(6, 1, 35, 10, 60));
    }
}
