package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOSPC;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.ArrayDeque;
import java.util.Arrays;
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

    private final @Nullable Event[] events;

    public PerfEventArray(GuestMemory memory, Shape shape) {
        super(memory, shape);
        events = new Event[shape.maxEntries()];
    }

    /** Opens the queue of an index, replacing what was there. */
    public Event open(int index, long capacityBytes) {
        Event event = new Event(capacityBytes);
        events[index] = event;
        return event;
    }

    /** Removes a queue. */
    public void close(Event event) {
        for (int i = 0; i < events.length; i++) {
            if (events[i] == event) {
                events[i] = null;
            }
        }
    }

    /** Queues a sample; 0 or a negative errno. */
    public long output(long index, byte[] sample) {
        if (index >= events.length) {
            return E2BIG.result();
        }
        Event event = events[(int) index];
        if (event == null) {
            return ENOENT.result();
        }
        return event.offer(sample) ? 0 : ENOSPC.result();
    }

    @Override
    public int count() {
        int open = 0;
        for (Event event : events) {
            open += event == null ? 0 : 1;
        }
        return open;
    }

    @Override
    public void close() {
        Arrays.fill(events, null);
    }
}
