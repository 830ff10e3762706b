package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.runtime.contexts.PacketCompany;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.kernel.SocketFiles;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The helpers that find sockets and tell of them (recorded in the corpus's sockets-6.12.tsv). */
final class SocketHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final int TUPLE_V4 = 12;
    private static final int TUPLE_V6 = 36;
    private static final int INGRESS_IFINDEX_XDP = 12;
    private static final int IFINDEX_SKB = 40;

    /** The user of whom nothing is known: (uid_t) -2. */
    private static final long NOBODY = 65534;

    private final SocketTable sockets;
    private final KernelObjects kernel;
    private final SocketFiles files;

    SocketHelpers(SocketTable sockets, KernelObjects kernel) {
        this.sockets = sockets;
        this.kernel = kernel;
        files = new SocketFiles(kernel.structs());
    }

    void register(HelperTable table) {
        table.put(
                        46,
                        (cpu, ctx, r2, r3, r4, r5) ->
                                number(cpu, ctx, socket -> socket.described().cookie()))
                .put(47, (cpu, ctx, r2, r3, r4, r5) -> uid(cpu))
                .put(
                        84,
                        (cpu, ctx, tuple, size, netns, flags) ->
                                find(cpu, tuple, size & UINT, netns, flags, this::fullTcp))
                .put(
                        85,
                        (cpu, ctx, tuple, size, netns, flags) ->
                                find(cpu, tuple, size & UINT, netns, flags, sockets::findUdp))
                .put(86, this::release)
                .put(
                        95,
                        (cpu, sk, r2, r3, r4, r5) ->
                                full(sk).map(sockets::address).orElse(0L))
                .put(
                        96,
                        (cpu, sk, r2, r3, r4, r5) -> full(sk).filter(
                                        socket -> socket.described().isTcp())
                                .map(sockets::tcpAddress)
                                .orElse(0L))
                .put(
                        98,
                        (cpu, sk, r2, r3, r4, r5) -> full(sk).filter(
                                        socket -> socket.described().state() == Socket.State.LISTEN)
                                .map(sockets::address)
                                .orElse(0L))
                .put(
                        99,
                        (cpu, ctx, tuple, size, netns, flags) ->
                                find(cpu, tuple, size & UINT, netns, flags, sockets::findTcp))
                .put(122, (cpu, ctx, r2, r3, r4, r5) -> netns(cpu, ctx))
                .put(124, this::assign)
                .put(
                        128,
                        (cpu, sk, r2, r3, r4, r5) -> cgroup(sk).map(Cgroup::id).orElse(0L))
                .put(129, (cpu, sk, level, r3, r4, r5) -> ancestor(sk, (int) level))
                .put(
                        136,
                        (cpu, sk, r2, r3, r4, r5) ->
                                cast(sk, "tcp6_sock", socket -> isTcp(socket, Socket.Family.INET6)))
                .put(
                        137,
                        (cpu, sk, r2, r3, r4, r5) -> cast(sk, "tcp_sock", socket -> socket.isTcp() && socket.isFull()))
                .put(
                        138,
                        (cpu, sk, r2, r3, r4, r5) -> cast(
                                sk,
                                "tcp_timewait_sock",
                                socket -> socket.isTcp() && socket.state() == Socket.State.TIME_WAIT))
                .put(
                        139,
                        (cpu, sk, r2, r3, r4, r5) -> cast(
                                sk,
                                "tcp_request_sock",
                                socket -> socket.isTcp() && socket.state() == Socket.State.NEW_SYN_RECV))
                .put(
                        140,
                        (cpu, sk, r2, r3, r4, r5) -> cast(
                                sk, "udp6_sock", socket -> socket.isUdp() && socket.family() == Socket.Family.INET6))
                .put(162, (cpu, file, r2, r3, r4, r5) -> files.socket(cpu.memory(), file))
                .put(
                        178,
                        (cpu, sk, r2, r3, r4, r5) -> cast(
                                sk, "unix_sock", socket -> socket.isFull() && socket.family() == Socket.Family.UNIX))
                .put(196, (cpu, sk, r2, r3, r4, r5) -> 0);
    }

    private static boolean isTcp(Socket socket, Socket.Family family) {
        return socket.isTcp() && socket.isFull() && socket.family() == family;
    }

    private long cast(long sk, String struct, Function<Socket, Boolean> fits) {
        return sockets.at(sk)
                .filter(socket -> fits.apply(socket.described()))
                .map(socket -> sockets.object(socket, struct))
                .orElse(0L);
    }

    private Optional<LiveSocket> full(long sk) {
        return sockets.at(sk).filter(socket -> socket.described().isFull());
    }

    private Optional<LiveSocket> fullTcp(SocketTable.Ends ends) {
        Optional<LiveSocket> found = sockets.findTcp(ends);
        if (found.isEmpty() || found.get().described().isFull()) {
            return found;
        }
        return found.get().described().state() == Socket.State.NEW_SYN_RECV
                ? sockets.findListener(ends)
                : Optional.empty();
    }

    private long find(
            Cpu cpu,
            long tuple,
            long size,
            long netns,
            long flags,
            Function<SocketTable.Ends, Optional<LiveSocket>> by) {
        boolean here = (int) netns < 0; // other namespaces have numbers, of which the world knows none
        if (flags != 0 || size != TUPLE_V4 && size != TUPLE_V6 || !here) {
            return 0;
        }
        byte[] bytes = cpu.memory().read(tuple, (int) size);
        ByteBuffer ends = ByteBuffer.wrap(bytes);
        byte[] source = new byte[size == TUPLE_V4 ? 4 : 16];
        byte[] destination = source.clone();
        ends.get(source).get(destination);
        int sourcePort = ends.getShort() & 0xffff;
        int destinationPort = ends.getShort() & 0xffff;
        SocketTable.Ends asked = new SocketTable.Ends(
                IpAddress.of(source), sourcePort, IpAddress.of(destination), destinationPort, ifindex(cpu));
        return by.apply(asked).map(socket -> sockets.acquire(cpu.run(), socket)).orElse(0L);
    }

    private static int ifindex(Cpu cpu) {
        return cpu.context() instanceof PacketContext packet
                ? cpu.memory()
                        .getInt(packet.address() + (packet instanceof XdpContext ? INGRESS_IFINDEX_XDP : IFINDEX_SKB))
                : 0;
    }

    private long release(Cpu cpu, long sk, long r2, long r3, long r4, long r5) {
        sockets.release(cpu.run(), sk);
        return 0;
    }

    /** The socket that a run is about, or that an argument is. */
    private Optional<LiveSocket> subject(Cpu cpu, long ctx) {
        return SocketContextOf.subject(cpu, ctx, sockets);
    }

    private long number(Cpu cpu, long ctx, ToLongFunction<LiveSocket> number) {
        return subject(cpu, ctx).map(number::applyAsLong).orElse(0L);
    }

    private long uid(Cpu cpu) {
        Optional<LiveSocket> socket = cpu.context() == null ? Optional.empty() : SocketContextOf.socket(cpu.context());
        return socket.filter(each -> each.described().isFull())
                .map(each -> (long) each.described().uid())
                .orElse(NOBODY);
    }

    private long netns(Cpu cpu, long ctx) {
        return ctx == 0
                ? 1
                : subject(cpu, ctx)
                        .map(socket -> socket.described().netnsCookie())
                        .orElse(1L);
    }

    private long assign(Cpu cpu, long ctx, long sk, long flags, long r5, long r6) {
        if (cpu.context() instanceof PacketContext packet) {
            Optional<LiveSocket> socket = sockets.at(sk);
            if (flags != 0 || socket.isEmpty()) {
                return EINVAL.result();
            }
            PacketCompany company = packet.company();
            if (!company.isAtIngress()) {
                return EOPNOTSUPP.result();
            }
            company.assign(socket.get());
            return 0;
        }
        return SocketContextOf.assign(cpu, sockets.at(sk), sk, flags);
    }

    private Optional<Cgroup> cgroup(long sk) {
        return sockets.at(sk).flatMap(socket -> kernel.cgroup(socket.described().cgroup()));
    }

    private long ancestor(long sk, int level) {
        Optional<Cgroup> own = cgroup(sk);
        if (own.isEmpty() || level < 0) {
            return 0;
        }
        String path = own.get().path();
        String[] parts = path.equals("/") ? new String[0] : path.substring(1).split("/", -1);
        if (level > parts.length) {
            return 0;
        }
        StringBuilder at = new StringBuilder();
        for (int i = 0; i < level; i++) {
            at.append('/').append(parts[i]);
        }
        return kernel.cgroup(level == 0 ? "/" : at.toString()).map(Cgroup::id).orElse(0L);
    }
}
