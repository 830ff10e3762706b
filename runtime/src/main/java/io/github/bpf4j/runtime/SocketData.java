package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.SocketMap;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.Socket;

/**
 * What a socket of the runtime's world sends and receives, through the programs of the maps that it is in.
 *
 * <p>Two sockets of a world are connected if each has the other's address and port, or one names the other ({@link Socket#peer(long)}): what
 * one sends, the other receives. What a socket sends to where the world has nobody is collected: {@link #sent}. Everything has arrived when
 * {@link #send} returns. Bytes that are redirected in circles are lost after 64 sockets, and whatever programs make of what is sent, they see
 * only so much in proportion to it: the rest is lost.
 *
 * <p>Safe for use by any thread, but not within a run: listeners, helpers and kernel functions of the host's cannot send.
 */
public final class SocketData {
    private final Machine machine;
    private final LiveSocket socket;

    SocketData(Machine machine, LiveSocket socket) {
        this.machine = machine;
        this.socket = socket;
    }

    /**
     * Sends bytes: a part of a stream, or a datagram.
     *
     * @return how many were taken, which are all unless a program dropped a part
     * @throws BpfErrnoException EACCES if a program dropped them, ENOTCONN if nobody is at the other end, ECONNRESET if that one is closed,
     *     EAGAIN if more than 16 MiB would wait there or the program never lets the message end, EBADF if this one is closed, ENOMEM if
     *     guest memory has no room for the message
     * @throws IllegalStateException if it is called within a run, or the runtime is closed
     */
    public int send(byte[] bytes) {
        return machine.network.traffic.send(socket, bytes.clone());
    }

    /** Bytes come in from outside of the world. See {@link #send} for what is thrown. */
    public void arrive(byte[] bytes) {
        machine.network.traffic.arrive(socket, bytes.clone());
    }

    /** Takes what waits to be received: of a stream everything, else a datagram. Empty if nothing does. */
    public byte[] receive() {
        return machine.network.traffic.end(socket).take();
    }

    /** Takes what has been sent to where the world has nobody. */
    public byte[] sent() {
        return machine.network.traffic.end(socket).takeLeft();
    }

    /** Closes the socket: it leaves all maps, and its connection is reset. Closing twice does nothing. */
    public void close() {
        try (var _ = machine.turn()) {
            machine.network.sockets.peer(socket).ifPresent(LiveSocket::reset);
            machine.network.sockets.close(socket);
            machine.network.traffic.end(socket).close();
            for (MapStorage map : machine.maps.all()) {
                switch (map) {
                    case SocketMap<?> sockets -> LiveSocket.in(sockets).remove(socket);
                    case TargetMap<?> targets ->
                        targets.leave(socket.described().cookie());
                    default -> {
                        // no map of sockets
                    }
                }
            }
        }
    }

    /** The data of a socket by its cookie. */
    static SocketData of(Machine machine, long cookie) {
        return new SocketData(
                machine,
                machine.network
                        .sockets
                        .find(cookie)
                        .orElseThrow(() -> new BpfErrnoException(
                                Errno.ENOENT, "socket " + cookie + ", which is not in the world")));
    }

    @Override
    public String toString() {
        return "the data of " + socket;
    }
}
