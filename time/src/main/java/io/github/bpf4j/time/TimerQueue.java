package io.github.bpf4j.time;

import java.util.Arrays;

/**
 * A queue of timers ordered by expiry, then by order of arming. A timer is a small non-negative number that the caller
 * chooses (an index into its own table); each is queued at most once. {@link Long#MAX_VALUE} is never: such a timer counts as
 * queued and does not come out.
 *
 * <p>Not thread-safe: the owner serializes calls, or uses {@link ConcurrentTimerQueue}. Grows with the largest number used;
 * allocates nothing after growth; {@link #trim} gives memory back. Benchmarks: {@code TimerQueueBenchmark}.
 */
/*
 * A hierarchical radix wheel. `base` is an instant that no timer in the wheel expires before. A timer that expires at `e` lies at the
 * level of the highest 6-bit digit in which `e` and `base` differ, in the slot that this digit of `e` names. So a slot of level 0
 * holds one instant, those of a level lie in order, and all of a level expire before all of the next: the first timer is in the
 * lowest slot of the lowest level. To get at it, that slot becomes the new base and what is in it falls to lower levels.
 *
 * Timers that expire at or before `base` lie in a heap ordered by (expiry, arming): there the order of equal expiries and of
 * expiries in the past is exact. Invariant: all in the heap <= base <= all in the wheel. Polling moves the base up to the instant
 * that is polled for. Looking for the next expiry looks through the lowest slot and remembers what it found; only if more than
 * FEW timers are there it makes the slot the base, lest it look through it again and again. The base is then ahead of time, and
 * timers that are armed for instants before it go into the heap, which is right but slower.
 *
 * Moving a timer later only changes its numbers; it stays where it is and falls to its place when its slot comes up (lazy
 * re-arming). A timer is therefore never in a later slot than its expiry says, but perhaps in an earlier one.
 *
 * `where[timer]` is the slot (level * 64 + digit) for those in the wheel, IDLE, NEVER, or FIRST_IN_HEAP - i for those at heap[i].
 */
public final class TimerQueue {
    private static final int DIGIT_BITS = 6;
    private static final int SLOTS = 1 << DIGIT_BITS;
    private static final int LEVELS = 11;
    private static final int IDLE = -1;
    private static final int NEVER = -2;
    private static final int FIRST_IN_HEAP = -3;
    private static final int FEW = 64;
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final int NONE = -1;
    private static final int ARITY = 4;
    private static final int LEAST = 16;

