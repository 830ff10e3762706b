package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.contexts.MessageContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.maps.SocketMap;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The helpers of programs on the data of sockets in maps, and those that put sockets there (recorded in the corpus's sockmap-6.12.tsv).
 * Where data go is carried out when the program has returned.
 */
final class SocketMapHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final long INGRESS = 1;
    private static final long DROP = 0;
    private static final long PASS = 1;
    private static final int OP_ACTIVE_ESTABLISHED = 4;
    private static final int OP_PASSIVE_ESTABLISHED = 5;
    private static final int OP_TCP_LISTEN = 11;

    private final MapTable maps;

    SocketMapHelpers(MapTable maps) {
        this.maps = maps;
    }

    void register(HelperTable table) {
        table.put(52, (cpu, ctx, map, index, flags, r5) -> redirect(stream(cpu, ctx), map(map).at(index & UINT), flags))
                .putExclusive(53, this::update)
                .put(
                        60,
                        (cpu, ctx, map, index, flags, r5) ->
                                redirect(message(cpu, ctx), map(map).at(index & UINT), flags))
                .put(61, (cpu, ctx, bytes, r3, r4, r5) -> {
                    message(cpu, ctx).apply((int) bytes);
                    return 0;
                })
                .put(62, (cpu, ctx, bytes, r3, r4, r5) -> {
                    message(cpu, ctx).cork((int) bytes);
                    return 0;
                })
                .put(63, (cpu, ctx, start, end, flags, r5) -> message(cpu, ctx).pull(start & UINT, end & UINT, flags))
                .putExclusive(70, this::update)
                .put(71, (cpu, ctx, map, key, flags, r5) -> redirect(message(cpu, ctx), map(map).get(key), flags))
                .put(72, (cpu, ctx, map, key, flags, r5) -> redirect(stream(cpu, ctx), map(map).get(key), flags))
                .put(
                        90,
                        (cpu, ctx, start, bytes, flags, r5) ->
                                message(cpu, ctx).push(start & UINT, bytes & UINT, flags))
                .put(
                        91,
                        (cpu, ctx, start, bytes, flags, r5) ->
                                message(cpu, ctx).pop(start & UINT, bytes & UINT, flags));
    }

    private SocketMap<LiveSocket> map(long handle) {
        return LiveSocket.in(maps.get(handle, SocketMap.class, "map of sockets"));
    }

    private static MessageContext message(Cpu cpu, long ctx) {
        if (cpu.context() instanceof MessageContext message && message.address() == ctx) {
            return message;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "the context is no struct sk_msg_md");
    }

    private static SkbContext stream(Cpu cpu, long ctx) {
        SkbContext skb = SkbHelpers.skb(cpu, ctx);
        if (skb.isStream()) {
            return skb;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "the context is a packet, not what came for a socket");
    }

    private static boolean isOpen(@Nullable LiveSocket target) {
        if (target == null || target.isClosed()) {
            return false;
        }
        return target.described().isTcp()
                ? target.state() != Socket.State.LISTEN
                : target.state() == Socket.State.ESTABLISHED;
    }

    private static long redirect(MessageContext message, @Nullable LiveSocket target, long flags) {
        if ((flags & ~INGRESS) != 0 || target == null || !isOpen(target)) {
            return DROP;
        }
        boolean ingress = (flags & INGRESS) != 0;
        if (!ingress && !target.described().isTcp()) {
            return DROP;
        }
        message.redirect(target, ingress);
        return PASS;
    }

    private static long redirect(SkbContext skb, @Nullable LiveSocket target, long flags) {
        if ((flags & ~INGRESS) != 0 || target == null || !isOpen(target)) {
            return DROP;
        }
        skb.company().redirectTo(target, (flags & INGRESS) != 0);
        return PASS;
    }

    /** {@code bpf_sock_map_update} and {@code bpf_sock_hash_update}: the socket that the context is about, once it is connected. */
    private long update(Cpu cpu, long ctx, long handle, long key, long flags, long r5) {
        if (!(cpu.context() instanceof FieldContext context) || context.address() != ctx) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "the context is no struct bpf_sock_ops");
        }
        LiveSocket socket = context.socket().orElse(null);
        if (socket == null) {
            return EINVAL.result();
        }
        return switch (context.getInt(0)) {
            case OP_ACTIVE_ESTABLISHED, OP_PASSIVE_ESTABLISHED, OP_TCP_LISTEN ->
                map(handle).put(key, socket, flags);
            default -> EOPNOTSUPP.result();
        };
    }
}
