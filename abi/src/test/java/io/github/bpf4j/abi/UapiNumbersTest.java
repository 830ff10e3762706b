package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pins every number against the kernel headers; numbers.txt was printed by a C program. */
class UapiNumbersTest {
    private static Map<String, Integer> header(String kind) throws IOException {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        try (InputStream in = UapiNumbersTest.class.getResourceAsStream("/uapi/numbers.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                List<String> words = List.of(line.split(" "));
                if (words.get(0).equals(kind)) {
                    numbers.put(words.get(1), Integer.valueOf(words.get(2)));
                }
            }
        }
        assertThat(numbers).as(kind).isNotEmpty();
        return numbers;
    }

    private static <E extends Enum<E>> Map<String, Integer> ours(E[] constants, ToIntFunction<E> number) {
        return Stream.of(constants).collect(Collectors.toMap(Enum::name, number::applyAsInt));
    }

    private static void assertExactly(Map<String, Integer> ours, String kind, Map<String, Integer> newer)
            throws IOException {
        Map<String, Integer> expected = header(kind);
        expected.putAll(newer);
        assertThat(ours).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void programTypesHaveTheKernelsNumbers() throws IOException {
        assertExactly(ours(ProgramType.values(), ProgramType::number), "PROG_TYPE", Map.of("NETFILTER", 32));
        for (ProgramType type : ProgramType.values()) {
            assertThat(ProgramType.byNumber(type.number())).contains(type);
        }
        assertThat(ProgramType.byNumber(0)).isEmpty();
        assertThat(ProgramType.byNumber(33)).isEmpty();
    }

    @Test
    void attachTypesHaveTheKernelsNumbers() throws IOException {
        Map<String, Integer> newer = new LinkedHashMap<>();
        List<String> names = List.of(
                "STRUCT_OPS",
                "NETFILTER",
                "TCX_INGRESS",
                "TCX_EGRESS",
                "TRACE_UPROBE_MULTI",
                "CGROUP_UNIX_CONNECT",
                "CGROUP_UNIX_SENDMSG",
                "CGROUP_UNIX_RECVMSG",
                "CGROUP_UNIX_GETPEERNAME",
                "CGROUP_UNIX_GETSOCKNAME",
                "NETKIT_PRIMARY",
                "NETKIT_PEER",
                "TRACE_KPROBE_SESSION",
                "TRACE_UPROBE_SESSION");
        names.forEach(name -> newer.put(name, 44 + newer.size()));
        assertExactly(ours(AttachType.values(), AttachType::number), "ATTACH_TYPE", newer);
        for (AttachType type : AttachType.values()) {
            assertThat(AttachType.byNumber(type.number())).contains(type);
        }
        assertThat(AttachType.byNumber(1000)).isEmpty();
    }

    @Test
    void mapTypesHaveTheKernelsNumbers() throws IOException {
        assertExactly(
                ours(MapType.values(), MapType::number),
                "MAP_TYPE",
                Map.of("CGRP_STORAGE", 32, "ARENA", 33, "INSN_ARRAY", 34, "RHASH", 35));
        for (MapType type : MapType.values()) {
            assertThat(MapType.byNumber(type.number())).contains(type);
        }
        assertThat(MapType.byNumber(0)).isEmpty();
        assertThat(MapType.byNumber(36)).isEmpty();
    }

    @Test
    void mapFlagsHaveTheKernelsNumbers() throws IOException {
        header("MAP_FLAG")
                .forEach((name, value) -> assertThat(MapFlags.format(value)).isEqualTo(name));
        List<String> newer =
                List.of("LINK", "PATH_FD", "VTYPE_BTF_OBJ_FD", "TOKEN_FD", "SEGV_ON_FAULT", "NO_USER_CONV");
        for (int i = 0; i < newer.size(); i++) {
            assertThat(MapFlags.format(1 << 13 + i)).isEqualTo(newer.get(i));
        }
        assertThat(List.of(MapFlags.LINK, MapFlags.PATH_FD, MapFlags.VTYPE_BTF_OBJ_FD))
                .containsExactly(1 << 13, 1 << 14, 1 << 15);
        assertThat(List.of(MapFlags.TOKEN_FD, MapFlags.SEGV_ON_FAULT, MapFlags.NO_USER_CONV))
                .containsExactly(1 << 16, 1 << 17, 1 << 18);
    }

    @Test
    void errnosHaveTheKernelsNumbers() throws IOException {
        assertExactly(ours(Errno.values(), Errno::number), "ERRNO", Map.of("ENOTSUPP", 524));
    }

    @Test
    void clocksHaveTheKernelsNumbers() throws IOException {
        assertExactly(ours(ClockId.values(), ClockId::number), "CLOCK", Map.of());
    }

    @Test
    void verdictsHaveTheKernelsNumbers() throws IOException {
        assertExactly(ours(XdpAction.values(), XdpAction::number), "XDP_ACTION", Map.of());
        assertExactly(ours(TcAction.values(), TcAction::number), "TC_ACTION", Map.of());
    }

    @Test
    void helpersHaveTheKernelsNames() throws IOException {
        Map<String, Integer> expected = header("HELPER");
        expected.putAll(Map.of("cgrp_storage_get", 210, "cgrp_storage_delete", 211));
        assertThat(expected).hasSize(211);
        expected.forEach((name, id) -> assertThat(HelperPrototype.nameOf(id)).contains(name));
        assertThat(HelperPrototype.nameOf(0)).isEmpty();
        assertThat(HelperPrototype.nameOf(212)).isEmpty();
        assertThat(HelperPrototype.nameOf(-1)).isEmpty();
    }
}
