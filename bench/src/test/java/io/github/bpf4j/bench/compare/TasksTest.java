package io.github.bpf4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What takes part on the JVM computes the same as everybody else. */
class TasksTest {
    static Stream<Arguments> onTheJvm() {
        return Contenders.all(Path.of(".."), Path.of("target")).stream()
                .filter(contender -> !(contender.installation() instanceof PeerBuild))
                .flatMap(contender -> Arrays.stream(Workload.all())
                        .filter(contender::runs)
                        .map(workload -> Arguments.of(contender.runtime(), workload.program())));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("onTheJvm")
    void everyRunOfEveryRuntimeGivesTheExpectedResult(String runtime, String program) {
        Workload workload = Workload.of(program);
        try (Task task = Tasks.of(runtime, workload)) {
            assertThat(task.run(1)).isEqualTo(workload.expected());
            assertThat(task.run(2)).as("again").isEqualTo(workload.expected());
            task.tidy();
            assertThat(task.run()).as("after tidying").isEqualTo(workload.expected());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rings")
    void aRingHasRoomForAllRunsUntilItIsTidied(String runtime) {
        try (Task task = Tasks.of(runtime, Workload.of("j_ringbuf"))) {
            for (int round = 0; round < 3; round++) {
                for (long i = 0; i < task.runsUntilTidy(); i++) {
                    assertThat(task.run()).as("records without room").isZero();
                }
                task.tidy();
            }
        }
    }

    @Test
    void aRingIsEmptyAfterTidyingWhereverItWrapped() {
        // A lap of the ring is 14,563 records; after 256 laps, one run was for warming up, it ends where a run of 256
        // records does.
        try (Task task = Tasks.of(Tasks.AGRONA, Workload.of("j_ringbuf"))) {
            for (int i = 1; i < 14_563; i++) {
                task.run();
                task.tidy();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(task.run(task.runsUntilTidy()))
                        .as("records without room")
                        .isZero();
                task.tidy();
            }
        }
    }

    static Stream<String> rings() {
        return Stream.of(Tasks.BPF4J_JIT, Tasks.BPF4J_INTERPRETER, Tasks.AGRONA);
    }
}
