package io.github.bpf4j.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** The loops of {@link MapPrograms} in plain Java: a thousand operations on the keys of a logical CPU, chosen as the programs do. */
final class JavaMaps {
    static final int OPS = 1000;
    private static final int SMALL = 1024;

    /** Longs between what one CPU writes and another reads: lengths of arrays lie before their elements, and lines come in pairs. */
    private static final int APART = 16;

    private JavaMaps() {}

    /** One operation on each of a thousand random keys. */
    abstract static class Loop implements MapPrograms.Work {
        private final long mask;
        private final long[] state = new long[4 * APART];

        /** With keys below a power of two, or with any. */
        Loop(long size) {
            mask = size - 1;
            state[APART] = 1;
            state[2 * APART] = 2;
        }

        abstract void act(int cpu, long key);

        @Override
        public final void run(int cpu) {
            long x = state[(cpu + 1) * APART] | 1;
            for (int i = 0; i < OPS; i++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
                act(cpu, mask == SMALL - 1 ? x & SMALL / 2 - 1 | (long) cpu * (SMALL / 2) : (x & ~1 | cpu) & mask);
            }
            state[(cpu + 1) * APART] = x;
        }
    }

    /** A ConcurrentHashMap that has all keys: lookup and add. */
    static final class Concurrent extends Loop {
        private final ConcurrentHashMap<Long, AtomicLong> counters = new ConcurrentHashMap<>();

        Concurrent(int size) {
            super(size);
            for (long i = 0; i < size; i++) {
                counters.put(i, new AtomicLong());
            }
        }

        @Override
        void act(int cpu, long key) {
            AtomicLong counter = Objects.requireNonNull(counters.get(key));
            counter.setPlain(counter.getPlain() + 1);
        }
    }

    /** A ConcurrentHashMap that has all keys: put, or remove and put. */
    static final class Changed extends Loop {
        private final ConcurrentHashMap<Long, Long> map = new ConcurrentHashMap<>();
        private final boolean removes;

        Changed(boolean removes) {
            super(SMALL);
            this.removes = removes;
            for (long i = 0; i < SMALL; i++) {
                map.put(i, i);
            }
        }

        @Override
        void act(int cpu, long key) {
            if (removes) {
                map.remove(key);
            }
            map.put(key, key);
        }
    }

    /** Open addressing by hand, key and count side by side, without a thought for other threads. */
    static final class Table extends Loop {
        private final long[] slots;
        private final int last;

        Table(int size) {
            super(size);
            slots = new long[4 * size + 2 * APART];
            last = 2 * size - 1;
            for (long key = 0; key < size; key++) {
                int at = first(key);
                while (slots[APART + 2 * at] != 0) {
                    at = at + 1 & last;
                }
                slots[APART + 2 * at] = key + 1;
            }
        }

        private int first(long key) {
            return (int) (key * 0x9e37_79b9_7f4a_7c15L >>> 32) & last;
        }

        /** Where a key is. */
        int find(long key) {
            int at = first(key);
            while (slots[APART + 2 * at] != key + 1) {
                at = at + 1 & last;
            }
            return at;
        }

        @Override
        void act(int cpu, long key) {
            slots[APART + 2 * find(key) + 1]++;
        }
    }

    /** One array, or one for each CPU. */
    static final class Counters extends Loop {
        private final long[][] counters;

        Counters(boolean perCpu) {
            super(SMALL);
            long[] first = new long[SMALL + 2 * APART];
            counters = new long[][] {first, perCpu ? new long[SMALL + 2 * APART] : first};
        }

        @Override
        void act(int cpu, long key) {
            counters[cpu][APART + (int) key]++;
        }
    }

    /** A LinkedHashMap in order of use, under a lock: a key that is nowhere. */
    static final class Recent extends Loop {
        private final Map<Long, Long> entries;

        Recent(int size) {
            super(0);
            entries = new LinkedHashMap<>(2 * size, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                    return size() > size;
                }
            };
        }

        @Override
        void act(int cpu, long key) {
            boolean missing;
            synchronized (entries) {
                missing = entries.get(key) == null;
            }
            if (missing) {
                synchronized (entries) {
                    entries.put(key, 1L);
                }
            }
        }
    }

    /** A lookup and a wheel of lists for each CPU, by hand: an entry moves to another list, or enters one and leaves it. */
    static final class Wheels extends Loop {
        private static final int LISTS = 512;

        private final Table table = new Table(SMALL);
        private static final int FIRST = 2 * APART;
        private static final int SIZE = 2 * SMALL + LISTS;

        private final int[][] next = new int[2][FIRST + SIZE + FIRST];
        private final int[][] previous = new int[2][FIRST + SIZE + FIRST];
        private final int[] ticks = new int[4 * FIRST];
        private final boolean leaves;

        Wheels(boolean leaves) {
            super(SMALL);
            this.leaves = leaves;
            for (int cpu = 0; cpu < 2; cpu++) {
                for (int i = 0; i < FIRST + SIZE; i++) {
                    next[cpu][i] = i;
                    previous[cpu][i] = i;
                }
            }
        }

        @Override
        void act(int cpu, long key) {
            int[] after = next[cpu];
            int[] before = previous[cpu];
            int entry = FIRST + LISTS + table.find(key);
            leave(after, before, entry);
            int list = FIRST + (ticks[(cpu + 1) * FIRST]++ >>> 4 & LISTS - 1);
            after[entry] = after[list];
            before[after[list]] = entry;
            after[list] = entry;
            before[entry] = list;
            if (leaves) {
                leave(after, before, entry);
            }
        }

        private static void leave(int[] after, int[] before, int entry) {
            after[before[entry]] = after[entry];
            before[after[entry]] = before[entry];
            after[entry] = entry;
            before[entry] = entry;
        }
    }

    /** What a ring buffer cannot do without: a lock, sixty-four bytes, and one more atomic instruction. */
    static final class Ring implements MapPrograms.Work {
        private final AtomicInteger lock = new AtomicInteger();
        private final long[] data = new long[1 << 16];
        private final AtomicIntegerArray states = new AtomicIntegerArray(1 << 16);
        private int end;

        @Override
        public void run(int cpu) {
            for (int i = 0; i < OPS; i++) {
                while (!lock.compareAndSet(0, 1)) {
                    Thread.onSpinWait();
                }
                int at = end;
                end = at + 9 & (1 << 16) - 1;
                states.setPlain(at, 1);
                lock.setRelease(0);
                for (int word = 0; word < 8; word++) {
                    data[at + 1 + word & (1 << 16) - 1] = (long) i + word;
                }
                if (!states.compareAndSet(at, 1, 2)) {
                    throw new IllegalStateException("not reserved");
                }
            }
        }
    }
}
