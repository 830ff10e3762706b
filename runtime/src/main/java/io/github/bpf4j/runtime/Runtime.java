package io.github.bpf4j.runtime;

import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that loaded programs share: guest memory, logical CPUs, a clock, timers.
 *
 * <p>Safe for use by any thread: calls that run programs, move time or touch maps take turns. With a virtual clock time stands
 * still until {@link #advance} and its like move it; they run due timers in order of expiry, each at exactly its instant.
 */
@SuppressWarnings("AvoidCommonTypeNames") // the field's word; java.lang.Runtime is rarely meant
public final class Runtime implements AutoCloseable {
    private final Machine machine;
    private final TimerScheduler scheduler;
    private final List<Collection> collections = new ArrayList<>();
    private boolean closed;

    Runtime(RuntimeBuilder settings) {
        machine = new Machine(settings);
        scheduler = new TimerScheduler(machine);
    }

    /** Settings for a runtime. */
    public static RuntimeBuilder builder() {
        return new RuntimeBuilder();
    }

    /** A runtime with the usual settings: a virtual clock, one logical CPU. */
    public static Runtime create() {
        return builder().build();
    }

    /**
     * Creates the maps of an object and loads its programs.
     *
     * @throws BpfErrnoException if a map cannot be created
     * @throws io.github.bpf4j.object.LinkException if a program refers to what is missing or not supported
     * @throws io.github.bpf4j.verifier.VerifierException if a program is refused
     */
    public Collection load(CollectionSpec spec) {
        try (var _ = machine.turn()) {
            Collection collection = new CollectionLoader(machine, spec).load(this);
            collections.add(collection);
            return collection;
        }
    }

    /**
     * Makes raw instructions runnable, without any proof: confined to guest memory and to a budget, nothing else. Functions
     * whose address they load can be callbacks; addresses of maps mean nothing here.
     *
     * @throws io.github.bpf4j.asm.InvalidInstructionException if an encoding is not valid
     */
    public RawProgram raw(long[] code) {
        Decoder.check(code);
        try (var _ = machine.turn()) {
            return new RawProgram(machine, code.clone());
        }
    }

    /** The clock. */
    public Clock clock() {
        return machine.clock;
    }

    /** MONOTONIC time in nanoseconds. */
    public long nowNs() {
        return machine.clock.monotonicNs();
    }

    /** How many logical CPUs there are. */
    public int cpus() {
        return machine.cpus.length;
    }

    /**
     * Moves the virtual clock on, running every timer that comes due.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual
     */
    public long advance(Duration duration) {
        long target = nowNs() + duration.toNanos();
        return advanceTo(target < 0 ? Long.MAX_VALUE : target);
    }

    /**
     * Moves the virtual clock to a MONOTONIC instant, running every timer due at or before it. An instant in the past runs
     * what is due now.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual
     */
    public long advanceTo(long monotonicNs) {
        try (var _ = machine.turn()) {
            return scheduler.advanceTo(Math.max(monotonicNs, nowNs()));
        }
    }

    /**
     * Runs timers, moving the virtual clock from expiry to expiry, until none is left or the next is further away than the
     * limit.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual
     */
    public long runUntilIdle(Duration limit) {
        try (var _ = machine.turn()) {
            return scheduler.runUntilIdle(limit.toNanos());
        }
    }

    /**
     * Moves the virtual clock to the next expiry and runs that one timer.
     *
     * @return false if no timer waits
     * @throws IllegalStateException if the clock is not virtual
     */
    public boolean step() {
        try (var _ = machine.turn()) {
            return scheduler.step();
        }
    }

    /**
     * Sets REALTIME, and moves the virtual clock if it was set before: all timers due by then run. What capture files say of
     * time goes through here; an instant in the past leaves the clock as it is.
     *
     * @return how many callbacks ran
     * @throws IllegalStateException if the clock is not virtual
     */
    public long advanceToRealtime(long realtimeNs) {
        try (var _ = machine.turn()) {
            VirtualClock clock = machine.virtualClock();
            if (!machine.realtimeSet) {
                machine.realtimeSet = true;
                clock.setRealtimeNs(realtimeNs);
            }
            return scheduler.advanceTo(Math.max(clock.monotonicAtRealtime(realtimeNs), clock.monotonicNs()));
        }
    }

    /** What happened to timers so far. */
    public TimerCounters timers() {
        try (var _ = machine.turn()) {
            var timers = machine.timers;
            return new TimerCounters(
                    timers.armed(), timers.fired(), timers.cancelled(), timers.freed(), timers.queued(), timers.live());
        }
    }

    /** How much guest memory is accounted as committed, in bytes. */
    public long committedBytes() {
        try (var _ = machine.turn()) {
            return machine.memory.committedBytes();
        }
    }

    void forget(Collection collection) {
        collections.remove(collection);
    }

    /** Closes all collections and gives guest memory back. Closing twice does nothing. */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            if (closed) {
                return;
            }
            closed = true;
            for (Collection collection : List.copyOf(collections)) {
                collection.close();
            }
            machine.close();
        }
    }
}
