package io.github.bpf4j.bench.compare;

import io.netty.util.HashedWheelTimer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;

/** Java's timers, doing what the BPF programs i_timer_arm and i_timer_chain do. */
final class TimerTasks {
    private static final int PAIRS = 1000;
    private static final int CHAIN = 10_000;
    private static final long SECOND_NS = 1_000_000_000;

    private TimerTasks() {}

    static Task of(String runtime, Workload workload) {
        return switch (runtime + " " + workload.program()) {
            case Tasks.EXECUTOR + " i_timer_arm" -> new ExecutorArm();
            case Tasks.EXECUTOR + " i_timer_chain" -> new ExecutorChain();
            case Tasks.NETTY + " i_timer_arm" -> new NettyArm();
            case Tasks.AGRONA + " i_timer_arm" -> new AgronaArm();
            case Tasks.AGRONA + " i_timer_chain" -> new AgronaChain();
            default -> throw new IllegalArgumentException(runtime + " has no " + workload.program());
        };
    }

    private static final class ExecutorArm implements Task {
        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

        ExecutorArm() {
            executor.setRemoveOnCancelPolicy(true);
        }

        @Override
        public long run() {
            long done = 0;
            for (int i = 0; i < PAIRS; i++) {
                var timer = executor.schedule(() -> {}, 1, TimeUnit.SECONDS);
                done += timer.cancel(false) ? 2 : 1;
            }
            return done;
        }

        @Override
        public boolean isOneThread() {
            return false;
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** In the executor's thread, on real time. */
    private static final class ExecutorChain implements Task {
        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        private CountDownLatch end = new CountDownLatch(1);
        private long fired;

        @Override
        public long run() {
            fired = 0;
            end = new CountDownLatch(1);
            executor.schedule(this::fire, 0, TimeUnit.NANOSECONDS);
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return fired;
        }

        private void fire() {
            fired++;
            if (fired < CHAIN) {
                executor.schedule(this::fire, 0, TimeUnit.NANOSECONDS);
            } else {
                end.countDown();
            }
        }

        @Override
        public boolean isOneThread() {
            return false;
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    private static final class NettyArm implements Task {
        private final HashedWheelTimer timer = new HashedWheelTimer(1, TimeUnit.MILLISECONDS, 4096);

        @Override
        public long run() {
            long done = 0;
            for (int i = 0; i < PAIRS; i++) {
                done += timer.newTimeout(timeout -> {}, 1, TimeUnit.SECONDS).cancel() ? 2 : 1;
            }
            return done;
        }

        @Override
        public boolean isOneThread() {
            return false;
        }

        @Override
        public void close() {
            timer.stop();
        }
    }

    private static final class AgronaArm implements Task {
        private final DeadlineTimerWheel wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, 1 << 20, 4096);

        @Override
        public long run() {
            long done = 0;
            for (int i = 0; i < PAIRS; i++) {
                done += wheel.cancelTimer(wheel.scheduleTimer(SECOND_NS)) ? 2 : 1;
            }
            return done;
        }
    }

    /** On time that the caller gives it. */
    private static final class AgronaChain implements Task, DeadlineTimerWheel.TimerHandler {
        private final DeadlineTimerWheel wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, 0, 1 << 20, 4096);
        private long nowNs;
        private long fired;

        @Override
        public long run() {
            fired = 0;
            wheel.scheduleTimer(nowNs);
            while (wheel.timerCount() > 0) {
                nowNs += wheel.tickResolution();
                wheel.poll(nowNs, this, CHAIN);
            }
            return fired;
        }

        @Override
        public boolean onTimerExpiry(TimeUnit unit, long now, long timerId) {
            fired++;
            if (fired < CHAIN) {
                wheel.scheduleTimer(nowNs);
            }
            return true;
        }
    }
}
