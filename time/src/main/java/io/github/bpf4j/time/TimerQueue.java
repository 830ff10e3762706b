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
 * lowest slot of the lowest level. To get at it, the base moves into that slot and what is in it falls to lower levels or becomes due.
 * Any instant of the slot would be right. It is the latest expiry of a few timers, so that they are sorted and fall no more; the
 * earliest where a first look finds equal ones, so that a crowd of one instant falls once and not level by level; else the start.
 *
 * Timers that expire at or before `base` lie in a heap ordered by (expiry, arming): there the order of equal expiries and of
 * expiries in the past is exact. Invariant: all in the heap <= base < all in the wheel. The heap lies at heap[heapFrom..heapTo).
 * What falls into it is sorted if it is in order, in reverse, or short. As long as it is sorted, the first is taken out by moving
 * heapFrom; a sorted array is a heap, and becomes no more than that when it changes in another way.
 *
 * Polling moves the base up to the instant that is polled for, or to a later one of the same 17 ms: whoever polls at each expiry would
 * else have all timers of a slot fall level by level. Looking for the next expiry looks through the lowest slot and remembers what
 * it found; only if more than FEW timers are there it moves the base, lest it look through it again and again. The base is then ahead
 * of time, and timers that are armed for instants before it go into the heap, which is right but slower.
 *
 * Moving a timer later only changes its numbers; it stays where it is and falls to its place when its slot comes up (lazy
 * re-arming). A timer is therefore never in a later slot than its expiry says, but perhaps in an earlier one. Cancelling one in the
 * wheel only marks it; it is armed again where it lies, or dropped when its slot comes up.
 *
 * A timer is four longs in `nodes`, half a cache line: its expiry; its arming number, negative if it is not queued; what it must
 * expire after to stay in its slot, Long.MAX_VALUE if it is in none; its place: the timer before it in the list of its slot, ~slot
 * if it is the first, OUTSIDE if it is idle or never expires, or FIRST_IN_HEAP - i if it is heap[i]. The links to the next are
 * apart, as walking a list would otherwise wait for one node after the other.
 */
public final class TimerQueue {
    private static final int DIGIT_BITS = 6;
    private static final int SLOTS = 1 << DIGIT_BITS;
    private static final int LEVELS = 11;
    private static final int STRIDE_BITS = 2;
    private static final int FIRST_NODE = 2; // an array begins 16 bytes into its object, a node shall at 32
    private static final int EXPIRES = 0;
    private static final int ARMING = 1;
    private static final int AFTER = 2;
    private static final int PLACE = 3;
    private static final int NOT_QUEUED = -1;
    private static final int OUTSIDE = ~(LEVELS * SLOTS);
    private static final int FIRST_IN_HEAP = OUTSIDE - 1;
    private static final int FEW = 64;
    private static final int SHORT = 64;
    private static final int LEVELS_AHEAD = 4;
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final int NONE = -1;
    private static final int ARITY = 4;
    private static final int LEAST = 16;

    private long[] nodes = new long[0];
    private int[] next = new int[0];
    private final int[] heads = new int[LEVELS * SLOTS];
    private final long[] occupied = new long[LEVELS];
    private int levels;
    private int[] heap = new int[LEAST];
    private int heapFrom;
    private int heapTo;
    private boolean isSorted = true;
    private int size;
    private long base;
    private long firstNs = UNKNOWN;
    private long armings;

    /** An empty queue. */
    public TimerQueue() {
        Arrays.fill(heads, NONE);
    }

    private static int node(int timer) {
        return FIRST_NODE + (timer << STRIDE_BITS);
    }

    private long expiry(int timer) {
        return nodes[node(timer) + EXPIRES];
    }

