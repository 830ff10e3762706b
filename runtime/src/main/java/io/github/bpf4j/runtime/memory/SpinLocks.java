package io.github.bpf4j.runtime.memory;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The {@code bpf_spin_lock}s that programs take (runtime spec 4): words of guest memory that hold the number of the CPU, plus one,
 * that has the lock. The host counts as one more CPU.
 *
 * <p>Safe for use by any thread; a CPU is used by one thread at a time.
 */
/*
 * A CPU has one lock at a time and waits for nothing else meanwhile: helpers that would wait refuse. So whoever spins here waits for
 * a run that goes on, and runs end. `claims` says which lock each CPU has or waits for. A word that names a CPU without a claim on it
 * was written by a program that was not verified; one that names a waiting CPU by accident is given up after a while. `turns` counts
 * beginnings and ends of claims, so that a lock that changes hands between two looks is not taken for a forged one.
 */
public final class SpinLocks {
    /** Of its own, since to make it takes milliseconds and most programs have no locks. */
    private static final class Word {
        static final VarHandle HANDLE =
                ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    }

    /** The host's number as a holder: as many CPUs as a runtime may have come before it. */
    public static final int HOST = 256;

    private static final int SPINS = 1 << 10;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final GuestMemory memory;
    private final AtomicLongArray claims = new AtomicLongArray(HOST + 1);
    private final AtomicLongArray turns = new AtomicLongArray(HOST + 1);

    /** No lock is held. */
    SpinLocks(GuestMemory memory) {
        this.memory = memory;
    }

    /**
     * Waits for a lock and takes it.
     *
     * @throws GuestFault if the CPU has one already, or nobody gives it back: Linux would spin for ever
     */
    public void lock(int cpu, long address) {
        long index = wordOf(address);
        if (claims.get(cpu) != 0) {
            throw deadlock(address);
        }
        claim(cpu, address);
        long begunNs = 0;
        for (int spins = 1; !Word.HANDLE.compareAndSet(memory.segment(), index, 0, cpu + 1); spins++) {
            Thread.onSpinWait();
            if (spins % SPINS == 0) {
                begunNs = begunNs == 0 ? System.nanoTime() : begunNs;
                if (isForged(index, address) || System.nanoTime() - begunNs > PATIENCE_NS) {
                    unclaim(cpu);
                    throw deadlock(address);
                }
                LockSupport.parkNanos(1);
            }
        }
    }

    private void claim(int cpu, long address) {
        turns.incrementAndGet(cpu);
        claims.set(cpu, address);
    }

    private void unclaim(int cpu) {
        claims.set(cpu, 0);
        turns.incrementAndGet(cpu);
    }

    /** Whether a lock that is taken is nobody's. */
    private boolean isForged(long index, long address) {
        int word = (int) Word.HANDLE.getVolatile(memory.segment(), index);
        int owner = word - 1;
        if (owner < 0 || owner > HOST) {
            return word != 0;
        }
        long turn = turns.get(owner);
        return claims.get(owner) != address
                && (int) Word.HANDLE.getVolatile(memory.segment(), index) == word
                && turns.get(owner) == turn;
    }

    /** Takes a lock for the host, which is one holder: by one thread at a time. */
    public void lockForHost(long address) {
        lock(HOST, address);
    }

    /**
     * Gives a lock back.
     *
     * @throws GuestFault if the CPU does not have it
     */
    public void unlock(int cpu, long address) {
        long index = wordOf(address);
        if (claims.get(cpu) != address) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, address, "bpf_spin_unlock: the lock is not held");
        }
        Word.HANDLE.setVolatile(memory.segment(), index, 0);
        unclaim(cpu);
    }

    /** Gives a lock of the host's back. */
    public void unlockForHost(long address) {
        unlock(HOST, address);
    }

    /** The lock that a CPU, or the host, has or waits for, or 0. */
    public long heldBy(int cpu) {
        return claims.get(cpu);
    }

    private long wordOf(long address) {
        if ((address & Integer.BYTES - 1) != 0) {
            throw new GuestFault(FaultKind.MISALIGNED_ATOMIC, address, "a lock at 0x" + Long.toHexString(address));
        }
        return memory.index(address, 0);
    }

    private static GuestFault deadlock(long address) {
        return new GuestFault(FaultKind.BAD_ARGUMENT, address, "bpf_spin_lock: the lock is already held: deadlock");
    }
}
