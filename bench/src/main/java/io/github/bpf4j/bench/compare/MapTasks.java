package io.github.bpf4j.bench.compare;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Java's maps and queues, doing what the BPF programs h_hash, h_lru and j_ringbuf do. */
final class MapTasks {
    private static final int KEYS = 1000;
    private static final long MIX = 2_654_435_761L;
    private static final int MASK = 1023;
    private static final int LRU_ENTRIES = 512;
    private static final int RING_BYTES = 1 << 20;
    private static final int RECORDS = 256;
    private static final int RECORD_BYTES = 64;

    /** As many runs as a ring of a MiB takes, with a header of eight bytes for each record. */
    static final long RUNS_PER_RING = RING_BYTES / (RECORDS * (RECORD_BYTES + 16));

    private MapTasks() {}

    static Task of(String runtime, Workload workload) {
        Task task = switch (runtime + " " + workload.program()) {
            case Tasks.CONCURRENT_HASH_MAP + " h_hash" -> new Boxed(new ConcurrentHashMap<>());
            case Tasks.LINKED_HASH_MAP + " h_lru" -> new Boxed(new LeastRecentlyUsed());
            case Tasks.AGRONA + " h_hash" -> new Primitive();
            case Tasks.AGRONA + " j_ringbuf" -> new Ring();
            default -> throw new IllegalArgumentException(runtime + " has no " + workload.program());
        };
        task.run(); // fills the map
        task.tidy();
        return task;
    }

    private static long key(int i) {
        return i * MIX & MASK;
    }

    /** A map of objects; its values can be added to where they are. */
    private static final class Boxed implements Task {
        private final Map<Long, long[]> map;

        Boxed(Map<Long, long[]> map) {
            this.map = map;
        }

        @Override
        public long run() {
            long hits = 0;
            for (int i = 0; i < KEYS; i++) {
                long[] value = map.get(key(i));
                if (value != null) {
                    value[0] += i;
                    hits++;
                } else {
                    map.put(key(i), new long[] {i});
                }
            }
            return hits;
        }
    }

    /** The JDK's LRU map, for one thread. */
    @SuppressWarnings("serial")
    private static final class LeastRecentlyUsed extends LinkedHashMap<Long, long[]> {
        LeastRecentlyUsed() {
            super(2 * LRU_ENTRIES, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, long[]> eldest) {
            return size() > LRU_ENTRIES;
        }
    }

    /** A map without objects, for one thread. */
    private static final class Primitive implements Task {
        private static final long MISSING = Long.MIN_VALUE;
        private final Long2LongHashMap map = new Long2LongHashMap(2 * MASK, 0.5f, MISSING);

        @Override
        public long run() {
            long hits = 0;
            for (int i = 0; i < KEYS; i++) {
                long value = map.get(key(i));
                if (value != MISSING) {
                    map.put(key(i), value + i);
                    hits++;
                } else {
                    map.put(key(i), i);
                }
            }
            return hits;
        }
    }

    /** A ring buffer with claims, for many writers. */
    private static final class Ring implements Task {
        private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));

        @Override
        public long run() {
            long failures = 0;
            for (int i = 0; i < RECORDS; i++) {
                int at = ring.tryClaim(1, RECORD_BYTES);
                if (at < 0) {
                    failures++;
                    continue;
                }
                AtomicBuffer buffer = ring.buffer();
                for (int j = 0; j < RECORD_BYTES / Long.BYTES; j++) {
                    buffer.putLong(at + j * Long.BYTES, i + j);
                }
                ring.commit(at);
            }
            return failures;
        }

        @Override
        public long runsUntilTidy() {
            return RUNS_PER_RING;
        }

        @Override
        public void tidy() {
            // A read stops at the end of the ring, and may have found nothing before but what fills it.
            while (ring.size() > 0) {
                ring.read((type, buffer, index, length) -> {});
            }
        }
    }
}
