package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;

/** The helpers that change, copy and send packets (runtime spec 4). */
final class PacketHelpers {
    private static final int XDP_ABORTED = 0;
    private static final int XDP_REDIRECT = 4;
    private static final int TC_ACT_SHOT = 2;
    private static final int TC_ACT_REDIRECT = 7;
    private static final long F_INGRESS = 1;
    private static final long F_RECOMPUTE_CSUM = 1;
    private static final long F_INVALIDATE_HASH = 2;
    private static final long UINT = 0xffff_ffffL;
    private static final long LARGEST_ACCESS = 0xffff;

    private PacketHelpers() {}

    static void register(HelperTable table) {
        table.put(23, (cpu, ifindex, flags, r3, r4, r5) -> redirect(cpu, (int) ifindex, flags))
                .put(26, PacketHelpers::skbLoad)
                .put(44, (cpu, ctx, delta, r3, r4, r5) -> result(xdp(cpu, ctx).adjustHead((int) delta)))
                .put(54, (cpu, ctx, delta, r3, r4, r5) -> result(xdp(cpu, ctx).adjustMeta((int) delta)))
                .put(65, (cpu, ctx, delta, r3, r4, r5) -> result(xdp(cpu, ctx).adjustTail((int) delta)))
                .put(188, (cpu, ctx, r2, r3, r4, r5) -> xdp(cpu, ctx).length())
                .put(189, (cpu, ctx, offset, to, size, r5) -> xdpCopy(cpu, ctx, offset, to, size, true))
                .put(190, (cpu, ctx, offset, from, size, r5) -> xdpCopy(cpu, ctx, offset, from, size, false));
    }

    private static long result(boolean done) {
        return done ? 0 : EINVAL.result();
    }

    /** The packet context of the run, if that is what the program passed. */
    static PacketContext packet(Cpu cpu, long ctx) {
        if (cpu.context() instanceof PacketContext context && context.address() == ctx) {
            return context;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "0x" + Long.toHexString(ctx) + " is not the run's context");
    }

    private static XdpContext xdp(Cpu cpu, long ctx) {
        if (packet(cpu, ctx) instanceof XdpContext context) {
            return context;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "the context is no struct xdp_md");
    }

    private static long redirect(Cpu cpu, int ifindex, long flags) {
        if (!(cpu.context() instanceof PacketContext context)) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "bpf_redirect: the run has no packet");
        }
        boolean skb = context instanceof SkbContext;
        if ((skb ? flags & ~F_INGRESS : flags) != 0) {
            return skb ? TC_ACT_SHOT : XDP_ABORTED;
        }
        context.setRedirectIfindex(ifindex);
        return skb ? TC_ACT_REDIRECT : XDP_REDIRECT;
    }

    private static long xdpCopy(Cpu cpu, long ctx, long offset, long buffer, long size, boolean load) {
        return copyXdp(cpu, xdp(cpu, ctx), offset & UINT, buffer, size & UINT, load);
    }

    /** {@code bpf_xdp_load_bytes} or {@code bpf_xdp_store_bytes}: 0, EFAULT or EINVAL. */
    static long copyXdp(Cpu cpu, XdpContext context, long offset, long buffer, long bytes, boolean load) {
        if (offset > LARGEST_ACCESS || bytes > LARGEST_ACCESS) {
            return EFAULT.result();
        }
        if (offset + bytes > context.length()) {
            return EINVAL.result();
        }
        long data = context.dataAddress() + offset;
        cpu.memory().copy(load ? data : buffer, load ? buffer : data, bytes);
        return 0;
    }

    private static long skbLoad(Cpu cpu, long ctx, long offset, long to, long size, long r5) {
        return loadSkb(cpu, packet(cpu, ctx), offset & UINT, to, size & UINT);
    }

    /** {@code bpf_skb_load_bytes}: 0, or EFAULT and zeros. */
    static long loadSkb(Cpu cpu, PacketContext context, long offset, long to, long bytes) {
        if (offset + bytes > context.length()) {
            cpu.memory().zero(to, bytes);
            return EFAULT.result();
        }
        cpu.memory().copy(context.dataAddress() + offset, to, bytes);
        return 0;
    }

    /** {@code bpf_skb_store_bytes}: 0, EFAULT or EINVAL. The checksum and the hash that flags speak of do not exist here. */
    static long storeSkb(Cpu cpu, PacketContext context, long offset, long from, long bytes, long flags) {
        if ((flags & ~(F_RECOMPUTE_CSUM | F_INVALIDATE_HASH)) != 0) {
            return EINVAL.result();
        }
        if (offset + bytes > context.length()) {
            return EFAULT.result();
        }
        cpu.memory().copy(from, context.dataAddress() + offset, bytes);
        return 0;
    }

    /** The address of a part of a packet of kind skb, 0 if it has no such part. */
    static long skbPart(PacketContext context, long offset, long bytes) {
        return offset + bytes > context.length() ? 0 : context.dataAddress() + offset;
    }

    /** The address of a part of an XDP packet, 0 if it has no such part. In Linux the empty part at the end is at the start. */
    static long xdpPart(PacketContext context, long offset, long bytes) {
        if (offset > LARGEST_ACCESS || bytes > LARGEST_ACCESS || offset + bytes > context.length()) {
            return 0;
        }
        return context.dataAddress() + (offset == context.length() ? 0 : offset);
    }
}
