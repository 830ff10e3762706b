package io.github.bpf4j.conformance.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.TimerPoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Holds CPUs up at points of timers, so that races happen in the order that a test wants. No wait is for ever. */
final class TimerStops implements Consumer<TimerPoint> {
    private static final long PATIENCE_S = 30;

    private final List<Stop> stops = new CopyOnWriteArrayList<>();

    /** Where the first CPU that comes there is held up. */
    static final class Stop {
        private final Predicate<TimerPoint> where;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Stop(Predicate<TimerPoint> where) {
            this.where = where;
        }

        /** Waits until a CPU is held up here. */
        void awaitReached() {
            await(reached);
        }

        boolean isReached() {
            return reached.getCount() == 0;
        }

        void release() {
            released.countDown();
        }
    }

    /** Holds up the first CPU that comes to such a point. */
    Stop at(TimerPoint.Kind kind) {
        return at(point -> point.kind() == kind);
    }

    /** Holds up the first CPU that calls a helper, before or after the call. */
    Stop at(TimerPoint.Kind kind, String helper) {
        return at(point -> point.kind() == kind && point.helper().equals(helper));
    }

    Stop at(Predicate<TimerPoint> where) {
        Stop stop = new Stop(where);
        stops.add(stop);
        return stop;
    }

    @Override
    public void accept(TimerPoint point) {
        for (Stop stop : stops) {
            if (stop.where.test(point) && stop.taken.compareAndSet(false, true)) {
                stop.reached.countDown();
                await(stop.released);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_S, TimeUnit.SECONDS))
                    .as("somebody comes in time")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs something in a thread of its own. */
    static CompletableFuture<Long> beside(LongSupplier work) {
        CompletableFuture<Long> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(work.getAsLong());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    static long result(CompletableFuture<Long> work) {
        try {
            return work.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
