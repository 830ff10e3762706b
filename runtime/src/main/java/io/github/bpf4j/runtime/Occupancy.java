package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.locks.Apart;
import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who occupies which logical CPU. What runs on one CPU runs one after the other; no thread takes two CPUs, but it may take the one that
 * it has again, for a run inside a run.
 *
 * <p>Safe for use by any thread.
 */
/*
 * Whoever waits for a CPU has neither another CPU nor the shared lock: nothing that goes on ever waits for it. A thread that has the
 * shared lock may take a CPU that is free, which happens when a listener of the host's runs a program.
 *
 * Each CPU counts how often it was taken and given up. What was taken out of sight while a CPU was occupied may still be known there
 * until its count has changed: see passes.
 */
final class Occupancy implements ObjectHeap.Runs {
    /** Whoever runs again and again looks once in so many runs whether others wait. */
    private static final long RUNS_IN_A_ROW = 1024; // a power of two

    private static final int SPINS = 100;
    private static final int PATIENCE = 1000;
    private static final long NAP_NS = 10_000;
    private static final long LONGEST_NAP_NS = 1_000_000;

    private final TurnLock shared;
    private final Runnable afterRun;
    private final Seat[] seats;

    @SuppressWarnings("ThreadLocalUsage") // each runtime has its CPUs
    private final ThreadLocal<Holder> holders = ThreadLocal.withInitial(Holder::new);

    /** What a thread has. To look at all CPUs instead would fetch from the others what they write in each run. */
    private static final class Holder extends Apart {
        private @Nullable Seat seat;
    }

    /** One logical CPU, to whoever has it. */
    final class Seat extends Apart implements AutoCloseable {
        private final int cpu;
        private final SeatLock lock = new SeatLock();
        private volatile boolean timersWait;
        /** Whether somebody waits for the CPU to be given up, for however short a time. */
        private volatile boolean passWanted;
        /** How often the CPU was taken and given up: odd while it is occupied. */
        private volatile long count;
        /** What the thread that has the CPU knows that by. */
        private @Nullable Holder holder;

        private Seat(int cpu) {
            this.cpu = cpu;
        }

        int cpu() {
            return cpu;
        }

        /** Whether it is free when the calling thread gives it up. */
        boolean isTakenOnce() {
            return lock.getHoldCount() == 1;
        }

        private void taken() {
            if (isTakenOnce()) {
                step();
                Holder own = holders.get();
                own.seat = this;
                holder = own;
            }
        }

        private void step() {
            long before = count;
            count = before + 1; // nobody else writes it
        }

        /**
         * Whether whoever runs again and again here should give the CPU up now: for timers and for who waits for that alone at once, for
         * programs after a while.
         *
         * @param runs how many it ran so far
         */
        boolean isWanted(long runs) {
            return timersWait || passWanted || (runs & RUNS_IN_A_ROW - 1) == 0 && lock.hasQueuedThreads();
        }

        /** Lets the thread that runs timers have its turn, if it waits for one. */
        private void letTimersIn() {
            for (int i = 0; timersWait && i < PATIENCE; i++) {
                if (i < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(this, NAP_NS);
                }
            }
        }

        /** Gives the CPU up. */
        @Override
        public void close() {
            boolean last = isTakenOnce();
            if (last) {
                if (passWanted) {
                    passWanted = false;
                }
                step();
                Objects.requireNonNull(holder).seat = null;
                holder = null;
            }
            lock.unlock();
            if (last) {
                afterRun.run();
            }
        }
    }

    /**
     * CPUs that nobody occupies.
     *
     * @param shared the lock that must not be held while waiting for a CPU
     * @param afterRun called by whoever has given up a CPU
     */
    Occupancy(int cpus, TurnLock shared, Runnable afterRun) {
        this.shared = shared;
        this.afterRun = afterRun;
        seats = new Seat[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            seats[cpu] = new Seat(cpu);
        }
    }

