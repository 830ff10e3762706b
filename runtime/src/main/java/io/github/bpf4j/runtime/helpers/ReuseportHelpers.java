package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EAFNOSUPPORT;
import static io.github.bpf4j.abi.Errno.EBADFD;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.EPROTOTYPE;

import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.maps.SocketsByKey;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import java.util.Optional;

/** The choice of one socket of a group that shares an address (recorded in the corpus's reuseport-6.12.tsv). */
final class ReuseportHelpers {
    private static final int SELECT = 82;

    private final MapTable maps;
    private final SocketTable sockets;

    ReuseportHelpers(MapTable maps, SocketTable sockets) {
        this.maps = maps;
        this.sockets = sockets;
    }

    void register(HelperTable table) {
        table.put(SELECT, (cpu, ctx, map, key, flags, r5) -> select(cpu, ctx, map, key));
    }

    /** {@code bpf_sk_select_reuseport}: the flags mean nothing, and a choice that fails leaves the one before. */
    private long select(Cpu cpu, long ctx, long map, long key) {
        LiveSocket member = cpu.context() instanceof FieldContext fields && fields.address() == ctx
                ? fields.socket().orElse(null)
                : null;
        if (!(cpu.context() instanceof FieldContext group) || member == null) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "the run is about no group of sockets");
        }
        if (!(maps.get(map) instanceof SocketsByKey slots)) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, map, "the map has no sockets");
        }
        Optional<LiveSocket> chosen = sockets.find(slots.cookieAt(key));
        if (chosen.isEmpty()) {
            return ENOENT.result();
        }
        LiveSocket socket = chosen.get();
        if (!socket.isInGroup()) {
            return EINVAL.result();
        }
        if (!socket.isInGroupOf(member)) {
            if (socket.described().protocol() != member.described().protocol()) {
                return EPROTOTYPE.result();
            }
            return socket.described().family() != member.described().family() ? EAFNOSUPPORT.result() : EBADFD.result();
        }
        group.select(socket, 0);
        return 0;
    }
}
