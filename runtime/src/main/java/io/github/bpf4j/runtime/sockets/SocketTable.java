package io.github.bpf4j.runtime.sockets;

import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.kernel.PlacedStruct;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of a runtime: those of its world, and the one that packets of test runs have. Each comes into guest memory when a program
 * gets to know it, and then lives as long as the runtime.
 *
 * <p>Safe for use by any thread.
 */
/*
 * References that programs hold are kept by run. What a run still holds when it ends was lost by a fault or an exception, or by a program that
 * was not verified: it is given back.
 */
public final class SocketTable {
    private static final String UNIX_SOCK = "unix_sock";

    private final GuestMemory memory;
    private final KernelStructs structs;
    private final Map<Long, LiveSocket> byCookie = new HashMap<>();
    private final Map<Integer, List<LiveSocket>> byPort = new ConcurrentHashMap<>();
    private final LiveSocket[] anonymous;
    private final Map<LiveSocket, SocketView> views = new HashMap<>();
    private final Map<Long, LiveSocket> byAddress = new HashMap<>();
    private final Map<LiveSocket, Map<String, PlacedStruct>> objects = new HashMap<>();
    private final Map<Integer, List<LiveSocket>> held = new HashMap<>();
    private volatile boolean holding;

    /** The sockets of a world, none of them in guest memory yet. */
    public SocketTable(GuestMemory memory, KernelStructs structs, World world, int cpus) {
        this.memory = memory;
        this.structs = structs;
        Map<Integer, List<LiveSocket>> ports = new HashMap<>();
        for (Socket socket : world.sockets()) {
            LiveSocket live = new LiveSocket(socket);
            byCookie.put(socket.cookie(), live);
            ports.computeIfAbsent(live.localPort(), _ -> new ArrayList<>()).add(live);
            structs.check(socket.members());
        }
        ports.forEach((port, some) -> byPort.put(port, List.copyOf(some)));
        anonymous = new LiveSocket[cpus];
        Arrays.setAll(anonymous, cpu -> new LiveSocket(Socket.of(Long.MAX_VALUE - cpu, Socket.Family.UNSPEC, 0, 0)));
    }

    private void index(LiveSocket socket) {
        byPort.merge(
                socket.localPort(),
                List.of(socket),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }

    private List<LiveSocket> at(int port) {
        return byPort.getOrDefault(port, List.of());
    }

    /** The socket of a cookie. */
    public Optional<LiveSocket> find(long cookie) {
        return Optional.ofNullable(byCookie.get(cookie));
    }

    /** The socket that packets of test runs on a CPU belong to, of which nothing is known. */
    public LiveSocket anonymous(int cpu) {
        return anonymous[cpu];
    }

    /** Whether a socket is the one of test runs. */
    public boolean isAnonymous(LiveSocket socket) {
        return socket.described().family() == Socket.Family.UNSPEC;
    }

    /**
     * The address that programs know a socket by. All of it is written there when the first asks, then {@link #publish whenever it changes}.
     *
     * @throws GuestFault if guest memory has no room
     */
    public synchronized long address(LiveSocket socket) {
        SocketView view = views.get(socket);
        if (view == null) {
            view = new SocketView(memory, socket.toString());
            views.put(socket, view);
            byAddress.put(view.address(), socket);
            byAddress.put(view.address() + SocketView.TCP_AT, socket);
            view.publish(socket);
        }
        return view.address();
    }

    /** The address of the TCP part of a socket. */
    public long tcpAddress(LiveSocket socket) {
        return address(socket) + SocketView.TCP_AT;
    }

    /** Writes a socket that was changed over what programs know of it. */
    public synchronized void publish(LiveSocket socket) {
        SocketView view = views.get(socket);
        if (view != null) {
            view.publish(socket);
        }
        objects.getOrDefault(socket, Map.of())
                .forEach((struct, placed) -> structs.renew(
                        placed, describe(socket, struct), struct.equals(UNIX_SOCK) ? this::pointer : pointer -> 0));
    }

    private KernelStruct describe(LiveSocket socket, String struct) {
        Optional<LiveSocket> peer = Optional.ofNullable(
                        byCookie.get(socket.described().peer()))
                .filter(other ->
                        other.described().family() == socket.described().family());
        return SocketStructs.describe(socket, struct, structs, peer);
    }

    /** Where pointers in a socket's struct lead to: UNIX sockets to each other. */
    private long pointer(KernelValue value) {
        if (!(value instanceof KernelValue.SocketPointer other)) {
            return 0;
        }
        return find(other.cookie())
                .filter(socket -> socket.described().family() == Socket.Family.UNIX)
                .map(socket -> object(socket, UNIX_SOCK))
                .orElse(0L);
    }

    /** Writes other bytes over what programs know of a socket. */
    public synchronized void overwrite(LiveSocket socket, byte[] sock) {
        SocketView view = views.get(socket);
        if (view != null) {
            memory.write(sock, 0, view.address(), sock.length);
        }
    }

    /** The bytes of a socket's {@code struct bpf_sock}. */
    public byte[] bytes(LiveSocket socket) {
        return SocketView.bytes(socket);
    }

    /** The socket at an address, whichever way programs look at it; empty if there is none. */
    public synchronized Optional<LiveSocket> at(long address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /**
     * The address of a socket as an object of the kernel's.
     *
     * @param struct {@code tcp_sock} and so on; what the kernel's types do not know is only an address
     */
    public synchronized long object(LiveSocket socket, String struct) {
        if (structs.find(struct).isEmpty()) {
            return address(socket);
        }
        Map<String, PlacedStruct> known = objects.computeIfAbsent(socket, _ -> new HashMap<>());
        PlacedStruct placed = known.get(struct);
        if (placed == null) {
            placed = structs.place(describe(socket, struct), pointer -> 0);
            known.put(struct, placed);
            byAddress.put(placed.address(), socket);
            if (struct.equals(UNIX_SOCK)) {
                // Two may lead to each other: now that this one has an address, the other may ask for it.
                structs.renew(placed, describe(socket, struct), this::pointer);
            }
        }
        return placed.address();
    }

    // ---- references

    /** Gives a run a reference; returns the address that it knows the socket by. */
    public synchronized long acquire(int run, LiveSocket socket) {
        long address = address(socket);
        held.computeIfAbsent(run, _ -> new ArrayList<>()).add(socket);
        socket.count(1);
        holding = true;
        return address;
    }

    /**
     * Takes a reference back.
     *
     * @throws GuestFault if the run holds none of what is at this address
     */
    public synchronized void release(int run, long address) {
        LiveSocket socket = byAddress.get(address);
        List<LiveSocket> mine = held.get(run);
        if (socket == null || mine == null || !mine.remove(socket)) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT,
                    address,
                    "0x" + Long.toHexString(address) + " is no socket that the run holds a reference on");
        }
        socket.count(-1);
    }

