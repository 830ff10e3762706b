package io.github.bpf4j.abi;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One row of libbpf's table of section names: an exact name, or a prefix that a slash and a target may follow. */
record SectionRule(
        String prefix,
        ProgramType type,
        @Nullable AttachType attachType,
        boolean takesTarget,
        boolean sleepable,
        boolean frags) {

    private static final Map<String, SectionRule> BY_PREFIX = Stream.of(
                    exact("socket", ProgramType.SOCKET_FILTER, null),
                    exact("sk_reuseport/migrate", ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT_OR_MIGRATE),
                    exact("sk_reuseport", ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT),
                    target("kprobe", ProgramType.KPROBE, null),
                    target("uprobe", ProgramType.KPROBE, null),
                    sleepableTarget("uprobe.s", ProgramType.KPROBE, null),
                    target("kretprobe", ProgramType.KPROBE, null),
                    target("uretprobe", ProgramType.KPROBE, null),
                    sleepableTarget("uretprobe.s", ProgramType.KPROBE, null),
                    target("kprobe.multi", ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI),
                    target("kretprobe.multi", ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI),
                    target("kprobe.session", ProgramType.KPROBE, AttachType.TRACE_KPROBE_SESSION),
                    target("uprobe.multi", ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI),
                    target("uretprobe.multi", ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI),
                    target("uprobe.session", ProgramType.KPROBE, AttachType.TRACE_UPROBE_SESSION),
                    sleepableTarget("uprobe.multi.s", ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI),
                    sleepableTarget("uretprobe.multi.s", ProgramType.KPROBE, AttachType.TRACE_UPROBE_MULTI),
                    sleepableTarget("uprobe.session.s", ProgramType.KPROBE, AttachType.TRACE_UPROBE_SESSION),
                    target("ksyscall", ProgramType.KPROBE, null),
                    target("kretsyscall", ProgramType.KPROBE, null),
                    target("usdt", ProgramType.KPROBE, null),
                    sleepableTarget("usdt.s", ProgramType.KPROBE, null),
                    exact("tc/ingress", ProgramType.SCHED_CLS, AttachType.TCX_INGRESS),
                    exact("tc/egress", ProgramType.SCHED_CLS, AttachType.TCX_EGRESS),
                    exact("tcx/ingress", ProgramType.SCHED_CLS, AttachType.TCX_INGRESS),
                    exact("tcx/egress", ProgramType.SCHED_CLS, AttachType.TCX_EGRESS),
                    exact("tc", ProgramType.SCHED_CLS, null),
                    exact("classifier", ProgramType.SCHED_CLS, null),
                    exact("action", ProgramType.SCHED_ACT, null),
                    exact("netkit/primary", ProgramType.SCHED_CLS, AttachType.NETKIT_PRIMARY),
                    exact("netkit/peer", ProgramType.SCHED_CLS, AttachType.NETKIT_PEER),
                    target("tracepoint", ProgramType.TRACEPOINT, null),
                    target("tp", ProgramType.TRACEPOINT, null),
                    target("raw_tracepoint", ProgramType.RAW_TRACEPOINT, null),
                    target("raw_tp", ProgramType.RAW_TRACEPOINT, null),
                    target("raw_tracepoint.w", ProgramType.RAW_TRACEPOINT_WRITABLE, null),
                    target("raw_tp.w", ProgramType.RAW_TRACEPOINT_WRITABLE, null),
                    target("tp_btf", ProgramType.TRACING, AttachType.TRACE_RAW_TP),
                    target("fentry", ProgramType.TRACING, AttachType.TRACE_FENTRY),
                    sleepableTarget("fentry.s", ProgramType.TRACING, AttachType.TRACE_FENTRY),
                    target("fmod_ret", ProgramType.TRACING, AttachType.MODIFY_RETURN),
                    sleepableTarget("fmod_ret.s", ProgramType.TRACING, AttachType.MODIFY_RETURN),
                    target("fexit", ProgramType.TRACING, AttachType.TRACE_FEXIT),
                    sleepableTarget("fexit.s", ProgramType.TRACING, AttachType.TRACE_FEXIT),
                    target("iter", ProgramType.TRACING, AttachType.TRACE_ITER),
                    sleepableTarget("iter.s", ProgramType.TRACING, AttachType.TRACE_ITER),
                    target("freplace", ProgramType.EXT, null),
                    target("lsm", ProgramType.LSM, AttachType.LSM_MAC),
                    sleepableTarget("lsm.s", ProgramType.LSM, AttachType.LSM_MAC),
                    target("lsm_cgroup", ProgramType.LSM, AttachType.LSM_CGROUP),
                    sleepable("syscall", ProgramType.SYSCALL),
                    frags("xdp.frags/devmap", AttachType.XDP_DEVMAP),
                    exact("xdp/devmap", ProgramType.XDP, AttachType.XDP_DEVMAP),
                    frags("xdp.frags/cpumap", AttachType.XDP_CPUMAP),
                    exact("xdp/cpumap", ProgramType.XDP, AttachType.XDP_CPUMAP),
                    frags("xdp.frags", AttachType.XDP),
                    exact("xdp", ProgramType.XDP, AttachType.XDP),
                    exact("perf_event", ProgramType.PERF_EVENT, null),
                    exact("lwt_in", ProgramType.LWT_IN, null),
                    exact("lwt_out", ProgramType.LWT_OUT, null),
                    exact("lwt_xmit", ProgramType.LWT_XMIT, null),
                    exact("lwt_seg6local", ProgramType.LWT_SEG6LOCAL, null),
                    exact("sockops", ProgramType.SOCK_OPS, AttachType.CGROUP_SOCK_OPS),
                    exact("sk_skb/stream_parser", ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_PARSER),
                    exact("sk_skb/stream_verdict", ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_VERDICT),
                    exact("sk_skb/verdict", ProgramType.SK_SKB, AttachType.SK_SKB_VERDICT),
                    exact("sk_skb", ProgramType.SK_SKB, null),
                    exact("sk_msg", ProgramType.SK_MSG, AttachType.SK_MSG_VERDICT),
                    exact("lirc_mode2", ProgramType.LIRC_MODE2, AttachType.LIRC_MODE2),
                    exact("flow_dissector", ProgramType.FLOW_DISSECTOR, AttachType.FLOW_DISSECTOR),
                    exact("cgroup_skb/ingress", ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_INGRESS),
                    exact("cgroup_skb/egress", ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS),
                    exact("cgroup/skb", ProgramType.CGROUP_SKB, null),
                    exact("cgroup/sock_create", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE),
                    exact("cgroup/sock_release", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_RELEASE),
                    exact("cgroup/sock", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE),
                    exact("cgroup/post_bind4", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET4_POST_BIND),
                    exact("cgroup/post_bind6", ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET6_POST_BIND),
                    exact("cgroup/bind4", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_BIND),
                    exact("cgroup/bind6", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET6_BIND),
                    exact("cgroup/connect4", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_CONNECT),
                    exact("cgroup/connect6", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET6_CONNECT),
                    exact("cgroup/connect_unix", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UNIX_CONNECT),
                    exact("cgroup/sendmsg4", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UDP4_SENDMSG),
                    exact("cgroup/sendmsg6", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UDP6_SENDMSG),
                    exact("cgroup/sendmsg_unix", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UNIX_SENDMSG),
                    exact("cgroup/recvmsg4", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UDP4_RECVMSG),
                    exact("cgroup/recvmsg6", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UDP6_RECVMSG),
                    exact("cgroup/recvmsg_unix", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UNIX_RECVMSG),
                    exact("cgroup/getpeername4", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_GETPEERNAME),
                    exact("cgroup/getpeername6", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET6_GETPEERNAME),
                    exact("cgroup/getpeername_unix", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UNIX_GETPEERNAME),
                    exact("cgroup/getsockname4", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_GETSOCKNAME),
                    exact("cgroup/getsockname6", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET6_GETSOCKNAME),
                    exact("cgroup/getsockname_unix", ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_UNIX_GETSOCKNAME),
                    exact("cgroup/sysctl", ProgramType.CGROUP_SYSCTL, AttachType.CGROUP_SYSCTL),
                    exact("cgroup/getsockopt", ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_GETSOCKOPT),
                    exact("cgroup/setsockopt", ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_SETSOCKOPT),
                    exact("cgroup/dev", ProgramType.CGROUP_DEVICE, AttachType.CGROUP_DEVICE),
                    target("struct_ops", ProgramType.STRUCT_OPS, null),
                    sleepableTarget("struct_ops.s", ProgramType.STRUCT_OPS, null),
                    exact("sk_lookup", ProgramType.SK_LOOKUP, AttachType.SK_LOOKUP),
                    exact("netfilter", ProgramType.NETFILTER, AttachType.NETFILTER))
            .collect(Collectors.toUnmodifiableMap(SectionRule::prefix, Function.identity()));

    private static SectionRule exact(String name, ProgramType type, @Nullable AttachType attachType) {
        return new SectionRule(name, type, attachType, false, false, false);
    }

    private static SectionRule sleepable(String name, ProgramType type) {
        return new SectionRule(name, type, null, false, true, false);
    }

    private static SectionRule frags(String name, AttachType attachType) {
        return new SectionRule(name, ProgramType.XDP, attachType, false, false, true);
    }

    private static SectionRule target(String name, ProgramType type, @Nullable AttachType attachType) {
        return new SectionRule(name, type, attachType, true, false, false);
    }

    private static SectionRule sleepableTarget(String name, ProgramType type, @Nullable AttachType attachType) {
        return new SectionRule(name, type, attachType, true, true, false);
    }

    static Collection<SectionRule> all() {
        return BY_PREFIX.values();
    }

    /** The rule for a name without its leading question mark; null if none matches. */
    static @Nullable SectionRule find(String name) {
        SectionRule exact = BY_PREFIX.get(name);
        if (exact != null) {
            return exact;
        }
        int slash = name.indexOf('/');
        SectionRule prefixed = slash < 0 ? null : BY_PREFIX.get(name.substring(0, slash));
        return prefixed != null && prefixed.takesTarget ? prefixed : null;
    }
}
