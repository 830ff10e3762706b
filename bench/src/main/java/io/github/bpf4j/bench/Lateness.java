package io.github.bpf4j.bench;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerEvent;
import io.github.bpf4j.time.SystemClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How late timers of one millisecond are on this machine, in one process one after the other: parkNanos, the JDK's executor, and BPF
 * timers that re-arm themselves - with Linux's usual slack, with lowered slack, and with a spin.
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
            print("parkNanos", parkNanos(beats));
            print("ScheduledThreadPoolExecutor", executor(beats));
            print("bpf_timer, usual slack", bpf(beats, false, Duration.ZERO));
            print("bpf_timer, lowered slack", bpf(beats, true, Duration.ZERO));
            print("bpf_timer, lowered slack, 80 us spin", bpf(beats, true, Duration.ofNanos(80_000)));
        }
    }

    private static void print(String what, long[] lateNs) {
        Arrays.sort(lateNs);
        System.out.printf(
                "%-40s p50 %6.1f us  p99 %7.1f us  p99.9 %7.1f us%n",
                what,
                lateNs[lateNs.length / 2] / 1e3,
                lateNs[lateNs.length * 99 / 100] / 1e3,
                lateNs[(int) (lateNs.length * 999L / 1000)] / 1e3);
    }

    private static long[] parkNanos(int beats) {
        long[] late = new long[beats];
        for (int i = 0; i < beats; i++) {
            long due = System.nanoTime() + PERIOD_NS;
            for (long left = PERIOD_NS; left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            late[i] = System.nanoTime() - due;
        }
        return late;
    }

    private static long[] executor(int beats) throws InterruptedException {
        long[] late = new long[beats];
        CountDownLatch done = new CountDownLatch(1);
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
        Runnable[] beat = new Runnable[1];
        int[] count = new int[1];
        long[] due = {System.nanoTime() + PERIOD_NS};
        beat[0] = () -> {
            late[count[0]++] = System.nanoTime() - due[0];
            if (count[0] == beats) {
                done.countDown();
                return;
            }
            due[0] = System.nanoTime() + PERIOD_NS;
            executor.schedule(beat[0], PERIOD_NS, TimeUnit.NANOSECONDS);
        };
        executor.schedule(beat[0], PERIOD_NS, TimeUnit.NANOSECONDS);
        done.await();
        executor.shutdown();
        return late;
    }

    private static long[] bpf(int beats, boolean lowSlack, Duration spin) throws InterruptedException {
        long[] late = new long[beats];
        CountDownLatch done = new CountDownLatch(1);
        int[] count = new int[1];
        try (Runtime runtime = Runtime.builder()
                        .clock(new SystemClock())
                        .lowTimerSlack(lowSlack)
                        .timerSpin(spin)
                        .onTimerEvent(event -> {
                            if (event.kind() == TimerEvent.Kind.FIRED && count[0] < beats) {
                                late[count[0]++] = event.timeNs() - event.expiresNs();
                                if (count[0] == beats) {
                                    done.countDown();
                                }
                            }
                        })
                        .build();
                Collection timers = runtime.load(CollectionSpec.read(Corpus.bytes("bench/timers.kern.o"), "timers"))) {
            timers.program("beat").run(new Packet(new byte[64]));
            done.await();
        }
        return late;
    }
}
