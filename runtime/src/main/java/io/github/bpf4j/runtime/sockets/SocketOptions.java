package io.github.bpf4j.runtime.sockets;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENODEV;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.runtime.world.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The options of a socket that programs read and set, by the rules of Linux 6.12 for programs (recorded in the corpus's
 * socket_options-6.12.tsv). Safe for use by any thread.
 */
public final class SocketOptions {
    /** SOL_SOCKET. */
    public static final int SOL_SOCKET = 1;

    /** IPPROTO_IP. */
    public static final int IP = 0;

    /** IPPROTO_TCP. */
    public static final int TCP = 6;

    /** IPPROTO_IPV6. */
    public static final int IPV6 = 41;

    private static final int SO_REUSEADDR = 2;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_PRIORITY = 12;
    private static final int SO_REUSEPORT = 15;
    private static final int SO_RCVLOWAT = 18;
    private static final int SO_BINDTODEVICE = 25;
    private static final int SO_MARK = 36;
    private static final int SO_MAX_PACING_RATE = 47;
    private static final int SO_BINDTOIFINDEX = 62;
    private static final int SO_TXREHASH = 74;
    private static final int TCP_CONGESTION = 13;
    private static final int TCP_CB_FLAGS = 1008;
    private static final int IP_TOS = 1;

    private static final Set<Integer> SOCKET_NAMES = Set.of(
            SO_REUSEADDR,
            SO_SNDBUF,
            SO_RCVBUF,
            SO_KEEPALIVE,
            SO_PRIORITY,
            SO_REUSEPORT,
            SO_RCVLOWAT,
            SO_MARK,
            SO_MAX_PACING_RATE,
            SO_BINDTOIFINDEX,
            SO_TXREHASH);

    /** Values of TCP's options until they are set. */
    private static final Map<Integer, Integer> TCP_DEFAULTS = Map.ofEntries(
            Map.entry(1, 0),
            Map.entry(2, 536),
            Map.entry(4, 7200),
            Map.entry(5, 75),
            Map.entry(6, 9),
            Map.entry(7, 6),
            Map.entry(10, 0),
            Map.entry(16, 0),
            Map.entry(18, 0),
            Map.entry(25, 0),
            Map.entry(27, 0));

    private static final int LARGEST_BUFFER = 212_992;
    private static final int LEAST_SEND_BUFFER = 4608;
    private static final int LEAST_RECEIVE_BUFFER = 2304;
    private static final int LONGEST_INTERVAL = 32_767;
    private static final int MOST_PROBES = 127;
    private static final int LEAST_SEGMENT = 88;
    private static final int LARGEST_CB_FLAGS = 0x7f;
    private static final int LONGEST_NAME = 16;
    private static final int ECN_BITS = 3;

    /** The priority of packets by two bits of their type of service: best effort, bulk, interactive, interactive bulk. */
    private static final int[] PRIORITIES = {0, 2, 6, 4};

    private static final int SERVICE_SHIFT = 3;
    private static final int SERVICE_MASK = 3;
    private static final int MICROSECONDS_OF_JIFFY = 4000;
    private static final int LONGEST_DELAY = 200_000;

    /** The algorithms that a kernel has before modules bring others. */
    private static final Set<String> CONGESTION_CONTROLS = Set.of("reno", "cubic");

    private final LiveSocket socket;
    private final Map<Long, Integer> values = new HashMap<>();
    private String congestion = "cubic";

    SocketOptions(LiveSocket socket) {
        this.socket = socket;
    }

    private static long key(int level, int name) {
        return (long) level << Integer.SIZE | name & 0xffff_ffffL;
    }

    /** Takes an option that was set. */
    @FunctionalInterface
    public interface Visitor {
        /** An option, by its level and name, and what it is set to. */
        void take(int level, int name, int value);
    }

    /** Tells all options of numbers that were set, but for those that the socket itself has. */
    public synchronized void forEach(Visitor visitor) {
        values.forEach((key, value) -> visitor.take((int) (key >> Integer.SIZE), key.intValue(), value));
    }

    /** Whether SO_REUSEPORT is set, now. */
    public synchronized boolean isReuseport() {
        return socketNumber(SO_REUSEPORT) != 0;
    }

    /** TCP's way to control congestion. */
    public synchronized String congestion() {
        return congestion;
    }