    private int[] where = new int[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private long[] expiresNs = new long[0];
    private long[] arming = new long[0];
    private final int[] heads = new int[LEVELS * SLOTS];
    private final long[] occupied = new long[LEVELS];
    private int levels;
    private int[] heap = new int[LEAST];
    private int heapSize;
    private int size;
    private long base;
    private long firstNs = UNKNOWN;
    private long armings;

    /** An empty queue. */
    public TimerQueue() {
        Arrays.fill(heads, NONE);
    }

    /** Queues the timer, or moves it if it was queued: its old expiry is forgotten and it counts as armed now. */
    public void schedule(int timer, long expiresNs) {
        if (timer >= where.length) {
            grow(timer);
        }
        int place = where[timer];
        if (place >= 0 && expiresNs >= startOf(place) && expiresNs != Long.MAX_VALUE) {
            if (this.expiresNs[timer] == firstNs || expiresNs < firstNs) {
                firstNs = UNKNOWN;
            }
            this.expiresNs[timer] = expiresNs;
            arming[timer] = armings++;
            return;
        }
        if (place == IDLE) {
            size++;
        } else {
            takeOut(timer, place);
        }
        this.expiresNs[timer] = expiresNs;
        arming[timer] = armings++;
        put(timer, expiresNs);
    }

    private void takeOut(int timer, int place) {
        if (place >= 0) {
            if (expiresNs[timer] == firstNs) {
                firstNs = UNKNOWN;
            }
            unlink(timer, place);
        } else if (place != NEVER) {
            removeFromHeap(FIRST_IN_HEAP - place);
        }
    }

    /** Takes the timer out; false if it was not queued. */
    public boolean cancel(int timer) {
        if (!isQueued(timer)) {
            return false;
        }
        takeOut(timer, where[timer]);
        where[timer] = IDLE;
        size--;
        return true;
    }

    /** Whether the timer waits to expire. */
    public boolean isQueued(int timer) {
        return timer < where.length && where[timer] != IDLE;
    }

    /** When the timer was last told to expire, whether or not it is still queued. */
    public long expiresNs(int timer) {
        return expiresNs[timer];
    }

    /** The earliest expiry, or {@link Long#MAX_VALUE} if nothing is queued. */
    public long nextExpiryNs() {
        while (heapSize == 0) {
            if (firstNs == UNKNOWN) {
                if (levels == 0) {
                    return Long.MAX_VALUE;
                }
                int level = Integer.numberOfTrailingZeros(levels);
                look(level, level << DIGIT_BITS | Long.numberOfTrailingZeros(occupied[level]));
            } else {
                return firstNs;
            }
        }
        return expiresNs[heap[0]];
    }

    /** Finds the first expiry in the lowest slot, puts those elsewhere that were moved out of it, or makes it the base. */
    private void look(int level, int place) {
        long last = startOf(place) | (1L << level * DIGIT_BITS) - 1;
        long least = Long.MAX_VALUE;
        int seen = 0;
        int timer = heads[place];
        while (timer != NONE) {
            int after = next[timer];
            if (expiresNs[timer] > last) {
                unlink(timer, place);
                put(timer, expiresNs[timer]);
            } else {
                least = Math.min(least, expiresNs[timer]);
                if (++seen > FEW) {
                    fall(place);
                    return;
                }
            }
            timer = after;
        }
        firstNs = seen == 0 ? UNKNOWN : least;
    }

    /** The timer that expires first, which {@link #poll} takes out at {@link #nextExpiryNs}; -1 if none ever does. */
    public int first() {
        long expiryNs = nextExpiryNs();
        return expiryNs == Long.MAX_VALUE || heapSize == 0 && !advance(expiryNs) ? -1 : heap[0];
    }

    /** Takes out the first timer that expires at or before the given instant; -1 if there is none. */
    public int poll(long nowNs) {
        if (heapSize == 0 && !advance(nowNs) || expiresNs[heap[0]] > nowNs) {
            return -1;
        }
        int timer = heap[0];
        removeFromHeap(0);
        where[timer] = IDLE;
        size--;
        return timer;
    }

    /** How many timers are queued. */
    public int size() {
        return size;
    }

    /** How many timers there is room for without growing. */
    public int capacity() {
        return where.length;
    }

    /** Gives memory back that numbers above the largest queued one took; {@link #expiresNs} forgets those. */
    public void trim() {
        int used = where.length;
        while (used > 0 && where[used - 1] == IDLE) {
            used--;
        }
        int length = used == 0 ? 0 : Math.max(LEAST, used);
        if (length < where.length) {
            resize(length);
        }
        if (heapSize <= heap.length / 4) {
            heap = Arrays.copyOf(heap, Math.max(LEAST, heapSize));
        }
    }

    private void put(int timer, long expiry) {
        if (expiry == Long.MAX_VALUE) {
            where[timer] = NEVER;
            return;
        }
        if (expiry <= base) {
            addToHeap(timer);
            return;
        }
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(expiry ^ base)) / DIGIT_BITS;
        int digit = (int) (expiry >>> level * DIGIT_BITS) & SLOTS - 1;
        int place = level << DIGIT_BITS | digit;
        int head = heads[place];
        if (expiry < firstNs) {
            firstNs = expiry;
        }
        where[timer] = place;
        next[timer] = head;
        previous[timer] = NONE;
        heads[place] = timer;
        if (head == NONE) {
            occupied[level] |= 1L << digit;
            levels |= 1 << level;
        } else {
            previous[head] = timer;
        }
    }

