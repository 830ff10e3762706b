package io.github.bpf4j.runtime;

import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * The lock of a logical CPU: a reentrant one like that of java.util.concurrent, in whose cache lines no other CPU's is. What is before the
 * first is not known, but it is no other's.
 */
@SuppressWarnings("unused") // nobody needs what is in the room at the end
final class SeatLock extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1L;

    private long apart0;
    private long apart1;
    private long apart2;
    private long apart3;
    private long apart4;
    private long apart5;
    private long apart6;
    private long apart7;
    private long apart8;
    private long apart9;
    private long apart10;
    private long apart11;
    private long apart12;
    private long apart13;
    private long apart14;
    private long apart15;

    void lock() {
        acquire(1);
    }

    boolean tryLock() {
        return tryAcquire(1);
    }

    void unlock() {
        release(1);
    }

    boolean isHeldByCurrentThread() {
        return getExclusiveOwnerThread() == Thread.currentThread();
    }

    int getHoldCount() {
        return isHeldByCurrentThread() ? getState() : 0;
    }

    @Override
    protected boolean tryAcquire(int once) {
        if (isHeldByCurrentThread()) {
            setState(Math.addExact(getState(), once));
            return true;
        }
        if (getState() == 0 && compareAndSetState(0, once)) {
            setExclusiveOwnerThread(Thread.currentThread());
            return true;
        }
        return false;
    }

    @Override
    protected boolean tryRelease(int once) {
        if (!isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException();
        }
        int left = getState() - once;
        if (left == 0) {
            setExclusiveOwnerThread(null);
        }
        setState(left);
        return left == 0;
    }

    @Override
    protected boolean isHeldExclusively() {
        return isHeldByCurrentThread();
    }
}
