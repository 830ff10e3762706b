package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOSPC;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.PerfCounter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** BPF_MAP_TYPE_PERF_EVENT_ARRAY: per index, the queue of samples that a reader opened, or a counter of the host's. */
public final class PerfEventArray extends FixedMap {
    /** Of a record with a sample: its header and the sample's size. */
    private static final int RECORD_HEADER_BYTES = 8;

    private static final int SAMPLE_SIZE_BYTES = 4;
    private static final long RECORD_SIZE = 0xffff;

    /** Samples that wait to be read. Bounded in bytes; what does not fit is counted as lost, as in Linux. */
    public static final class Event {
        private final ArrayDeque<byte[]> samples = new ArrayDeque<>();
        private final long capacityBytes;
        private final long openedNs;
        private long bytes;
        private long lost;

        Event(long capacityBytes, long openedNs) {
            this.capacityBytes = capacityBytes;
            this.openedNs = openedNs;
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

    /**
     * What an event has counted.
     *
     * @param cpu where it counts; -1 wherever its task runs
     */
    public record Counter(int cpu, PerfCounter counted) {}

    /** What was read: a negative errno and nothing, or 0 and the count. */
    public record Reading(long result, PerfCounter counted) {}

    private final Map<Integer, Event> events = new HashMap<>();
    private final Map<Integer, Counter> counters = new HashMap<>();

    public PerfEventArray(GuestMemory memory, Shape shape) {
        super(memory, shape);
    }

    /** Opens the queue of an index at a time, replacing what was there. */
    public Event open(int index, long capacityBytes, long nowNs) {
        Event event = new Event(capacityBytes, nowNs);
        counters.remove(index);
        events.put(index, event);
        return event;
    }

    /** Puts a counter at an index, replacing what was there. */
    public void set(int index, Counter counter) {
        events.remove(index);
        counters.put(index, counter);
    }

    /** Takes what is at an index out of the map; false if nothing was. */
    public boolean remove(int index) {
        boolean hadQueue = events.remove(index) != null;
        return counters.remove(index) != null || hadQueue;
    }

    /** What a program on a CPU reads at an index. A queue has counted nothing since it was opened. */
    public Reading read(long index, int cpu, long nowNs) {
        if (index >= shape.maxEntries()) {
            return new Reading(E2BIG.result(), PerfCounter.ZERO);
        }
        Event event = events.get((int) index);
        if (event != null) {
            long openNs = nowNs - event.openedNs;
            return new Reading(0, new PerfCounter(0, openNs, openNs));
        }
        Counter counter = counters.get((int) index);
        if (counter == null) {
            return new Reading(ENOENT.result(), PerfCounter.ZERO);
        }
        return counter.cpu == cpu || counter.cpu == -1
                ? new Reading(0, counter.counted)
                : new Reading(EINVAL.result(), PerfCounter.ZERO);
    }

    /** Removes a queue. */
    public void close(Event event) {
        events.values().remove(event);
    }

    /** How much of a sample its record has, or -1 if there is none: Linux keeps the size of a record in 16 bits, whatever is lost. */
    public static int keptBytes(long bytes) {
        long record = RECORD_HEADER_BYTES + (bytes + SAMPLE_SIZE_BYTES + 7 & -8);
        if (record <= RECORD_SIZE) {
            return (int) bytes;
        }
        long size = record & RECORD_SIZE;
        return size == 0 ? -1 : (int) Math.max(size - RECORD_HEADER_BYTES - SAMPLE_SIZE_BYTES, 0);
    }

    /** Whether an index has a queue; 0 or a negative errno. */
    public long check(long index) {
        if (index >= shape.maxEntries()) {
            return E2BIG.result();
        }
        if (events.containsKey((int) index)) {
            return 0;
        }
        return counters.containsKey((int) index) ? EINVAL.result() : ENOENT.result();
    }

    /** Queues a sample; 0 or a negative errno. */
    public long output(long index, byte[] sample) {
        long refused = check(index);
        if (refused != 0) {
            return refused;
        }
        Event event = events.get((int) index);
        return event != null && event.offer(sample) ? 0 : ENOSPC.result();
    }

    @Override
    public int count() {
        return events.size() + counters.size();
    }

    @Override
    public void close() {
        events.clear();
        counters.clear();
    }
}
