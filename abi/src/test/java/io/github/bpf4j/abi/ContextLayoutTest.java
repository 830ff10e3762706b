package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.ContextField.Kind;
import io.github.bpf4j.abi.ContextField.Width;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextLayoutTest {
    private record Place(int offset, int size) {}

    private static ContextLayout layout(ProgramType type) {
        return type.context().orElseThrow();
    }

    private static List<ContextLayout.Struct> structs() {
        return Arrays.stream(ProgramType.values())
                .flatMap(type -> type.context().stream())
                .filter(ContextLayout.Struct.class::isInstance)
                .map(ContextLayout.Struct.class::cast)
                .toList();
    }

    /** What a C program printed with offsetof; structs have offset -1. */
    private static Map<String, Place> header() throws IOException {
        Map<String, Place> places = new HashMap<>();
        try (InputStream in = ContextLayoutTest.class.getResourceAsStream("/uapi/context-offsets.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] words = line.split(" ");
                places.put(
                        words[0],
                        words.length == 2
                                ? new Place(-1, Integer.parseInt(words[1]))
                                : new Place(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            }
        }
        return places;
    }

    @Test
    void fieldsLieWhereTheHeadersPutThem() throws IOException {
        Map<String, Place> header = header();
        for (ContextLayout.Struct struct : structs()) {
            Place whole = header.get(struct.struct());
            if (whole != null && !struct.struct().equals("bpf_sock_ops")) {
                assertThat(struct.size()).as(struct.struct()).isEqualTo(whole.size());
            }
            for (ContextField field : struct.fields()) {
                String name = struct.struct() + "." + field.name();
                Place place = header.get(name);
                if (place == null) {
                    continue;
                }
                int size = field.width() == Width.PADDED_HALF ? 2 : field.size();
                assertThat(new Place(field.byteOffset(), size)).as(name).isEqualTo(place);
            }
        }
    }

    @Test
    void everyFieldOfTheHeadersIsInSomeLayout() throws IOException {
        TreeSet<String> missing = new TreeSet<>(header().keySet());
        for (ContextLayout.Struct struct : structs()) {
            missing.remove(struct.struct());
            struct.fields().forEach(field -> missing.remove(struct.struct() + "." + field.name()));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void fieldsThatHeadersLackAreFew() throws IOException {
        TreeSet<String> unpinned = new TreeSet<>();
        Map<String, Place> header = header();
        for (ContextLayout.Struct struct : structs()) {
            struct.fields().stream()
                    .map(field -> struct.struct() + "." + field.name())
                    .filter(name -> !header.containsKey(name) && !name.startsWith("bpf_perf_event_data.r"))
                    .forEach(unpinned::add);
        }
        assertThat(unpinned)
                .containsExactly(
                        "bpf_nf_ctx.skb",
                        "bpf_nf_ctx.state",
                        "bpf_perf_event_data.cs",
                        "bpf_perf_event_data.eflags",
                        "bpf_perf_event_data.orig_rax",
                        "bpf_perf_event_data.ss",
                        "bpf_sock_ops.skb_hwtstamp",
                        "unsigned int.sample");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # type           | offset | size | load  | store
            XDP              | 0      | 4    | true  | false
            XDP              | 0      | 2    | false | false
            XDP              | 0      | 8    | false | false
            XDP              | 20     | 4    | true  | false
            XDP              | 24     | 4    | false | false
            XDP              | 12     | 1    | false | false
            XDP              | -4     | 4    | false | false
            SCHED_CLS        | 0      | 4    | true  | false
            SCHED_CLS        | 0      | 1    | true  | false
            SCHED_CLS        | 8      | 4    | true  | true
            SCHED_CLS        | 8      | 2    | true  | false
            SCHED_CLS        | 10     | 2    | true  | false
            SCHED_CLS        | 9      | 2    | false | false
            SCHED_CLS        | 6      | 4    | false | false
            SCHED_CLS        | 8      | 8    | false | false
            SCHED_CLS        | 12     | 4    | true  | true
            SCHED_CLS        | 32     | 4    | true  | true
            SCHED_CLS        | 44     | 4    | true  | true
            SCHED_CLS        | 48     | 8    | true  | true
            SCHED_CLS        | 51     | 1    | true  | true
            SCHED_CLS        | 64     | 8    | false | false
            SCHED_CLS        | 72     | 4    | true  | true
            SCHED_CLS        | 76     | 4    | true  | false
            SCHED_CLS        | 76     | 2    | false | false
            SCHED_CLS        | 88     | 4    | false | false
            SCHED_CLS        | 144    | 8    | false | false
            SCHED_CLS        | 152    | 8    | true  | true
            SCHED_CLS        | 152    | 4    | false | false
            SCHED_CLS        | 168    | 8    | true  | false
            SCHED_CLS        | 180    | 1    | true  | false
            SCHED_CLS        | 181    | 1    | false | false
            SCHED_CLS        | 184    | 8    | true  | false
            SCHED_ACT        | 8      | 4    | true  | true
            SOCKET_FILTER    | 8      | 4    | true  | false
            SOCKET_FILTER    | 48     | 4    | true  | true
            SOCKET_FILTER    | 72     | 4    | false | false
            SOCKET_FILTER    | 76     | 4    | false | false
            SOCKET_FILTER    | 152    | 8    | false | false
            SOCKET_FILTER    | 160    | 4    | false | false
            CGROUP_SKB       | 76     | 4    | true  | false
            CGROUP_SKB       | 92     | 4    | true  | false
            CGROUP_SKB       | 92     | 2    | false | false
            CGROUP_SKB       | 132    | 2    | true  | false
            CGROUP_SKB       | 140    | 4    | false | false
            CGROUP_SKB       | 152    | 8    | true  | true
            CGROUP_SKB       | 44     | 4    | true  | false
            LWT_XMIT         | 8      | 4    | true  | true
            LWT_IN           | 72     | 4    | false | false
            LWT_OUT          | 152    | 8    | false | false
            LWT_SEG6LOCAL    | 80     | 4    | true  | false
            SK_SKB           | 44     | 4    | true  | true
            SK_SKB           | 8      | 4    | false | false
            SK_SKB           | 48     | 4    | true  | false
            SK_SKB           | 88     | 4    | true  | false
            FLOW_DISSECTOR   | 144    | 8    | true  | false
            FLOW_DISSECTOR   | 76     | 4    | true  | false
            FLOW_DISSECTOR   | 0      | 4    | false | false
            CGROUP_SOCK      | 0      | 4    | true  | true
            CGROUP_SOCK      | 0      | 2    | false | false
            CGROUP_SOCK      | 4      | 1    | true  | false
            CGROUP_SOCK      | 48     | 4    | true  | false
            CGROUP_SOCK      | 48     | 2    | true  | false
            CGROUP_SOCK      | 49     | 1    | true  | false
            CGROUP_SOCK      | 50     | 2    | false | false
            CGROUP_SOCK_ADDR | 4      | 4    | true  | true
            CGROUP_SOCK_ADDR | 4      | 1    | true  | false
            CGROUP_SOCK_ADDR | 8      | 8    | true  | true
            CGROUP_SOCK_ADDR | 12     | 8    | false | false
            CGROUP_SOCK_ADDR | 44     | 8    | true  | true
            CGROUP_SOCK_ADDR | 24     | 4    | true  | true
            CGROUP_SOCK_ADDR | 28     | 2    | false | false
            CGROUP_SOCK_ADDR | 64     | 8    | true  | false
            CGROUP_SOCK_ADDR | 60     | 4    | false | false
            SOCK_OPS         | 4      | 4    | true  | true
            SOCK_OPS         | 8      | 4    | true  | false
            SOCK_OPS         | 16     | 4    | true  | false
            SOCK_OPS         | 164    | 4    | true  | true
            SOCK_OPS         | 168    | 8    | true  | false
            SOCK_OPS         | 168    | 4    | false | false
            SOCK_OPS         | 212    | 1    | true  | false
            SOCK_OPS         | 216    | 8    | true  | false
            CGROUP_SOCKOPT   | 36     | 4    | true  | true
            CGROUP_SOCKOPT   | 8      | 8    | true  | false
            CGROUP_SOCKOPT   | 8      | 4    | false | false
            SK_MSG           | 0      | 8    | true  | false
            SK_MSG           | 68     | 4    | true  | false
            SK_MSG           | 68     | 2    | false | false
            SK_REUSEPORT     | 48     | 8    | true  | false
            SK_REUSEPORT     | 36     | 4    | false | false
            SK_LOOKUP        | 36     | 4    | true  | false
            SK_LOOKUP        | 36     | 2    | true  | false
            SK_LOOKUP        | 38     | 2    | false | false
            SK_LOOKUP        | 0      | 8    | true  | false
            CGROUP_DEVICE    | 0      | 2    | true  | false
            CGROUP_DEVICE    | 4      | 2    | false | false
            CGROUP_SYSCTL    | 4      | 4    | true  | true
            CGROUP_SYSCTL    | 4      | 1    | true  | false
            LIRC_MODE2       | 0      | 4    | true  | false
            NETFILTER        | 8      | 8    | true  | false
            SYSCALL          | 65534  | 1    | true  | true
            SYSCALL          | 65528  | 8    | false | false
            SYSCALL          | 3      | 2    | false | false
            KPROBE           | 112    | 8    | true  | false
            KPROBE           | 116    | 4    | true  | false
            KPROBE           | 168    | 8    | false | false
            PERF_EVENT       | 168    | 4    | true  | false
            PERF_EVENT       | 112    | 4    | false | false
            PERF_EVENT       | 176    | 8    | true  | false
            TRACEPOINT       | 8      | 8    | true  | false
            TRACEPOINT       | 0      | 8    | false | false
            TRACEPOINT       | 8188   | 4    | true  | false
            TRACEPOINT       | 8192   | 1    | false | false
            RAW_TRACEPOINT   | 88     | 8    | true  | false
            RAW_TRACEPOINT   | 96     | 8    | false | false
            TRACING          | 96     | 8    | true  | false
            TRACING          | 4      | 4    | false | false
            LSM              | 8      | 4    | true  | false
            STRUCT_OPS       | 0      | 8    | true  | false
            """)
    void accessIsAllowedByTheTable(ProgramType type, int offset, int size, boolean load, boolean store) {
        assertThat(layout(type).allows(offset, size, false)).as("load").isEqualTo(load);
        assertThat(layout(type).allows(offset, size, true)).as("store").isEqualTo(store);
    }

    @Test
    void packetFieldsLoadAsPointers() {
        ContextLayout.Struct xdp = (ContextLayout.Struct) layout(ProgramType.XDP);
        assertThat(xdp.field("data").orElseThrow().kind()).isEqualTo(Kind.PACKET);
        assertThat(xdp.field("data_end").orElseThrow().kind()).isEqualTo(Kind.PACKET_END);
        assertThat(xdp.field("data_meta").orElseThrow().kind()).isEqualTo(Kind.PACKET_META);
        assertThat(xdp.fieldAt(13).orElseThrow().kind()).isEqualTo(Kind.SCALAR);
        assertThat(xdp.field("nobody")).isEmpty();
        assertThat(Kind.SOCKET.isPointer()).isTrue();
        assertThat(Kind.SCALAR.isPointer()).isFalse();
    }

    @Test
    void contextsSayHowLargeTheyAre() {
        assertThat(layout(ProgramType.SOCK_OPS).size()).isEqualTo(224);
        assertThat(layout(ProgramType.TRACING).size()).isEqualTo(104);
        assertThat(layout(ProgramType.SYSCALL).size()).isEqualTo(65535);
    }

    @Test
    void overlappingFieldsAreRefused() {
        ContextField first = ContextFields.word("a", 0);
        ContextField second = ContextFields.word("b", 2);
        assertThatThrownBy(() -> new ContextLayout.Struct("s", 8, List.of(first, second)))
                .hasMessageContaining("s.b");
    }
}
