package io.github.bpf4j.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;

/**
 * The process of a runtime on the JVM and a program: {@code Driver RUNTIME PROGRAM}. It says {@code ready}, then answers each line {@code
 * run NS} with {@code RUNS WALL_NS CPU_NS RESULT}: runs back to back that took at least that long.
 */
public final class Driver {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double SPARE = 1.1;
    private static final int GROWTH = 8;

    private final Task task;
    private long runs = 1;

    Driver(Task task) {
        this.task = task;
    }

    /** Runs the driver. */
    public static void main(String[] arguments) throws IOException {
        try (Task task = Tasks.of(arguments[0], Workload.of(arguments[1]))) {
            new Driver(task).obey(new InputStreamReader(System.in, StandardCharsets.UTF_8), System.out);
        }
        System.exit(0); // whatever threads a library left
    }

    void obey(Reader commands, PrintStream answers) throws IOException {
        answers.println("ready");
        answers.flush();
        BufferedReader lines = new BufferedReader(commands);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.startsWith("run ")) {
                throw new IOException("'" + line + "' is no command");
            }
            answers.println(
                    sample(Long.parseLong(line.substring("run ".length()).strip()))
                            .format());
            answers.flush();
        }
    }

    /** Runs back to back for at least that long; finds out how many runs that takes. */
    Sample sample(long leastNs) {
        while (true) {
            Sample sample = measure(runs);
            if (sample.wallNs() >= leastNs) {
                return sample;
            }
            double factor = Math.min(GROWTH, SPARE * leastNs / (sample.wallNs() + 1));
            runs = (long) (runs * factor) + 1;
        }
    }

    private Sample measure(long count) {
        long wallNs = 0;
        long cpuNs = 0;
        long result = 0;
        for (long left = count; left > 0; ) {
            long times = Math.min(left, task.runsUntilTidy());
            long cpu = THREADS.getCurrentThreadCpuTime();
            long wall = System.nanoTime();
            result = task.run(times);
            wallNs += System.nanoTime() - wall;
            cpuNs += THREADS.getCurrentThreadCpuTime() - cpu;
            left -= times;
            task.tidy();
        }
        return new Sample(count, wallNs, task.isOneThread() ? cpuNs : wallNs, result);
    }
}
