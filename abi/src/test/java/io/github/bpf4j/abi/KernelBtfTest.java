package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in kernel types say what a running Linux 6.12.117 on x86-64 said in its own BTF. */
class KernelBtfTest {
    private static final Btf TYPES = KernelBtf.builtIn();

    @TempDir
    Path folder;

    private static BtfType.Member member(String struct, String name) {
        BtfType.Struct type =
                (BtfType.Struct) TYPES.type(TYPES.find(BtfKind.STRUCT, struct).orElseThrow());
        return type.members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** They are not checked where they are used: here they are, once for all. */
    @Test
    void dataIsSoundAndReadWholeGivesTheSameTypes() throws IOException {
        try (InputStream in = KernelBtf.class.getResourceAsStream("kernel-6.12.btf")) {
            Btf checked = Btf.parse(Objects.requireNonNull(in).readAllBytes());

            assertThat(TYPES.typeCount()).isEqualTo(checked.typeCount());
            for (int id = 0; id <= checked.typeCount(); id++) {
                assertThat(TYPES.type(id)).isEqualTo(checked.type(id));
                assertThat(TYPES.resolve(id)).isEqualTo(checked.resolve(id));
                assertThat(TYPES.hasSize(id)).isEqualTo(checked.hasSize(id));
                if (checked.hasSize(id)) {
                    assertThat(TYPES.sizeOf(id)).isEqualTo(checked.sizeOf(id));
                }
                assertThat(TYPES.find(checked.type(id).kind(), checked.name(id)))
                        .isEqualTo(checked.find(checked.type(id).kind(), checked.name(id)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "task_struct, 9792, pid, 2432",
        "task_struct, 9792, comm, 2976",
        "task_struct, 9792, real_parent, 2448",
        "task_struct, 9792, cgroups, 3584",
        "sk_buff, 232, sk, 24",
        "sk_buff, 232, data, 208",
        "sock, 776, __sk_common, 0",
        "net_device, 2496, ifindex, 224",
        "file, 184, f_inode, 40",
        "inode, 624, i_ino, 64",
        "cred, 184, uid, 8",
        "linux_binprm, 416, file, 64",
        "seq_file, 120, private, 112",
        "xdp_md, 24, data_end, 4",
        "__sk_buff, 192, mark, 8",
        "iphdr, 20, protocol, 9",
        "trace_event_raw_sys_enter, 64, args, 16",
        "syscall_trace_enter, 16, args, 16",
        "syscall_trace_exit, 24, ret, 16",
        "request_queue, 968, disk, 104",
        "kmem_cache, 8408, name, 96",
        "irqaction, 128, name, 80",
        "filename, 32, name, 0",
        "xdp_cpumap_stats, 12, drop, 8",
        "thread_struct, 4416, fsbase, 40"
    })
    void memberLiesWhereLinuxHasIt(String struct, long size, String name, long offset) {
        assertThat(TYPES.sizeOf(TYPES.find(BtfKind.STRUCT, struct).orElseThrow()))
                .isEqualTo(size);
        assertThat(member(struct, name).bitOffset()).isEqualTo(8 * offset);
    }

    /** Programs compiled for any kernel find no enum where an integer is, and the other way round. */
    @ParameterizedTest
    @CsvSource({
        "bpf_map, map_type, bpf_map_type",
        "bpf_prog, type, bpf_prog_type",
        "inode, i_write_hint, rw_hint",
        "trace_event_raw_kfree_skb, reason, skb_drop_reason"
    })
    void enumIsNoInteger(String struct, String name, String type) {
        assertThat(member(struct, name).typeId())
                .isEqualTo(TYPES.find(BtfKind.ENUM, type).orElseThrow());
    }

    @Test
    void hooksTracepointsAndVariablesAreThere() {
        assertThat(TYPES.find(BtfKind.FUNC, "bpf_lsm_file_open")).isPresent();
        assertThat(TYPES.find(BtfKind.FUNC, "tcp_connect")).isPresent();
        assertThat(TYPES.find(BtfKind.TYPEDEF, "btf_trace_sched_switch")).isPresent();
        assertThat(TYPES.find(BtfKind.VAR, "runqueues")).isPresent();
    }

    @Test
    void resourceIsWhatTheSourceDescribes() throws IOException, InterruptedException {
        Path source = Path.of("src/main/bpf/build.sh").toAbsolutePath();
        Path made = folder.resolve("kernel.btf");
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "clang-19"))),
                "clang-19 is not here");
        Process build = new ProcessBuilder(source.toString(), made.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(build.waitFor()).as(said).isZero();
        try (InputStream in = KernelBtf.class.getResourceAsStream("kernel-6.12.btf")) {
            assertThat(Files.readAllBytes(made)).isEqualTo(in.readAllBytes());
        }
    }
}
