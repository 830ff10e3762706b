package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EAGAIN;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.maps.RingWriter;

/** Ring buffers (runtime spec 4), which need no other lock than their own. */
final class RingHelpers {
    private static final long WAKEUP_FLAGS = 3;

    private final MapTable maps;

    RingHelpers(MapTable maps) {
        this.maps = maps;
    }

    void register(HelperTable table) {
        table.put(130, new OnRing(maps, RingHelpers::output))
                .put(131, new OnRing(maps, (cpu, ring, size, flags, r4) -> flags != 0 ? 0 : reserve(cpu, ring, size)))
                .put(132, new Finish(maps, false))
                .put(133, new Finish(maps, true))
                .put(134, new OnRing(maps, (cpu, ring, what, r3, r4) -> query(ring.ring(), what)));
    }

    /** What a helper does with its ring buffer. */
    @FunctionalInterface
    private interface Operation {
        long call(Cpu cpu, RingWriter ring, long r2, long r3, long r4);
    }

    private record OnRing(MapTable maps, Operation operation) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long map, long r2, long r3, long r4, long r5) {
            cpu.refuseWhileLocked();
            return operation.call(cpu, ringOf(maps, map), r2, r3, r4);
        }

        @Override
        public HelperFunction bind(long handle) {
            return maps.find(handle) instanceof RingBuffer ring
                    ? new Bound(maps, handle, ring, ring.writer(), operation)
                    : this;
        }
    }

    /** The same where the ring buffer is known; see {@link MapHelper}. */
    private record Bound(MapTable maps, long handle, RingBuffer ring, RingWriter writer, Operation operation)
            implements HelperFunction {
        @Override
        public long call(Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
            cpu.refuseWhileLocked();
            return operation.call(cpu, ring.isForgotten() ? ringOf(maps, handle) : writer, r2, r3, r4);
        }
    }

    /** Submits or discards a record. Its address alone says which ring buffer it is of; its header is not trusted. */
    private record Finish(MapTable maps, boolean discard) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long record, long flags, long r3, long r4, long r5) {
            cpu.refuseWhileLocked();
            int run = cpu.nextRun() - 1; // who reserved something has asked for it
            for (RingWriter ring : maps.rings()) {
                if (ring.holds(record)) {
                    ring.commit(record, run, discard);
                    return 0;
                }
            }
            throw RingWriter.noRecord(record);
        }
    }

    private static RingWriter ringOf(MapTable maps, long handle) {
        return maps.get(handle, RingBuffer.class, "ring buffer").writer();
    }

    private static long reserve(Cpu cpu, RingWriter ring, long size) {
        return ring.reserve(size, cpu.run());
    }

    private static long output(Cpu cpu, RingWriter ring, long data, long size, long flags) {
        if ((flags & ~WAKEUP_FLAGS) != 0) {
            return EINVAL.result();
        }
        long record = reserve(cpu, ring, size);
        if (record == 0) {
            return EAGAIN.result();
        }
        cpu.memory().copy(data, record, size);
        ring.commit(record, cpu.run(), false);
        return 0;
    }

    /** A record for a run, or 0. */
    long reserve(Cpu cpu, long map, long size) {
        return reserve(cpu, ringOf(maps, map), size);
    }

    /** Submits or discards a record. */
    long finish(Cpu cpu, long record, boolean discard) {
        return new Finish(maps, discard).call(cpu, record, 0, 0, 0, 0);
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
