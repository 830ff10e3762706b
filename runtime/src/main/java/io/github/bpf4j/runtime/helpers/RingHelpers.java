package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EAGAIN;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;

/** Ring buffers (runtime spec 4), which need no other lock than their own. */
final class RingHelpers {
    private static final long WAKEUP_FLAGS = 3;

    private final MapTable maps;

    RingHelpers(MapTable maps) {
        this.maps = maps;
    }

    void register(HelperTable table) {
        table.put(130, new OnRing(maps, RingHelpers::output))
                .put(
                        131,
                        new OnRing(
                                maps, (cpu, ring, size, flags, r4) -> flags != 0 ? 0 : ring.reserve(size, cpu.run())))
                .put(132, (cpu, record, flags, r3, r4, r5) -> finish(cpu, record, false))
                .put(133, (cpu, record, flags, r3, r4, r5) -> finish(cpu, record, true))
                .put(134, new OnRing(maps, (cpu, ring, what, r3, r4) -> query(ring, what)));
    }

    /** What a helper does with its ring buffer. */
    @FunctionalInterface
    private interface Operation {
        long call(Cpu cpu, RingBuffer ring, long r2, long r3, long r4);
    }

    private record OnRing(MapTable maps, Operation operation) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long map, long r2, long r3, long r4, long r5) {
            cpu.refuseWhileLocked();
            return operation.call(cpu, ringOf(maps, map), r2, r3, r4);
        }

        @Override
        public HelperFunction bind(long handle) {
            return maps.find(handle) instanceof RingBuffer ring ? new Bound(maps, handle, ring, operation) : this;
        }
    }

    /** The same where the ring buffer is known; see {@link MapHelper}. */
    private record Bound(MapTable maps, long handle, RingBuffer ring, Operation operation) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
            cpu.refuseWhileLocked();
            return operation.call(cpu, ring.isForgotten() ? ringOf(maps, handle) : ring, r2, r3, r4);
        }
    }

    private static RingBuffer ringOf(MapTable maps, long handle) {
        return maps.get(handle, RingBuffer.class, "ring buffer");
    }

    private static long output(Cpu cpu, RingBuffer ring, long data, long size, long flags) {
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

    /** A record for a run, or 0. */
    long reserve(Cpu cpu, long map, long size) {
        return ringOf(maps, map).reserve(size, cpu.run());
    }

    /** Submits or discards a record. Its address alone says which ring buffer it is of; its header is not trusted. */
    long finish(Cpu cpu, long record, boolean discard) {
        cpu.refuseWhileLocked();
        for (RingBuffer ring : maps.rings()) {
            if (ring.holds(record)) {
                ring.commit(record, discard);
                return 0;
            }
        }
        throw new GuestFault(
                FaultKind.BAD_ARGUMENT, record, "0x" + Long.toHexString(record) + " is no reserved record");
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
}
