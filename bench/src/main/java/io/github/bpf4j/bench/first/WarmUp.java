package io.github.bpf4j.bench.first;

import com.sun.management.OperatingSystemMXBean;
import io.github.bpf4j.bench.first.Answers.Peak;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.ProgramInfo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** A program, run again and again until it is as fast as it will be. The JVM tells of its compilations meanwhile. */
final class WarmUp implements AutoCloseable {
    private static final long WINDOW_NS = 5_000_000;
    private static final int MOVING = 5;
    private static final double NEAR = 1.1;
    private static final int LAST_FIFTH = 5;
    private static final String GENERATED = ".Jit$";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Recording compilations = new Recording();

    /** A few milliseconds of runs. */
    private record Window(long endNs, long endCpuNs, long runs, double nsPerRun) {}

    WarmUp() {
        compilations.enable("jdk.Compilation").withThreshold(Duration.ZERO);
        compilations.start();
    }

    Peak run(Program program, String runtime, String name, int seconds) throws IOException {
        Packet packet = new Packet(new byte[StraightObject.FRAME_BYTES]);
        long begin = System.nanoTime();
        long beginCpu = PROCESS.getProcessCpuTime();
        List<Window> windows = new ArrayList<>();
        long runs = 0;
        long batch = 1;
        while (System.nanoTime() - begin < seconds * 1_000_000_000L) {
            long start = System.nanoTime();
            long cpu = THREADS.getCurrentThreadCpuTime();
            for (long i = 0; i < batch; i++) {
                program.run(packet);
            }
            double nsPerRun = (THREADS.getCurrentThreadCpuTime() - cpu) / (double) batch;
            long end = System.nanoTime();
            runs += batch;
            windows.add(new Window(end - begin, PROCESS.getProcessCpuTime() - beginCpu, runs, nsPerRun));
            if (end - start < WINDOW_NS / 2) {
                batch *= 2;
            } else if (end - start > WINDOW_NS * 2 && batch > 1) {
                batch /= 2;
            }
        }
        double peak = median(windows.subList(windows.size() - windows.size() / LAST_FIFTH, windows.size()));
        Window reached = reached(windows, peak);
        ProgramInfo info = program.info();
        int instructions = program.linked().insnCount();
        return new Peak(
                runtime,
                name,
                instructions,
                Math.round(peak * 10) / 10.0,
                Math.round(windows.getFirst().nsPerRun()),
                reached.endNs(),
                reached.endCpuNs(),
                reached.runs(),
                info.compileNs(),
                (double) info.compileNs() / instructions,
                info.jitedBytes(),
                machineCodeBytes());
    }

    /** The first of the windows whose median with those around it is near the peak. */
    private static Window reached(List<Window> windows, double peak) {
        for (int i = 0; i + MOVING <= windows.size(); i++) {
            if (median(windows.subList(i, i + MOVING)) <= peak * NEAR) {
                return windows.get(i);
            }
        }
        return windows.getLast();
    }

    private static double median(List<Window> windows) {
        double[] sorted =
                windows.stream().mapToDouble(Window::nsPerRun).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Of each generated method what the best compiler that took it made. */
    private long machineCodeBytes() throws IOException {
        compilations.stop();
        Path file = Files.createTempFile("compilations", ".jfr");
        try {
            compilations.dump(file);
            Map<String, RecordedEvent> best = new HashMap<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                RecordedMethod method = event.getValue("method");
                if (method != null && method.getType().getName().contains(GENERATED) && event.getBoolean("succeded")) {
                    best.merge(
                            method.getType().getName() + "." + method.getName() + method.getDescriptor(),
                            event,
                            (one, other) -> level(other) >= level(one) ? other : one);
                }
            }
            return best.values().stream()
                    .mapToLong(event -> event.getLong("codeSize"))
                    .sum();
        } finally {
            Files.delete(file);
        }
    }

    private static int level(RecordedEvent compilation) {
        return compilation.getShort("compileLevel");
    }

    @Override
    public void close() {
        compilations.close();
    }
}
