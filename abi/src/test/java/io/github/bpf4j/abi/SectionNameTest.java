package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionNameTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            socket | SOCKET_FILTER |  |  |  |
            sk_reuseport/migrate | SK_REUSEPORT | SK_REUSEPORT_SELECT_OR_MIGRATE |  |  |
            sk_reuseport | SK_REUSEPORT | SK_REUSEPORT_SELECT |  |  |
            kprobe | KPROBE |  | target |  |
            uprobe | KPROBE |  | target |  |
            uprobe.s | KPROBE |  | target | sleepable |
            kretprobe | KPROBE |  | target |  |
            uretprobe | KPROBE |  | target |  |
            uretprobe.s | KPROBE |  | target | sleepable |
            kprobe.multi | KPROBE | TRACE_KPROBE_MULTI | target |  |
            kretprobe.multi | KPROBE | TRACE_KPROBE_MULTI | target |  |
            kprobe.session | KPROBE | TRACE_KPROBE_SESSION | target |  |
            uprobe.multi | KPROBE | TRACE_UPROBE_MULTI | target |  |
            uretprobe.multi | KPROBE | TRACE_UPROBE_MULTI | target |  |
            uprobe.session | KPROBE | TRACE_UPROBE_SESSION | target |  |
            uprobe.multi.s | KPROBE | TRACE_UPROBE_MULTI | target | sleepable |
            uretprobe.multi.s | KPROBE | TRACE_UPROBE_MULTI | target | sleepable |
            uprobe.session.s | KPROBE | TRACE_UPROBE_SESSION | target | sleepable |
            ksyscall | KPROBE |  | target |  |
            kretsyscall | KPROBE |  | target |  |
            usdt | KPROBE |  | target |  |
            usdt.s | KPROBE |  | target | sleepable |
            tc/ingress | SCHED_CLS | TCX_INGRESS |  |  |
            tc/egress | SCHED_CLS | TCX_EGRESS |  |  |
            tcx/ingress | SCHED_CLS | TCX_INGRESS |  |  |
            tcx/egress | SCHED_CLS | TCX_EGRESS |  |  |
            tc | SCHED_CLS |  |  |  |
            classifier | SCHED_CLS |  |  |  |
            action | SCHED_ACT |  |  |  |
            netkit/primary | SCHED_CLS | NETKIT_PRIMARY |  |  |
            netkit/peer | SCHED_CLS | NETKIT_PEER |  |  |
            tracepoint | TRACEPOINT |  | target |  |
            tp | TRACEPOINT |  | target |  |
            raw_tracepoint | RAW_TRACEPOINT |  | target |  |
            raw_tp | RAW_TRACEPOINT |  | target |  |
            raw_tracepoint.w | RAW_TRACEPOINT_WRITABLE |  | target |  |
            raw_tp.w | RAW_TRACEPOINT_WRITABLE |  | target |  |
            tp_btf | TRACING | TRACE_RAW_TP | target |  |
            fentry | TRACING | TRACE_FENTRY | target |  |
            fentry.s | TRACING | TRACE_FENTRY | target | sleepable |
            fmod_ret | TRACING | MODIFY_RETURN | target |  |
            fmod_ret.s | TRACING | MODIFY_RETURN | target | sleepable |
            fexit | TRACING | TRACE_FEXIT | target |  |
            fexit.s | TRACING | TRACE_FEXIT | target | sleepable |
            iter | TRACING | TRACE_ITER | target |  |
            iter.s | TRACING | TRACE_ITER | target | sleepable |
            freplace | EXT |  | target |  |
            lsm | LSM | LSM_MAC | target |  |
            lsm.s | LSM | LSM_MAC | target | sleepable |
            lsm_cgroup | LSM | LSM_CGROUP | target |  |
            syscall | SYSCALL |  |  | sleepable |
            xdp.frags/devmap | XDP | XDP_DEVMAP |  |  | frags
            xdp/devmap | XDP | XDP_DEVMAP |  |  |
            xdp.frags/cpumap | XDP | XDP_CPUMAP |  |  | frags
            xdp/cpumap | XDP | XDP_CPUMAP |  |  |
            xdp.frags | XDP | XDP |  |  | frags
            xdp | XDP | XDP |  |  |
            perf_event | PERF_EVENT |  |  |  |
            lwt_in | LWT_IN |  |  |  |
            lwt_out | LWT_OUT |  |  |  |
            lwt_xmit | LWT_XMIT |  |  |  |
            lwt_seg6local | LWT_SEG6LOCAL |  |  |  |
            sockops | SOCK_OPS | CGROUP_SOCK_OPS |  |  |
            sk_skb/stream_parser | SK_SKB | SK_SKB_STREAM_PARSER |  |  |
            sk_skb/stream_verdict | SK_SKB | SK_SKB_STREAM_VERDICT |  |  |
            sk_skb/verdict | SK_SKB | SK_SKB_VERDICT |  |  |
            sk_skb | SK_SKB |  |  |  |
            sk_msg | SK_MSG | SK_MSG_VERDICT |  |  |
            lirc_mode2 | LIRC_MODE2 | LIRC_MODE2 |  |  |
            flow_dissector | FLOW_DISSECTOR | FLOW_DISSECTOR |  |  |
            cgroup_skb/ingress | CGROUP_SKB | CGROUP_INET_INGRESS |  |  |
            cgroup_skb/egress | CGROUP_SKB | CGROUP_INET_EGRESS |  |  |
            cgroup/skb | CGROUP_SKB |  |  |  |
            cgroup/sock_create | CGROUP_SOCK | CGROUP_INET_SOCK_CREATE |  |  |
            cgroup/sock_release | CGROUP_SOCK | CGROUP_INET_SOCK_RELEASE |  |  |
            cgroup/sock | CGROUP_SOCK | CGROUP_INET_SOCK_CREATE |  |  |
            cgroup/post_bind4 | CGROUP_SOCK | CGROUP_INET4_POST_BIND |  |  |
            cgroup/post_bind6 | CGROUP_SOCK | CGROUP_INET6_POST_BIND |  |  |
            cgroup/bind4 | CGROUP_SOCK_ADDR | CGROUP_INET4_BIND |  |  |
            cgroup/bind6 | CGROUP_SOCK_ADDR | CGROUP_INET6_BIND |  |  |
            cgroup/connect4 | CGROUP_SOCK_ADDR | CGROUP_INET4_CONNECT |  |  |
            cgroup/connect6 | CGROUP_SOCK_ADDR | CGROUP_INET6_CONNECT |  |  |
            cgroup/connect_unix | CGROUP_SOCK_ADDR | CGROUP_UNIX_CONNECT |  |  |
            cgroup/sendmsg4 | CGROUP_SOCK_ADDR | CGROUP_UDP4_SENDMSG |  |  |
            cgroup/sendmsg6 | CGROUP_SOCK_ADDR | CGROUP_UDP6_SENDMSG |  |  |
            cgroup/sendmsg_unix | CGROUP_SOCK_ADDR | CGROUP_UNIX_SENDMSG |  |  |
            cgroup/recvmsg4 | CGROUP_SOCK_ADDR | CGROUP_UDP4_RECVMSG |  |  |
            cgroup/recvmsg6 | CGROUP_SOCK_ADDR | CGROUP_UDP6_RECVMSG |  |  |
            cgroup/recvmsg_unix | CGROUP_SOCK_ADDR | CGROUP_UNIX_RECVMSG |  |  |
            cgroup/getpeername4 | CGROUP_SOCK_ADDR | CGROUP_INET4_GETPEERNAME |  |  |
            cgroup/getpeername6 | CGROUP_SOCK_ADDR | CGROUP_INET6_GETPEERNAME |  |  |
            cgroup/getpeername_unix | CGROUP_SOCK_ADDR | CGROUP_UNIX_GETPEERNAME |  |  |
            cgroup/getsockname4 | CGROUP_SOCK_ADDR | CGROUP_INET4_GETSOCKNAME |  |  |
            cgroup/getsockname6 | CGROUP_SOCK_ADDR | CGROUP_INET6_GETSOCKNAME |  |  |
            cgroup/getsockname_unix | CGROUP_SOCK_ADDR | CGROUP_UNIX_GETSOCKNAME |  |  |
            cgroup/sysctl | CGROUP_SYSCTL | CGROUP_SYSCTL |  |  |
            cgroup/getsockopt | CGROUP_SOCKOPT | CGROUP_GETSOCKOPT |  |  |
            cgroup/setsockopt | CGROUP_SOCKOPT | CGROUP_SETSOCKOPT |  |  |
            cgroup/dev | CGROUP_DEVICE | CGROUP_DEVICE |  |  |
            struct_ops | STRUCT_OPS |  | target |  |
            struct_ops.s | STRUCT_OPS |  | target | sleepable |
            sk_lookup | SK_LOOKUP | SK_LOOKUP |  |  |
            netfilter | NETFILTER | NETFILTER |  |  |
            """)
    void knowsLibbpfsConventions(
            String name, ProgramType type, AttachType attachType, String target, String sleepable, String frags) {
        SectionName exact = SectionName.parse(name).orElseThrow();
        assertThat(exact).isEqualTo(new SectionName(type, attachType, sleepable != null, frags != null, true, ""));

        SectionName quiet = SectionName.parse("?" + name).orElseThrow();
        assertThat(quiet.autoload()).isFalse();
        assertThat(quiet.type()).isEqualTo(type);

        if (target == null) {
            assertThat(SectionName.parse(name + "/more")).isEmpty();
        } else {
            assertThat(SectionName.parse(name + "/a/b").orElseThrow())
                    .isEqualTo(new SectionName(type, attachType, sleepable != null, frags != null, true, "a/b"));
        }
        assertThat(SectionName.parse(name + "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "?", "/", "??xdp", "XDP", "xdp/", "xdp.s", "tc/", ".text", "maps", "fentry.x/f", "lsm.t"})
    void unknownNamesHaveNoMeaning(String name) {
        assertThat(SectionName.parse(name)).isEmpty();
    }

    @Test
    void targetMayBeEmptyAfterItsSlash() {
        assertThat(SectionName.parse("kprobe/").orElseThrow().target()).isEmpty();
    }
}
