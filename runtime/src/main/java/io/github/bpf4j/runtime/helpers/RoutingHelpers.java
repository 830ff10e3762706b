package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.abi.TcAction;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.routing.FibLookup;
import io.github.bpf4j.runtime.world.IpAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The helpers that ask for routes, and those that send packets by them (recorded in the corpus's fib_lookup-6.12.tsv). */
final class RoutingHelpers {
    private static final long UINT = 0xffff_ffffL;

    /** Bytes of {@code struct bpf_redir_neigh}: a family and an address. */
    private static final int NEIGHBOUR_BYTES = 20;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private final FibLookup routes;

    RoutingHelpers(FibLookup routes) {
        this.routes = routes;
    }

    void register(HelperTable table) {
        table.put(69, this::lookup)
                .put(152, RoutingHelpers::toNeighbour)
                .put(155, (cpu, ifindex, flags, r3, r4, r5) -> toPeer(skb(cpu), ifindex, flags));
    }

    private long lookup(Cpu cpu, long ctx, long params, long size, long flags, long r5) {
        PacketContext packet = PacketHelpers.packet(cpu, ctx);
        if ((size & UINT) < FibLookup.BYTES) {
            return EINVAL.result();
        }
        byte[] question = cpu.memory().read(params, FibLookup.BYTES);
        long answer = routes.lookup(question, (int) flags, packet instanceof SkbContext ? packet.length() : -1);
        cpu.memory().write(question, 0, params, FibLookup.BYTES);
        return answer;
    }

    private static SkbContext skb(Cpu cpu) {
        if (cpu.context() instanceof SkbContext context) {
            return context;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, "the run has no packet of a struct __sk_buff");
    }

    private static long toNeighbour(Cpu cpu, long ifindex, long params, long size, long flags, long r5) {
        SkbContext packet = skb(cpu);
        long bytes = size & UINT;
        if (bytes != 0 && bytes < NEIGHBOUR_BYTES || flags != 0) {
            return TcAction.SHOT.number();
        }
        packet.redirect((int) ifindex, 0);
        packet.company()
                .redirectsToNeighbour(bytes == 0 ? null : hop(cpu.memory().read(params, NEIGHBOUR_BYTES)));
        return TcAction.REDIRECT.number();
    }

    private static @Nullable IpAddress hop(byte[] params) {
        return switch (params[0]) {
            case AF_INET -> IpAddress.of(Arrays.copyOfRange(params, 4, 8));
            case AF_INET6 -> IpAddress.of(Arrays.copyOfRange(params, 4, NEIGHBOUR_BYTES));
            default -> null;
        };
    }

    private static long toPeer(SkbContext packet, long ifindex, long flags) {
        if (flags != 0) {
            return TcAction.SHOT.number();
        }
        packet.redirect((int) ifindex, 0);
        packet.company().redirectsToPeer();
        return TcAction.REDIRECT.number();
    }
}