    private void unlink(int timer, int place) {
        int before = previous[timer];
        int after = next[timer];
        if (after != NONE) {
            previous[after] = before;
        }
        if (before != NONE) {
            next[before] = after;
            return;
        }
        heads[place] = after;
        if (after == NONE) {
            free(place);
        }
    }

    private void free(int place) {
        int level = place >> DIGIT_BITS;
        occupied[level] &= ~(1L << place);
        if (occupied[level] == 0) {
            levels &= ~(1 << level);
        }
    }

    /** The first instant of a slot: the digits of the base above its level, then its own. */
    private long startOf(int place) {
        int shift = (place >> DIGIT_BITS) * DIGIT_BITS;
        long digit = (long) (place & SLOTS - 1) << shift;
        int above = shift + DIGIT_BITS;
        return above >= Long.SIZE ? digit : base >>> above << above | digit;
    }

    /** Moves the base on until the first timer is in the heap, or no slot begins by the limit; whether one is. */
    private boolean advance(long limitNs) {
        while (levels != 0) {
            int level = Integer.numberOfTrailingZeros(levels);
            int place = level << DIGIT_BITS | Long.numberOfTrailingZeros(occupied[level]);
            if (startOf(place) > limitNs) {
                return false;
            }
            fall(place);
            if (heapSize > 0) {
                return true;
            }
        }
        return false;
    }

    /** Makes the start of the lowest slot the base, and puts its timers where they belong then. */
    private void fall(int place) {
        int timer = heads[place];
        base = startOf(place);
        firstNs = UNKNOWN;
        heads[place] = NONE;
        free(place);
        while (timer != NONE) {
            int after = next[timer];
            put(timer, expiresNs[timer]);
            timer = after;
        }
    }

    private boolean before(int a, int b) {
        return expiresNs[a] != expiresNs[b] ? expiresNs[a] < expiresNs[b] : arming[a] < arming[b];
    }

    private void addToHeap(int timer) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, heapSize * 2);
        }
        heapSize++;
        siftUp(heapSize - 1, timer);
    }

    private void removeFromHeap(int index) {
        int last = heap[--heapSize];
        if (index < heapSize) {
            siftUp(index, last);
            siftDown(FIRST_IN_HEAP - where[last], last);
        }
    }

    private void siftUp(int from, int timer) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) / ARITY;
            if (!before(timer, heap[parent])) {
                break;
            }
            putInHeap(index, heap[parent]);
            index = parent;
        }
        putInHeap(index, timer);
    }

    private void siftDown(int from, int timer) {
        int index = from;
        while (true) {
            int first = index * ARITY + 1;
            if (first >= heapSize) {
                break;
            }
            int least = first;
            for (int child = first + 1; child < Math.min(first + ARITY, heapSize); child++) {
                if (before(heap[child], heap[least])) {
                    least = child;
                }
            }
            if (!before(heap[least], timer)) {
                break;
            }
            putInHeap(index, heap[least]);
            index = least;
        }
        putInHeap(index, timer);
    }

    private void putInHeap(int index, int timer) {
        heap[index] = timer;
        where[timer] = FIRST_IN_HEAP - index;
    }

    private void grow(int timer) {
        resize(Math.max(timer + 1, Math.max(LEAST, where.length * 2)));
    }

    private void resize(int length) {
        int old = where.length;
        where = Arrays.copyOf(where, length);
        if (length > old) {
            Arrays.fill(where, old, length, IDLE);
        }
        next = Arrays.copyOf(next, length);
        previous = Arrays.copyOf(previous, length);
        expiresNs = Arrays.copyOf(expiresNs, length);
        arming = Arrays.copyOf(arming, length);
    }
}
