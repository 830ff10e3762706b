package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOSPC;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_PERF_EVENT_ARRAY: per index, the queue of samples that a reader opened. */
public final class PerfEventArray extends FixedMap {
    /** Samples that wait to be read. Bounded in bytes; what does not fit is counted as lost, as in Linux. */
    public static final class Event {
        private final ArrayDeque<byte[]> samples = new ArrayDeque<>();
        private final long capacityBytes;
        private long bytes;
        private long lost;

        Event(long capacityBytes) {
            this.capacityBytes = capacityBytes;
        }

        /** Takes the oldest sample, or null. */
        public byte @Nullable [] poll() {
            byte[] sample = samples.poll();
            if (sample != null) {
                bytes -= sample.length;
            }
            return sample;
        }

        /** How many samples found no room since it was opened. */
        public long lost() {
            return lost;
        }

        private boolean offer(byte[] sample) {
            if (bytes + sample.length > capacityBytes) {
                lost++;
                return false;
            }
            bytes += sample.length;
            samples.add(sample);
            return true;
        }
    }

    private final Map<Integer, Event> events = new HashMap<>();

    public PerfEventArray(GuestMemory memory, Shape shape) {
        super(memory, shape);
    }

    /** Opens the queue of an index, replacing what was there. */
    public Event open(int index, long capacityBytes) {
        Event event = new Event(capacityBytes);
        events.put(index, event);
        return event;
    }

    /** Removes a queue. */
    public void close(Event event) {
        events.values().remove(event);
    }

    /** Queues a sample; 0 or a negative errno. */
    public long output(long index, byte[] sample) {
        if (index >= shape.maxEntries()) {
            return E2BIG.result();
        }
        Event event = events.get((int) index);
        if (event == null) {
            return ENOENT.result();
        }
        return event.offer(sample) ? 0 : ENOSPC.result();
    }

    @Override
    public int count() {
        return events.size();
    }

    @Override
    public void close() {
        events.clear();
    }
}
