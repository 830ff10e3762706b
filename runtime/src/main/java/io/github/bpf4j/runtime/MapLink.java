package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.maps.SocketMap;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A program at a place of a map of sockets: keeps both, the map as a user of its does. Answers are those of Linux 6.12 (recorded in the
 * corpus's sockmap-6.12.tsv).
 */
final class MapLink extends LiveLink {
    private final Machine machine;
    private final LiveMap map;
    private final SocketMap<LiveSocket> sockets;
    private final AttachType place;

    private MapLink(
            Machine machine, LiveProgram program, LiveMap map, SocketMap<LiveSocket> sockets, AttachType place) {
        super(machine, program, place.name().toLowerCase(Locale.ROOT) + "/" + map.name(), 0, 0, null);
        this.machine = machine;
        this.map = map;
        this.sockets = sockets;
        this.place = place;
        map.opened();
    }

    /**
     * Attaches a program.
     *
     * @throws BpfErrnoException EINVAL for other places and programs of another type, EBUSY if there is a link, or there are to be two verdicts
     */
    static MapLink attach(
            Machine machine, LiveProgram program, LiveMap map, SocketMap<LiveSocket> sockets, AttachType place) {
        long refused = machine.network.socketPrograms.link(sockets, place, program);
        if (refused < 0) {
            throw BpfErrnoException.of(refused, "attaching " + program + " to " + map);
        }
        return new MapLink(machine, program, map, sockets, place);
    }

    @Override
    void checkReplacing(LiveProgram fresh, @Nullable Program expected) {
        String doing = "updating " + this;
        LiveProgram old = program();
        if (expected != null && expected.id() != old.id()) {
            throw new BpfErrnoException(Errno.EPERM, doing + ": " + expected + " is not attached");
        }
        boolean sameKind = fresh.type() == old.type()
                && fresh.linked().spec().expectedAttachType()
                        == old.linked().spec().expectedAttachType();
        if (!sameKind) {
            throw new BpfErrnoException(Errno.EINVAL, doing + " to " + fresh + ", which is of another kind");
        }
        if (!isAttached()) {
            throw new BpfErrnoException(Errno.ENOLINK, doing + ", which is detached");
        }
    }

    @Override
    void replace(LiveProgram other) {
        super.replace(other);
        machine.network.socketPrograms.replace(sockets, place, other);
    }

    @Override
    void detach() {
        if (isAttached()) {
            machine.network.socketPrograms.unlink(sockets, place);
            super.detach();
            map.closed();
        }
    }
}
