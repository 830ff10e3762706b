package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.PerfCounter;
import io.github.bpf4j.time.Clock;

/** Perf events: data on its way to the host, counters (runtime spec 4). */
final class OutputHelpers {
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
                .putExclusive(55, (cpu, map, flags, to, size, r5) -> counter(cpu, map, flags, to, size & INDEX));
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
