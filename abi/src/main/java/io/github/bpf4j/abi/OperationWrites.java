package io.github.bpf4j.abi;

import java.util.List;
import java.util.Optional;

/**
 * What programs of type STRUCT_OPS may store in the objects of the kernel that they are called with. Source: Linux 6.1, 6.12 and 7.0 were
 * asked byte by byte.
 */
public final class OperationWrites {
    private static final String SOCKET = "tcp_sock";

    /**
     * A member that programs may store in.
     *
     * @param operations the struct of the operations
     * @param struct the struct that the member is in
     * @param path the member; empty for the whole struct
     * @param anywhere whether a store may begin at any byte of it, not only at the first
     */
    public record Member(
            String operations, String struct, String path, boolean anywhere, Optional<KernelFeature> feature) {
        /** Whether kernels of a profile allow it. */
        public boolean isIn(KernelProfile profile) {
            return feature.isEmpty() || profile.has(feature.get());
        }
    }

    /** All of them. */
    public static final List<Member> MEMBERS = List.of(
            ofSocket("inet_conn.icsk_inet.sk.sk_pacing_rate"),
            ofSocket("inet_conn.icsk_inet.sk.sk_pacing_status"),
            ofSocket("inet_conn.icsk_ack.pending"),
            new Member("tcp_congestion_ops", SOCKET, "inet_conn.icsk_ca_priv", true, Optional.empty()),
            ofSocket("snd_cwnd"),
            ofSocket("snd_cwnd_cnt"),
            ofSocket("snd_ssthresh"),
            ofSocket("ecn_flags"),
            later("snd_cwnd_stamp"),
            later("app_limited"),
            new Member("bpf_dummy_ops", "bpf_dummy_ops_state", "", true, Optional.empty()));

    private OperationWrites() {}

    private static Member ofSocket(String path) {
        return new Member("tcp_congestion_ops", SOCKET, path, false, Optional.empty());
    }

    private static Member later(String path) {
        return new Member("tcp_congestion_ops", SOCKET, path, false, Optional.of(KernelFeature.WRITES_OF_LIMITS));
    }
}