    /** Queues the timer, or moves it if it was queued: its old expiry is forgotten and it counts as armed now. */
    public void schedule(int timer, long expiresNs) {
        if (timer >= next.length) {
            grow(timer);
        }
        int node = node(timer);
        if (nodes[node + ARMING] < 0) {
            size++;
        }
        if (nodes[node + EXPIRES] == firstNs) {
            firstNs = UNKNOWN;
        }
        nodes[node + EXPIRES] = expiresNs;
        nodes[node + ARMING] = armings++;
        if (expiresNs <= nodes[node + AFTER]) {
            takeOut(timer);
            put(timer, expiresNs);
        } else if (expiresNs < firstNs) {
            firstNs = expiresNs;
        }
    }

    /** Takes a timer out of where it is, if it is anywhere. */
    private void takeOut(int timer) {
        int place = (int) nodes[node(timer) + PLACE];
        if (place > OUTSIDE) {
            unlink(timer);
        } else if (place < OUTSIDE) {
            removeFromHeap(FIRST_IN_HEAP - place);
        }
    }

    /** Takes the timer out; false if it was not queued. */
    public boolean cancel(int timer) {
        if (!isQueued(timer)) {
            return false;
        }
        int node = node(timer);
        nodes[node + ARMING] = NOT_QUEUED;
        size--;
        if (nodes[node + EXPIRES] == firstNs) {
            firstNs = UNKNOWN;
        }
        int place = (int) nodes[node + PLACE];
        if (place < OUTSIDE) {
            removeFromHeap(FIRST_IN_HEAP - place);
            putOutside(node);
        }
        return true;
    }

    private void putOutside(int node) {
        nodes[node + AFTER] = Long.MAX_VALUE;
        nodes[node + PLACE] = OUTSIDE;
    }

    /** Whether the timer waits to expire. */
    public boolean isQueued(int timer) {
        return timer < next.length && nodes[node(timer) + ARMING] >= 0;
    }

    /** When the timer was last told to expire, whether or not it is still queued. */
    public long expiresNs(int timer) {
        return expiry(timer);
    }

