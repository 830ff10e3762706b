package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.runtime.helpers.DynamicPointers.UINT;

import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;

/** The helpers that make dynamic pointers and work through them (runtime spec 4); their results are those of a 6.12 kernel. */
final class DynptrHelpers {
    private final RingHelpers rings;

    DynptrHelpers(RingHelpers rings) {
        this.rings = rings;
    }

    void register(HelperTable table) {
        table.put(197, (cpu, data, size, flags, to, r5) -> fromMemory(cpu.memory(), data, size & UINT, flags, to))
                .putExclusive(198, (cpu, map, size, flags, to, r5) -> reserve(cpu, map, size & UINT, flags, to))
                .putExclusive(199, (cpu, pointer, flags, r3, r4, r5) -> finish(cpu, pointer, false))
                .putExclusive(200, (cpu, pointer, flags, r3, r4, r5) -> finish(cpu, pointer, true))
                .put(
                        201,
                        (cpu, to, size, from, offset, flags) -> read(cpu, to, size & UINT, from, offset & UINT, flags))
                .put(
                        202,
                        (cpu, to, offset, from, size, flags) -> write(cpu, to, offset & UINT, from, size & UINT, flags))
                .put(
                        203,
                        (cpu, pointer, offset, size, r4, r5) ->
                                data(cpu.memory(), pointer, offset & UINT, size & UINT));
    }

    private static long fromMemory(GuestMemory memory, long data, long size, long flags, long to) {
        if (size > DynamicPointers.MAX_SIZE || flags != 0) {
            DynamicPointers.clear(memory, to);
            return size > DynamicPointers.MAX_SIZE ? E2BIG.result() : EINVAL.result();
        }
        DynamicPointers.set(memory, to, DynamicPointers.LOCAL, data, size, false);
        return 0;
    }

    private long reserve(Cpu cpu, long map, long size, long flags, long to) {
        GuestMemory memory = cpu.memory();
        DynamicPointers.clear(memory, to);
        if (flags != 0) {
            return EINVAL.result();
        }
        if (size > DynamicPointers.MAX_SIZE) {
            return E2BIG.result();
        }
        long record = rings.reserve(cpu, map, size);
        if (record == 0) {
            return EINVAL.result();
        }
        DynamicPointers.set(memory, to, DynamicPointers.RINGBUF, record, size, false);
        return 0;
    }

    /** The whole record, whatever part of it the pointer was narrowed to. */
    private long finish(Cpu cpu, long pointer, boolean discard) {
        GuestMemory memory = cpu.memory();
        long state = DynamicPointers.state(memory, pointer);
        if (DynamicPointers.isNull(state)) {
            return 0;
        }
        if (DynamicPointers.kind(state) != DynamicPointers.RINGBUF) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, pointer, "the dynamic pointer is to no ring buffer record");
        }
        rings.finish(cpu, DynamicPointers.address(memory, pointer), discard);
        DynamicPointers.clear(memory, pointer);
        return 0;
    }

    private static long read(Cpu cpu, long to, long size, long pointer, long offset, long flags) {
        GuestMemory memory = cpu.memory();
        long state = DynamicPointers.state(memory, pointer);
        int kind = DynamicPointers.kind(state);
        if (kind == DynamicPointers.NULL || flags != 0) {
            return EINVAL.result();
        }
        if (!DynamicPointers.has(state, offset, size)) {
            return E2BIG.result();
        }
        long address = DynamicPointers.address(memory, pointer);
        long from = DynamicPointers.offset(state) + offset;
        if (kind == DynamicPointers.SKB) {
            return SkbHelpers.load(cpu, DynamicPointers.packet(cpu, kind, address), from, to, size);
        }
        if (kind == DynamicPointers.XDP) {
            return PacketHelpers.copyXdp(cpu, xdp(cpu, address), from, to, size, true);
        }
        memory.copy(address + from, to, size);
        return 0;
    }

    private static long write(Cpu cpu, long pointer, long offset, long from, long size, long flags) {
        GuestMemory memory = cpu.memory();
        long state = DynamicPointers.state(memory, pointer);
        int kind = DynamicPointers.kind(state);
        if (kind == DynamicPointers.NULL || DynamicPointers.isReadOnly(state)) {
            return EINVAL.result();
        }
        if (!DynamicPointers.has(state, offset, size)) {
            return E2BIG.result();
        }
        long address = DynamicPointers.address(memory, pointer);
        long to = DynamicPointers.offset(state) + offset;
        if (kind == DynamicPointers.SKB) {
            return SkbHelpers.store(cpu, SkbHelpers.skb(cpu, address), to, from, size, flags);
        }
        if (flags != 0) {
            return EINVAL.result();
        }
        if (kind == DynamicPointers.XDP) {
            return PacketHelpers.copyXdp(cpu, xdp(cpu, address), to, from, size, false);
        }
        memory.copy(from, address + to, size);
        return 0;
    }

    private static XdpContext xdp(Cpu cpu, long address) {
        return (XdpContext) DynamicPointers.packet(cpu, DynamicPointers.XDP, address);
    }

    private static long data(GuestMemory memory, long pointer, long offset, long size) {
        long state = DynamicPointers.state(memory, pointer);
        return switch (DynamicPointers.kind(state)) {
            case DynamicPointers.LOCAL, DynamicPointers.RINGBUF ->
                DynamicPointers.has(state, offset, size) && !DynamicPointers.isReadOnly(state)
                        ? DynamicPointers.address(memory, pointer) + DynamicPointers.offset(state) + offset
                        : 0;
            default -> 0;
        };
    }
}
