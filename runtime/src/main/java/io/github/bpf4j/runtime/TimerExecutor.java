package io.github.bpf4j.runtime;

import io.github.bpf4j.time.TimerSlack;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs timers on a real clock: a thread that sleeps until the next expiry, and takes turns with everything else. */
/*
 * The thread starts with the first timer that is armed and ends with the runtime. Under the turn it runs what is due, a few
 * callbacks at a time so that others get their turn too, and notes until when it is going to sleep; whoever arms a timer for sooner,
 * also under the turn, wakes it. A wake-up that comes before it parks makes parking return at once.
 */
final class TimerExecutor {
    private static final int BATCH = 64;

    private final Machine machine;
    private final TimerScheduler scheduler;
    private final long spinNs;
    private final boolean lowersSlack;
    private @Nullable Thread thread;
    private long sleepsUntilNs;
    private boolean closed;

    TimerExecutor(Machine machine, TimerScheduler scheduler, long spinNs, boolean lowersSlack) {
        this.machine = machine;
        this.scheduler = scheduler;
        this.spinNs = spinNs;
        this.lowersSlack = lowersSlack;
    }

    /** A timer was armed; the caller has the turn. */
    void armed(long expiresNs) {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("bpf4j-timers").start(this::run);
        } else if (expiresNs < sleepsUntilNs) {
            sleepsUntilNs = expiresNs;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        if (lowersSlack) {
            TimerSlack.lower();
        }
        while (true) {
            long untilNs;
            try (var _ = machine.turn()) {
                if (closed) {
                    return;
                }
                untilNs = fireDue();
                if (closed) {
                    return;
                }
                sleepsUntilNs = untilNs;
            }
            sleep(untilNs);
        }
    }

    /** What a listener of the host's throws ends its callback, not the timers of everybody else. */
    private long fireDue() {
        try {
            return scheduler.fireDue(BATCH);
        } catch (RuntimeException e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
            return machine.clock.monotonicNs();
        }
    }

    private void sleep(long untilNs) {
        long leftNs = untilNs - machine.clock.monotonicNs();
        if (untilNs == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else if (leftNs > spinNs) {
            LockSupport.parkNanos(this, leftNs - spinNs);
        } else if (leftNs > 0) {
            while (machine.clock.monotonicNs() < untilNs) {
                Thread.onSpinWait();
            }
        }
        Thread.interrupted(); // nobody's business: parking would return at once for ever
    }

    /** Lets the thread end; the caller has the turn. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the thread to end, unless this is it; the caller does not have the turn. */
    void awaitEnd() {
        Thread running = thread;
        if (running == null || running == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
