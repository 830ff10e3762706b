package io.github.bpf4j.runtime.world;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A socket, as it is when a runtime begins: what programs do to it afterwards, the runtime tells.
 *
 * <p>Immutable. {@link #tcp}, {@link #udp} and {@link #of} begin one, the others say more of it.
 */
public final class Socket {
    /** Address families ({@code AF_*}). */
    public enum Family {
        UNSPEC(0),
        UNIX(1),
        INET(2),
        INET6(10),
        NETLINK(16);

        private final int number;

        Family(int number) {
            this.number = number;
        }

        /** The number in the UAPI. */
        public int number() {
            return number;
        }
    }

    /** States of TCP sockets ({@code TCP_*}); those of UDP are CLOSE, or ESTABLISHED when connected. */
    public enum State {
        ESTABLISHED(1),
        SYN_SENT(2),
        SYN_RECV(3),
        FIN_WAIT1(4),
        FIN_WAIT2(5),
        TIME_WAIT(6),
        CLOSE(7),
        CLOSE_WAIT(8),
        LAST_ACK(9),
        LISTEN(10),
        CLOSING(11),
        NEW_SYN_RECV(12);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /** The number in the UAPI. */
        public int number() {
            return number;
        }
    }

    /** SOCK_STREAM. */
    public static final int STREAM = 1;

    /** SOCK_DGRAM. */
    public static final int DGRAM = 2;

    /** SOCK_RAW. */
    public static final int RAW = 3;

    /** SOCK_SEQPACKET. */
    public static final int SEQPACKET = 5;

    /** IPPROTO_TCP. */
    public static final int TCP = 6;

    /** IPPROTO_UDP. */
    public static final int UDP = 17;

    /** Numbers of TCP that a socket may have: members of {@code struct bpf_tcp_sock} and of {@code struct bpf_sock_ops}. */
    public static final Set<String> TCP_NUMBERS = Set.of(
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
            "total_retrans",
            "segs_in",
            "data_segs_in",
            "segs_out",
            "data_segs_out",
            "lost_out",
            "sacked_out",
            "bytes_received",
            "bytes_acked",
            "dsack_dups",
            "delivered",
            "delivered_ce",
            "icsk_retransmits");

    private static final String STRUCT = "sock";

    /** Bytes of {@code sun_path}. */
    private static final int UNIX_PATH_BYTES = 108;

    private final Parts parts;

    private Socket(Parts parts) {
        this.parts = parts;
    }

    /** Everything that can be said; never changed once a socket has it. */
    private static final class Parts {
        private final long cookie;
        private final Family family;
        private final int type;
        private final int protocol;
        private State state = State.CLOSE;
        private @Nullable IpAddress localAddress;
        private int localPort;
        private @Nullable IpAddress remoteAddress;
        private int remotePort;
        private int mark;
        private int priority;
        private int uid;
        private int boundIfindex;
        private long netnsCookie = 1;
        private String cgroup = "/";
        private long peer;
        private boolean onlyV6;
        private boolean synQueueFull;
        private boolean reuseport;
        private String path = "";
        private int netlinkPort;
        private int rxQueue = -1;
        private Map<String, Long> numbers = Map.of();
        private KernelStruct members = KernelStruct.of(STRUCT);

        Parts(long cookie, Family family, int type, int protocol) {
            this.cookie = cookie;
            this.family = family;
            this.type = type;
            this.protocol = protocol;
        }

        Parts copy() {
            Parts copy = new Parts(cookie, family, type, protocol);
            copy.state = state;
            copy.localAddress = localAddress;
            copy.localPort = localPort;
            copy.remoteAddress = remoteAddress;
            copy.remotePort = remotePort;
            copy.mark = mark;
            copy.priority = priority;
            copy.uid = uid;
            copy.boundIfindex = boundIfindex;
            copy.netnsCookie = netnsCookie;
            copy.cgroup = cgroup;
            copy.peer = peer;
            copy.onlyV6 = onlyV6;
            copy.synQueueFull = synQueueFull;
            copy.reuseport = reuseport;
            copy.path = path;
            copy.netlinkPort = netlinkPort;
            copy.rxQueue = rxQueue;
            copy.numbers = numbers;
            copy.members = members;
            return copy;
        }
    }

    private Socket with(Consumer<Parts> change) {
        Parts changed = parts.copy();
        change.accept(changed);
        return new Socket(changed);
    }

    /**
     * A socket without addresses, closed.
     *
     * @param cookie its number, which tells it from all others; positive
     * @param type SOCK_STREAM, SOCK_DGRAM and so on
     * @throws IllegalArgumentException if the cookie is not positive
     */
    public static Socket of(long cookie, Family family, int type, int protocol) {
        if (cookie <= 0) {
            throw new IllegalArgumentException("a socket cannot have the cookie " + cookie);
        }
        return new Socket(new Parts(cookie, family, type, protocol));
    }

    /** A TCP socket at a local address; of IPv4 or IPv6 as the address is, and a listener until it is connected. */
    public static Socket tcp(long cookie, String address, int port) {
        IpAddress local = IpAddress.parse(address);
        return of(cookie, family(local), STREAM, TCP).local(local, port).in(State.LISTEN);
    }

    /** A UDP socket at a local address; of IPv4 or IPv6 as the address is. */
    public static Socket udp(long cookie, String address, int port) {
        IpAddress local = IpAddress.parse(address);
        return of(cookie, family(local), DGRAM, UDP).local(local, port);
    }

    /**
     * A netlink socket of a protocol ({@code NETLINK_*}), bound to a port.
     *
     * @param type SOCK_RAW or SOCK_DGRAM, between which netlink knows no difference
     * @param port its number among those of its protocol; 0 if it is the kernel's own
     */
    public static Socket netlink(long cookie, int type, int protocol, int port) {
        return of(cookie, Family.NETLINK, type, protocol).with(changed -> changed.netlinkPort = port);
    }

    private static Family family(IpAddress address) {
        return address.isV6() ? Family.INET6 : Family.INET;
    }

    /**
     * The same at a local address.
     *
     * @throws IllegalArgumentException if the address is none of the family's, or there is no such port
     */
    public Socket local(IpAddress address, int port) {
        checkEnd(address, port);
        return with(changed -> {
            changed.localAddress = address;
            changed.localPort = port;
        });
    }

    /**
     * The same with a remote address.
     *
     * @throws IllegalArgumentException if the address is none of the family's, or there is no such port
     */
    public Socket remote(IpAddress address, int port) {
        checkEnd(address, port);
        return with(changed -> {
            changed.remoteAddress = address;
            changed.remotePort = port;
        });
    }

    /** The same, connected to a remote address, and established. */
    public Socket connected(String address, int port) {
        return remote(IpAddress.parse(address), port).in(State.ESTABLISHED);
    }

    private void checkEnd(IpAddress address, int port) {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("there is no port " + port);
        }
        if (address.isV6() ? parts.family != Family.INET6 : parts.family != Family.INET) {
            throw new IllegalArgumentException("a socket of " + parts.family + " cannot have the address " + address);
        }
    }

    /** The same in another state. */
    public Socket in(State state) {
        return with(changed -> changed.state = state);
    }

    /** The same with a mark for its packets. */
    public Socket mark(int mark) {
        return with(changed -> changed.mark = mark);
    }

    /** The same with a priority for its packets. */
    public Socket priority(int priority) {
        return with(changed -> changed.priority = priority);
    }

    /** The same, made by a user. */
    public Socket uid(int uid) {
        return with(changed -> changed.uid = uid);
    }

    /** The same, of a control group. */
    public Socket in(String cgroup) {
        return with(changed -> changed.cgroup = cgroup);
    }

    /** The same, connected to another socket of the world, by its cookie: for those without addresses, such as UNIX ones. */
    public Socket peer(long cookie) {
        return with(changed -> changed.peer = cookie);
    }

    /**
     * The same, a UNIX socket that is bound to a path; one that begins with @ is a name without a file.
     *
     * @throws IllegalArgumentException if it is of another family, or no such socket can have the path
     */
    public Socket path(String path) {
        int bytes = path.getBytes(StandardCharsets.UTF_8).length;
        if (parts.family != Family.UNIX || bytes == 0 || bytes >= UNIX_PATH_BYTES || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a socket of " + parts.family + " cannot have the path \"" + path + "\"");
        }
        return with(changed -> changed.path = path);
    }

    /** The same, using one interface only; 0 for all. */
    public Socket boundTo(int ifindex) {
        return with(changed -> changed.boundIfindex = ifindex);
    }

    /** The same in a network namespace of this cookie; 1 unless set. */
    public Socket netns(long cookie) {
        return with(changed -> changed.netnsCookie = cookie);
    }

    /** The same, of IPv6 and without packets of IPv4. */
    public Socket onlyV6() {
        return with(changed -> changed.onlyV6 = true);
    }

    /** The same, a listener that was asked for as many connections as it keeps in mind: others are answered with SYN cookies. */
    public Socket synQueueFull() {
        return with(changed -> changed.synQueueFull = true);
    }

    /**
     * The same, with SO_REUSEPORT set before it was bound: sockets of one protocol, address, port, interface and namespace that have it
     * are a group, among which programs of type SK_REUSEPORT choose.
     */
    public Socket reuseport() {
        return with(changed -> changed.reuseport = true);
    }

    /** The same with the receive queue that its last packet came from; -1 if that is not known, as it is unless set. */
    public Socket rxQueue(int queue) {
        return with(changed -> changed.rxQueue = queue);
    }

    /**
     * The same with a number of TCP's.
     *
     * @param name one of {@link #TCP_NUMBERS}
     * @throws IllegalArgumentException if there is none of this name
     */
    public Socket tcpNumber(String name, long value) {
        if (!TCP_NUMBERS.contains(name)) {
            throw new IllegalArgumentException("TCP has no number \"" + name + "\"");
        }
        Map<String, Long> more = new LinkedHashMap<>(parts.numbers);
        more.put(name, value);
        return with(changed -> changed.numbers = Collections.unmodifiableMap(more));
    }

    /** The same with a member of its {@code struct sock} set; such values win. */
    public Socket member(String path, KernelValue value) {
        return with(changed -> changed.members = changed.members.with(path, value));
    }

    /** Its number, positive. */
    public long cookie() {
        return parts.cookie;
    }

    public Family family() {
        return parts.family;
    }

    /** SOCK_STREAM, SOCK_DGRAM and so on. */
    public int type() {
        return parts.type;
    }

    /** The protocol's number. */
    public int protocol() {
        return parts.protocol;
    }

    public State state() {
        return parts.state;
    }

    /** Whether it is one of TCP. */
    public boolean isTcp() {
        return parts.protocol == TCP && parts.type == STREAM && parts.family != Family.UNIX;
    }

    /** Whether it is one of UDP. */
    public boolean isUdp() {
        return parts.protocol == UDP && parts.type == DGRAM && parts.family != Family.UNIX;
    }

    /** Whether there is all of it: not only what is left of a connection, or not yet there. */
    public boolean isFull() {
        return parts.state != State.TIME_WAIT && parts.state != State.NEW_SYN_RECV;
    }

    /** Its own address; empty if it has none. */
    public Optional<IpAddress> localAddress() {
        return Optional.ofNullable(parts.localAddress);
    }

    public int localPort() {
        return parts.localPort;
    }

    /** The address that it is connected to; empty if it has none. */
    public Optional<IpAddress> remoteAddress() {
        return Optional.ofNullable(parts.remoteAddress);
    }

    public int remotePort() {
        return parts.remotePort;
    }

    public int mark() {
        return parts.mark;
    }

    public int priority() {
        return parts.priority;
    }

    public int uid() {
        return parts.uid;
    }

    /** The path of its control group. */
    public String cgroup() {
        return parts.cgroup;
    }

    /** The path that a UNIX socket is bound to, a name without a file behind an @; empty if there is none. */
    public String path() {
        return parts.path;
    }

    /** The port of a netlink socket; 0 for those of the kernel. */
    public int netlinkPort() {
        return parts.netlinkPort;
    }

    /** The cookie of the socket that it is connected to, if that was said; else 0, and addresses say it. */
    public long peer() {
        return parts.peer;
    }

    /** The only interface that it uses; 0 if all. */
    public int boundIfindex() {
        return parts.boundIfindex;
    }

    public long netnsCookie() {
        return parts.netnsCookie;
    }

    /** Whether, being of IPv6, it takes no packets of IPv4. */
    public boolean isOnlyV6() {
        return parts.onlyV6;
    }

    /** Whether it was asked for as many connections as it keeps in mind. */
    public boolean isSynQueueFull() {
        return parts.synQueueFull;
    }

    /** Whether it shares its address with others of a group. */
    public boolean isReuseport() {
        return parts.reuseport;
    }

    /** The receive queue that its last packet came from; -1 if that is not known. */
    public int rxQueue() {
        return parts.rxQueue;
    }

    /** A number of TCP's; 0 unless set. */
    public long tcpNumber(String name) {
        return parts.numbers.getOrDefault(name, 0L);
    }

    /** What else its {@code struct sock} holds. */
    public KernelStruct members() {
        return parts.members;
    }

    private static String end(@Nullable IpAddress address, int port) {
        return (address == null ? "*" : address.isV6() ? "[" + address + "]" : address.toString()) + ":" + port;
    }

    @Override
    public String toString() {
        return "socket " + parts.cookie + " (" + parts.family + " " + end(parts.localAddress, parts.localPort) + " "
                + end(parts.remoteAddress, parts.remotePort) + " " + parts.state + ")";
    }
}
