package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ContextFields.doubleWord;
import static io.github.bpf4j.abi.ContextFields.narrow;
import static io.github.bpf4j.abi.ContextFields.narrowArray;
import static io.github.bpf4j.abi.ContextFields.pointer64;
import static io.github.bpf4j.abi.ContextFields.word;
import static io.github.bpf4j.abi.ContextFields.wordArray;
import static io.github.bpf4j.abi.ContextFields.writable;

import io.github.bpf4j.abi.ContextField.Kind;
import io.github.bpf4j.abi.ContextField.Width;
import java.util.List;

/** The contexts of programs that run on socket operations. */
final class SocketContexts {
    static final ContextLayout.Struct SOCK = new ContextLayout.Struct(
            "bpf_sock",
            80,
            List.of(
                    writable(word("bound_dev_if", 0)),
                    narrow("family", 4),
                    narrow("type", 8),
                    narrow("protocol", 12),
                    writable(word("mark", 16)),
                    writable(word("priority", 20)),
                    narrow("src_ip4", 24),
                    narrowArray("src_ip6", 28, 4),
                    narrow("src_port", 44),
                    new ContextField("dst_port", 48, 4, 1, Kind.SCALAR, Width.PADDED_HALF, false),
                    narrow("dst_ip4", 52),
                    narrowArray("dst_ip6", 56, 4),
                    narrow("state", 72),
                    narrow("rx_queue_mapping", 76)));

    static final ContextLayout.Struct SOCK_ADDR = new ContextLayout.Struct(
            "bpf_sock_addr",
            72,
            List.of(
                    word("user_family", 0),
                    writable(narrow("user_ip4", 4)),
                    new ContextField("user_ip6", 8, 4, 4, Kind.SCALAR, Width.NARROW_OR_DOUBLE, true),
                    writable(narrow("user_port", 24)),
                    word("family", 28),
                    word("type", 32),
                    word("protocol", 36),
                    writable(narrow("msg_src_ip4", 40)),
                    new ContextField("msg_src_ip6", 44, 4, 4, Kind.SCALAR, Width.NARROW_OR_DOUBLE, true),
                    pointer64("sk", 64, Kind.SOCKET)));

    static final ContextLayout.Struct SOCK_OPS = new ContextLayout.Struct(
            "bpf_sock_ops",
            224,
            List.of(
                    word("op", 0),
                    writable(word("reply", 4)), // in the place of the first argument
                    wordArray("args", 4, 4),
                    word("family", 20),
                    word("remote_ip4", 24),
                    word("local_ip4", 28),
                    wordArray("remote_ip6", 32, 4),
                    wordArray("local_ip6", 48, 4),
                    word("remote_port", 64),
                    word("local_port", 68),
                    word("is_fullsock", 72),
                    word("snd_cwnd", 76),
                    word("srtt_us", 80),
                    word("bpf_sock_ops_cb_flags", 84),
                    word("state", 88),
                    word("rtt_min", 92),
                    word("snd_ssthresh", 96),
                    word("rcv_nxt", 100),
                    word("snd_nxt", 104),
                    word("snd_una", 108),
                    word("mss_cache", 112),
                    word("ecn_flags", 116),
                    word("rate_delivered", 120),
                    word("rate_interval_us", 124),
                    word("packets_out", 128),
                    word("retrans_out", 132),
                    word("total_retrans", 136),
                    word("segs_in", 140),
                    word("data_segs_in", 144),
                    word("segs_out", 148),
                    word("data_segs_out", 152),
                    word("lost_out", 156),
                    word("sacked_out", 160),
                    writable(word("sk_txhash", 164)),
                    doubleWord("bytes_received", 168),
                    doubleWord("bytes_acked", 176),
                    pointer64("sk", 184, Kind.SOCKET_OR_NULL),
                    pointer64("skb_data", 192, Kind.PACKET),
                    pointer64("skb_data_end", 200, Kind.PACKET_END),
                    word("skb_len", 208),
                    narrow("skb_tcp_flags", 212),
                    doubleWord("skb_hwtstamp", 216)));

    static final ContextLayout.Struct SOCKOPT = new ContextLayout.Struct(
            "bpf_sockopt",
            40,
            List.of(
                    pointer64("sk", 0, Kind.SOCKET),
                    pointer64("optval", 8, Kind.PACKET),
                    pointer64("optval_end", 16, Kind.PACKET_END),
                    writable(word("level", 24)),
                    writable(word("optname", 28)),
                    writable(word("optlen", 32)),
                    writable(word("retval", 36))));

    static final ContextLayout.Struct SK_MSG = new ContextLayout.Struct(
            "sk_msg_md",
            80,
            List.of(
                    pointer64("data", 0, Kind.PACKET),
                    pointer64("data_end", 8, Kind.PACKET_END),
                    word("family", 16),
                    word("remote_ip4", 20),
                    word("local_ip4", 24),
                    wordArray("remote_ip6", 28, 4),
                    wordArray("local_ip6", 44, 4),
                    word("remote_port", 60),
                    word("local_port", 64),
                    word("size", 68),
                    pointer64("sk", 72, Kind.SOCKET)));

    static final ContextLayout.Struct SK_REUSEPORT = new ContextLayout.Struct(
            "sk_reuseport_md",
            56,
            List.of(
                    pointer64("data", 0, Kind.PACKET),
                    pointer64("data_end", 8, Kind.PACKET_END),
                    word("len", 16),
                    narrow("eth_protocol", 20),
                    narrow("ip_protocol", 24),
                    narrow("bind_inany", 28),
                    word("hash", 32),
                    pointer64("sk", 40, Kind.SOCKET),
                    pointer64("migrating_sk", 48, Kind.SOCK_COMMON_OR_NULL)));

    static final ContextLayout.Struct SK_LOOKUP = new ContextLayout.Struct(
            "bpf_sk_lookup",
            72,
            List.of(
                    pointer64("sk", 0, Kind.SOCKET_OR_NULL),
                    narrow("family", 8),
                    narrow("protocol", 12),
                    narrow("remote_ip4", 16),
                    narrowArray("remote_ip6", 20, 4),
                    new ContextField("remote_port", 36, 4, 1, Kind.SCALAR, Width.PADDED_HALF, false),
                    narrow("local_ip4", 40),
                    narrowArray("local_ip6", 44, 4),
                    narrow("local_port", 60),
                    narrow("ingress_ifindex", 64)));

    private SocketContexts() {}
}
