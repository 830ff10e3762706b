package io.github.bpf4j.verifier.transfer;

/** The structs of the kernel's that helpers make of sockets. */
final class SocketObjects {
    private SocketObjects() {}

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
