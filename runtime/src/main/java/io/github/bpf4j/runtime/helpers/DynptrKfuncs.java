package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static io.github.bpf4j.abi.Errno.ERANGE;
import static io.github.bpf4j.runtime.helpers.DynamicPointers.UINT;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.GuestMemory;

/** The kernel functions of dynamic pointers (verifier spec 4.1); their results are those of a 6.12 kernel. */
/*
 * A packet here is one piece: its parts are always the packet's own bytes, where a kernel may have to copy them into the caller's
 * buffer.
 */
final class DynptrKfuncs {
    private DynptrKfuncs() {}

    static void register(KfuncTable table) {
        table.put(
                        Kfunc.DYNPTR_FROM_SKB,
                        (cpu, ctx, flags, to, r4, r5) -> fromPacket(cpu, DynamicPointers.SKB, ctx, flags, to) & UINT)
                .put(
                        Kfunc.DYNPTR_FROM_XDP,
                        (cpu, ctx, flags, to, r4, r5) -> fromPacket(cpu, DynamicPointers.XDP, ctx, flags, to) & UINT)
                .put(
                        Kfunc.DYNPTR_SLICE,
                        (cpu, pointer, offset, buffer, size, r5) -> slice(cpu, pointer, offset & UINT, size & UINT))
                .put(
                        Kfunc.DYNPTR_SLICE_RDWR,
                        (cpu, pointer, offset, buffer, size, r5) ->
                                DynamicPointers.isReadOnly(DynamicPointers.state(cpu.memory(), pointer))
                                        ? 0
                                        : slice(cpu, pointer, offset & UINT, size & UINT))
                .put(
                        Kfunc.DYNPTR_ADJUST,
                        (cpu, pointer, start, end, r4, r5) ->
                                adjust(cpu.memory(), pointer, start & UINT, end & UINT) & UINT)
                .put(
                        Kfunc.DYNPTR_IS_NULL,
                        (cpu, pointer, r2, r3, r4, r5) ->
                                DynamicPointers.isNull(DynamicPointers.state(cpu.memory(), pointer)) ? 1 : 0)
                .put(Kfunc.DYNPTR_IS_RDONLY, (cpu, pointer, r2, r3, r4, r5) -> isReadOnly(cpu.memory(), pointer))
                .put(Kfunc.DYNPTR_SIZE, (cpu, pointer, r2, r3, r4, r5) -> size(cpu.memory(), pointer) & UINT)
                .put(Kfunc.DYNPTR_CLONE, (cpu, from, to, r3, r4, r5) -> copy(cpu.memory(), from, to) & UINT);
    }

    /**
     * What Linux does not have is refused: a run without a packet, a packet that is longer than any pointer can be. Netfilter
     * programs may not write to packets, whose bytes are memory like any other here.
     */
    private static long fromPacket(Cpu cpu, int kind, long ctx, long flags, long to) {
        GuestMemory memory = cpu.memory();
        DynamicPointers.clear(memory, to);
        if (flags != 0) {
            return EINVAL.result();
        }
        if (kind == DynamicPointers.SKB && cpu.context() instanceof BlobContext hook && hook.isAbout(ctx)) {
            DynamicPointers.set(memory, to, DynamicPointers.LOCAL, hook.dataAddress(), hook.dataBytes(), true);
            return 0;
        }
        if (!(cpu.context() instanceof PacketContext)) {
            return EOPNOTSUPP.result();
        }
        PacketContext packet = DynamicPointers.packet(cpu, kind, ctx);
        if (packet.length() > DynamicPointers.MAX_SIZE) {
            return E2BIG.result();
        }
        boolean readOnly = packet instanceof SkbContext skb && skb.isReadOnly();
        DynamicPointers.set(memory, to, kind, ctx, packet.length(), readOnly);
        return 0;
    }

    private static long slice(Cpu cpu, long pointer, long offset, long size) {
        GuestMemory memory = cpu.memory();
        long state = DynamicPointers.state(memory, pointer);
        int kind = DynamicPointers.kind(state);
        if (kind == DynamicPointers.NULL || !DynamicPointers.has(state, offset, size)) {
            return 0;
        }
        long address = DynamicPointers.address(memory, pointer);
        long from = DynamicPointers.offset(state) + offset;
        if (kind == DynamicPointers.LOCAL || kind == DynamicPointers.RINGBUF) {
            return address + from;
        }
        PacketContext packet = DynamicPointers.packet(cpu, kind, address);
        return kind == DynamicPointers.SKB
                ? PacketHelpers.skbPart(packet, from, size)
                : PacketHelpers.xdpPart(packet, from, size);
    }

    private static long adjust(GuestMemory memory, long pointer, long start, long end) {
        long state = DynamicPointers.state(memory, pointer);
        if (DynamicPointers.isNull(state) || start > end) {
            return EINVAL.result();
        }
        if (end > DynamicPointers.size(state)) {
            return ERANGE.result();
        }
        DynamicPointers.narrow(memory, pointer, state, start, end);
        return 0;
    }

    private static long isReadOnly(GuestMemory memory, long pointer) {
        long state = DynamicPointers.state(memory, pointer);
        return !DynamicPointers.isNull(state) && DynamicPointers.isReadOnly(state) ? 1 : 0;
    }

    private static long size(GuestMemory memory, long pointer) {
        long state = DynamicPointers.state(memory, pointer);
        return DynamicPointers.isNull(state) ? EINVAL.result() : DynamicPointers.size(state);
    }

    private static long copy(GuestMemory memory, long from, long to) {
        if (DynamicPointers.isNull(DynamicPointers.state(memory, from))) {
            DynamicPointers.clear(memory, to);
            return EINVAL.result();
        }
        DynamicPointers.copy(memory, from, to);
        return 0;
    }
}