    /** The earliest expiry, or {@link Long#MAX_VALUE} if nothing is queued. */
    public long nextExpiryNs() {
        while (isHeapEmpty()) {
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
        return expiry(heap[heapFrom]);
    }

    /** Finds the first expiry in the lowest slot, clears it of those that were moved out of it or cancelled; or moves the base into it. */
    private void look(int level, int place) {
        long last = startOf(place) | lowDigits(level);
        long least = Long.MAX_VALUE;
        int seen = 0;
        int timer = heads[place];
        while (timer != NONE) {
            int after = next[timer];
            int node = node(timer);
            if (nodes[node + ARMING] < 0) {
                unlink(timer);
                putOutside(node);
            } else if (nodes[node + EXPIRES] > last) {
                unlink(timer);
                put(timer, nodes[node + EXPIRES]);
            } else {
                least = Math.min(least, nodes[node + EXPIRES]);
                if (++seen > FEW) {
                    fall(place, Long.MAX_VALUE);
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
        return expiryNs == Long.MAX_VALUE || isHeapEmpty() && !advance(expiryNs) ? -1 : heap[heapFrom];
    }

    /** Takes out the first timer that expires at or before the given instant; -1 if there is none. */
    public int poll(long nowNs) {
        if (isHeapEmpty() && !advance(nowNs) || expiry(heap[heapFrom]) > nowNs) {
            return -1;
        }
        int timer = heap[heapFrom];
        removeFirst();
        nodes[node(timer) + ARMING] = NOT_QUEUED;
        putOutside(node(timer));
        size--;
        return timer;
    }

    /**
     * A timer that probably comes out soon, so many places behind the first; -1 if that is not known without looking.
     *
     * @param places at least 0
     */
    public int upcoming(int places) {
        int index = heapFrom + places;
        return index < heapTo ? heap[index] : -1;
    }

    /** How many timers are queued. */
    public int size() {
        return size;
    }

    /** How many timers there is room for without growing. */
    public int capacity() {
        return next.length;
    }

    /** Gives memory back that numbers above the largest queued one took; {@link #expiresNs} forgets those. */
    public void trim() {
        int used = next.length;
        while (used > 0 && nodes[node(used - 1) + ARMING] < 0) {
            used--;
        }
        int length = used == 0 ? 0 : Math.max(LEAST, used);
        for (int timer = length; timer < next.length; timer++) {
            takeOut(timer); // cancelled, but still in its slot
        }
        if (length < next.length) {
            resize(length);
        }
        if (heapTo - heapFrom <= heap.length / 4) {
            closeUp();
            heap = Arrays.copyOf(heap, Math.max(LEAST, heapTo));
        }
    }

    private void put(int timer, long expiry) {
        int node = node(timer);
        if (expiry <= base || expiry == Long.MAX_VALUE) {
            putOutside(node);
            if (expiry <= base) {
                addToHeap(timer);
            }
            return;
        }
        int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(expiry ^ base)) / DIGIT_BITS;
        int digit = (int) (expiry >>> level * DIGIT_BITS) & SLOTS - 1;
        int place = level << DIGIT_BITS | digit;
        int head = heads[place];
        if (expiry < firstNs) {
            firstNs = expiry;
        }
        nodes[node + AFTER] = (expiry & ~lowDigits(level)) - 1;
        nodes[node + PLACE] = ~place;
        next[timer] = head;
        heads[place] = timer;
        if (head == NONE) {
            occupied[level] |= 1L << digit;
            levels |= 1 << level;
        } else {
            nodes[node(head) + PLACE] = timer;
        }
    }

    private void unlink(int timer) {
        int before = (int) nodes[node(timer) + PLACE];
        int after = next[timer];
        if (after != NONE) {
            nodes[node(after) + PLACE] = before;
        }
        if (before >= 0) {
            next[before] = after;
            return;
        }
        heads[~before] = after;
        if (after == NONE) {
            free(~before);
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

    private static long lowDigits(int level) {
        return (1L << level * DIGIT_BITS) - 1;
    }

    /** Moves the base on until the first timer is in the heap, or no slot begins by the limit; whether one is. */
    private boolean advance(long limitNs) {
        while (levels != 0) {
            int level = Integer.numberOfTrailingZeros(levels);
            int place = level << DIGIT_BITS | Long.numberOfTrailingZeros(occupied[level]);
            if (startOf(place) > limitNs) {
                return false;
            }
            fall(place, limitNs | lowDigits(LEVELS_AHEAD)); // those of 17 ms fall together, not each when it is polled
            if (!isHeapEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Moves the base into the lowest slot, but not beyond the limit, and puts its timers where they belong then. The heap is empty. */
    private void fall(int place, long limitNs) {
        int timer = heads[place];
        long startNs = startOf(place);
        long endNs = Math.min(startNs | lowDigits(place >> DIGIT_BITS), Long.MAX_VALUE - 1);
        base = newBase(timer, startNs, Math.min(limitNs, endNs));
        firstNs = UNKNOWN;
        heads[place] = NONE;
        free(place);
        while (timer != NONE) {
            int after = next[timer];
            int node = node(timer);
            if (nodes[node + ARMING] < 0) {
                putOutside(node);
            } else if (nodes[node + EXPIRES] <= base) {
                nodes[node + AFTER] = Long.MAX_VALUE;
                append(timer);
            } else {
                put(timer, nodes[node + EXPIRES]);
            }
            timer = after;
        }
        order();
    }

    /** Where the base moves to in a slot that begins at `startNs`, at most to the limit. */
    private long newBase(int first, long startNs, long limitNs) {
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        boolean isCrowd = false;
        int timer = first;
        for (int seen = 0; seen < SHORT && timer != NONE; seen++) {
            long expiry = expiry(timer);
            isCrowd = expiry == earliest || isCrowd && expiry > earliest;
            earliest = Math.min(earliest, expiry);
            latest = Math.max(latest, expiry);
            timer = next[timer];
        }
        if (timer == NONE) {
            return Math.min(limitNs, latest);
        }
        if (!isCrowd) {
            return startNs;
        }
        for (; timer != NONE; timer = next[timer]) {
            earliest = Math.min(earliest, expiry(timer));
        }
        return Math.min(limitNs, earliest);
    }

    private boolean before(int a, int b) {
        int left = node(a);
        int right = node(b);
        return nodes[left + EXPIRES] != nodes[right + EXPIRES]
                ? nodes[left + EXPIRES] < nodes[right + EXPIRES]
                : nodes[left + ARMING] < nodes[right + ARMING];
    }

    private boolean isHeapEmpty() {
        return heapFrom == heapTo;
    }

    private void append(int timer) {
        if (heapTo == heap.length) {
            if (heapFrom > heapTo / 2) {
                closeUp();
            } else {
                heap = Arrays.copyOf(heap, heapTo * 2);
            }
        }
        heap[heapTo++] = timer;
    }

    /** Moves the heap to the start of its array. */
    private void closeUp() {
        for (int index = heapFrom; index < heapTo; index++) {
            putInHeap(index - heapFrom, heap[index]);
        }
        heapTo -= heapFrom;
        heapFrom = 0;
    }

    private void addToHeap(int timer) {
        append(timer);
        int index = heapTo - 1;
        if (isSorted && (index == heapFrom || before(heap[index - 1], timer))) {
            putInHeap(index, timer);
        } else {
            isSorted = false;
            siftUp(index, timer);
        }
    }

    /** Sorts all that was appended to the empty heap, or makes a heap of it. Timers of one slot are usually in reverse. */
    private void order() {
        if (heapTo - heapFrom > 1 && before(heap[heapTo - 1], heap[heapFrom])) {
            for (int low = heapFrom, high = heapTo - 1; low < high; low++, high--) {
                int timer = heap[low];
                heap[low] = heap[high];
                heap[high] = timer;
            }
        }
        boolean isShort = heapTo - heapFrom <= SHORT;
        for (int index = heapFrom; index < heapTo; index++) {
            int timer = heap[index];
            if (index == heapFrom || isSorted && before(heap[index - 1], timer)) {
                putInHeap(index, timer);
            } else if (isShort) {
                insert(index, timer);
            } else {
                isSorted = false;
                siftUp(index, timer);
            }
        }
    }

    private void insert(int from, int timer) {
        int index = from;
        for (; index > heapFrom && before(timer, heap[index - 1]); index--) {
            putInHeap(index, heap[index - 1]);
        }
        putInHeap(index, timer);
    }

    private void removeFirst() {
        if (isSorted) {
            heapFrom++;
            forgetEmptyHeap();
        } else {
            removeFromHeap(heapFrom);
        }
    }

    private void removeFromHeap(int index) {
        int last = heap[--heapTo];
        if (index < heapTo) {
            isSorted = false;
            siftUp(index, last);
            siftDown(FIRST_IN_HEAP - (int) nodes[node(last) + PLACE], last);
        }
        forgetEmptyHeap();
    }

    private void forgetEmptyHeap() {
        if (isHeapEmpty()) {
            heapFrom = 0;
            heapTo = 0;
            isSorted = true;
        }
    }

    private void siftUp(int from, int timer) {
        int index = from;
        while (index > heapFrom) {
            int parent = heapFrom + (index - heapFrom - 1) / ARITY;
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
            int first = heapFrom + (index - heapFrom) * ARITY + 1;
            if (first >= heapTo) {
                break;
            }
            int least = first;
            for (int child = first + 1; child < Math.min(first + ARITY, heapTo); child++) {
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
        nodes[node(timer) + PLACE] = (long) FIRST_IN_HEAP - index;
    }

    private void grow(int timer) {
        resize(Math.max(timer + 1, Math.max(LEAST, next.length * 2)));
    }

    private void resize(int length) {
        int old = next.length;
        nodes = Arrays.copyOf(nodes, node(length));
        next = Arrays.copyOf(next, length);
        for (int timer = old; timer < length; timer++) {
            nodes[node(timer) + ARMING] = NOT_QUEUED;
            putOutside(node(timer));
        }
    }
}
