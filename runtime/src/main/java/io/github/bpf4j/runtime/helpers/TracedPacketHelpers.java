package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.OptionalInt;

/**
 * bpf_skb_output, bpf_xdp_output: samples of packets that a traced function works on. The packet is a {@code struct sk_buff} or
 * {@code xdp_buff} that the host described, of one part. Source: what Linux 6.12 answers (traced_packets-6.12.tsv).
 */
final class TracedPacketHelpers {
    private static final long INDEX = 0xffff_ffffL;
    private static final int CONTEXT_SHIFT = 32;
    private static final long LARGEST_CONTEXT = 0xf_ffffL;

    private final MapTable maps;
    private final Btf types;

    TracedPacketHelpers(MapTable maps, Btf types) {
        this.maps = maps;
        this.types = types;
    }

    void register(HelperTable table) {
        table.putExclusive(
                111, (cpu, skb, map, flags, data, size) -> output(cpu, socketBuffer(cpu, skb), map, flags, data, size));
        table.putExclusive(
                121, (cpu, xdp, map, flags, data, size) -> output(cpu, frame(cpu, xdp), map, flags, data, size));
    }

    /** Where a packet's bytes begin, and how many there are; a negative number if nobody said. */
    private record Packet(long data, long length) {}

    private Packet socketBuffer(Cpu cpu, long skb) {
        return new Packet(
                member(cpu.memory(), skb, "sk_buff", "data", Long.BYTES),
                member(cpu.memory(), skb, "sk_buff", "len", Integer.BYTES));
    }

    private Packet frame(Cpu cpu, long xdp) {
        long data = member(cpu.memory(), xdp, "xdp_buff", "data", Long.BYTES);
        long end = member(cpu.memory(), xdp, "xdp_buff", "data_end", Long.BYTES);
        return new Packet(data, end == -1 ? -1 : end - data);
    }

    private long output(Cpu cpu, Packet packet, long handle, long flags, long data, long size) {
        PerfEventArray events = maps.get(handle, PerfEventArray.class, "perf event array");
        long bytes = flags >>> CONTEXT_SHIFT;
        if (bytes > LARGEST_CONTEXT) {
            return EINVAL.result();
        }
        GuestMemory memory = cpu.memory();
        boolean isThere =
                bytes <= packet.length() && (bytes == 0 || MemoryHelpers.refusal(memory, packet.data(), bytes) == 0);
        if (!isThere) {
            return EFAULT.result();
        }
        memory.range(data, size);
        long index = (flags & INDEX) == INDEX ? cpu.id() : flags & INDEX;
        int kept = PerfEventArray.keptBytes(size + bytes);
        if (kept < 0) {
            return events.check(index);
        }
        byte[] sample = new byte[kept];
        int own = (int) Math.min(size, kept);
        memory.read(data, sample, 0, own);
        if (kept > own) {
            memory.read(packet.data(), sample, own, kept - own);
        }
        return events.output(index, sample);
    }

    /** A member of a packet's struct; -1 if there is none to be read. */
    private long member(GuestMemory memory, long packet, String struct, String name, int bytes) {
        OptionalInt type = types.find(BtfKind.STRUCT, struct);
        if (type.isEmpty()) {
            return -1;
        }
        try {
            long at = packet + BtfField.of(types, type.getAsInt(), name).byteOffset();
            if (MemoryHelpers.refusal(memory, at, bytes) != 0) {
                return -1;
            }
            return bytes == Integer.BYTES ? memory.getInt(at) & INDEX : memory.getLong(at);
        } catch (BtfTypeException _) {
            return -1;
        }
    }
}
