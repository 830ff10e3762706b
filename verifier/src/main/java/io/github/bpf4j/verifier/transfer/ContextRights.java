package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import org.jspecify.annotations.Nullable;

/** Fields of contexts that only programs with certain hooks may touch; observed on Linux 6.12. */
final class ContextRights {
    private ContextRights() {}

    static boolean allows(ProgramType type, @Nullable AttachType attach, String field, boolean write) {
        return switch (type) {
            case XDP -> !field.equals("egress_ifindex") || attach == AttachType.XDP_DEVMAP;
            case CGROUP_SOCK -> allowsSocket(attach, field, write);
            case CGROUP_SOCK_ADDR -> allowsAddress(attach, field);
            case CGROUP_SOCKOPT -> allowsOption(attach == AttachType.CGROUP_GETSOCKOPT, field, write);
            default -> true;
        };
    }

    /** Whether only loaders with CAP_BPF may touch a field. */
    static boolean needsCapability(ProgramType type, String field, boolean write) {
        return type == ProgramType.CGROUP_SKB
                && switch (field) {
                    case "data", "data_end" -> true;
                    case "tstamp" -> write;
                    default -> false;
                };
    }

    private static boolean allowsSocket(@Nullable AttachType attach, String field, boolean write) {
        boolean bound4 = attach == AttachType.CGROUP_INET4_POST_BIND;
        boolean bound6 = attach == AttachType.CGROUP_INET6_POST_BIND;
        return switch (field) {
            case "bound_dev_if", "mark", "priority" -> !write || !bound4 && !bound6;
            case "src_ip4" -> bound4;
            case "src_ip6" -> bound6;
            case "src_port" -> bound4 || bound6;
            default -> true;
        };
    }

    private static boolean allowsAddress(@Nullable AttachType attach, String field) {
        String hook = attach == null ? "" : attach.name();
        boolean four = hook.contains("INET4") || hook.contains("UDP4");
        boolean six = hook.contains("INET6") || hook.contains("UDP6");
        return switch (field) {
            case "user_ip4" -> four;
            case "user_ip6" -> six;
            case "msg_src_ip4" -> attach == AttachType.CGROUP_UDP4_SENDMSG;
            case "msg_src_ip6" -> attach == AttachType.CGROUP_UDP6_SENDMSG;
            default -> true;
        };
    }

    private static boolean allowsOption(boolean reads, String field, boolean write) {
        return switch (field) {
            case "retval" -> reads;
            case "level", "optname" -> !write || !reads;
            default -> true;
        };
    }
}