    private static int number(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private void put(int level, int name, int value) {
        values.put(key(level, name), value);
    }

    private int get(int level, int name, int otherwise) {
        return values.getOrDefault(key(level, name), otherwise);
    }

    // ---- setting

    /**
     * {@code bpf_setsockopt}: 0 or an errno.
     *
     * @param interfaces the number of the interface of a name, 0 if there is none
     */
    public synchronized long set(int level, int name, byte[] value, ToIntFunction<String> interfaces) {
        if (!socket.described().isFull()) {
            return EINVAL.result();
        }
        boolean ip = socket.described().family() == Socket.Family.INET;
        boolean ip6 = socket.described().family() == Socket.Family.INET6;
        if (level == SOL_SOCKET) {
            return name == SO_BINDTODEVICE ? bindToDevice(value, interfaces) : setSocket(name, value);
        }
        if (level == TCP && socket.described().isTcp()) {
            return name == TCP_CONGESTION ? setCongestion(value) : setTcp(name, value);
        }
        if (level == IP && ip) {
            return setByte(IP, name, IP_TOS, value, 0);
        }
        if (level == IPV6 && ip6) {
            return setByte(IPV6, name, 67, value, -1);
        }
        return EINVAL.result();
    }

    private long bindToDevice(byte[] value, ToIntFunction<String> interfaces) {
        int length = 0;
        while (length < Math.min(value.length, LONGEST_NAME - 1) && value[length] != 0) {
            length++;
        }
        int ifindex = 0;
        if (length > 0) {
            ifindex = interfaces.applyAsInt(new String(value, 0, length, StandardCharsets.UTF_8));
            if (ifindex == 0) {
                return ENODEV.result();
            }
        }
        socket.setBoundIfindex(ifindex);
        return 0;
    }

    private long setSocket(int name, byte[] bytes) {
        if (!SOCKET_NAMES.contains(name) || bytes.length != Integer.BYTES) {
            return EINVAL.result();
        }
        int value = number(bytes);
        switch (name) {
            case SO_REUSEADDR, SO_KEEPALIVE, SO_REUSEPORT -> put(SOL_SOCKET, name, value == 0 ? 0 : 1);
            case SO_SNDBUF -> put(SOL_SOCKET, name, buffer(value, LEAST_SEND_BUFFER));
            case SO_RCVBUF -> put(SOL_SOCKET, name, buffer(value, LEAST_RECEIVE_BUFFER));
            case SO_PRIORITY -> socket.setPriority(value);
            case SO_MARK -> socket.setMark(value);
            case SO_RCVLOWAT -> put(SOL_SOCKET, name, lowWaterMark(value));
            case SO_BINDTOIFINDEX -> {
                if (value < 0) {
                    return EINVAL.result();
                }
                socket.setBoundIfindex(value);
            }
            case SO_TXREHASH -> {
                if (value < -1 || value > 1) {
                    return EINVAL.result();
                }
                put(SOL_SOCKET, name, value == -1 ? 1 : value);
            }
            default -> put(SOL_SOCKET, name, value);
        }
        return 0;
    }

    private static int buffer(int value, int least) {
        long asked = Math.min(value & 0xffff_ffffL, LARGEST_BUFFER);
        return (int) Math.max(asked * 2, least);
    }

    private int lowWaterMark(int value) {
        int asked = value < 0 ? Integer.MAX_VALUE : value == 0 ? 1 : value;
        return socket.described().isTcp() ? Math.min(asked, get(SOL_SOCKET, SO_RCVBUF, receiveBuffer()) / 2) : asked;
    }

    private long setCongestion(byte[] value) {
        int length = 0;
        while (length < Math.min(value.length, LONGEST_NAME - 1) && value[length] != 0) {
            length++;
        }
        String name = new String(value, 0, length, StandardCharsets.UTF_8);
        if (value.length < 2) {
            return EINVAL.result();
        }
        if (!CONGESTION_CONTROLS.contains(name)) {
            return ENOENT.result();
        }
        congestion = name;
        return 0;
    }

    private long setTcp(int name, byte[] bytes) {
        if (bytes.length != Integer.BYTES) {
            return EINVAL.result();
        }
        int value = number(bytes);
        if (name == TCP_CB_FLAGS) {
            if ((value & ~LARGEST_CB_FLAGS) != 0) {
                return EINVAL.result();
            }
            socket.setCallbackFlags(value);
            return 0;
        }
        if (name > 1000) {
            return setForPrograms(name, value);
        }
        boolean allowed = switch (name) {
            case 1, 10, 25 -> true;
            case 2 -> value == 0 || value >= LEAST_SEGMENT && value <= LONGEST_INTERVAL;
            case 4, 5 -> value >= 1 && value <= LONGEST_INTERVAL;
            case 6, 7 -> value >= 1 && value <= MOST_PROBES;
            case 16 -> value == 0 || value == 1;
            case 18 -> value >= 0;
            case 27 -> value >= 0 && value <= 2;
            default -> false;
        };
        if (!allowed) {
            return EINVAL.result();
        }
        put(
                TCP,
                name,
                switch (name) {
                    case 1 -> value == 0 ? 0 : 1;
                    case 10 ->
                        value == 0 ? 0 : Math.max(value < 0 ? Integer.MAX_VALUE : value, LEAST_RECEIVE_BUFFER / 2);
                    default -> value;
                });
        return 0;
    }

    private long setForPrograms(int name, int value) {
        boolean allowed = switch (name) {
            case 1001 -> value > 0 && socket.described().tcpNumber("data_segs_out") == 0;
            case 1002 -> value > 0;
            case 1003, 1004 -> value > MICROSECONDS_OF_JIFFY && value <= LONGEST_DELAY;
            default -> false;
        };
        if (!allowed) {
            return EINVAL.result();
        }
        put(TCP, name, value);
        return 0;
    }

    private long setByte(int level, int name, int known, byte[] bytes, int least) {
        if (name != known || bytes.length != Integer.BYTES) {
            return EINVAL.result();
        }
        int value = number(bytes);
        if (level == IPV6 && (value < least || value > 0xff)) {
            return EINVAL.result();
        }
        int kept = socket.described().isTcp() && level == IP ? 0xff & ~ECN_BITS : 0xff;
        int taken = level == IPV6 && value == -1 ? 0 : value & kept;
        if (level == IP && taken != get(IP, name, 0)) {
            socket.setPriority(PRIORITIES[taken >> SERVICE_SHIFT & SERVICE_MASK]);
        }
        put(level, name, taken);
        return 0;
    }

    // ---- reading

    /**
     * {@code bpf_getsockopt}: fills the bytes, with zeros if it fails.
     *
     * @return 0 or an errno
     */
    public synchronized long read(int level, int name, byte[] to) {
        if (level == TCP
                && name == TCP_CONGESTION
                && socket.described().isTcp()
                && socket.described().isFull()) {
            return readCongestion(to);
        }
        Optional<Integer> value = to.length == Integer.BYTES ? number(level, name) : Optional.empty();
        Arrays.fill(to, (byte) 0);
        if (value.isEmpty()) {
            return EINVAL.result();
        }
        ByteBuffer.wrap(to).order(ByteOrder.LITTLE_ENDIAN).putInt(value.get());
        return 0;
    }

    private long readCongestion(byte[] to) {
        Arrays.fill(to, (byte) 0);
        if (to.length < 2) {
            return EINVAL.result();
        }
        byte[] name = congestion.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, to, 0, Math.min(name.length, to.length - 1));
        return 0;
    }

