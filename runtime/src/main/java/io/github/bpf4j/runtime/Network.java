package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.routing.FibLookup;
import io.github.bpf4j.runtime.routing.Links;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.OptionMemory;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.world.World;
import java.util.HashMap;
import java.util.Map;

/** The network of a machine: what of its world has to do with packets and sockets. */
final class Network {
    final SocketTable sockets;
    final OptionMemory optionMemory = new OptionMemory();
    final FibLookup routes;
    final Links links;
    final Companions companions;
    final TypedRuns runs;
    final SocketPrograms socketPrograms;
    final SocketTraffic traffic;

    Network(Machine machine, GuestMemory memory, KernelObjects kernel, World world, int cpus) {
        sockets = new SocketTable(memory, kernel.structs(), world, cpus);
        kernel.findSockets(cookie ->
                sockets.find(cookie).map(each -> sockets.object(each, "sock")).orElse(0L));
        routes = new FibLookup(world);
        links = new Links(world, routes.tables());
        companions = new Companions(sockets);
        runs = new TypedRuns(machine);
        socketPrograms = new SocketPrograms(machine);
        traffic = new SocketTraffic(machine);
    }

    static SocketState state(LiveSocket socket) {
        Map<SocketState.Option, Integer> options = new HashMap<>();
        socket.options().forEach((level, name, value) -> options.put(new SocketState.Option(level, name), value));
        return new SocketState(
                socket.localAddress(),
                socket.localPort(),
                socket.mark(),
                socket.priority(),
                socket.boundIfindex(),
                socket.callbackFlags(),
                socket.options().congestion(),
                options,
                socket.references());
    }
}
