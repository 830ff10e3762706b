package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.timers.ControlBlock;
import io.github.bpf4j.time.VirtualClock;

/** Runs the callbacks of timers that wait in one lane, one after the other. For one thread at a time. */
/*
 * Time moves only between callbacks. A timer that re-arms itself without delay would keep it from moving for ever: after
 * ENDLESS_FIRES at one instant it is stopped and reported. Timers that replace each other, element by element, are caught by the
 * count over all of them, which leaves room for every live timer to expire at one instant.
 */
final class CallbackRunner {
    private static final int ENDLESS_FIRES = 1 << 16;
    private static final long ENDLESS_TOTAL = 1 << 20;

    private final Machine machine;
    private final int lane;
    private long instantNs = Long.MIN_VALUE;
    private long firedAtInstant;

    CallbackRunner(Machine machine, int lane) {
        this.machine = machine;
        this.lane = lane;
    }

    /** The CPU that the next timer fires on; -1 if it expires later than the limit, or none ever does. */
    int next(long limitNs) {
        try (var _ = machine.turn()) {
            if (machine.timers.nextExpiryNs(lane) > limitNs) {
                return -1;
            }
            ControlBlock first = machine.timers.first(lane);
            if (first == null) {
                return -1;
            }
            machine.reach(TimerPoint.Kind.EXPIRED, "", first.cpu(), first);
            return first.cpu();
        }
    }

    /** Moves a virtual clock to the next expiry, if that is by the limit, and does what {@link #fire(int, long)} does. */
    boolean fire(int cpu, VirtualClock clock, long limitNs) {
        try (var _ = machine.turn()) {
            long expiresNs = machine.timers.nextExpiryNs(lane);
            if (expiresNs > limitNs || expiresNs == Long.MAX_VALUE) {
                return false;
            }
            clock.advanceTo(expiresNs);
        }
        return fire(cpu, clock.monotonicNs());
    }

    /**
     * Runs the callback of the next timer, if it is due and fires on this CPU, which the caller occupies.
     *
     * @return whether there was such a timer
     */
    boolean fire(int cpu, long nowNs) {
        long cell = machine.cells.take(machine.cpus[cpu]);
        try {
            return fire(cpu, nowNs, cell);
        } finally {
            machine.cells.giveBack(machine.cpus[cpu]);
        }
    }

    private boolean fire(int cpu, long nowNs, long cell) {
        ControlBlock timer = null;
        try {
            Image program;
            int entry;
            long map;
            long key;
            try (var _ = machine.turn()) {
                timer = machine.timers.beginDue(lane, cpu, nowNs);
                if (timer == null) {
                    return false;
                }
                firedAtInstant = instantNs == nowNs ? firedAtInstant + 1 : 1;
                instantNs = nowNs;
                machine.reach(TimerPoint.Kind.ENTER, "", cpu, timer);
                program = timer.program();
                if (program == null
                        || !machine.timers.isAttached(timer)) { // gone since it was taken: a listener may do that
                    return true;
                }
                entry = timer.callback();
                if (isEndless(timer)) {
                    reportEndless(timer, program);
                    return true;
                }
                map = machine.handleOf(timer.map());
                key = timer.map().keyAddress(timer.map().elementOf(timer.value()), cell);
            }
            run(program, entry, cpu, map, key, timer.value());
            return true;
        } finally {
            if (timer != null) {
                end(timer);
            }
        }
    }

    private void run(Image program, int entry, int cpu, long map, long key, long value) {
        try {
            machine.execute(program, entry, null, cpu, KernelVariable.SOFTIRQ, map, key, value);
        } catch (GuestFault fault) {
            machine.report(fault, program, entry, cpu);
        }
    }

    private void end(ControlBlock timer) {
        try (var _ = machine.turn()) {
            try {
                machine.reach(TimerPoint.Kind.LEAVE, "", timer.cpu(), timer);
            } finally {
                machine.timers.endCallback(timer);
            }
        }
    }

    private boolean isEndless(ControlBlock timer) {
        return machine.timers.firedAtInstant(timer) > ENDLESS_FIRES
                || firedAtInstant > ENDLESS_TOTAL + 4L * machine.timers.live();
    }

    private void reportEndless(ControlBlock timer, Image program) {
        long fires = Math.max(machine.timers.firedAtInstant(timer), firedAtInstant);
        String message = "the timer of map \"" + timer.map().shape().name() + "\", key "
                + machine.describeKey(timer) + ", fired " + fires
                + " times while no time passed: it re-arms without delay for ever, and was stopped";
        machine.report(
                new GuestFault(FaultKind.ENDLESS_TIMER, message).at(program, timer.callback()),
                program,
                timer.callback(),
                timer.cpu());
        firedAtInstant = 0;
    }
}