    private int receiveBuffer() {
        return socket.described().isTcp() ? 131_072 : LARGEST_BUFFER;
    }

    private Optional<Integer> number(int level, int name) {
        if (!socket.described().isFull()) {
            return Optional.empty();
        }
        Socket.Family family = socket.described().family();
        return switch (level) {
            case SOL_SOCKET -> SOCKET_NAMES.contains(name) ? Optional.of(socketNumber(name)) : Optional.empty();
            case TCP -> socket.described().isTcp() ? tcpNumber(name) : Optional.empty();
            case IP ->
                family == Socket.Family.INET && name == IP_TOS ? Optional.of(get(IP, name, 0)) : Optional.empty();
            case IPV6 ->
                family == Socket.Family.INET6 && name == 67 ? Optional.of(get(IPV6, name, 0)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private int socketNumber(int name) {
        boolean tcp = socket.described().isTcp();
        return switch (name) {
            case SO_PRIORITY -> socket.priority();
            case SO_MARK -> socket.mark();
            case SO_BINDTOIFINDEX -> socket.boundIfindex();
            case SO_SNDBUF -> get(SOL_SOCKET, name, tcp ? 16_384 : LARGEST_BUFFER);
            case SO_RCVBUF -> get(SOL_SOCKET, name, receiveBuffer());
            case SO_RCVLOWAT, SO_TXREHASH -> get(SOL_SOCKET, name, 1);
            case SO_MAX_PACING_RATE -> get(SOL_SOCKET, name, -1);
            case SO_REUSEPORT -> get(SOL_SOCKET, name, socket.described().isReuseport() ? 1 : 0);
            default -> get(SOL_SOCKET, name, 0);
        };
    }

    private Optional<Integer> tcpNumber(int name) {
        if (name == TCP_CB_FLAGS) {
            return Optional.of(socket.callbackFlags());
        }
        return Optional.ofNullable(TCP_DEFAULTS.get(name)).map(otherwise -> get(TCP, name, otherwise));
    }
}
