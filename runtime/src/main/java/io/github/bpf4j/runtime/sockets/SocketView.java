package io.github.bpf4j.runtime.sockets;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A socket as programs see it: a {@code struct bpf_sock} and, behind it, a {@code struct bpf_tcp_sock}, which programs may read. For one
 * thread at a time.
 */
final class SocketView implements GuestObject {
    /** Bytes of {@code struct bpf_sock}. */
    static final int SOCK_BYTES = 80;

    /** Where the TCP part begins. */
    static final int TCP_AT = 96;

    private static final int TCP_BYTES = 116;
    private static final int BYTES = 256;
    private static final int FAMILY_AT = 4;
    private static final int TYPE_AT = 8;
    private static final int PROTOCOL_AT = 12;
    private static final int MARK_AT = 16;
    private static final int PRIORITY_AT = 20;
    private static final int SRC_IP4_AT = 24;
    private static final int SRC_IP6_AT = 28;
    private static final int SRC_PORT_AT = 44;
    private static final int DST_PORT_AT = 48;
    private static final int DST_IP4_AT = 52;
    private static final int DST_IP6_AT = 56;
    private static final int STATE_AT = 72;
    private static final int RX_QUEUE_AT = 76;

    /** What stands for any address of IPv6 where one of IPv4 is asked for: 127.0.0.6. */
    private static final byte[] OF_IPV6 = {127, 0, 0, 6};

    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final GuestMemory memory;
    private final String name;
    private final long address;

    /**
     * Makes room for a socket.
     *
     * @throws GuestFault if guest memory has none
     */
    SocketView(GuestMemory memory, String name) {
        this.memory = memory;
        this.name = name;
        address = memory.allocate(BYTES, GuestMemory.Zone.HIGH);
        if (address == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for " + name);
        }
        memory.objects().add(this);
    }

    long address() {
        return address;
    }

    /** The bytes of a {@code struct bpf_sock}. */
    static byte[] bytes(LiveSocket socket) {
        Socket described = socket.described();
        ByteBuffer bytes = ByteBuffer.allocate(SOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, socket.boundIfindex());
        bytes.putInt(FAMILY_AT, described.family().number());
        bytes.putInt(TYPE_AT, described.type());
        bytes.putInt(PROTOCOL_AT, described.protocol());
        bytes.putInt(MARK_AT, socket.mark());
        bytes.putInt(PRIORITY_AT, socket.priority());
        boolean mapped = described.isTcp() && socket.remoteAddress().isPresent() && described.isFull();
        putAddress(bytes, SRC_IP4_AT, SRC_IP6_AT, socket.localAddress(), mapped);
        bytes.putInt(SRC_PORT_AT, socket.localPort());
        bytes.putInt(DST_PORT_AT, Short.reverseBytes((short) socket.remotePort()) & 0xffff);
        putAddress(bytes, DST_IP4_AT, DST_IP6_AT, socket.remoteAddress(), mapped);
        if (described.isUdp() && described.family() == Socket.Family.INET6) {
            bytes.putInt(DST_IP4_AT, 0); // only connections of TCP have something there
        }
        bytes.putInt(STATE_AT, socket.state().number());
        bytes.putInt(RX_QUEUE_AT, described.rxQueue());
        return bytes.array();
    }

    /** Connected TCP sockets of IPv4 have their addresses as mapped ones, too. */
    private static void putAddress(ByteBuffer bytes, int at4, int at6, Optional<IpAddress> address, boolean mapped) {
        if (address.isEmpty()) {
            return;
        }
        IpAddress four = address.get().unmapped();
        if (address.get().isV6()) {
            bytes.put(at6, address.get().bytes());
            if (!address.get().isAny()) {
                bytes.put(at4, four.isV6() ? OF_IPV6 : four.bytes());
            }
            return;
        }
        bytes.put(at4, four.bytes());
        if (mapped) {
            bytes.put(at6, MAPPED);
            bytes.put(at6 + MAPPED.length, four.bytes());
        }
    }

    /** Writes a socket as it is now. */
    void publish(LiveSocket socket) {
        memory.write(bytes(socket), 0, address, SOCK_BYTES);
        memory.write(tcpBytes(socket.described()), 0, address + TCP_AT, TCP_BYTES);
    }

    private static byte[] tcpBytes(Socket socket) {
        ByteBuffer bytes = ByteBuffer.allocate(TCP_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (String word : new String[] {
            "snd_cwnd",
            "srtt_us",
            "rtt_min",
            "snd_ssthresh",
            "rcv_nxt",
            "snd_nxt",
            "snd_una",
            "mss_cache",
            "ecn_flags",
            "rate_delivered",
            "rate_interval_us",
            "packets_out",
            "retrans_out",
            "total_retrans"
        }) {
            bytes.putInt((int) socket.tcpNumber(word));
        }
        bytes.putLong(socket.tcpNumber("bytes_received"));
        bytes.putLong(socket.tcpNumber("bytes_acked"));
        for (String word : new String[] {
            "dsack_dups",
            "delivered",
            "delivered_ce",
            "icsk_retransmits",
            "segs_in",
            "data_segs_in",
            "segs_out",
            "data_segs_out",
            "lost_out",
            "sacked_out"
        }) {
            bytes.putInt((int) socket.tcpNumber(word));
        }
        return bytes.array();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long start() {
        return address & memory.mask();
    }

    @Override
    public long sizeBytes() {
        return BYTES;
    }

    @Override
    public String refusal(long offset, long sizeBytes, Access access) {
        if (access == Access.WRITE) {
            return "sockets are read-only";
        }
        boolean inSock = offset + sizeBytes <= SOCK_BYTES;
        boolean inTcp = offset >= TCP_AT && offset + sizeBytes <= TCP_AT + TCP_BYTES;
        return inSock || inTcp ? "" : "it leaves " + name;
    }

    void close() {
        memory.objects().remove(this);
        memory.release(address, BYTES, BYTES);
    }
}
