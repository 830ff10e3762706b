package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.timers.ControlBlock;
import io.github.bpf4j.time.VirtualClock;

/** Runs timers in order of expiry: on a virtual clock each at exactly its instant, on a real one when they are due. */
/*
 * Time moves only between callbacks. A timer that re-arms itself without delay would keep it from moving for ever: after
 * ENDLESS_FIRES at one instant it is stopped and reported. Timers that replace each other, element by element, are caught by the
 * count over all of them, which leaves room for every live timer to expire at one instant.
 */
final class TimerScheduler {
    private static final int ENDLESS_FIRES = 1 << 16;
    private static final long ENDLESS_TOTAL = 1 << 20;

    private final Machine machine;
    private long instantNs = Long.MIN_VALUE;
    private long firedAtInstant;

    TimerScheduler(Machine machine) {
        this.machine = machine;
    }

    long advanceTo(long monotonicNs) {
        VirtualClock clock = machine.virtualClock();
        long fired = 0;
        while (machine.timers.nextExpiryNs() <= monotonicNs && machine.timers.nextExpiryNs() != Long.MAX_VALUE) {
            fired += fireNext(clock);
        }
        clock.advanceTo(monotonicNs);
        return fired;
    }

    long runUntilIdle(long limitNs) {
        VirtualClock clock = machine.virtualClock();
        long end = clock.monotonicNs() + limitNs;
        long last = end < 0 ? Long.MAX_VALUE - 1 : end;
        long fired = 0;
        while (machine.timers.nextExpiryNs() <= last) {
            fired += fireNext(clock);
        }
        return fired;
    }

    boolean step() {
        if (machine.timers.nextExpiryNs() == Long.MAX_VALUE) {
            return false;
        }
        fireNext(machine.virtualClock());
        return true;
    }

    private int fireNext(VirtualClock clock) {
        clock.advanceTo(machine.timers.nextExpiryNs());
        return fire(clock.monotonicNs());
    }

    /**
     * Runs what is due by a real clock, in order of expiry, but no more than so many callbacks.
     *
     * @return the MONOTONIC instant at which there is more to do, in the past if there is now; MAX_VALUE if no timer waits
     */
    long fireDue(int most) {
        for (int i = 0; i < most; i++) {
            long nowNs = machine.clock.monotonicNs();
            if (machine.timers.nextExpiryNs() > nowNs) {
                break;
            }
            fire(nowNs);
        }
        return machine.timers.nextExpiryNs();
    }

    private int fire(long nowNs) {
        ControlBlock timer = machine.timers.takeDue(nowNs);
        Image program = timer == null ? null : timer.program();
        if (timer == null || program == null) {
            return 0;
        }
        firedAtInstant = instantNs == nowNs ? firedAtInstant + 1 : 1;
        instantNs = nowNs;
        int firesOfTimer = machine.timers.beginCallback(timer, nowNs);
        try {
            if (!machine.timers.isAttached(timer)) {
                return 0;
            }
            if (firesOfTimer > ENDLESS_FIRES || firedAtInstant > ENDLESS_TOTAL + 4L * machine.timers.live()) {
                reportEndless(timer, program, firesOfTimer);
            } else {
                runCallback(timer, program);
            }
        } finally {
            machine.timers.endCallback(timer);
            machine.quiesce();
        }
        return 1;
    }

    private void runCallback(ControlBlock timer, Image program) {
        Cpu cpu = machine.cpus[timer.cpu()];
        long cell = machine.cells.take(cpu);
        machine.begin(cpu.id(), KernelVariable.SOFTIRQ);
        try {
            long key = timer.map().keyAddress(timer.map().elementOf(timer.value()), cell);
            cpu.run(
                    machine.engine,
                    program,
                    timer.callback(),
                    null,
                    machine.fuel,
                    machine.handleOf(timer.map()),
                    key,
                    timer.value());
        } catch (GuestFault fault) {
            machine.report(fault, program, timer.callback(), cpu.id());
        } finally {
            machine.end(cpu.id());
            machine.cells.giveBack(cpu);
        }
    }

    private void reportEndless(ControlBlock timer, Image program, int fires) {
        String message = "the timer of map \"" + timer.map().shape().name() + "\", key "
                + machine.describeKey(timer) + ", fired " + Math.max(fires, firedAtInstant)
                + " times while no time passed: it re-arms without delay for ever, and was stopped";
        machine.report(
                new GuestFault(FaultKind.ENDLESS_TIMER, message).at(program, timer.callback()),
                program,
                timer.callback(),
                timer.cpu());
        firedAtInstant = 0;
    }
}
