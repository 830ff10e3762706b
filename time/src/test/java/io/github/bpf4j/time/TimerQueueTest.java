package io.github.bpf4j.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private final TimerQueue queue = new TimerQueue();

    @Test
    void dueTimersComeOutInOrderOfExpiry() {
        queue.schedule(0, 30);
        queue.schedule(1, 10);
        queue.schedule(2, 20);

        assertThat(queue.nextExpiryNs()).isEqualTo(10);
        assertThat(queue.poll(25)).isEqualTo(1);
        assertThat(queue.poll(25)).isEqualTo(2);
        assertThat(queue.poll(25)).isEqualTo(-1);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void equalExpiriesComeOutInOrderOfArming() {
        queue.schedule(7, 5);
        queue.schedule(3, 5);
        queue.schedule(5, 5);
        queue.schedule(7, 5);

        assertThat(queue.poll(5)).isEqualTo(3);
        assertThat(queue.poll(5)).isEqualTo(5);
        assertThat(queue.poll(5)).isEqualTo(7);
    }

    @Test
    void schedulingAgainForgetsTheOldExpiry() {
        queue.schedule(0, 10);
        queue.schedule(0, 50);

        assertThat(queue.poll(49)).isEqualTo(-1);
        assertThat(queue.poll(50)).isEqualTo(0);
        assertThat(queue.size()).isZero();
    }

    @Test
    void cancelTellsWhetherTheTimerWasQueued() {
        assertThat(queue.cancel(1000)).isFalse();
        queue.schedule(0, 10);
        assertThat(queue.cancel(0)).isTrue();
        assertThat(queue.cancel(0)).isFalse();
        assertThat(queue.nextExpiryNs()).isEqualTo(Long.MAX_VALUE);
    }

    private record Armed(long expiresNs, long arming, int timer) {}

    @Test
    void behavesAsASortedSetUnderRandomOperations() {
        long seed = 0x5eed_0001;
        System.out.println("TimerQueueTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Armed> model =
                new TreeSet<>(Comparator.comparingLong(Armed::expiresNs).thenComparingLong(Armed::arming));
        Map<Integer, Armed> byTimer = new HashMap<>();
        for (long step = 0; step < 200_000; step++) {
            int timer = random.nextInt(300);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    Armed armed = new Armed(random.nextLong(-50, 1000), step, timer);
                    Armed old = byTimer.put(timer, armed);
                    if (old != null) {
                        model.remove(old);
                    }
                    model.add(armed);
                    queue.schedule(timer, armed.expiresNs());
                }
                case 2 -> {
                    Armed old = byTimer.remove(timer);
                    assertThat(queue.cancel(timer)).isEqualTo(old != null);
                    if (old != null) {
                        model.remove(old);
                    }
                }
                default -> {
                    long nowNs = random.nextLong(-50, 500);
                    int expected = model.isEmpty() || model.first().expiresNs() > nowNs
                            ? -1
                            : model.pollFirst().timer();
                    assertThat(queue.poll(nowNs)).isEqualTo(expected);
                    byTimer.remove(expected);
                }
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.nextExpiryNs())
                    .isEqualTo(model.isEmpty() ? Long.MAX_VALUE : model.first().expiresNs());
        }
    }
}
