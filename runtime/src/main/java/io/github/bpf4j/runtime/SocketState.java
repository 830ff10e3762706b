package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.world.IpAddress;
import java.util.Map;
import java.util.Optional;

/**
 * What has become of a socket of a runtime's world.
 *
 * @param localAddress its own address; empty if it has none
 * @param localPort its own port, 0 if it has none
 * @param mark the mark of its packets
 * @param priority the priority of its packets
 * @param boundIfindex the only interface that it uses, 0 for all
 * @param callbackFlags what sock_ops programs asked to be called for ({@code BPF_SOCK_OPS_*_CB_FLAG})
 * @param congestion TCP's way to control congestion
 * @param options other options that programs set, by their level and name
 * @param references references on it that programs hold
 */
public record SocketState(
        Optional<IpAddress> localAddress,
        int localPort,
        int mark,
        int priority,
        int boundIfindex,
        int callbackFlags,
        String congestion,
        Map<Option, Integer> options,
        int references) {
    /** Copies the options. */
    public SocketState {
        options = Map.copyOf(options);
    }

    /**
     * An option of sockets, by the UAPI's numbers.
     *
     * @param level such as SOL_SOCKET, 1
     * @param name such as SO_RCVBUF, 8
     */
    public record Option(int level, int name) {}
}
