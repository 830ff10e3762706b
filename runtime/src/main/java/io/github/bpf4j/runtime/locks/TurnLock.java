package io.github.bpf4j.runtime.locks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A reentrant lock for steps of some tens of nanoseconds, many in a row: one atomic instruction to take it, none to give it back. Now and
 * then somebody may have it for long.
 */
/*
 * A java.util.concurrent lock that is given back looks whether anybody waits after its store is seen by all, which costs as much as an
 * atomic instruction. Here whoever gives the lock back looks, too, but may miss somebody who begins to wait just then. So nobody sleeps
 * without an end, and that is rare.
 *
 * Steps are far shorter than parking and waking a thread: whoever finds the lock taken looks again for a while. Those who wait longer wait
 * in `line`, and its first looks, sleeps and is woken.
 *
 * A step is far shorter, too, than fetching what it works on from another processor. So whoever finds the lock taken once more after a
 * moment stays away for many steps, some ten microseconds: two threads that did nothing but take turns got less done than one.
 */
public final class TurnLock {
    private static final int LOOKS = 20;
    private static final int LOOKS_AWAKE = 5;
    private static final int SHORT_PAUSE = 2;
    private static final int LONG_PAUSE = 512;
    private static final long NAP_NS = 1_000_000;
    private static final long NOBODY = 0;
    private static final VarHandle OWNER;
    private static final VarHandle FIRST;

    static {
        try {
            MethodHandles.Lookup own = MethodHandles.lookup();
            OWNER = own.findVarHandle(TurnLock.class, "owner", long.class);
            FIRST = own.findVarHandle(TurnLock.class, "first", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The number of the thread that has the lock. */
    @SuppressWarnings("unused") // through OWNER
    private long owner;

    /** How often more than once its owner has it. */
    private int again;

    private final ReentrantLock line = new ReentrantLock();

    /** Who sleeps as the first in line. */
    @SuppressWarnings("unused") // through FIRST
    private @Nullable Thread first;

    /** A lock that nobody has. */
    public TurnLock() {}

    /** Takes the lock, once more if the thread has it. */
    public void lock() {
        if (!tryLock() && !lookAgain(LOOKS)) {
            standInLine();
        }
    }

    /** Takes the lock if it is free or the thread has it; whether it did. */
    public boolean tryLock() {
        long self = Thread.currentThread().threadId();
        if (OWNER.compareAndSet(this, NOBODY, self)) {
            return true;
        }
        if ((long) OWNER.getOpaque(this) == self) {
            again++;
            return true;
        }
        return false;
    }

    private boolean lookAgain(int looks) {
        int pause = SHORT_PAUSE;
        for (int look = 0; look < looks; look++) {
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
            if (takeIfFree()) {
                return true;
            }
            pause = LONG_PAUSE;
        }
        return false;
    }

    private boolean takeIfFree() {
        return (long) OWNER.getOpaque(this) == NOBODY && tryLock();
    }

    private void standInLine() {
        boolean interrupted = false;
        line.lock();
        try {
            FIRST.setVolatile(this, Thread.currentThread());
            while (!lookAgain(LOOKS_AWAKE)) {
                LockSupport.parkNanos(this, NAP_NS);
                interrupted |= Thread.interrupted(); // one that is interrupted would not sleep
            }
            FIRST.setOpaque(this, null);
        } finally {
            line.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Gives the lock back, once.
     *
     * @throws IllegalMonitorStateException if the thread does not have it
     */
    public void unlock() {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException();
        }
        if (again > 0) {
            again--;
        } else {
            giveBack();
        }
    }

    private void giveBack() {
        OWNER.setRelease(this, NOBODY);
        Thread waiting = (Thread) FIRST.getOpaque(this);
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Whether the calling thread has the lock. */
    public boolean isHeldByCurrentThread() {
        return (long) OWNER.getOpaque(this) == Thread.currentThread().threadId();
    }

    /** How often the calling thread has the lock. */
    public int getHoldCount() {
        return isHeldByCurrentThread() ? again + 1 : 0;
    }

    /** Something that those who have the lock can wait for. */
    public Event newEvent() {
        return new Event();
    }

    /** Something that happens now and then, to whoever has the lock. */
    public final class Event {
        private final ReentrantLock mutex = new ReentrantLock();
        private final Condition happened = mutex.newCondition();
        private int waiting;

        private Event() {}

        /**
         * Gives the lock up until somebody {@linkplain #tellAll tells}, or for no reason.
         *
         * @throws IllegalMonitorStateException if the thread does not have the lock
         */
        @SuppressWarnings("WaitNotInLoop") // whoever calls it looks again
        public void await() {
            if (!isHeldByCurrentThread()) {
                throw new IllegalMonitorStateException();
            }
            int held = again;
            waiting++;
            mutex.lock(); // whoever tells has the lock first, then this: nobody tells too early
            try {
                again = 0;
                giveBack();
                happened.awaitUninterruptibly();
            } finally {
                mutex.unlock();
            }
            TurnLock.this.lock();
            again = held;
            waiting--;
        }

        /** Wakes those who wait; the caller has the lock. */
        public void tellAll() {
            if (waiting > 0) {
                mutex.lock();
                try {
                    happened.signalAll();
                } finally {
                    mutex.unlock();
                }
            }
        }
    }
}