    /** Takes back what a run that has ended still holds. */
    public void endRun(int run) {
        if (holding) {
            dropAll(run);
        }
    }

    private synchronized void dropAll(int run) {
        List<LiveSocket> lost = held.remove(run);
        if (lost != null) {
            lost.forEach(socket -> socket.count(-1));
        }
        holding = !held.isEmpty();
    }

    /** How many references all runs hold that go on. */
    public synchronized int references() {
        return held.values().stream().mapToInt(List::size).sum();
    }

    // ---- lookups

    /**
     * Two ends of a connection, as a packet says.
     *
     * @param ifindex the interface that it came in on
     */
    public record Ends(IpAddress source, int sourcePort, IpAddress destination, int destinationPort, int ifindex) {}

    /** The socket that a TCP packet is for: of a connection, else a listener. What is left of a connection counts. */
    public Optional<LiveSocket> findTcp(Ends ends) {
        for (LiveSocket socket : at(ends.destinationPort())) {
            if (isConnection(socket, ends)) {
                return Optional.of(socket);
            }
        }
        return findListener(ends);
    }

    /** The listener that a TCP packet is for. */
    public Optional<LiveSocket> findListener(Ends ends) {
        return best(
                ends,
                socket -> socket.described().isTcp() && socket.described().state() == Socket.State.LISTEN ? 0 : -1);
    }

    private static boolean isConnection(LiveSocket socket, Ends ends) {
        Socket described = socket.described();
        return described.isTcp()
                && described.state() != Socket.State.LISTEN
                && described.state() != Socket.State.CLOSE
                && described.remotePort() == ends.sourcePort()
                && isOn(socket, ends.ifindex())
                && isSame(socket.localAddress(), ends.destination())
                && isSame(described.remoteAddress(), ends.source());
    }

    private static boolean isOn(LiveSocket socket, int ifindex) {
        int bound = socket.boundIfindex();
        return bound == 0 || bound == ifindex;
    }

    /** Whether a socket's address is that of a packet, one of IPv4 perhaps in the clothes of IPv6. */
    private static boolean isSame(Optional<IpAddress> own, IpAddress packet) {
        return own.isPresent() && (packet.isV6() ? own.get() : own.get().unmapped()).equals(packet);
    }

    /** The socket that a UDP packet is for. */
    public Optional<LiveSocket> findUdp(Ends ends) {
        return best(ends, socket -> udpScore(socket, ends));
    }

