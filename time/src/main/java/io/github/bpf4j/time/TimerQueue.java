package io.github.bpf4j.time;

import java.util.Arrays;

/**
 * A queue of timers ordered by expiry, then by order of arming. A timer is a small non-negative number that the caller
 * chooses (an index into its own table); each is queued at most once.
 *
 * <p>Not thread-safe: the owner serializes calls. Grows with the largest number used; allocates nothing after growth.
 */
/*
 * An indexed 4-ary min-heap on (expiresNs, arming). `heap` holds timer numbers, `place[timer]` is the timer's index in `heap`
 * or -1; expiry and arming number are kept per timer so that a move touches ints only. Invariant: for every i > 0,
 * heap[(i - 1) / 4] comes before heap[i].
 */
public final class TimerQueue {
    private static final int ARITY = 4;

    private int[] heap = new int[16];
    private int[] place = new int[0];
    private long[] expiresNs = new long[0];
    private long[] arming = new long[0];
    private int size;
    private long armings;

    /** Queues the timer, or moves it if it was queued: its old expiry is forgotten and it counts as armed now. */
    public void schedule(int timer, long expiresNs) {
        if (timer >= place.length) {
            grow(timer);
        }
        this.expiresNs[timer] = expiresNs;
        arming[timer] = armings++;
        int index = place[timer];
        if (index < 0) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            index = size++;
        }
        siftUp(index, timer);
        siftDown(place[timer], timer);
    }

    /** Takes the timer out; false if it was not queued. */
    public boolean cancel(int timer) {
        if (!isQueued(timer)) {
            return false;
        }
        int index = place[timer];
        place[timer] = -1;
        int last = heap[--size];
        if (index < size) {
            siftUp(index, last);
            siftDown(place[last], last);
        }
        return true;
    }

    /** Whether the timer waits to expire. */
    public boolean isQueued(int timer) {
        return timer < place.length && place[timer] >= 0;
    }

    /** When the timer was last told to expire, whether or not it is still queued. */
    public long expiresNs(int timer) {
        return expiresNs[timer];
    }

    /** The earliest expiry, or {@link Long#MAX_VALUE} if nothing is queued. */
    public long nextExpiryNs() {
        return size == 0 ? Long.MAX_VALUE : expiresNs[heap[0]];
    }

    /** Takes out the first timer that expires at or before the given instant; -1 if there is none. */
    public int poll(long nowNs) {
        if (size == 0 || expiresNs[heap[0]] > nowNs) {
            return -1;
        }
        int timer = heap[0];
        cancel(timer);
        return timer;
    }

    /** How many timers are queued. */
    public int size() {
        return size;
    }

    private boolean before(int a, int b) {
        return expiresNs[a] != expiresNs[b] ? expiresNs[a] < expiresNs[b] : arming[a] < arming[b];
    }

    private void siftUp(int from, int timer) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) / ARITY;
            if (!before(timer, heap[parent])) {
                break;
            }
            put(index, heap[parent]);
            index = parent;
        }
        put(index, timer);
    }

    private void siftDown(int from, int timer) {
        int index = from;
        while (true) {
            int first = index * ARITY + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            for (int child = first + 1; child < Math.min(first + ARITY, size); child++) {
                if (before(heap[child], heap[least])) {
                    least = child;
                }
            }
            if (!before(heap[least], timer)) {
                break;
            }
            put(index, heap[least]);
            index = least;
        }
        put(index, timer);
    }

    private void put(int index, int timer) {
        heap[index] = timer;
        place[timer] = index;
    }

    private void grow(int timer) {
        int old = place.length;
        int length = Math.max(timer + 1, Math.max(16, old * 2));
        place = Arrays.copyOf(place, length);
        Arrays.fill(place, old, length, -1);
        expiresNs = Arrays.copyOf(expiresNs, length);
        arming = Arrays.copyOf(arming, length);
    }
}
