package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.maps.SocketMap;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import java.util.OptionalLong;

/**
 * The sockets in a SOCKMAP or SOCKHASH, which user space of Linux stores by descriptors: here by the cookies of sockets of the runtime's
 * world. And the programs that sockets get when they come into the map: of type SK_MSG for what they send, SK_SKB for what they receive. See
 * {@link SocketData}.
 *
 * <p>As in Linux programs are attached until the map's last user is gone; a socket keeps what it got, and the maps that these programs name,
 * until it is in no map or {@linkplain SocketData#close() closed}.
 *
 * <p>Safe for use by any thread. Source: Linux 6.12, as recorded in the corpus's sockmap-6.12.tsv.
 */
public final class SocketSlots {
    private final BpfMap map;

    private SocketSlots(BpfMap map) {
        this.map = map;
    }

    /**
     * The sockets of a map.
     *
     * @throws BpfErrnoException EINVAL if the map is of another type
     */
    public static SocketSlots of(BpfMap map) {
        return switch (map.type()) {
            case SOCKMAP, SOCKHASH -> new SocketSlots(map);
            default -> throw new BpfErrnoException(Errno.EINVAL, map + " has no sockets");
        };
    }

    private SocketMap<LiveSocket> live() {
        if (map.live().storage() instanceof SocketMap<?> sockets) {
            return LiveSocket.in(sockets);
        }
        throw new BpfErrnoException(Errno.EINVAL, map + " has no sockets");
    }

    /** Stores a socket, whether or not there is one. See {@link #set(byte[], long, long)}. */
    public void set(byte[] key, long cookie) {
        set(key, cookie, UpdateFlags.ANY);
    }

    /** Stores a socket at an index of a SOCKMAP. See {@link #set(byte[], long, long)}. */
    public void set(int index, long cookie) {
        set(MapTargets.bytes(index), cookie);
    }

    /**
     * Stores a socket: TCP sockets that are connected or listen, UDP sockets with a port, UNIX sockets that are datagram ones or connected
     * streams. It gets the programs that the map has now, and keeps them until it is in no map any more.
     *
     * @param flags see {@link UpdateFlags}
     * @throws BpfErrnoException with the errno that Linux would give: among others EOPNOTSUPP for other sockets, EBADF for one that the world
     *     does not hold, E2BIG for an index beyond the map or a full hash, EBUSY if the socket has such a program already, EPERM if the map is
     *     frozen
     */
    public void set(byte[] key, long cookie, long flags) {
        try (var _ = map.machine.turn()) {
            map.commands.writable("update");
            LiveSocket socket = map.machine
                    .network
                    .sockets
                    .find(cookie)
                    .orElseThrow(() -> new BpfErrnoException(Errno.EBADF, "there is no socket " + cookie));
            map.commands.check(live().put(map.live().stage(key, null), socket, flags), "update");
        }
    }

    /** The cookie of the socket at a key, whether or not values have room for it; empty if there is none. */
    public OptionalLong get(byte[] key) {
        try (var _ = map.machine.turn()) {
            map.commands.readable("lookup");
            LiveSocket socket = live().get(map.live().stage(key, null));
            return socket == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(socket.described().cookie());
        }
    }

    /**
     * Attaches a program to the map, for sockets that come into it from now on; one that is there is replaced.
     *
     * @param place SK_MSG_VERDICT, SK_SKB_STREAM_PARSER, SK_SKB_STREAM_VERDICT or SK_SKB_VERDICT
     * @throws BpfErrnoException EINVAL for other places and programs of another type, EBUSY if there are to be two verdicts, or there is a
     *     link
     */
    public void attach(Program program, AttachType place) {
        try (var _ = map.machine.turn()) {
            map.commands.open();
            map.commands.check(
                    map.machine.network.socketPrograms.attach(live(), place, program.liveIn(map.machine)), "attach");
        }
    }

    /**
     * Attaches a program by a link, which keeps it there and keeps the map, as a descriptor of it would; it is taken off by the link alone, and
     * replaced by {@link Link#update}. A program that is there without a link is replaced.
     *
     * @param place as {@link #attach}
     * @throws BpfErrnoException EINVAL for other places and programs of another type, EBUSY if there is a link, or there are to be two verdicts
     */
    public Link link(Program program, AttachType place) {
        try (var _ = map.machine.turn()) {
            map.commands.open();
            return new Link(
                    map.machine, MapLink.attach(map.machine, program.liveIn(map.machine), map.live(), live(), place));
        }
    }

    /**
     * Takes a program off the map. Sockets that got it keep it.
     *
     * @throws BpfErrnoException ENOENT if it is not there, EINVAL for other places, EBUSY if there is a link or another verdict
     */
    public void detach(Program program, AttachType place) {
        try (var _ = map.machine.turn()) {
            map.commands.open();
            map.commands.check(
                    map.machine.network.socketPrograms.detach(live(), place, program.liveIn(map.machine)), "detach");
        }
    }
}
