package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOSPC;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.OptionalInt;

/**
 * bpf_skb_output: samples of packets that a traced function works on. The packet is a {@code struct sk_buff} that the host described, of one
 * part. Source: what Linux 6.12 answers (traced_packets-6.12.tsv).
 */
final class TracedPacketHelpers {
    private static final long INDEX = 0xffff_ffffL;
    private static final int CONTEXT_SHIFT = 32;
    private static final long LARGEST_CONTEXT = 0xf_ffffL;

    /** More than any buffer of samples has room for. */
    private static final long LARGEST_SAMPLE = 1L << 24;

    private final MapTable maps;
    private final Btf types;

    TracedPacketHelpers(MapTable maps, Btf types) {
        this.maps = maps;
        this.types = types;
    }

    void register(HelperTable table) {
        table.putExclusive(111, this::output);
    }

    private long output(Cpu cpu, long skb, long handle, long flags, long data, long size) {
        PerfEventArray events = maps.get(handle, PerfEventArray.class, "perf event array");
        long bytes = flags >>> CONTEXT_SHIFT;
        if (bytes > LARGEST_CONTEXT) {
            return EINVAL.result();
        }
        GuestMemory memory = cpu.memory();
        long packet = packet(memory, skb, bytes);
        if (packet == 0) {
            return EFAULT.result();
        }
        memory.range(data, size);
        if (size > LARGEST_SAMPLE) {
            return ENOSPC.result();
        }
        byte[] sample = new byte[(int) (size + bytes)];
        memory.read(data, sample, 0, (int) size);
        if (bytes > 0) {
            memory.read(packet, sample, (int) size, (int) bytes);
        }
        long index = flags & INDEX;
        return events.output(index == INDEX ? cpu.id() : index, sample);
    }

    /** Where the first bytes of a packet are; 0 if it has not so many. Without any it is no matter where they are. */
    private long packet(GuestMemory memory, long skb, long bytes) {
        long length = member(memory, skb, "len", Integer.BYTES);
        if (length < 0 || bytes > length) {
            return 0;
        }
        if (bytes == 0) {
            return skb;
        }
        long data = member(memory, skb, "data", Long.BYTES);
        return MemoryHelpers.refusal(memory, data, bytes) == 0 ? data : 0;
    }

    /** A member of a packet's struct; -1 if there is none to be read. */
    private long member(GuestMemory memory, long skb, String name, int bytes) {
        OptionalInt type = types.find(BtfKind.STRUCT, "sk_buff");
        if (type.isEmpty()) {
            return -1;
        }
        try {
            long at = skb + BtfField.of(types, type.getAsInt(), name).byteOffset();
            if (MemoryHelpers.refusal(memory, at, bytes) != 0) {
                return -1;
            }
            return bytes == Integer.BYTES ? memory.getInt(at) & INDEX : memory.getLong(at);
        } catch (BtfTypeException _) {
            return -1;
        }
    }
}
