package io.github.bpf4j.runtime;

import io.github.bpf4j.time.VirtualClock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Moves a virtual clock and runs timers in order of expiry, each at exactly its instant. One thread at a time moves it; programs that
 * other threads run meanwhile see it move.
 */
final class VirtualTime {
    private final Machine machine;
    private final CallbackRunner callbacks;
    private final ReentrantLock mover = new ReentrantLock();
    private boolean realtimeSet;

    VirtualTime(Machine machine) {
        this.machine = machine;
        callbacks = new CallbackRunner(machine, 0);
    }

    long advanceTo(long monotonicNs) {
        VirtualClock clock = machine.virtualClock();
        return move(() -> fireAndAdvance(clock, monotonicNs));
    }

    long advanceBy(long ns) {
        VirtualClock clock = machine.virtualClock();
        return move(() -> {
            long end = clock.monotonicNs() + ns;
            return fireAndAdvance(clock, end < 0 ? Long.MAX_VALUE : end);
        });
    }

    private long fireAndAdvance(VirtualClock clock, long monotonicNs) {
        long end = Math.max(monotonicNs, clock.monotonicNs());
        long fired = fireUntil(clock, end);
        while (!callbacks.advanceTo(clock, end)) { // somebody armed a timer meanwhile
            fired += fireUntil(clock, end);
        }
        return fired;
    }

    long advanceToRealtime(long realtimeNs) {
        VirtualClock clock = machine.virtualClock();
        return move(() -> fireAndAdvance(clock, instant(clock, realtimeNs)));
    }

    /** The MONOTONIC instant of a REALTIME one, which is now if it is the first that anybody names. */
    private long instant(VirtualClock clock, long realtimeNs) {
        if (!realtimeSet) {
            clock.setRealtimeNs(realtimeNs);
            realtimeSet = true;
        }
        return clock.monotonicAtRealtime(realtimeNs);
    }

    /** Lets nobody else move the clock until {@link #end}. The caller is outside of everything, and may go inside then. */
    void begin() {
        machine.virtualClock();
        requireOutside();
        mover.lock();
    }

    void end() {
        mover.unlock();
    }

    /**
     * As {@link #advanceToRealtime}, for whoever has begun and occupies a CPU on which nothing runs: what expires there runs there. False,
     * and not all that time has passed, if something is to happen with the CPU given up first.
     */
    boolean passTo(long realtimeNs, Occupancy.Seat seat) {
        VirtualClock clock = machine.virtualClock();
        long end = Math.max(instant(clock, realtimeNs), clock.monotonicNs());
        return callbacks.passTo(seat, clock, end);
    }

    long runUntilIdle(long limitNs) {
        VirtualClock clock = machine.virtualClock();
        return move(() -> {
            long end = clock.monotonicNs() + limitNs;
            return fireUntil(clock, end < 0 ? Long.MAX_VALUE : end);
        });
    }

    boolean step() {
        VirtualClock clock = machine.virtualClock();
        return move(() -> fireNext(clock, Long.MAX_VALUE) ? 1 : 0) == 1;
    }

    private long move(LongSupplier movement) {
        requireOutside();
        mover.lock();
        try {
            return movement.getAsLong();
        } finally {
            mover.unlock();
        }
    }

    private void requireOutside() {
        if (machine.isInside()) {
            throw new IllegalStateException("time is moved from outside, not by a listener or inside a run");
        }
    }

    private long fireUntil(VirtualClock clock, long lastNs) {
        long fired = 0;
        while (fireNext(clock, lastNs)) {
            fired++;
        }
        return fired;
    }

    /** Moves the clock to the next expiry and runs that timer; false if there is none by then. */
    private boolean fireNext(VirtualClock clock, long lastNs) {
        if (machine.cpus.length == 1 && !machine.stopsAtPoints()) {
            return fire(0, clock, lastNs);
        }
        for (int cpu = callbacks.next(lastNs); cpu >= 0; cpu = callbacks.next(lastNs)) {
            if (fire(cpu, clock, lastNs)) {
                return true;
            }
        }
        return false;
    }

    private boolean fire(int cpu, VirtualClock clock, long lastNs) {
        try (var _ = machine.occupy(cpu)) {
            return callbacks.fire(cpu, clock, lastNs);
        }
    }
}
