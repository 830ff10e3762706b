package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;

/** The helpers that change and copy packets (runtime spec 4). */
final class PacketHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final long LARGEST_ACCESS = 0xffff;

    private PacketHelpers() {}

    static void register(HelperTable table) {
        table.put(44, (cpu, ctx, delta, r3, r4, r5) -> result(xdp(cpu, ctx).adjustHead((int) delta)))
                .put(54, (cpu, ctx, delta, r3, r4, r5) -> xdp(cpu, ctx).adjustMeta((int) delta))
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
