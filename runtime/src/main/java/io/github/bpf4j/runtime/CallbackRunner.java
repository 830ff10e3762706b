package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.timers.ControlBlock;
import io.github.bpf4j.runtime.timers.ExpiryQueues;
import io.github.bpf4j.runtime.timers.HostTimer;
import io.github.bpf4j.runtime.timers.QueueEntry;
import io.github.bpf4j.time.VirtualClock;
import org.jspecify.annotations.Nullable;

/** Runs the callbacks of timers and work queues that wait in one lane, one after the other. For one thread at a time. */
/*
 * Time moves only between callbacks. A timer that re-arms itself without delay, or a work queue that starts itself, would keep it from
 * moving for ever: after ENDLESS_RUNS at one instant it is stopped and reported. Timers that replace each other, element by element,
 * are caught by the count over all of them, which leaves room for every live timer to expire at one instant.
 */
final class CallbackRunner {
    private static final int ENDLESS_RUNS = 1 << 16;
    private static final long ENDLESS_TOTAL = 1 << 20;

    private final Machine machine;
    private final ExpiryQueues queues;
    private final int lane;
    private long instantNs = Long.MIN_VALUE;
    private long runsAtInstant;

    // What is about to run: set in the turn in which it began.
    private @Nullable Image program;
    private int callback;
    private long map;
    private long key;

    CallbackRunner(Machine machine, int lane) {
        this.machine = machine;
        queues = machine.queues;
        this.lane = lane;
    }

    /** The CPU that the next entry runs on; -1 if it expires later than the limit, or none ever does. */
    int next(long limitNs) {
        try (var _ = machine.quietTurn()) {
            QueueEntry first = queues.nextExpiryNs(lane) > limitNs ? null : queues.first(lane);
            if (first == null) {
                return -1;
            }
            if (first instanceof ControlBlock block) {
                machine.reachInTurn(TimerPoint.Kind.EXPIRED, "", first.cpu(), block);
            }
            return first.cpu();
        }
    }

    /**
     * Runs the callback of the next timer or work queue, or what the host wants, if it is due on this CPU, which the caller occupies.
     *
     * @return whether there was one
     */
    boolean fire(int cpu) {
        QueueEntry entry;
        try (var _ = machine.quietTurn()) {
            entry = begin(cpu, machine.clock.monotonicNs());
        }
        return run(entry, cpu);
    }

    /** Moves a virtual clock to an instant, unless something expires by then. */
    boolean advanceTo(VirtualClock clock, long monotonicNs) {
        try (var _ = machine.quietTurn()) {
            if (queues.nextExpiryNs(lane) <= monotonicNs && queues.nextExpiryNs(lane) != Long.MAX_VALUE) {
                return false;
            }
            clock.advanceTo(monotonicNs);
            return true;
        }
    }

    /** As {@link #fire(int)}, moving a virtual clock to the next expiry before if that is by the limit. */
    boolean fire(int cpu, VirtualClock clock, long limitNs) {
        QueueEntry entry;
        try (var _ = machine.quietTurn()) {
            long expiresNs = queues.nextExpiryNs(lane);
            if (expiresNs > limitNs || expiresNs == Long.MAX_VALUE) {
                return false;
            }
            clock.advanceTo(expiresNs);
            entry = begin(cpu, clock.monotonicNs());
        }
        return run(entry, cpu);
    }

    /**
     * Moves a virtual clock to an instant and runs what expires by then, on a CPU that the caller occupies and on which nothing runs. False,
     * and the clock is not there yet, if the CPU is to be given up first: to run something on another, or because somebody waits.
     */
    /* One turn from one callback to the next: it ends what ran, and begins what is due. */
    boolean passTo(Occupancy.Seat seat, VirtualClock clock, long endNs) {
        ControlBlock ran = null;
        for (long runs = 1; ; runs++) {
            QueueEntry entry;
            try (var _ = machine.quietTurn()) {
                if (ran != null) {
                    end(ran);
                }
                long expiresNs = queues.nextExpiryNs(lane);
                if (expiresNs > endNs || expiresNs == Long.MAX_VALUE) {
                    clock.advanceTo(endNs);
                    return true;
                }
                if (machine.stopsAtPoints() || machine.isUntidy() || seat.isWanted(runs)) {
                    return false;
                }
                clock.advanceTo(expiresNs);
                entry = begin(seat.cpu(), clock.monotonicNs());
            }
            switch (entry) {
                case null -> {
                    return false;
                }
                case HostTimer timer -> {
                    ran = null;
                    run(timer, seat.cpu());
                }
                case ControlBlock block -> {
                    ran = block;
                    call(block, seat.cpu());
                }
            }
        }
    }

