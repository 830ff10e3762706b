package io.github.bpf4j.conformance.features;

import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Neighbour;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.RoutingRule;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;

/** What was there when Linux 6.12 was asked for routes and sockets. */
final class SocketWorld {
    private SocketWorld() {}

    static World world() {
        World.Builder world = World.builder()
                .networkInterface(new NetworkInterface(1, "lo", "", 65536))
                .networkInterface(
                        link(10, "v10", 1500).forwards().address("10.0.10.1/24").address("2001:db8:10::1/64"))
                .networkInterface(
                        link(20, "v20", 1400).forwards().address("10.0.20.1/24").address("2001:db8:20::1/64"))
                .networkInterface(link(30, "v30", 1500).address("10.0.30.1/24").address("2001:db8:30::1/64"))
                .networkInterface(link(40, "v40", 1500).forwards());
        routes(world);
        neighbours(world);
        sockets(world);
        return world.build();
    }

    private static NetworkInterface link(int ifindex, String name, int mtu) {
        return new NetworkInterface(ifindex, name, "02:00:00:00:00:" + ifindex, mtu);
    }

    private static void routes(World.Builder world) {
        world.route(Route.to("10.1.0.0/16", 20).via("10.0.20.2").metric(7))
                .route(Route.to("10.1.2.0/24", 20).via("10.0.20.4"))
                .route(Route.to("10.2.0.0/16", 20))
                .route(Route.of(Route.Type.BLACKHOLE, "10.3.0.0/16"))
                .route(Route.of(Route.Type.UNREACHABLE, "10.4.0.0/16"))
                .route(Route.of(Route.Type.PROHIBIT, "10.5.0.0/16"))
                .route(Route.of(Route.Type.THROW, "10.6.0.0/16"))
                .route(Route.to("10.7.0.0/16", 20).via("10.0.20.3"))
                .route(Route.to("10.8.0.0/16", 20).via("10.0.20.9"))
                .route(Route.to("10.9.0.0/16", 20).via("2001:db8:20::2"))
                .route(Route.to("10.10.0.0/16", 20).via("10.0.20.2").from("10.0.10.1"))
                .route(Route.to("10.11.0.0/16", 20).via("10.0.20.2").metric(10))
                .route(Route.to("10.11.0.0/16", 20).via("10.0.20.4").metric(5))
                .route(Route.to("10.12.0.0/16", 20).via("10.0.20.5"))
                .route(Route.to("10.13.0.0/16", 20).via("10.0.20.6"))
                .route(Route.to("10.1.0.0/16", 10).via("10.0.10.5").in(100))
                .route(Route.to("0.0.0.0/0", 10).via("10.0.10.6").in(100).metric(3))
                .route(Route.to("2001:db8:1::/48", 20).via("2001:db8:20::2").metric(7))
                .route(Route.to("2001:db8:2::/48", 20))
                .route(Route.of(Route.Type.BLACKHOLE, "2001:db8:3::/48"))
                .route(Route.of(Route.Type.UNREACHABLE, "2001:db8:4::/48"))
                .route(Route.of(Route.Type.PROHIBIT, "2001:db8:5::/48"))
                .route(Route.to("2001:db8:7::/48", 20).via("2001:db8:20::2"))
                .route(Route.to("2001:db8:8::/48", 20).via("2001:db8:20::9"))
                .route(Route.to("2001:db8:a::/48", 20).via("2001:db8:20::2").from("2001:db8:10::1"))
                .route(Route.to("2001:db8:1::/48", 10).via("2001:db8:10::5").in(100))
                .routingRule(new RoutingRule(1000, 0x42, -1, 100));
    }

    private static void neighbours(World.Builder world) {
        world.neighbour(Neighbour.of("10.0.20.2", 20, "02:aa:00:00:00:02"))
                .neighbour(Neighbour.of("10.0.20.3", 20, "02:aa:00:00:00:03").in(Neighbour.State.REACHABLE))
                .neighbour(Neighbour.of("10.0.20.4", 20, "02:aa:00:00:00:04").in(Neighbour.State.STALE))
                .neighbour(new Neighbour(IpAddress.parse("10.0.20.5"), 20, "", Neighbour.State.FAILED))
                .neighbour(new Neighbour(IpAddress.parse("10.0.20.6"), 20, "", Neighbour.State.INCOMPLETE))
                .neighbour(Neighbour.of("10.0.10.5", 10, "02:aa:00:00:00:05"))
                .neighbour(Neighbour.of("10.0.10.6", 10, "02:aa:00:00:00:06"))
                .neighbour(Neighbour.of("10.2.3.4", 20, "02:aa:00:00:00:07").in(Neighbour.State.NOARP))
                .neighbour(Neighbour.of("2001:db8:20::2", 20, "02:aa:00:00:00:62"))
                .neighbour(Neighbour.of("2001:db8:10::5", 10, "02:aa:00:00:00:65"));
    }

    private static void sockets(World.Builder world) {
        world.socket(Socket.tcp(1, "0.0.0.0", 8000).mark(7).priority(3))
                .socket(Socket.tcp(2, "127.0.0.1", 8001))
                .socket(Socket.tcp(3, "127.0.0.1", 9001).connected("127.0.0.1", 8001))
                .socket(Socket.tcp(4, "127.0.0.1", 8001)
                        .connected("127.0.0.1", 9001)
                        .rxQueue(0))
                .socket(Socket.tcp(5, "::", 8002))
                .socket(Socket.tcp(6, "::", 8003).onlyV6())
                .socket(Socket.udp(7, "0.0.0.0", 7000))
                .socket(Socket.udp(8, "127.0.0.1", 7000))
                .socket(Socket.udp(9, "127.0.0.1", 7001).connected("127.0.0.1", 7002))
                .socket(Socket.tcp(10, "0.0.0.0", 8004).boundTo(10))
                .socket(Socket.tcp(11, "127.0.0.1", 8005))
                .socket(Socket.tcp(12, "127.0.0.1", 9005)
                        .connected("127.0.0.1", 8005)
                        .in(Socket.State.TIME_WAIT)
                        .rxQueue(0))
                .socket(Socket.udp(13, "::1", 7006))
                .socket(Socket.udp(14, "::", 7007))
                .socket(Socket.tcp(15, "127.0.0.1", 8008).in(Socket.State.CLOSE))
                .socket(Socket.of(20, Socket.Family.INET, Socket.STREAM, Socket.TCP))
                .socket(Socket.of(21, Socket.Family.INET, Socket.DGRAM, Socket.UDP));
    }
}
