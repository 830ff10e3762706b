package io.github.bpf4j.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ConcurrentTimerQueueTest {
    private final ConcurrentTimerQueue queue = new ConcurrentTimerQueue();

    @Test
    void whoSleepsIsToldOfWhatExpiresEarlier() {
        assertThat(queue.schedule(0, 50)).as("nobody sleeps").isFalse();
        assertThat(queue.sleepUntil()).isEqualTo(50);
        assertThat(queue.schedule(1, 60)).isFalse();
        assertThat(queue.schedule(2, 40)).isTrue();
        assertThat(queue.schedule(3, 45))
                .as("the sleeper is awake for 40 by now")
                .isFalse();
        assertThat(queue.poll(39)).isEqualTo(-1);
        assertThat(queue.poll(40)).isEqualTo(2);
        assertThat(queue.sleepUntil()).isEqualTo(45);
        assertThat(queue.cancel(3)).isTrue();
        assertThat(queue.nextExpiryNs()).isEqualTo(50);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.isQueued(3)).isFalse();
    }

    @Test
    void everyTimerThatIsArmedOnceComesOutOnce() throws InterruptedException {
        int perThread = 50_000;
        int threads = 4;
        AtomicIntegerArray fired = new AtomicIntegerArray(perThread * threads);
        Thread[] arming = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int first = t * perThread;
            arming[t] = new Thread(() -> {
                for (int i = first; i < first + perThread; i++) {
                    queue.schedule(i, i * 7919L % 100_003);
                    if (i % 3 == 0 && queue.cancel(i)) {
                        queue.schedule(i, i);
                    }
                    int due = queue.poll(i % 1000);
                    if (due >= 0) {
                        fired.incrementAndGet(due);
                    }
                }
            });
            arming[t].start();
        }
        for (Thread thread : arming) {
            thread.join();
        }
        for (int due = queue.poll(Long.MAX_VALUE); due >= 0; due = queue.poll(Long.MAX_VALUE)) {
            fired.incrementAndGet(due);
        }
        int total = 0;
        for (int i = 0; i < fired.length(); i++) {
            total += fired.get(i);
        }
        assertThat(queue.size()).isZero();
        // A timer that fired before its own cancel was not armed again; so each fired exactly once.
        assertThat(total).isEqualTo(perThread * threads);
    }
}
