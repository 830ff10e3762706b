package io.github.bpf4j.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Has contenders run workloads turn by turn.
 *
 * <p>All that run a program are made ready and warmed up; then in each round each takes one sample. So whatever else the machine does
 * falls on all of them, and ratios of a round hold where times do not. A program that takes long runs in fewer rounds.
 */
final class Comparison {
    /** How samples are taken. */
    record Method(int rounds, int roundsIfSlow, long sampleNs, double warmupShare, Sample.Clock clock) {
        static final Method FULL = new Method(21, 7, 20_000_000, 1, Sample.Clock.WALL);
        static final Method QUICK = new Method(5, 3, 5_000_000, 0.3, Sample.Clock.WALL);

        Method withClock(Sample.Clock other) {
            return new Method(rounds, roundsIfSlow, sampleNs, warmupShare, other);
        }
    }

    private static final double SLOW_NS = 300_000_000;
    private static final int WARMUP_LIMIT = 10;

    private final Method method;
    private final Path out;
    private final Consumer<String> progress;
    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();

    /**
     * A comparison that has measured nothing yet.
     *
     * @param out a folder for what drivers complain about
     * @param progress is told what happens
     */
    Comparison(Method method, Path out, Consumer<String> progress) {
        this.method = method;
        this.out = out;
        this.progress = progress;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    /** The runtimes that are not installed, and how to install them. */
    Map<String, String> missing() {
        return missing;
    }

    /** What went wrong: wrong results, peers that could not be built or died. */
    List<String> errors() {
        return errors;
    }

    /** A contender in a program's rounds. */
    private static final class Turn {
        final String runtime;
        final DriverProcess driver;
        final List<Double> ns = new ArrayList<>();
        int rounds;

        Turn(String runtime, DriverProcess driver) {
            this.runtime = runtime;
            this.driver = driver;
        }

        double[] times() {
            return ns.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /** Measures a program. */
    void run(Workload workload, List<Contender> contenders) {
        progress.accept(workload.program());
        List<Turn> turns = new ArrayList<>();
        try {
            for (Contender contender : contenders) {
                if (contender.runs(workload) && !missing.containsKey(contender.runtime())) {
                    prepare(workload, contender, turns);
                }
            }
            for (int round = 0; round < method.rounds; round++) {
                for (Turn turn : List.copyOf(turns)) {
                    if (round < turn.rounds && !sample(workload, turn)) {
                        turns.remove(turn);
                        turn.driver.close();
                    }
                }
            }
        } finally {
            turns.forEach(turn -> turn.driver.close());
        }
        double[] nativeNs = turns.stream()
                .filter(turn -> turn.runtime.equals(Contenders.NATIVE))
                .findFirst()
                .map(Turn::times)
                .orElse(new double[0]);
        for (Turn turn : turns) {
            measurements.add(Measurement.of(turn.runtime, workload, turn.times(), nativeNs));
        }
    }

    private void prepare(Workload workload, Contender contender, List<Turn> turns) {
        String runtime = contender.runtime();
        try {
            List<String> command = contender.installation().command(workload);
            Files.createDirectories(out);
            Path complaints = out.resolve(runtime + "." + workload.program() + ".err");
            Turn turn = new Turn(runtime, DriverProcess.start(command, complaints));
            turns.add(turn);
            Sample last = warmUp(turn.driver, (long) (contender.warmupNs() * method.warmupShare));
            turn.rounds = last.nsPerRun(method.clock) > SLOW_NS ? method.roundsIfSlow : method.rounds;
        } catch (Contender.MissingPeerException e) {
            missing.put(runtime, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(workload, runtime, String.valueOf(e.getMessage()));
            if (!turns.isEmpty() && turns.getLast().runtime.equals(runtime)) {
                turns.removeLast().driver.close();
            }
        }
    }

    /** Runs for that much processor time, so that a compiler is done on a busy machine too; returns the last sample. */
    private Sample warmUp(DriverProcess driver, long warmupNs) throws IOException {
        long start = System.nanoTime();
        long ranNs = 0;
        Sample last;
        do {
            last = driver.run(Math.min(method.sampleNs, warmupNs));
            ranNs += last.cpuNs();
        } while (ranNs < warmupNs && System.nanoTime() - start < WARMUP_LIMIT * warmupNs);
        return last;
    }

    /** Takes a sample; false if the runtime is out of the race. */
    private boolean sample(Workload workload, Turn turn) {
        try {
            Sample sample = turn.driver.run(method.sampleNs);
            if (sample.result() != workload.expected()) {
                fail(
                        workload,
                        turn.runtime,
                        "the result is %016x, not %016x".formatted(sample.result(), workload.expected()));
                return false;
            }
            turn.ns.add(sample.nsPerRun(method.clock));
            return true;
        } catch (IOException e) {
            fail(workload, turn.runtime, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void fail(Workload workload, String runtime, String why) {
        errors.add(runtime + ", " + workload.program() + ": " + why);
    }
}