    private static int udpScore(LiveSocket socket, Ends ends) {
        Socket described = socket.described();
        if (!described.isUdp()) {
            return -1;
        }
        int score = 0;
        if (socket.remoteAddress().isPresent()) {
            if (!isSame(socket.remoteAddress(), ends.source())) {
                return -1;
            }
            score += 4;
        }
        if (socket.remotePort() != 0) {
            if (socket.remotePort() != ends.sourcePort()) {
                return -1;
            }
            score += 4;
        }
        return score;
    }

    /** Scores sockets; negative for those that do not count. */
    @FunctionalInterface
    private interface Score {
        int of(LiveSocket socket);
    }

    /** The socket at the packet's destination with the most points: those bound to just this address come before those bound to any. */
    private Optional<LiveSocket> best(Ends ends, Score score) {
        return Optional.ofNullable(best(ends, score, false)).or(() -> Optional.ofNullable(best(ends, score, true)));
    }

    private @Nullable LiveSocket best(Ends ends, Score score, boolean any) {
        LiveSocket best = null;
        int most = -1;
        for (LiveSocket socket : at(ends.destinationPort())) {
            if (!isOn(socket, ends.ifindex()) || !takes(socket, ends.destination(), any)) {
                continue;
            }
            int points = score.of(socket);
            if (points >= 0) {
                points += (socket.boundIfindex() != 0 ? 4 : 0)
                        + (socket.described().family() == Socket.Family.INET ? 1 : 0);
            }
            if (points > most) {
                best = socket;
                most = points;
            }
        }
        return best;
    }

    private static boolean takes(LiveSocket socket, IpAddress destination, boolean any) {
        Optional<IpAddress> own = socket.localAddress();
        if (own.isEmpty() || own.get().isAny() != any) {
            return false;
        }
        if (!any) {
            return isSame(own, destination);
        }
        return own.get().isV6() == destination.isV6()
                || own.get().isV6()
                        && !destination.isV6()
                        && !socket.described().isOnlyV6();
    }

    /** Who receives what a socket sends: the one that it names, else the one that its addresses lead to. */
    public Optional<LiveSocket> peer(LiveSocket socket) {
        Socket described = socket.described();
        if (described.peer() != 0) {
            return find(described.peer());
        }
        Optional<IpAddress> own = socket.localAddress();
        Optional<IpAddress> other = socket.remoteAddress();
        if (own.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        Ends ends = new Ends(own.get(), socket.localPort(), other.get(), socket.remotePort(), 0);
        return described.isUdp()
                ? findUdp(ends)
                : findTcp(ends).filter(found -> described.isTcp() && found.state() != Socket.State.LISTEN);
    }

    /**
     * {@code bpf_bind}: gives a socket a local address.
     *
     * @return false if another socket of its protocol is there
     */
    public synchronized boolean bind(LiveSocket socket, IpAddress address, int port) {
        if (port != 0) {
            for (LiveSocket other : at(port)) {
                if (!other.equals(socket)
                        && other.described().protocol() == socket.described().protocol()
                        && other.localAddress()
                                .map(own -> own.isAny() || address.isAny() || isSame(Optional.of(own), address))
                                .orElse(false)) {
                    return false;
                }
            }
        }
        byPort.computeIfPresent(
                socket.localPort(),
                (_, some) -> some.stream().filter(each -> !each.equals(socket)).toList());
        socket.bind(address, port);
        index(socket);
        publish(socket);
        return true;
    }

    /**
     * {@code bpf_sock_destroy}: ends a socket, whatever it was in the middle of. Packets find it no more; one of UDP only loses its other
     * end, and stays bound.
     *
     * @return false if it was destroyed before
     */
    public synchronized boolean destroy(LiveSocket socket) {
        if (!socket.destroy()) {
            return false;
        }
        if (!socket.described().isUdp()) {
            forget(socket);
        }
        publish(socket);
        return true;
    }

    /** Closes a socket: packets find it no more. */
    public synchronized void close(LiveSocket socket) {
        socket.close();
        forget(socket);
        publish(socket);
    }

    private void forget(LiveSocket socket) {
        byPort.computeIfPresent(
                socket.localPort(),
                (_, some) -> some.stream().filter(each -> !each.equals(socket)).toList());
    }

    /** The sockets of a kind, by their cookies. */
    public List<LiveSocket> all(Predicate<Socket> which) {
        return byCookie.values().stream()
                .filter(socket -> which.test(socket.described()))
                .sorted(Comparator.comparingLong(socket -> socket.described().cookie()))
                .toList();
    }

    /** Gives all memory back: for when no program can know it any more. */
    public synchronized void close() {
        views.values().forEach(SocketView::close);
        objects.values().forEach(structsOf -> structsOf.values().forEach(PlacedStruct::close));
        views.clear();
        objects.clear();
        byAddress.clear();
    }
}
