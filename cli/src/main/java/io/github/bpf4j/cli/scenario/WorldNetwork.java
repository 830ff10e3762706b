package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.IpPrefix;
import io.github.bpf4j.runtime.world.Neighbour;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.RoutingRule;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes, neighbours and sockets in a description of a world. */
final class WorldNetwork {
    private WorldNetwork() {}

    record RouteEntry(
            @Nullable String to,
            @Nullable String type,
            @Nullable Integer ifindex,
            @Nullable String via,
            @Nullable String source,
            @Nullable Integer table,
            @Nullable Integer metric,
            @Nullable Integer mtu) {}

    record RuleEntry(
            int priority, @Nullable Integer mark, @Nullable Integer mask, int table) {}

    record NeighbourEntry(
            @Nullable String address,
            int ifindex,
            @Nullable String mac,
            @Nullable String state) {}

    record SocketEntry(
            long cookie,
            @Nullable String family,
            @Nullable String protocol,
            @Nullable String local,
            @Nullable Integer localPort,
            @Nullable String remote,
            @Nullable Integer remotePort,
            @Nullable String state,
            @Nullable Integer mark,
            @Nullable Integer priority,
            @Nullable Integer uid,
            @Nullable Integer ifindex,
            @Nullable Long netns,
            @Nullable String cgroup,
            @Nullable Boolean onlyV6,
            @Nullable Integer rxQueue,
            @Nullable Map<String, Long> tcp) {}

    static <T> List<T> all(@Nullable List<T> entries) {
        return entries == null ? List.of() : entries;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static <E extends Enum<E>> E named(Class<E> type, String name) {
        for (E each : Objects.requireNonNull(type.getEnumConstants())) {
            if (each.name().equals(name.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new IllegalArgumentException("\"" + name + "\" is none of " + List.of(type.getEnumConstants()));
    }

    static Route route(RouteEntry entry) {
        return new Route(
                IpPrefix.parse(or(entry.to(), "")),
                named(Route.Type.class, or(entry.type(), "unicast")),
                or(entry.table(), Route.MAIN_TABLE),
                or(entry.ifindex(), 0),
                Optional.ofNullable(entry.via()).map(IpAddress::parse),
                Optional.ofNullable(entry.source()).map(IpAddress::parse),
                or(entry.metric(), 0),
                or(entry.mtu(), 0));
    }

    static RoutingRule rule(RuleEntry entry) {
        return new RoutingRule(
                entry.priority(), or(entry.mark(), 0), or(entry.mask(), entry.mark() == null ? 0 : -1), entry.table());
    }

    static Neighbour neighbour(NeighbourEntry entry) {
        return new Neighbour(
                IpAddress.parse(or(entry.address(), "")),
                entry.ifindex(),
                or(entry.mac(), ""),
                named(Neighbour.State.class, or(entry.state(), "permanent")));
    }

    static Socket socket(SocketEntry entry) {
        String protocol = or(entry.protocol(), "tcp");
        Optional<IpAddress> local = Optional.ofNullable(entry.local()).map(IpAddress::parse);
        boolean v6 = local.or(() -> Optional.ofNullable(entry.remote()).map(IpAddress::parse))
                .map(IpAddress::isV6)
                .orElse(false);
        Socket.Family family = entry.family() != null
                ? named(Socket.Family.class, entry.family())
                : v6 ? Socket.Family.INET6 : Socket.Family.INET;
        Socket socket = switch (protocol) {
            case "tcp" -> Socket.of(entry.cookie(), family, Socket.STREAM, Socket.TCP);
            case "udp" -> Socket.of(entry.cookie(), family, Socket.DGRAM, Socket.UDP);
            case "stream" -> Socket.of(entry.cookie(), family, Socket.STREAM, 0);
            case "dgram" -> Socket.of(entry.cookie(), family, Socket.DGRAM, 0);
            default -> throw new IllegalArgumentException("\"" + protocol + "\" is none of tcp, udp, stream, dgram");
        };
        boolean connected = entry.remote() != null;
        String state = connected ? "established" : protocol.equals("tcp") && local.isPresent() ? "listen" : "close";
        socket = socket.in(named(Socket.State.class, or(entry.state(), state)))
                .in(or(entry.cgroup(), "/"))
                .mark(or(entry.mark(), 0))
                .priority(or(entry.priority(), 0))
                .uid(or(entry.uid(), 0))
                .boundTo(or(entry.ifindex(), 0))
                .netns(or(entry.netns(), 1L))
                .rxQueue(or(entry.rxQueue(), -1));
        if (local.isPresent()) {
            socket = socket.local(local.get(), or(entry.localPort(), 0));
        }
        if (entry.remote() != null) {
            socket = socket.remote(IpAddress.parse(entry.remote()), or(entry.remotePort(), 0));
        }
        if (or(entry.onlyV6(), false)) {
            socket = socket.onlyV6();
        }
        for (Map.Entry<String, Long> number :
                or(entry.tcp(), Map.<String, Long>of()).entrySet()) {
            socket = socket.tcpNumber(number.getKey(), number.getValue());
        }
        return socket;
    }

    /** Adds what a description names to a world. */
    static void addTo(
            World.Builder world,
            @Nullable List<RouteEntry> routes,
            @Nullable List<RuleEntry> rules,
            @Nullable List<NeighbourEntry> neighbours,
            @Nullable List<SocketEntry> sockets) {
        all(routes).forEach(entry -> world.route(route(entry)));
        all(rules).forEach(entry -> world.routingRule(rule(entry)));
        all(neighbours).forEach(entry -> world.neighbour(neighbour(entry)));
        all(sockets).forEach(entry -> world.socket(socket(entry)));
    }
}
