package io.github.bpf4j.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A {@link TimerQueue} for several threads: the same operations, each atomic, and what a thread needs that sleeps until the next
 * expiry.
 *
 * <p>Safe for use by any thread. Operations hold a spin lock for some tens of nanoseconds, growth apart.
 */
public final class ConcurrentTimerQueue {
    private static final VarHandle HELD;
    private static final int SPINS = 1 << 10;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(ConcurrentTimerQueue.class, "held", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final TimerQueue queue = new TimerQueue();
    private long sleptForNs = Long.MIN_VALUE;

    @SuppressWarnings("UnusedVariable") // by its handle
    private boolean held;

    @SuppressWarnings("ThreadPriorityCheck") // to yield is what a spin lock can do for its holder
    private void lock() {
        int spins = 0;
        while (!HELD.weakCompareAndSetAcquire(this, false, true)) {
            if (++spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // the holder may have lost its processor
            }
        }
    }

    private void unlock() {
        HELD.setRelease(this, false);
    }

    /**
     * Queues the timer, or moves it if it was queued.
     *
     * @return whether it expires before what {@link #sleepUntil} last answered, so that whoever sleeps must be woken
     */
    public boolean schedule(int timer, long expiresNs) {
        lock();
        try {
            queue.schedule(timer, expiresNs);
            boolean earlier = expiresNs < sleptForNs;
            if (earlier) {
                sleptForNs = expiresNs;
            }
            return earlier;
        } finally {
            unlock();
        }
    }

    /** Takes the timer out; false if it was not queued. */
    public boolean cancel(int timer) {
        lock();
        try {
            return queue.cancel(timer);
        } finally {
            unlock();
        }
    }

    /** Whether the timer waits to expire. */
    public boolean isQueued(int timer) {
        lock();
        try {
            return queue.isQueued(timer);
        } finally {
            unlock();
        }
    }

    /** Takes out the first timer that expires at or before the given instant; -1 if there is none. */
    public int poll(long nowNs) {
        lock();
        try {
            return queue.poll(nowNs);
        } finally {
            unlock();
        }
    }

    /** The earliest expiry, or {@link Long#MAX_VALUE} if none ever comes. */
    public long nextExpiryNs() {
        lock();
        try {
            return queue.nextExpiryNs();
        } finally {
            unlock();
        }
    }

    /** As {@link #nextExpiryNs}, for the one thread that sleeps until then: {@link #schedule} tells when that becomes too late. */
    public long sleepUntil() {
        lock();
        try {
            sleptForNs = queue.nextExpiryNs();
            return sleptForNs;
        } finally {
            unlock();
        }
    }

    /** How many timers are queued. */
    public int size() {
        lock();
        try {
            return queue.size();
        } finally {
            unlock();
        }
    }
}
