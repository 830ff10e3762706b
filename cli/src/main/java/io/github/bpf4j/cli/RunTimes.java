package io.github.bpf4j.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Measures how long runs of something take: while it warms up, and then. For one thread. */
final class RunTimes {
    private static final int TEN = 10;
    private static final int LOOKS = 100;
    private static final double SPARE = 1.1;
    private static final int GROWTH = 8;

    private final LongSupplier clockNs;
    private final Runnable work;
    private long runsPerSample = 1;

    /**
     * Times of runs.
     *
     * @param clockNs the time in nanoseconds
     * @param work one run
     */
    RunTimes(LongSupplier clockNs, Runnable work) {
        this.clockNs = clockNs;
        this.work = work;
    }

    /** The runs of these numbers, from 1, both included, took so long each. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Window(long from, long to, double nsPerRun) {}

    /** Samples of runs back to back. */
    record Samples(int samples, long runsPerSample, double medianNs, double minNs, double maxNs) {}

    /** Runs for at least that long and at least once; tells the first run, the next nine, the next ninety and so on. */
    List<Window> warmUp(long leastNs) {
        List<Window> curve = new ArrayList<>();
        long startNs = clockNs.getAsLong();
        long nowNs = startNs;
        long to = 1;
        for (long from = 1; from == 1 || nowNs - startNs < leastNs; from = to + 1, to = to * TEN) {
            long beganNs = nowNs;
            long left = to - from + 1;
            while (left > 0 && (from == 1 || nowNs - startNs < leastNs)) {
                long runs = Math.min(left, Math.max(1, to / LOOKS));
                repeat(runs);
                left -= runs;
                nowNs = clockNs.getAsLong();
            }
            to -= left;
            curve.add(new Window(from, to, (double) (nowNs - beganNs) / (to - from + 1)));
            if (left > 0) {
                break;
            }
        }
        return curve;
    }

    /** Takes samples of at least that long. */
    Samples sample(int samples, long leastNs) {
        double[] ns = new double[samples];
        for (int i = 0; i < samples; i++) {
            long took = take();
            while (took < leastNs) {
                double factor = Math.min(GROWTH, SPARE * leastNs / (took + 1));
                runsPerSample = (long) (runsPerSample * factor) + 1;
                took = take();
            }
            ns[i] = (double) took / runsPerSample;
        }
        Arrays.sort(ns);
        double median = samples % 2 == 1 ? ns[samples / 2] : (ns[samples / 2 - 1] + ns[samples / 2]) / 2;
        return new Samples(samples, runsPerSample, median, ns[0], ns[samples - 1]);
    }

    private long take() {
        long startNs = clockNs.getAsLong();
        repeat(runsPerSample);
        return clockNs.getAsLong() - startNs;
    }

    private void repeat(long runs) {
        for (long i = 0; i < runs; i++) {
            work.run();
        }
    }
}
