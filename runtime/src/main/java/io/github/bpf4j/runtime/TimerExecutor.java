package io.github.bpf4j.runtime;

import io.github.bpf4j.time.TimerSlack;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs the timers of one logical CPU on a real clock: a thread that sleeps until the next expiry. */
/*
 * The thread starts with the first timer that is armed there and ends with the runtime. When one is due it takes the CPU, before those
 * that wait to run programs there, and runs a few callbacks; only then they count as running. It notes until when it is going to sleep;
 * whoever arms a timer for sooner wakes it: both happen in a turn. A wake-up that comes before it parks makes parking return at once.
 */
final class TimerExecutor {
    private static final int BATCH = 64;

    private final Machine machine;
    private final int cpu;
    private final CallbackRunner callbacks;
    private final long spinNs;
    private final boolean lowersSlack;
    private @Nullable Thread thread;
    private volatile long sleepsUntilNs;
    private volatile boolean closed;

    TimerExecutor(Machine machine, int cpu, long spinNs, boolean lowersSlack) {
        this.machine = machine;
        this.cpu = cpu;
        this.spinNs = spinNs;
        this.lowersSlack = lowersSlack;
        callbacks = new CallbackRunner(machine, cpu);
    }

    /** A timer was armed; the caller has the turn. */
    void armed(long expiresNs) {
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name("bpf4j-timers-" + cpu).start(this::run);
        } else if (expiresNs < sleepsUntilNs) {
            sleepsUntilNs = expiresNs;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        if (lowersSlack) {
            TimerSlack.lower();
        }
        while (!closed) {
            try {
                long untilNs = restUntilNs();
                if (untilNs > machine.clock.monotonicNs()) {
                    sleep(untilNs);
                } else {
                    fireDue();
                }
            } catch (RuntimeException | Error e) { // a listener's ends its callback, not the timers of everybody else
                tell(e);
            }
        }
    }

    private static void tell(Throwable failure) {
        Thread current = Thread.currentThread();
        try {
            current.getUncaughtExceptionHandler().uncaughtException(current, failure);
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e); // nobody is left to be told
        }
    }

    /** Until when there is nothing to do; whoever changes that wakes the thread. */
    private long restUntilNs() {
        try (var _ = machine.turn()) {
            sleepsUntilNs = closed ? Long.MIN_VALUE : machine.queues.nextExpiryNs(cpu);
            return sleepsUntilNs;
        }
    }

    private void fireDue() {
        if (callbacks.next(machine.clock.monotonicNs()) < 0) {
            return;
        }
        try (var _ = machine.occupancy.takeForTimers(cpu)) {
            for (int i = 0; i < BATCH && !closed; i++) {
                if (!callbacks.fire(cpu)) {
                    return;
                }
            }
        }
        machine.occupancy.letOthersRun(cpu);
    }

    private void sleep(long untilNs) {
        long leftNs = untilNs - machine.clock.monotonicNs();
        if (untilNs == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else if (leftNs > spinNs) {
            LockSupport.parkNanos(this, leftNs - spinNs);
        } else if (leftNs > 0) {
            while (machine.clock.monotonicNs() < untilNs && sleepsUntilNs == untilNs && !closed) {
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