    /**
     * Waits for a CPU and takes it.
     *
     * @throws IllegalArgumentException if there is no such CPU
     * @throws IllegalStateException if the thread has another CPU, or the shared lock while somebody else has the CPU
     */
    Seat take(int cpu) {
        if (cpu < 0 || cpu >= seats.length) {
            throw new IllegalArgumentException("there is no CPU " + cpu + " among " + seats.length);
        }
        Seat seat = seats[cpu];
        if (seat.lock.isHeldByCurrentThread()) {
            seat.lock.lock();
            return seat;
        }
        Seat other = mine();
        if (other != null) {
            throw new IllegalStateException(
                    "a run on CPU " + cpu + " cannot begin inside one on CPU " + other.cpu + ": no thread takes two");
        }
        if (!shared.isHeldByCurrentThread()) {
            seat.letTimersIn();
            seat.lock.lock();
        } else if (!seat.lock.tryLock()) {
            throw new IllegalStateException("CPU " + cpu + " is occupied, and a listener cannot wait for it");
        }
        seat.taken();
        return seat;
    }

    /** Takes the CPU that the thread has, else one that is free, else waits for one. */
    Seat takeAny() {
        Seat own = mine();
        int usual = own == null ? (int) (Thread.currentThread().threadId() % seats.length) : own.cpu;
        if (own == null && seats.length > 1) {
            for (int i = 0; i < seats.length; i++) {
                Seat seat = seats[(usual + i) % seats.length];
                if (!seat.timersWait && seat.lock.tryLock()) {
                    seat.taken();
                    return seat;
                }
            }
        }
        return take(usual);
    }

    /** Takes a CPU for its timers, before those that wait to run programs there. */
    Seat takeForTimers(int cpu) {
        Seat seat = seats[cpu];
        seat.timersWait = true;
        seat.lock.lock();
        seat.timersWait = false;
        seat.taken();
        return seat;
    }

    /** Lets others run on a CPU that somebody keeps busy; the caller has given it up. */
    void letOthersRun(int cpu) {
        if (seats[cpu].lock.hasQueuedThreads()) {
            LockSupport.parkNanos(this, NAP_NS);
        }
    }

    /** As {@link #letOthersRun(int)}, once in a while. */
    void letOthersRun(int cpu, long runs) {
        if ((runs & RUNS_IN_A_ROW - 1) == 0) {
            letOthersRun(cpu);
        }
    }

    /** The CPU that the calling thread has, or null. */
    @Nullable
    Seat mine() {
        return holders.get().seat;
    }

    @Override
    public long[] now() {
        return passes();
    }

    /** How often each CPU was taken and given up so far. */
    long[] passes() {
        long[] passes = new long[seats.length];
        for (int cpu = 0; cpu < passes.length; cpu++) {
            passes[cpu] = seats[cpu].count;
        }
        return passes;
    }

    /** Whether each CPU that was occupied then has been given up since. */
    @Override
    public boolean havePassed(long[] then) {
        for (int cpu = 0; cpu < then.length; cpu++) {
            if (hasStayed(cpu, then)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasStayed(int cpu, long[] then) {
        return (then[cpu] & 1) != 0 && seats[cpu].count == then[cpu];
    }

    @Override
    public void want(long[] then) {
        for (int cpu = 0; cpu < then.length; cpu++) {
            if (hasStayed(cpu, then)) {
                seats[cpu].passWanted = true;
            }
        }
    }

    /** Whether nobody has a CPU. */
    boolean isIdle() {
        for (Seat seat : seats) {
            if ((seat.count & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Waits until every run that goes on now has ended; the caller has no CPU. */
    /*
     * Without waiting for the CPUs: where runs follow each other closely, somebody else takes a CPU before whoever waits for it wakes.
     */
    void awaitRuns() {
        long[] now = passes();
        for (long napNs = NAP_NS; !havePassed(now); napNs = Math.min(napNs * 2, LONGEST_NAP_NS)) {
            want(now);
            LockSupport.parkNanos(this, napNs);
        }
    }
}