    private @Nullable QueueEntry begin(int cpu, long nowNs) {
        QueueEntry entry = queues.beginDue(lane, cpu, nowNs);
        if (entry instanceof ControlBlock block) {
            try {
                begin(block, cpu, nowNs);
            } catch (RuntimeException | Error e) {
                end(block);
                throw e;
            }
        }
        return entry;
    }

    private void begin(ControlBlock block, int cpu, long nowNs) {
        program = null;
        runsAtInstant = instantNs == nowNs ? runsAtInstant + 1 : 1;
        instantNs = nowNs;
        int runsOfBlock = block.countRun(nowNs);
        if (block.isWork()) {
            machine.works.begun();
        } else {
            machine.timers.begun(block);
        }
        machine.reachInTurn(TimerPoint.Kind.ENTER, "", cpu, block);
        Image owner = block.program();
        if (owner == null || !block.isAttached()) { // cancelled or removed by whoever was told that it fires
            return;
        }
        int live = machine.timers.live() + machine.works.live();
        if (runsOfBlock > ENDLESS_RUNS || runsAtInstant > ENDLESS_TOTAL + 4L * live) {
            reportEndless(block, owner, Math.max(runsOfBlock, runsAtInstant));
            return;
        }
        program = owner;
        callback = block.callback();
        map = machine.handleOf(block.map());
        key = block.map().keyAddress(block.element(), machine.cells.take(machine.cpus[cpu]));
    }

    private boolean run(@Nullable QueueEntry entry, int cpu) {
        switch (entry) {
            case null -> {
                return false;
            }
            case HostTimer timer -> run(timer, cpu);
            case ControlBlock block -> run(block, cpu);
        }
        return true;
    }

    private void run(HostTimer timer, int cpu) {
        try {
            timer.action().run(cpu);
        } finally {
            try (var _ = machine.quietTurn()) {
                queues.end(timer);
            }
        }
    }

    private void run(ControlBlock block, int cpu) {
        call(block, cpu);
        try (var _ = machine.quietTurn()) {
            end(block);
        }
    }

    /** Runs a callback that has begun; whoever calls this ends it, unless something is thrown. */
    private void call(ControlBlock block, int cpu) {
        boolean complete = false;
        try {
            if (program != null) {
                execute(program, callback, cpu, block.isWork() ? 0 : KernelVariable.SOFTIRQ, block.value());
            }
            complete = true;
        } finally {
            if (!complete) {
                try (var _ = machine.quietTurn()) {
                    end(block);
                }
            }
        }
    }

    private void execute(Image image, int entry, int cpu, int preemption, long value) {
        try {
            machine.runs.execute(image, entry, null, cpu, preemption, map, key, value);
        } catch (GuestFault fault) {
            machine.runs.report(fault, image, entry, cpu);
        } finally {
            machine.cells.giveBack(machine.cpus[cpu]);
        }
    }

    private void end(ControlBlock block) {
        try {
            machine.reachInTurn(TimerPoint.Kind.LEAVE, "", block.cpu(), block);
        } finally {
            if (block.isWork()) {
                machine.works.ended(block);
            } else {
                machine.timers.ended(block);
            }
        }
    }

    private void reportEndless(ControlBlock block, Image owner, long runs) {
        String message = (block.isWork() ? "the work queue of map \"" : "the timer of map \"")
                + block.map().shape().name() + "\", key " + machine.describeKey(block) + ", fired " + runs
                + " times while no time passed: it re-arms without delay for ever, and was stopped";
        machine.runs.report(
                new GuestFault(FaultKind.ENDLESS_TIMER, message).at(owner, block.callback()),
                owner,
                block.callback(),
                block.cpu());
        runsAtInstant = 0;
    }
}
