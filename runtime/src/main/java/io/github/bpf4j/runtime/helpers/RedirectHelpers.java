package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EAGAIN;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.abi.TcAction;
import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.function.BiPredicate;

/**
 * The helpers that say where packets go, and those that ask for control groups, with the answers of Linux 6.12 (recorded in the corpus's
 * redirect_maps-6.12.tsv). What is asked for happens when the program has returned.
 */
final class RedirectHelpers {
    /** BPF_F_INGRESS of {@code bpf_redirect}. */
    private static final long INGRESS = 1;

    /** The verdict that {@code bpf_redirect_map} gives where there is no target: the low bits of its flags. */
    private static final long VERDICT_MASK = 3;

    private static final long BROADCAST = 1 << 3;
    private static final long EXCLUDE_INGRESS = 1 << 4;
    private static final long UINT = 0xffff_ffffL;

    private final MapTable maps;
    private final BiPredicate<Integer, Object> isCurrentUnder;

    /**
     * The helpers of a runtime.
     *
     * @param isCurrentUnder whether the control group of the task that a CPU runs is the given target, or below it
     */
    RedirectHelpers(MapTable maps, BiPredicate<Integer, Object> isCurrentUnder) {
        this.maps = maps;
        this.isCurrentUnder = isCurrentUnder;
    }

    void register(HelperTable table) {
        table.put(23, (cpu, ifindex, flags, r3, r4, r5) -> redirect(packet(cpu), (int) ifindex, flags))
                .put(33, (cpu, skb, map, index, r4, r5) -> packetUnder(cpu, PacketHelpers.packet(cpu, skb), map, index))
                .put(37, (cpu, map, index, r3, r4, r5) -> under(cpu, map, index))
                .put(51, (cpu, map, key, flags, r4, r5) -> redirectMap(packet(cpu), map, key, flags));
    }

    private static PacketContext packet(Cpu cpu) {
        if (cpu.context() instanceof PacketContext context) {
            return context;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, "bpf_redirect: the run has no packet");
    }

    private static long redirect(PacketContext packet, int ifindex, long flags) {
        boolean skb = packet instanceof SkbContext;
        if ((skb ? flags & ~INGRESS : flags) != 0) {
            return skb ? TcAction.SHOT.number() : XdpAction.ABORTED.number();
        }
        packet.redirect(ifindex, flags);
        return skb ? TcAction.REDIRECT.number() : XdpAction.REDIRECT.number();
    }

    private long redirectMap(PacketContext packet, long handle, long key, long flags) {
        TargetMap<?> map = maps.get(handle, TargetMap.class, "map of targets");
        boolean devices = map.kind() == TargetMap.Kind.DEVMAP || map.kind() == TargetMap.Kind.DEVMAP_HASH;
        long known = devices ? VERDICT_MASK | BROADCAST | EXCLUDE_INGRESS : VERDICT_MASK;
        if ((flags & ~known) != 0) {
            return XdpAction.ABORTED.number();
        }
        Object target = (flags & BROADCAST) != 0 ? null : map.get(key);
        if (target == null && (flags & BROADCAST) == 0) {
            packet.redirectFailed();
            return flags & VERDICT_MASK;
        }
        packet.redirect(map, target, key & UINT, flags);
        return XdpAction.REDIRECT.number();
    }

    private long packetUnder(Cpu cpu, PacketContext packet, long handle, long index) {
        return packet.hasSocket() ? under(cpu, handle, index) : ENOENT.result();
    }

    private long under(Cpu cpu, long handle, long index) {
        TargetMap<?> groups = maps.get(handle, TargetMap.class, "array of control groups");
        if (!groups.hasSlot((int) index)) {
            return E2BIG.result();
        }
        Object group = groups.get(index);
        if (group == null) {
            return EAGAIN.result();
        }
        return isCurrentUnder.test(cpu.id(), group) ? 1 : 0;
    }
}
