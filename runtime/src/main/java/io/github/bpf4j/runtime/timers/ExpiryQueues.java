package io.github.bpf4j.runtime.timers;

import io.github.bpf4j.runtime.locks.TurnLock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What waits for an instant on the CPUs of a runtime, and what runs there. Entries wait in lanes: one for each CPU, or one for all where
 * one thread moves the time.
 *
 * <p>For whoever has the runtime's lock; only {@link #awaitEnd} gives it up meanwhile.
 */
public final class ExpiryQueues {
    private final Lane[] lanes;
    private final TurnLock lock;
    private final TurnLock.Event ended;
    private final @Nullable QueueEntry[] runningOn;
    private final Map<QueueEntry, Stop> stops = new HashMap<>();

    /** The end of a run that some wait for, at which the entry is taken out of the queue. */
    private static final class Stop {
        boolean done;
        /** Whether the entry was queued then: what one of those answers who wait. */
        boolean wasQueued;
    }

    /**
     * Empty queues.
     *
     * @param lock what callers hold
     * @param cpus how many logical CPUs there are
     * @param lanes 1, or as many as there are CPUs
     */
    public ExpiryQueues(TurnLock lock, int cpus, int lanes) {
        this.lock = lock;
        ended = lock.newEvent();
        runningOn = new QueueEntry[cpus];
        this.lanes = new Lane[lanes];
        Arrays.setAll(this.lanes, _ -> new Lane());
    }

    /** Queues an entry on a CPU, or moves it. While it runs it stays where it is, so that it never runs beside itself. */
    public void schedule(QueueEntry entry, int cpu, long expiresNs) {
        if (!entry.running) {
            entry.cpu = (short) cpu;
        }
        lanes[lanes.length == 1 ? 0 : entry.cpu].schedule(entry, expiresNs);
    }

    /** Takes an entry out; false if it was not queued. */
    public boolean cancel(QueueEntry entry) {
        return entry.lane != null && entry.lane.cancel(entry);
    }

    /** Forgets an entry for good. */
    public void remove(QueueEntry entry) {
        if (entry.lane != null) {
            entry.lane.leave(entry);
        }
    }

    /** Whether an entry waits. */
    public boolean isQueued(QueueEntry entry) {
        return entry.lane != null && entry.lane.isQueued(entry);
    }

    /** The MONOTONIC instant that an entry waits for, or waited for last. */
    public long expiresNs(QueueEntry entry) {
        return entry.lane == null ? Long.MAX_VALUE : entry.lane.expiresNs(entry);
    }

    /** MONOTONIC instant at which the next entry of a lane expires; {@link Long#MAX_VALUE} if none ever does. */
    public long nextExpiryNs(int lane) {
        return lanes[lane].nextExpiryNs();
    }

    /** The entry of a lane that expires first; null if none ever does. */
    public @Nullable QueueEntry first(int lane) {
        return lanes[lane].first();
    }

    /** How many entries wait, those that never expire included. */
    public int size() {
        return Stream.of(lanes).mapToInt(Lane::size).sum();
    }

    /**
     * Takes the first entry of a lane and marks it as running; null if it is not due or runs on another CPU. From now on whoever stops
     * it waits for {@link #end}. The caller occupies the CPU.
     */
    public @Nullable QueueEntry beginDue(int lane, int cpu, long nowNs) {
        QueueEntry first = lanes.length == 1 && runningOn.length > 1 ? lanes[lane].first() : null;
        if (first != null && first.cpu != cpu) {
            return null;
        }
        QueueEntry entry = lanes[lane].poll(nowNs);
        if (entry != null) {
            entry.running = true;
            runningOn[cpu] = entry;
        }
        return entry;
    }

    /** Marks an entry as not running any more; those who waited to stop it have done so then. */
    public void end(QueueEntry entry) {
        entry.running = false;
        runningOn[entry.cpu] = null;
        Stop stop = stops.isEmpty() ? null : stops.remove(entry);
        if (stop != null) {
            stop.wasQueued = cancel(entry);
            stop.done = true;
            ended.tellAll();
        }
    }

    /** What runs on a CPU, or null. */
    @Nullable
    QueueEntry runningOn(int cpu) {
        return runningOn[cpu];
    }

    /** Whether the caller can wait: it has the lock once, so that nothing of its own is half done. */
    boolean canWait() {
        return lock.getHoldCount() == 1;
    }

    /**
     * Waits for the end of an entry that runs; whether it was queued then, and it was this caller's to take out.
     *
     * @param beforehand called when there is no way back, and may give up the lock meanwhile
     */
    boolean awaitEnd(QueueEntry entry, Runnable beforehand) {
        Stop stop = stops.computeIfAbsent(entry, _ -> new Stop());
        beforehand.run();
        while (!stop.done) {
            ended.await();
        }
        boolean mine = stop.wasQueued;
        stop.wasQueued = false;
        return mine;
    }
}
