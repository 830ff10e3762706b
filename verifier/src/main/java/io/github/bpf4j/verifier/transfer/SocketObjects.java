package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.state.Register;
import java.util.List;

/** The structs of the kernel's that helpers make of sockets. */
final class SocketObjects {
    /** Structs that begin with a socket, even if the kernel's types say nothing of them but the name. */
    private static final List<String> SOCKETS = List.of(
            "tcp6_sock", "tcp_sock", "tcp_timewait_sock", "tcp_request_sock", "udp6_sock", "unix_sock", "mptcp_sock");

    private SocketObjects() {}

    /** Whether a pointer is to a struct that helpers make of sockets. */
    static boolean isOne(KernelObjects objects, Register pointer) {
        return SOCKETS.stream().anyMatch(struct -> objects.isA(pointer, struct, true));
    }

    /** The struct that a helper's result points to. */
    static String struct(int helper) {
        return switch (helper) {
            case Ids.SKC_TO_TCP6_SOCK -> "tcp6_sock";
            case Ids.SKC_TO_TCP_SOCK -> "tcp_sock";
            case Ids.SKC_TO_TCP_TIMEWAIT_SOCK -> "tcp_timewait_sock";
            case Ids.SKC_TO_TCP_REQUEST_SOCK -> "tcp_request_sock";
            case Ids.SKC_TO_UDP6_SOCK -> "udp6_sock";
            case Ids.SKC_TO_UNIX_SOCK -> "unix_sock";
            case Ids.SKC_TO_MPTCP_SOCK -> "mptcp_sock";
            case Ids.SOCK_FROM_FILE -> "socket";
            default -> throw new IllegalArgumentException("helper " + helper + " gives no socket");
        };
    }
}
