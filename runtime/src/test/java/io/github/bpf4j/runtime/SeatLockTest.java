package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SeatLockTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 50_000;

    private final SeatLock lock = new SeatLock();
    private long plain;

    private static <T> FutureTask<T> beside(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    @Test
    void whoHasItTakesItAgainAndGivesItBackAsOften() throws Exception {
        lock.lock();
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.getHoldCount()).isEqualTo(2);
        lock.unlock();
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        assertThat(beside(lock::tryLock).get()).isFalse();
        assertThat(beside(lock::getHoldCount).get()).isZero();
        beside(() -> assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class))
                .get();
        lock.unlock();
        assertThat(lock.getHoldCount()).isZero();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        assertThat(beside(lock::tryLock).get()).isTrue();
    }

    @Test
    void whoeverWaitsIsSeenAndGetsIt() throws Exception {
        lock.lock();
        FutureTask<Boolean> waiting = beside(() -> {
            lock.lock();
            return lock.isHeldByCurrentThread();
        });
        while (!lock.hasQueuedThreads()) {
            Thread.onSpinWait();
        }
        assertThat(waiting.isDone()).isFalse();
        lock.unlock();
        assertThat(waiting.get()).isTrue();
    }

    @Test
    void oneThreadAtATimeHasIt() throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<FutureTask<Integer>> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(beside(() -> {
                start.await();
                for (int round = 0; round < ROUNDS; round++) {
                    lock.lock();
                    lock.lock();
                    long before = plain;
                    plain = before + 1;
                    lock.unlock();
                    lock.unlock();
                }
                return ROUNDS;
            }));
        }
        for (FutureTask<Integer> thread : threads) {
            thread.get();
        }
        assertThat(plain).isEqualTo((long) THREADS * ROUNDS);
    }
}
