package io.github.bpf4j.runtime.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnLockTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final TurnLock lock = new TurnLock();
    private long plain;

    private static <T> T elsewhere(Callable<T> call) throws Exception {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().start(task);
        return task.get();
    }

    @Test
    void whoHasItTakesItAgainAndGivesItBackAsOften() throws Exception {
        lock.lock();
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.getHoldCount()).isEqualTo(2);
        lock.unlock();
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        assertThat(elsewhere(lock::tryLock)).isFalse();
        lock.unlock();
        assertThat(lock.getHoldCount()).isZero();
        assertThat(elsewhere(() -> {
                    boolean taken = lock.tryLock();
                    lock.unlock();
                    return taken;
                }))
                .isTrue();
    }

    @Test
    void onlyWhoHasItGivesItBack() throws Exception {
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        lock.lock();
        elsewhere(() -> assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class));
        elsewhere(() ->
                assertThatThrownBy(() -> lock.newEvent().await()).isInstanceOf(IllegalMonitorStateException.class));
        assertThat(lock.isHeldByCurrentThread()).isTrue();
    }

    @Test
    void oneAtATimeAlsoIfItIsHeldForLong() throws InterruptedException {
        int threads = 6;
        int each = 50_000;
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().start(() -> {
                for (int step = 0; step < each; step++) {
                    lock.lock();
                    try {
                        plain++;
                        if (step % 1000 == 0) {
                            LockSupport.parkNanos(300_000); // others stand in line meanwhile
                        }
                    } finally {
                        lock.unlock();
                    }
                }
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(plain).isEqualTo((long) threads * each);
    }

    @Test
    void whoWaitsWhileInterruptedSleepsAndStaysInterrupted() throws Exception {
        lock.lock();
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Long> task = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            begun.countDown();
            long before = THREADS.getCurrentThreadCpuTime();
            lock.lock();
            lock.unlock();
            assertThat(Thread.interrupted()).isTrue();
            return THREADS.getCurrentThreadCpuTime() - before;
        });
        Thread.ofPlatform().start(task);
        begun.await();
        TimeUnit.MILLISECONDS.sleep(500);
        lock.unlock();
        assertThat(task.get()).isLessThan(TimeUnit.MILLISECONDS.toNanos(250));
    }

    @Test
    void whoWaitsForAnEventGivesTheLockUpAndHasItAsOftenAfterwards() throws Exception {
        TurnLock.Event event = lock.newEvent();
        AtomicBoolean happened = new AtomicBoolean();
        for (int round = 0; round < 2000; round++) {
            happened.set(false);
            CountDownLatch has = new CountDownLatch(1);
            FutureTask<Integer> waiter = new FutureTask<>(() -> {
                lock.lock();
                lock.lock();
                has.countDown();
                while (!happened.get()) {
                    event.await();
                }
                int holds = lock.getHoldCount();
                lock.unlock();
                lock.unlock();
                return holds;
            });
            Thread.ofPlatform().start(waiter);
            has.await();
            lock.lock();
            try {
                happened.set(true);
                event.tellAll();
            } finally {
                lock.unlock();
            }
            assertThat(waiter.get()).isEqualTo(2);
            assertThat(lock.tryLock()).isTrue();
            lock.unlock();
        }
    }
}
