package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ProgramType.KPROBE;
import static io.github.bpf4j.abi.ProgramType.PERF_EVENT;
import static io.github.bpf4j.abi.ProgramType.RAW_TRACEPOINT;
import static io.github.bpf4j.abi.ProgramType.RAW_TRACEPOINT_WRITABLE;
import static io.github.bpf4j.abi.ProgramType.TRACEPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProgramTypeTest {
    @Test
    void onlyEventProgramsAreRestricted() {
        assertThat(Arrays.stream(ProgramType.values()).filter(ProgramType::isRestrictedTracing))
                .containsExactly(KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE);
    }

    @Test
    void everyTypeButExtHasAContext() {
        assertThat(Arrays.stream(ProgramType.values())
                        .filter(type -> type.context().isEmpty()))
                .containsExactly(ProgramType.EXT);
    }
}
