package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EAGAIN;
import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.PerfCounter;
import io.github.bpf4j.time.Clock;

/** Ring buffers and perf events: data on its way to the host (runtime spec 4). */
final class OutputHelpers {
    private static final long WAKEUP_FLAGS = 3;
    private static final long INDEX = 0xffff_ffffL;
    private static final int CONTEXT_SHIFT = 32;
    private static final long CONTEXT_BYTES = 0xf_ffffL;

    /** What the verifier lets through. */
    private static final long LARGEST_SIZE = (1L << 29) - 1;

    private static final int COUNTER_BYTES = 3 * Long.BYTES;

    private final MapTable maps;
    private final Clock clock;

    OutputHelpers(MapTable maps, Clock clock) {
        this.maps = maps;
        this.clock = clock;
    }

    void register(HelperTable table) {
        table.putExclusive(22, (cpu, map, flags, r3, r4, r5) -> count(cpu, map, flags))
                .putExclusive(25, this::perfEvent)
                .putExclusive(55, (cpu, map, flags, to, size, r5) -> counter(cpu, map, flags, to, size & INDEX))
                .putExclusive(130, (cpu, map, data, size, flags, r5) -> ringOutput(cpu, ring(map), data, size, flags))
                .putExclusive(
                        131,
                        (cpu, map, size, flags, r4, r5) ->
                                flags != 0 ? 0 : ring(map).reserve(size, cpu.run()))
                .putExclusive(132, (cpu, record, flags, r3, r4, r5) -> finish(record, false))
                .putExclusive(133, (cpu, record, flags, r3, r4, r5) -> finish(record, true))
                .putExclusive(134, (cpu, map, what, r3, r4, r5) -> query(ring(map), what));
    }

    /** The ring buffer behind a handle. */
    RingBuffer ring(long handle) {
        return maps.get(handle, RingBuffer.class, "ring buffer");
    }

    private static long ringOutput(Cpu cpu, RingBuffer ring, long data, long size, long flags) {
        if ((flags & ~WAKEUP_FLAGS) != 0) {
            return EINVAL.result();
        }
        long record = ring.reserve(size, cpu.run());
        if (record == 0) {
            return EAGAIN.result();
        }
        cpu.memory().copy(data, record, size);
        ring.commit(record, false);
        return 0;
    }

    /** Submits or discards a record. Its address alone says which ring buffer it is of; its header is not trusted. */
    long finish(long record, boolean discard) {
        for (var map : maps.all()) {
            if (map instanceof RingBuffer ring && ring.holds(record)) {
                ring.commit(record, discard);
                return 0;
            }
        }
        throw new io.github.bpf4j.runtime.memory.GuestFault(
                io.github.bpf4j.runtime.memory.FaultKind.BAD_ARGUMENT,
                record,
                "0x" + Long.toHexString(record) + " is no reserved record");
    }

    private static long query(RingBuffer ring, long what) {
        return switch (Math.clamp(what, -1, 4)) {
            case 0 -> ring.availableBytes();
            case 1 -> ring.ringBytes();
            case 2 -> ring.consumerPosition();
            case 3 -> ring.producerPosition();
            default -> 0;
        };
    }

    private PerfEventArray.Reading reading(Cpu cpu, long handle, long flags) {
        PerfEventArray events = maps.get(handle, PerfEventArray.class, "perf event array");
        if ((flags & ~INDEX) != 0) {
            return new PerfEventArray.Reading(EINVAL.result(), PerfCounter.ZERO);
        }
        return events.read(flags == INDEX ? cpu.id() : flags, cpu.id(), clock.monotonicNs());
    }

    private long count(Cpu cpu, long handle, long flags) {
        PerfEventArray.Reading reading = reading(cpu, handle, flags);
        return reading.result() != 0 ? reading.result() : reading.counted().value();
    }

    private long counter(Cpu cpu, long handle, long flags, long to, long size) {
        PerfEventArray.Reading reading = reading(cpu, handle, flags);
        GuestMemory memory = cpu.memory();
        memory.zero(to, size);
        if (size != COUNTER_BYTES) {
            return EINVAL.result();
        }
        memory.setLong(to, reading.counted().value());
        memory.setLong(to + Long.BYTES, reading.counted().enabledNs());
        memory.setLong(to + 2L * Long.BYTES, reading.counted().runningNs());
        return reading.result();
    }

    private long perfEvent(Cpu cpu, long ctx, long handle, long flags, long data, long size) {
        PerfEventArray events = maps.get(handle, PerfEventArray.class, "perf event array");
        PacketContext packet = cpu.context() instanceof PacketContext context ? context : null;
        long contextBytes = flags >>> CONTEXT_SHIFT;
        if (contextBytes > (packet == null ? 0 : CONTEXT_BYTES) || size < 0 || size > LARGEST_SIZE) {
            return EINVAL.result();
        }
        if (packet != null && contextBytes > packet.length()) {
            return EFAULT.result();
        }
        long index = (flags & INDEX) == INDEX ? cpu.id() : flags & INDEX;
        int kept = PerfEventArray.keptBytes(size + contextBytes);
        if (kept < 0) {
            return events.check(index);
        }
        byte[] sample = new byte[kept];
        int own = (int) Math.min(size, kept);
        cpu.memory().read(data, sample, 0, own);
        if (packet != null) {
            cpu.memory().read(packet.dataAddress(), sample, own, kept - own);
        }
        return events.output(index, sample);
    }
}
