package io.github.bpf4j.runtime.sockets;

import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.kernel.KernelTypesException;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kernel's structs of a socket hold: as far as its types have the members. */
final class SocketStructs {
    /** Where a {@code struct sock} lies in the others. */
    private static final Map<String, List<String>> SOCK_IN = Map.of(
            "tcp_sock", List.of("inet_conn.icsk_inet.sk."),
            "tcp6_sock", List.of("tcp.inet_conn.icsk_inet.sk."),
            "udp_sock", List.of("inet.sk."),
            "udp6_sock", List.of("udp.inet.sk."),
            "unix_sock", List.of("sk."),
            "netlink_sock", List.of("sk."),
            "mptcp_sock", List.of("sk.icsk_inet.sk."));

    private SocketStructs() {}

    /**
     * @param peer the socket that it is connected to by its cookie
     */
    static KernelStruct describe(LiveSocket socket, String struct, KernelStructs structs, Optional<LiveSocket> peer) {
        Description description = new Description(structs, struct);
        Socket described = socket.described();
        String sock = SOCK_IN.getOrDefault(struct, List.of("")).getFirst();
        String common = struct.equals("tcp_timewait_sock")
                ? "tw_sk.__tw_common."
                : struct.equals("tcp_request_sock") ? "req.req.__req_common." : sock + "__sk_common.";
        description.set(common + "skc_family", described.family().number());
        description.set(common + "skc_state", socket.state().number());
        description.set(common + "skc_num", socket.localPort());
        description.set(common + "skc_dport", Short.reverseBytes((short) socket.remotePort()) & 0xffff);
        description.set(common + "skc_bound_dev_if", socket.boundIfindex());
        description.set(common + "skc_cookie.counter", described.cookie());
        description.setAddress(common + "skc_rcv_saddr", common + "skc_v6_rcv_saddr", socket.localAddress());
        description.setAddress(common + "skc_daddr", common + "skc_v6_daddr", socket.remoteAddress());
        description.set(sock + "sk_protocol", described.protocol());
        description.set(sock + "sk_type", described.type());
        description.set(sock + "sk_mark", socket.mark());
        description.set(sock + "sk_priority", socket.priority());
        description.set(sock + "sk_uid.val", described.uid());
        for (String number : Socket.TCP_NUMBERS) {
            description.set((struct.equals("tcp6_sock") ? "tcp." : "") + number, described.tcpNumber(number));
        }
        if (struct.equals("netlink_sock")) {
            description.set("portid", described.netlinkPort());
            peer.ifPresent(
                    other -> description.set("dst_portid", other.described().netlinkPort()));
        }
        KernelStruct result = description.struct;
        if (struct.equals("unix_sock")) {
            result = result.withAll(ends(described, structs, peer));
        }
        for (Map.Entry<String, KernelValue> member :
                described.members().members().entrySet()) {
            result = result.with(sock + member.getKey(), member.getValue());
        }
        return result;
    }

    /** What a UNIX socket is bound to, and the other socket. */
    private static KernelStruct ends(Socket described, KernelStructs structs, Optional<LiveSocket> peer) {
        KernelStruct ends = KernelStruct.of("unix_sock");
        String path = described.path();
        if (!path.isEmpty() && structs.hasMember("unix_sock", "addr")) {
            byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
            boolean isAbstract = bytes[0] == '@';
            if (isAbstract) {
                bytes[0] = 0;
            }
            // A path ends with a NUL that counts; a name without a file begins with one.
            int length = Short.BYTES + bytes.length + (isAbstract ? 0 : 1);
            KernelStruct name = KernelStruct.of("sockaddr_un")
                    .with("sun_family", Socket.Family.UNIX.number())
                    .with("sun_path", KernelValue.of(bytes));
            KernelStruct address = KernelStruct.of("unix_address")
                    .with("len", length)
                    .with("name", KernelValue.of(List.of(KernelValue.of(name))));
            ends = ends.with("addr", address);
        }
        if (peer.isPresent() && structs.hasMember("unix_sock", "peer")) {
            ends = ends.with("peer", KernelValue.socket(peer.get().described().cookie()));
        }
        return ends;
    }

    private static final class Description {
        private final KernelStructs structs;
        private KernelStruct struct;

        Description(KernelStructs structs, String type) {
            this.structs = structs;
            struct = KernelStruct.of(type);
        }

        /** Sets a member, if the kernel's struct has one of this name that is a number. */
        void set(String path, long value) {
            if (!structs.hasMember(struct.type(), path)) {
                return;
            }
            try {
                structs.check(KernelStruct.of(struct.type()).with(path, value));
            } catch (KernelTypesException _) {
                return; // such as rtt_min, which is a struct there
            }
            struct = struct.with(path, value);
        }

        void setAddress(String path4, String path6, Optional<IpAddress> address) {
            if (address.isEmpty()) {
                return;
            }
            byte[] bytes = address.get().bytes();
            if (address.get().isV6()) {
                if (structs.hasMember(struct.type(), path6)) {
                    struct = struct.with(path6, KernelValue.of(bytes));
                }
            } else {
                set(path4, bytes[0] & 0xff | (bytes[1] & 0xff) << 8 | (bytes[2] & 0xff) << 16 | bytes[3] << 24);
            }
        }
    }
}
