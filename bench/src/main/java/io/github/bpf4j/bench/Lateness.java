package io.github.bpf4j.bench;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerEvent;
import io.github.bpf4j.time.SystemClock;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How late timers of one millisecond are on this machine, in one process one after the other: parkNanos, the JDK's executor, and BPF
 * timers that re-arm themselves - with Linux's usual slack, with lowered slack, and with a spin. And what that costs: the processor
 * time of the one thread that waits and runs the timer, from its first beat to its last, as a share of one processor. The time of
 * other threads (the compiler's, the collector's) is not in it.
 *
 * <p>{@code java --enable-native-access=ALL-UNNAMED -cp ... io.github.bpf4j.bench.Lateness [BEATS]}.
 */
public final class Lateness {
    private static final long PERIOD_NS = 1_000_000;

    private Lateness() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws InterruptedException {
        int beats = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5000;
        for (int round = 0; round < 2; round++) {
            parkNanos(new Beats(beats)).print("parkNanos");
            executor(new Beats(beats)).print("ScheduledThreadPoolExecutor");
            bpf(new Beats(beats), false, Duration.ZERO).print("bpf_timer, usual slack");
            bpf(new Beats(beats), true, Duration.ZERO).print("bpf_timer, lowered slack");
            bpf(new Beats(beats), true, Duration.ofNanos(80_000)).print("bpf_timer, lowered slack, 80 us spin");
        }
    }

    /** What the thread of one kind of timer saw: how late each beat was, and its processor time between the first and the last. */
    private static final class Beats {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private final long[] lateNs;
        private final CountDownLatch done = new CountDownLatch(1);
        private int count;
        private long cpuNs;
        private long wallNs;

        Beats(int beats) {
            lateNs = new long[beats];
        }

        /** Records a beat, on the thread that runs it; whether it was the last. */
        boolean add(long late) {
            if (count == lateNs.length) {
                return true;
            }
            if (count == 0) {
                cpuNs = -THREADS.getCurrentThreadCpuTime();
                wallNs = -System.nanoTime();
            }
            lateNs[count++] = late;
            if (count < lateNs.length) {
                return false;
            }
            cpuNs += THREADS.getCurrentThreadCpuTime();
            wallNs += System.nanoTime();
            done.countDown();
            return true;
        }

        void print(String what) {
            Arrays.sort(lateNs);
            System.out.printf(
                    "%-40s p50 %6.1f us  p99 %7.1f us  p99.9 %7.1f us  processor %5.2f %%%n",
                    what,
                    lateNs[lateNs.length / 2] / 1e3,
                    lateNs[lateNs.length * 99 / 100] / 1e3,
                    lateNs[(int) (lateNs.length * 999L / 1000)] / 1e3,
                    100.0 * cpuNs / wallNs);
        }
    }

    private static Beats parkNanos(Beats beats) {
        boolean last;
        do {
            long due = System.nanoTime() + PERIOD_NS;
            for (long left = PERIOD_NS; left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            last = beats.add(System.nanoTime() - due);
        } while (!last);
        return beats;
    }

    private static Beats executor(Beats beats) throws InterruptedException {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        Runnable[] beat = new Runnable[1];
        long[] due = {System.nanoTime() + PERIOD_NS};
        beat[0] = () -> {
            if (!beats.add(System.nanoTime() - due[0])) {
                due[0] = System.nanoTime() + PERIOD_NS;
                executor.schedule(beat[0], PERIOD_NS, TimeUnit.NANOSECONDS);
            }
        };
        executor.schedule(beat[0], PERIOD_NS, TimeUnit.NANOSECONDS);
        beats.done.await();
        executor.shutdown();
        return beats;
    }

    private static Beats bpf(Beats beats, boolean lowSlack, Duration spin) throws InterruptedException {
        try (Runtime runtime = Runtime.builder()
                        .clock(new SystemClock())
                        .lowTimerSlack(lowSlack)
                        .timerSpin(spin)
                        .onTimerEvent(event -> {
                            if (event.kind() == TimerEvent.Kind.FIRED) {
                                beats.add(event.timeNs() - event.expiresNs());
                            }
                        })
                        .build();
                Collection timers = runtime.load(CollectionSpec.read(Corpus.bytes("bench/timers.kern.o"), "timers"))) {
            timers.program("beat").run(new Packet(new byte[64]));
            beats.done.await();
        }
        return beats;
    }
}
