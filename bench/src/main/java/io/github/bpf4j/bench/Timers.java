package io.github.bpf4j.bench;

import io.github.bpf4j.time.ConcurrentTimerQueue;
import io.github.bpf4j.time.TimerQueue;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;

/** The queues of timers that are compared, behind one face: timers are numbers, expiries nanoseconds from the start. */
interface Timers extends AutoCloseable {
    /** Arms a timer, or moves it. */
    void arm(int timer, long expiresNs);

    /** Takes a timer out. */
    void cancel(int timer);

    /** Takes out the first timer that is due; -1 if there is none. */
    default int poll(long nowNs) {
        throw new UnsupportedOperationException("no virtual time");
    }

    @Override
    default void close() {}

    static Timers of(String kind, int size) {
        return switch (kind) {
            case "wheel" -> new Wheel();
            case "concurrent" -> new Concurrent();
            case "executor" -> new Executor(size);
            case "netty" -> new Netty(size);
            case "agrona" -> new Agrona(size);
            case "treemap" -> new Tree(size);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Ours, for one thread. */
    final class Wheel implements Timers {
        private final TimerQueue queue = new TimerQueue();

        @Override
        public void arm(int timer, long expiresNs) {
            queue.schedule(timer, expiresNs);
        }

        @Override
        public void cancel(int timer) {
            queue.cancel(timer);
        }

        @Override
        public int poll(long nowNs) {
            return queue.poll(nowNs);
        }
    }

    /** Ours, for several threads. */
    final class Concurrent implements Timers {
        private final ConcurrentTimerQueue queue = new ConcurrentTimerQueue();

        @Override
        public void arm(int timer, long expiresNs) {
            queue.schedule(timer, expiresNs);
        }

        @Override
        public void cancel(int timer) {
            queue.cancel(timer);
        }

        @Override
        public int poll(long nowNs) {
            return queue.poll(nowNs);
        }
    }

    /** java.util.concurrent's, an hour in the future so that nothing fires. */
    final class Executor implements Timers {
        private static final Runnable NOTHING = () -> {};
        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        private final ScheduledFuture<?>[] futures;

        Executor(int size) {
            futures = new ScheduledFuture<?>[size];
            executor.setRemoveOnCancelPolicy(true);
        }

        @Override
        public void arm(int timer, long expiresNs) {
            cancel(timer);
            futures[timer] = executor.schedule(NOTHING, Support.HOUR_NS + expiresNs, TimeUnit.NANOSECONDS);
        }

        @Override
        public void cancel(int timer) {
            ScheduledFuture<?> future = futures[timer];
            if (future != null) {
                future.cancel(false);
                futures[timer] = null;
            }
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** Netty's, with ticks of a millisecond. */
    final class Netty implements Timers {
        private final HashedWheelTimer timer = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 4096);
        private final Timeout[] timeouts;

        Netty(int size) {
            timeouts = new Timeout[size];
        }

        @Override
        public void arm(int number, long expiresNs) {
            cancel(number);
            timeouts[number] = timer.newTimeout(timeout -> {}, Support.HOUR_NS + expiresNs, TimeUnit.NANOSECONDS);
        }

        @Override
        public void cancel(int number) {
            Timeout timeout = timeouts[number];
            if (timeout != null) {
                timeout.cancel();
                timeouts[number] = null;
            }
        }

        @Override
        public void close() {
            timer.stop();
        }
    }

    /** Agrona's, with ticks of about a millisecond. */
    final class Agrona implements Timers {
        private final DeadlineTimerWheel wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, 1 << 20, 4096);
        private final long[] ids;

        Agrona(int size) {
            ids = new long[size];
            java.util.Arrays.fill(ids, DeadlineTimerWheel.NULL_DEADLINE);
        }

        @Override
        public void arm(int timer, long expiresNs) {
            cancel(timer);
            ids[timer] = wheel.scheduleTimer(expiresNs);
        }

        @Override
        public void cancel(int timer) {
            if (ids[timer] != DeadlineTimerWheel.NULL_DEADLINE) {
                wheel.cancelTimer(ids[timer]);
                ids[timer] = DeadlineTimerWheel.NULL_DEADLINE;
            }
        }
    }

    /** A sorted map. */
    final class Tree implements Timers {
        private record Key(long expiresNs, long arming) implements Comparable<Key> {
            @Override
            public int compareTo(Key other) {
                int order = Long.compare(expiresNs, other.expiresNs);
                return order != 0 ? order : Long.compare(arming, other.arming);
            }
        }

        private final TreeMap<Key, Integer> sorted = new TreeMap<>();
        private final Key[] keys;
        private long armings;

        Tree(int size) {
            keys = new Key[size];
        }

        @Override
        public void arm(int timer, long expiresNs) {
            cancel(timer);
            keys[timer] = new Key(expiresNs, armings++);
            sorted.put(keys[timer], timer);
        }

        @Override
        public void cancel(int timer) {
            if (keys[timer] != null) {
                sorted.remove(keys[timer]);
                keys[timer] = null;
            }
        }

        @Override
        public int poll(long nowNs) {
            Map.Entry<Key, Integer> first = sorted.firstEntry();
            if (first == null || first.getKey().expiresNs() > nowNs) {
                return -1;
            }
            cancel(first.getValue());
            return first.getValue();
        }
    }

    /** What the queues share. */
    final class Support {
        static final long HOUR_NS = 3_600_000_000_000L;

        private Support() {}
    }
}
