package io.github.bpf4j.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    @Test
    void neverIsQueuedAndDoesNotComeOut() {
        queue.schedule(3, Long.MAX_VALUE);
        assertThat(queue.isQueued(3)).isTrue();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.nextExpiryNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(queue.poll(Long.MAX_VALUE)).isEqualTo(-1);
        queue.schedule(3, 5);
        queue.schedule(4, 5);
        queue.schedule(4, Long.MAX_VALUE);
        assertThat(queue.nextExpiryNs()).isEqualTo(5);
        assertThat(queue.poll(5)).isEqualTo(3);
        assertThat(queue.cancel(4)).isTrue();
        assertThat(queue.size()).isZero();
    }

    @Test
    void lookingFarAheadDoesNotHideWhatIsArmedForSooner() {
        for (int i = 0; i < 200; i++) {
            queue.schedule(i, 3_600_000_000_000L + i);
        }
        assertThat(queue.nextExpiryNs()).isEqualTo(3_600_000_000_000L);
        queue.schedule(500, 1000);
        queue.schedule(501, 999);
        assertThat(queue.nextExpiryNs()).isEqualTo(999);
        assertThat(queue.poll(1000)).isEqualTo(501);
        assertThat(queue.poll(1000)).isEqualTo(500);
        assertThat(queue.poll(1000)).isEqualTo(-1);
        assertThat(queue.poll(3_600_000_000_000L)).isZero();
    }

    @Test
    void memoryIsGivenBackDownToTheLargestNumberThatIsQueued() {
        for (int i = 0; i < 100_000; i++) {
            queue.schedule(i, i);
        }
        int full = queue.capacity();
        while (queue.poll(Long.MAX_VALUE) >= 0) {
            queue.trim();
        }
        assertThat(full).isGreaterThanOrEqualTo(100_000);
        assertThat(queue.capacity()).isZero();
        queue.schedule(7, 70);
        queue.schedule(20_000, 60);
        queue.cancel(20_000);
        queue.trim();
        assertThat(queue.capacity()).isEqualTo(16);
        assertThat(queue.isQueued(20_000)).isFalse();
        assertThat(queue.poll(70)).isEqualTo(7);
    }

    /** Ways in which expiries are spread, each with its own traps. */
    enum Spread {
        NEAR {
            @Override
            long pick(SplittableRandom random, long now) {
                return now + random.nextLong(200);
            }
        },
        PAST {
            @Override
            long pick(SplittableRandom random, long now) {
                return now - random.nextLong(1000) - (random.nextInt(50) == 0 ? now + 5 : 0);
            }
        },
        EQUAL {
            @Override
            long pick(SplittableRandom random, long now) {
                return (now / 1000 + random.nextLong(3)) * 1000;
            }
        },
        IDLE_TIMEOUT {
            @Override
            long pick(SplittableRandom random, long now) {
                return now + 30_000_000_000L;
            }
        },
        ANY {
            @Override
            long pick(SplittableRandom random, long now) {
                long any = random.nextLong() >>> random.nextInt(64);
                return random.nextInt(20) == 0 ? Long.MAX_VALUE : any;
            }
        };

        abstract long pick(SplittableRandom random, long now);
    }

    @ParameterizedTest
    @EnumSource
    void behavesAsASortedSetHoweverExpiriesAreSpread(Spread spread) {
        long seed = 0x5eed_0002L + spread.ordinal();
        System.out.println("TimerQueueTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ReferenceQueue model = new ReferenceQueue();
        long now = 0;
        for (int step = 0; step < 300_000; step++) {
            int timer = random.nextInt(1 + (step / 1000 % 3) * 400);
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> {
                    Spread used =
                            random.nextInt(10) == 0 ? Spread.values()[random.nextInt(Spread.values().length)] : spread;
                    long expiry = used.pick(random, now);
                    queue.schedule(timer, expiry);
                    model.schedule(timer, expiry);
                }
                case 4 -> assertThat(queue.cancel(timer)).isEqualTo(model.cancel(timer));
                case 5 -> {
                    assertThat(queue.nextExpiryNs()).isEqualTo(model.nextExpiryNs());
                    if (random.nextBoolean()) {
                        assertThat(queue.first()).as("step " + step).isEqualTo(model.first());
                    }
                }
                case 6 -> {
                    assertThat(queue.isQueued(timer)).isEqualTo(model.isQueued(timer));
                    assertThat(queue.size()).isEqualTo(model.size());
                    if (random.nextInt(20) == 0) {
                        queue.trim();
                    }
                }
                default -> {
                    now += random.nextInt(4) == 0 ? random.nextLong(1L << random.nextInt(38)) : random.nextLong(50);
                    int expected;
                    do {
                        expected = model.poll(now);
                        assertThat(queue.poll(now)).as("step " + step).isEqualTo(expected);
                    } while (expected >= 0);
                }
            }
        }
    }

    @Test
    void anyBytesTakenAsOperationsBehaveAsASortedSet() {
        long seed = 0x5eed_0003L;
        System.out.println("TimerQueueTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            TimerQueue queue = new TimerQueue();
            ReferenceQueue model = new ReferenceQueue();
            for (int i = 0; i + 3 < bytes.length; i += 4) {
                int timer = bytes[i] & 7;
                long ns = (long) (bytes[i + 2] & 0xff) << (bytes[i + 3] & 63);
                switch (bytes[i + 1] & 3) {
                    case 0, 1 -> {
                        queue.schedule(timer, ns);
                        model.schedule(timer, ns);
                    }
                    case 2 -> assertThat(queue.poll(ns)).isEqualTo(model.poll(ns));
                    default -> assertThat(queue.cancel(timer)).isEqualTo(model.cancel(timer));
                }
                assertThat(queue.nextExpiryNs()).isEqualTo(model.nextExpiryNs());
            }
        }
    }

    @Test
    void aCrowdOfOneInstantComesOutInOrderWhateverHappensToItMeanwhile() {
        long seed = 0x5eed_0004L;
        System.out.println("TimerQueueTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 60; round++) {
            TimerQueue queue = new TimerQueue();
            ReferenceQueue model = new ReferenceQueue();
            long instant = 1_000_000_007L << round % 20;
            int crowd = 1 + random.nextInt(500);
            for (int i = 0; i < crowd; i++) {
                long expiry = random.nextInt(40) == 0 ? instant + random.nextLong(instant) : instant;
                queue.schedule(i, expiry);
                model.schedule(i, expiry);
            }
            for (int moved = random.nextInt(3) * 20; moved > 0; moved--) {
                int timer = random.nextInt(crowd);
                queue.schedule(timer, instant);
                model.schedule(timer, instant);
            }
            if (round % 3 == 0) {
                assertThat(queue.nextExpiryNs()).isEqualTo(model.nextExpiryNs());
            }
            int oneIn = round % 2 == 0 ? 10 : 1000;
            while (model.size() > 0) {
                long now = random.nextInt(50) == 0 ? 3 * instant : instant;
                int expected = model.poll(now);
                assertThat(queue.poll(now)).as("round " + round).isEqualTo(expected);
                if (expected < 0) {
                    instant *= 2;
                } else if (random.nextInt(oneIn) == 0) {
                    int timer = random.nextInt(crowd + 20);
                    assertThat(queue.cancel(timer)).isEqualTo(model.cancel(timer));
                    int armed = random.nextInt(crowd + 20);
                    long expiry = instant - 1 + random.nextInt(3);
                    queue.schedule(armed, expiry);
                    model.schedule(armed, expiry);
                    queue.trim();
                }
                assertThat(queue.size()).isEqualTo(model.size());
            }
        }
    }

    @Test
    void aTimerThatIsCancelledAndArmedAgainCountsAsArmedThen() {
        queue.schedule(0, 500);
        queue.schedule(1, 500);
        assertThat(queue.cancel(0)).isTrue();
        assertThat(queue.isQueued(0)).isFalse();
        assertThat(queue.size()).isEqualTo(1);
        queue.schedule(0, 500);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.nextExpiryNs()).isEqualTo(500);
        assertThat(queue.poll(500)).isEqualTo(1);
        assertThat(queue.poll(500)).isZero();
        assertThat(queue.poll(Long.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void aCrowdThatWasCancelledNeitherComesOutNorHidesWhatIsLeft() {
        for (int i = 0; i < 1000; i++) {
            queue.schedule(i, 7_000_000_000L + i % 5);
        }
        queue.schedule(1000, 7_000_000_009L);
        for (int i = 0; i < 1000; i++) {
            assertThat(queue.cancel(i)).isTrue();
        }
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.nextExpiryNs()).isEqualTo(7_000_000_009L);
        assertThat(queue.poll(7_000_000_008L)).isEqualTo(-1);
        assertThat(queue.poll(7_000_000_009L)).isEqualTo(1000);
        assertThat(queue.nextExpiryNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTimerThatWaitsAsLongAsItGetsMayBeToldNeverToExpire() {
        queue.schedule(0, Long.MAX_VALUE - 1);
        queue.schedule(0, Long.MAX_VALUE);
        assertThat(queue.poll(Long.MAX_VALUE)).isEqualTo(-1);
        assertThat(queue.isQueued(0)).isTrue();
        assertThat(queue.nextExpiryNs()).isEqualTo(Long.MAX_VALUE);
    }

    /** Whoever polls at each expiry is told what comes after it, as far as it is sorted by then. */
    @Test
    void whatIsUpcomingComesOutNext() {
        for (int i = 0; i < 40; i++) {
            queue.schedule(i, 30_000_000_000L + (i * 7 % 40) * 360_000L);
        }
        assertThat(queue.upcoming(0)).isEqualTo(-1);
        int told = 0;
        int expected = -1;
        for (long nextNs = queue.nextExpiryNs(); nextNs != Long.MAX_VALUE; nextNs = queue.nextExpiryNs()) {
            int timer = queue.poll(nextNs);
            if (expected >= 0) {
                assertThat(timer).isEqualTo(expected);
                told++;
            }
            expected = queue.upcoming(0);
        }
        assertThat(queue.size()).isZero();
        assertThat(told).isGreaterThan(30);
    }
}
