package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EADDRINUSE;
import static io.github.bpf4j.abi.Errno.EADDRNOTAVAIL;
import static io.github.bpf4j.abi.Errno.EAFNOSUPPORT;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.routing.RoutingTables;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** The helpers that change sockets: options, addresses, callbacks (recorded in the corpus's socket_options-6.12.tsv). */
final class SocketOptionHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final int LONGEST_VALUE = 4096;
    private static final int CB_FLAGS_AT = 84;
    private static final int ALL_CB_FLAGS = 0x7f;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCKADDR_IN = 16;
    private static final int SOCKADDR_IN6 = 24;

    private final SocketTable sockets;
    private final RoutingTables routes;
    private final World world;

    SocketOptionHelpers(SocketTable sockets, RoutingTables routes, World world) {
        this.sockets = sockets;
        this.routes = routes;
        this.world = world;
    }

    void register(HelperTable table) {
        table.put(
                        49,
                        (cpu, ctx, level, name, value, size) ->
                                set(cpu, ctx, (int) level, (int) name, value, size & UINT))
                .put(
                        57,
                        (cpu, ctx, level, name, value, size) ->
                                get(cpu, ctx, (int) level, (int) name, value, size & UINT))
                .put(59, (cpu, ctx, flags, r3, r4, r5) -> setCallbacks(cpu, (int) flags))
                .put(64, (cpu, ctx, address, size, r4, r5) -> bind(cpu, address, size & UINT));
    }

    /** The socket that a call is about: the context's, or the argument itself. */
    private LiveSocket subject(Cpu cpu, long argument) {
        Optional<LiveSocket> socket = cpu.context() != null && cpu.context().address() == argument
                ? SocketContextOf.socket(cpu.context())
                : sockets.at(argument);
        return socket.orElseThrow(() -> new GuestFault(FaultKind.BAD_ARGUMENT, argument, "the run has no such socket"));
    }

    /** Whether a run is about a TCP connection that has no whole socket yet, which has no options. */
    private static boolean isOfRequest(Cpu cpu, long argument) {
        return cpu.context() instanceof FieldContext context
                && context.address() == argument
                && context.isOfTcp()
                && context.socket().filter(each -> each.described().isFull()).isEmpty();
    }

    private static byte[] value(Cpu cpu, long from, long size) {
        return cpu.memory().read(from, (int) Math.min(size, LONGEST_VALUE));
    }

    private long set(Cpu cpu, long ctx, int level, int name, long from, long size) {
        if (isOfRequest(cpu, ctx)) {
            return EINVAL.result();
        }
        LiveSocket socket = subject(cpu, ctx);
        long answer = socket.options().set(level, name, value(cpu, from, size), this::interfaceNamed);
        if (answer == 0) {
            sockets.publish(socket);
        }
        return answer;
    }

    private int interfaceNamed(String name) {
        return world.networkInterfaces().stream()
                .filter(each -> each.name().equals(name))
                .mapToInt(NetworkInterface::ifindex)
                .findFirst()
                .orElse(0);
    }

    private long get(Cpu cpu, long ctx, int level, int name, long to, long size) {
        if (isOfRequest(cpu, ctx)) {
            FilledMemory.zero(cpu, to, size);
            return EINVAL.result();
        }
        byte[] bytes = value(cpu, to, size);
        long answer = subject(cpu, ctx).options().read(level, name, bytes);
        cpu.memory().write(bytes, 0, to, bytes.length);
        if (size > bytes.length) {
            FilledMemory.zero(cpu, to + bytes.length, size - bytes.length);
        }
        return answer;
    }

    private long setCallbacks(Cpu cpu, int flags) {
        if (!(cpu.context() instanceof FieldContext context)) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "the run is about no socket");
        }
        Optional<LiveSocket> socket =
                context.socket().filter(each -> each.described().isFull());
        if (socket.isEmpty()) {
            return EINVAL.result();
        }
        socket.get().setCallbackFlags(flags & ALL_CB_FLAGS);
        context.setInt(CB_FLAGS_AT, flags & ALL_CB_FLAGS);
        return flags & ~ALL_CB_FLAGS;
    }

    private long bind(Cpu cpu, long from, long size) {
        LiveSocket socket = SocketContextOf.socket(Objects.requireNonNull(cpu.context()))
                .orElseThrow(() -> new GuestFault(FaultKind.BAD_ARGUMENT, "the run is about no socket"));
        if (size < 2) {
            return EINVAL.result();
        }
        byte[] bytes = value(cpu, from, size);
        int family = bytes[0] & 0xff | (bytes[1] & 0xff) << Byte.SIZE;
        if (family != AF_INET && family != AF_INET6) {
            return EAFNOSUPPORT.result();
        }
        boolean v6 = family == AF_INET6;
        if (size < (v6 ? SOCKADDR_IN6 : SOCKADDR_IN)
                || v6 != (socket.described().family() == Socket.Family.INET6)) {
            return EINVAL.result();
        }
        int port = (bytes[2] & 0xff) << Byte.SIZE | bytes[3] & 0xff;
        IpAddress address = IpAddress.of(v6 ? Arrays.copyOfRange(bytes, 8, 24) : Arrays.copyOfRange(bytes, 4, 8));
        if (!address.isAny()
                && routes.findIn(Route.LOCAL_TABLE, address, 0)
                        .filter(route -> route.type() == Route.Type.LOCAL)
                        .isEmpty()) {
            return EADDRNOTAVAIL.result();
        }
        if (socket.described().state() != Socket.State.CLOSE || socket.localPort() != 0) {
            return EINVAL.result();
        }
        return sockets.bind(socket, address, port) ? 0 : EADDRINUSE.result();
    }
}
