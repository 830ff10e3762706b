package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelperGroupTest {
    private static Set<String> members(HelperGroup group) {
        return Arrays.stream(ProgramType.values())
                .filter(group::contains)
                .map(Enum::name)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TRACING | KPROBE TRACEPOINT PERF_EVENT RAW_TRACEPOINT RAW_TRACEPOINT_WRITABLE TRACING LSM
            TRAMPOLINE | TRACING LSM
            SYSCALL | SYSCALL
            SLEEPABLE | SYSCALL KPROBE STRUCT_OPS TRACING LSM
            CGROUP_TASK | CGROUP_SOCK CGROUP_SOCK_ADDR CGROUP_DEVICE CGROUP_SYSCTL CGROUP_SOCKOPT
            NETWORK | SOCKET_FILTER SCHED_CLS SCHED_ACT XDP CGROUP_SKB CGROUP_SOCK CGROUP_SOCK_ADDR LWT_IN LWT_OUT \
            LWT_XMIT LWT_SEG6LOCAL SOCK_OPS SK_SKB SK_MSG SK_REUSEPORT SK_LOOKUP FLOW_DISSECTOR
            TC | SCHED_CLS SCHED_ACT
            LWT | LWT_IN LWT_OUT LWT_XMIT LWT_SEG6LOCAL
            """)
    void groupHoldsItsTypes(HelperGroup group, String types) {
        assertThat(members(group)).containsExactlyInAnyOrder(types.split(" +"));
    }

    @Test
    void groupsNamedAfterATypeHoldOnlyThatType() {
        for (HelperGroup group : HelperGroup.values()) {
            if (Arrays.stream(ProgramType.values()).anyMatch(type -> type.name().equals(group.name()))
                    && group != HelperGroup.TRACING) {
                assertThat(members(group)).containsExactly(group.name());
            }
        }
    }
}
