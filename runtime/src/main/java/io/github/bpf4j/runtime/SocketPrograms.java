package io.github.bpf4j.runtime;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.JoinedSocket.Role;
import io.github.bpf4j.runtime.maps.SocketMap;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.Socket;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which programs maps of sockets have, and which sockets got them, with the errnos of Linux 6.12 in its order (recorded in the corpus's
 * sockmap-6.12.tsv). For whoever has the machine's turn, but for {@link #joined}.
 */
/*
 * A socket gets the programs that a map has when it comes into the map, and keeps them until it is in no map any more, whatever becomes of
 * the map's.
 */
final class SocketPrograms implements SocketMap.Rules<LiveSocket> {
    private final Machine machine;
    private final IdentityHashMap<SocketMap<?>, Map<Role, LiveProgram>> attached = new IdentityHashMap<>();
    private final IdentityHashMap<SocketMap<?>, Set<Role>> linked = new IdentityHashMap<>();
    private final Map<LiveSocket, JoinedSocket> joined = new ConcurrentHashMap<>();

    SocketPrograms(Machine machine) {
        this.machine = machine;
    }

    /** What a socket has from the maps that it is in; null if it is in none. Safe for any thread. */
    @Nullable
    JoinedSocket joined(LiveSocket socket) {
        return joined.get(socket);
    }

    private static Role role(AttachType place) {
        return switch (place) {
            case SK_SKB_STREAM_PARSER -> Role.PARSER;
            case SK_SKB_STREAM_VERDICT -> Role.STREAM_VERDICT;
            case SK_SKB_VERDICT -> Role.VERDICT;
            case SK_MSG_VERDICT -> Role.MESSAGE_VERDICT;
            default -> throw new BpfErrnoException(EINVAL, place + " is no place in a map of sockets");
        };
    }

    /** Attaches a program to a map; 0 or a negative errno. */
    long attach(SocketMap<?> map, AttachType place, LiveProgram program) {
        Role role = role(place);
        if (program.type() != (role == Role.MESSAGE_VERDICT ? ProgramType.SK_MSG : ProgramType.SK_SKB)) {
            return EINVAL.result();
        }
        if (isTaken(map, role)) {
            return EBUSY.result();
        }
        Map<Role, LiveProgram> programs = attached.computeIfAbsent(map, _ -> new EnumMap<>(Role.class));
        if (!program.hold()) {
            return ENOENT.result();
        }
        drop(programs.put(role, program));
        return 0;
    }

    /** Takes a program off a map; 0 or a negative errno. */
    long detach(SocketMap<?> map, AttachType place, LiveProgram program) {
        Role role = role(place);
        if (isTaken(map, role)) {
            return EBUSY.result();
        }
        Map<Role, LiveProgram> programs = attached.getOrDefault(map, Map.of());
        if (!program.equals(programs.get(role))) {
            return ENOENT.result();
        }
        drop(programs.remove(role));
        return 0;
    }

    /** Whether there is a link's program, or a verdict in the other role. */
    private boolean isTaken(SocketMap<?> map, Role role) {
        Map<Role, LiveProgram> programs = attached.getOrDefault(map, Map.of());
        return linked.getOrDefault(map, Set.of()).contains(role)
                || role == Role.VERDICT && programs.containsKey(Role.STREAM_VERDICT)
                || role == Role.STREAM_VERDICT && programs.containsKey(Role.VERDICT);
    }

    /** Attaches a program that only its link takes off or replaces; 0 or a negative errno. */
    long link(SocketMap<?> map, AttachType place, LiveProgram program) {
        long refused = attach(map, place, program);
        if (refused == 0) {
            linked.computeIfAbsent(map, _ -> EnumSet.noneOf(Role.class)).add(role(place));
        }
        return refused;
    }

    /** Takes a link's program off. */
    void unlink(SocketMap<?> map, AttachType place) {
        linked.getOrDefault(map, EnumSet.noneOf(Role.class)).remove(role(place));
        drop(attached.getOrDefault(map, Map.of()).remove(role(place)));
    }

    /** Puts another program in the place of a link's. */
    void replace(SocketMap<?> map, AttachType place, LiveProgram program) {
        program.hold();
        drop(attached.getOrDefault(map, Map.of()).put(role(place), program));
    }

    private static void drop(@Nullable LiveProgram program) {
        if (program != null) {
            program.drop();
        }
    }

    @Override
    public @Nullable LiveSocket find(long address) {
        return machine.network.sockets.at(address).orElse(null);
    }

    @Override
    public long acquire(int cpu, LiveSocket socket) {
        return machine.network.sockets.acquire(machine.cpus[cpu].run(), socket);
    }

    @Override
    public long cookie(LiveSocket socket) {
        return socket.described().cookie();
    }

    @Override
    public long refusal(LiveSocket socket) {
        Socket described = socket.described();
        boolean fits = switch (described.family()) {
            case INET, INET6 ->
                described.isTcp()
                        ? socket.state() == Socket.State.ESTABLISHED || socket.state() == Socket.State.LISTEN
                        : described.isUdp() && socket.localPort() != 0;
            case UNIX ->
                described.type() == Socket.DGRAM
                        || described.type() == Socket.STREAM && socket.state() == Socket.State.ESTABLISHED;
            case NETLINK, UNSPEC -> false;
        };
        return fits && !socket.isClosed() ? 0 : EOPNOTSUPP.result();
    }

    @Override
    public long enter(SocketMap<LiveSocket> map, LiveSocket socket) {
        Map<Role, LiveProgram> programs = attached.getOrDefault(map, Map.of());
        if (programs.containsKey(Role.PARSER) && !socket.described().isTcp()) {
            return EOPNOTSUPP.result();
        }
        JoinedSocket into = joined.get(socket);
        if (into == null) {
            into = new JoinedSocket();
        }
        for (Role role : programs.keySet()) {
            if (into.program(role) != null) {
                return EBUSY.result();
            }
        }
        for (Map.Entry<Role, LiveProgram> program : programs.entrySet()) {
            if (program.getValue().hold()) {
                into.setProgram(program.getKey(), program.getValue());
            }
        }
        into.count(1);
        joined.put(socket, into);
        return 0;
    }

    @Override
    public void left(SocketMap<LiveSocket> map, LiveSocket socket) {
        JoinedSocket from = joined.get(socket);
        if (from == null || from.count(-1) > 0) {
            return;
        }
        joined.remove(socket);
        from.leave();
        for (Role role : Role.values()) {
            drop(from.program(role));
        }
        machine.network.traffic.left(socket);
    }

    /** A map's last user is gone, and with it its programs. */
    void closed(SocketMap<LiveSocket> map) {
        linked.remove(map);
        Map<Role, LiveProgram> programs = attached.remove(map);
        if (programs != null) {
            programs.values().forEach(LiveProgram::drop);
        }
    }
}
