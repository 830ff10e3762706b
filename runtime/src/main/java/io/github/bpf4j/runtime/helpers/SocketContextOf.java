package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EAFNOSUPPORT;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EPROTOTYPE;
import static io.github.bpf4j.abi.Errno.ESOCKTNOSUPPORT;

import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.contexts.MessageContext;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.world.Socket;
import java.util.Optional;

/** The sockets that contexts are about, and those that lookups are given. */
final class SocketContextOf {
    private static final long REPLACE = 1;
    private static final long NO_REUSEPORT = 2;
    private static final int LOOKUP_FAMILY = 8;
    private static final int LOOKUP_PROTOCOL = 12;

    private SocketContextOf() {}

    /** The socket that a run is about. */
    static Optional<LiveSocket> socket(GuestContext context) {
        return switch (context) {
            case PacketContext packet -> Optional.ofNullable(packet.company().socket());
            case FieldContext fields -> fields.socket();
            case MessageContext message -> message.socket();
            default -> Optional.empty();
        };
    }

    /** The socket that a run is about, if the argument is its context, or that the argument is. */
    static Optional<LiveSocket> subject(Cpu cpu, long address, SocketTable sockets) {
        GuestContext context = cpu.context();
        return context != null && context.address() == address ? socket(context) : sockets.at(address);
    }

    /** {@code bpf_sk_assign} of a program that looks sockets up (recorded in the corpus's socket_contexts-6.12.tsv). */
    static long assign(Cpu cpu, Optional<LiveSocket> socket, long address, long flags) {
        if (!(cpu.context() instanceof FieldContext lookup)) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "the run looks up no socket");
        }
        if ((flags & ~(REPLACE | NO_REUSEPORT)) != 0) {
            return EINVAL.result();
        }
        if (socket.isEmpty()) {
            if (address != 0) {
                throw new GuestFault(
                        FaultKind.BAD_ARGUMENT, address, "0x" + Long.toHexString(address) + " is no socket");
            }
            if (lookup.isSelected() && (flags & REPLACE) == 0) {
                return EEXIST.result();
            }
            lookup.select(null, 0);
            lookup.setWithoutGroup((flags & NO_REUSEPORT) != 0);
            return 0;
        }
        Socket described = socket.get().described();
        boolean counted = described.isTcp() && described.state() != Socket.State.LISTEN;
        if (counted) {
            return ESOCKTNOSUPPORT.result();
        }
        if (described.isUdp() && described.state() == Socket.State.ESTABLISHED) {
            return ESOCKTNOSUPPORT.result();
        }
        if (described.protocol() != lookup.getInt(LOOKUP_PROTOCOL)) {
            return EPROTOTYPE.result();
        }
        boolean otherFamily = described.family().number() != lookup.getInt(LOOKUP_FAMILY);
        if (otherFamily && (described.family() == Socket.Family.INET || described.isOnlyV6())) {
            return EAFNOSUPPORT.result();
        }
        if (lookup.isSelected() && (flags & REPLACE) == 0) {
            return EEXIST.result();
        }
        lookup.select(socket.get(), address);
        lookup.setWithoutGroup((flags & NO_REUSEPORT) != 0);
        return 0;
    }
}
