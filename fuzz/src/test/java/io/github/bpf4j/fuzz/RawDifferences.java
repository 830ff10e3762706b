package io.github.bpf4j.fuzz;

import io.github.bpf4j.asm.Disassembler;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.RawProgram;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.WatchedRuntime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Runs raw programs in every engine: results, faults, the programs' memory and in the end all guest memory must be the same. */
final class RawDifferences implements AutoCloseable {
    /** How many programs run in the same runtimes, before their memory is compared. */
    private static final int PER_RUNTIME = 200;

    private static final long GUEST_BYTES = 1L << 22;
    private static final int RUNS = 2;
    private static final long FUEL = 3_000;
    private static final long NOTHING = Instruction.pack(Opcode.JMP | Opcode.JA, 0, 0, 0, 0);

    /** How runs ended. */
    final Map<String, Long> ends = new TreeMap<>();

    private final List<Long> seeds = new ArrayList<>();
    private int batches;
    private Engines engines = open(false);

    private static Engines open(boolean inPieces) {
        return new Engines(
                inPieces,
                builder -> builder.fuel(FUEL).memoryReserveBytes(GUEST_BYTES).memoryLimitBytes(GUEST_BYTES));
    }

    /** What is different when the program of a seed runs, or after it and those before. */
    Optional<String> check(long seed) {
        long[] code = RawPrograms.program(seed);
        if (UndefinedReads.anyIn(code, false)) {
            ends.merge("undefined", 1L, Long::sum);
            return Optional.empty();
        }
        seeds.add(seed);
        Optional<String> found = run(engines, code, seed);
        if (found.isEmpty() && seeds.size() < PER_RUNTIME) {
            return Optional.empty();
        }
        String memory = engines.memoryDifference();
        List<Long> ran = List.copyOf(seeds);
        seeds.clear();
        engines.close();
        engines = open(++batches % 2 != 0);
        if (found.isPresent()) {
            return found.map(what -> report(code, seed, what));
        }
        return memory.isEmpty() ? Optional.empty() : Optional.of(findOne(ran, memory));
    }

    private String findOne(List<Long> ran, String memory) {
        for (long seed : ran) {
            long[] code = RawPrograms.program(seed);
            Optional<String> found = alone(code, seed);
            if (found.isPresent()) {
                return report(code, seed, found.get());
            }
        }
        return "programs " + ran + " one after the other: " + memory;
    }

    /** What is different when a program runs in new runtimes. */
    static Optional<String> alone(long[] code, long seed) {
        return alone(code, seed, false).or(() -> alone(code, seed, true));
    }

    private static Optional<String> alone(long[] code, long seed, boolean inPieces) {
        try (Engines fresh = open(inPieces)) {
            return new Runs(fresh)
                    .run(code, seed)
                    .or(() -> Optional.of(fresh.memoryDifference()).filter(what -> !what.isEmpty()));
        }
    }

    private Optional<String> run(Engines on, long[] code, long seed) {
        Runs runs = new Runs(on);
        Optional<String> found = runs.run(code, seed);
        runs.ends.forEach(end -> ends.merge(end, 1L, Long::sum));
        return found;
    }

    /** The runs of one program. */
    private record Runs(Engines engines, List<String> ends) {
        Runs(Engines engines) {
            this(engines, new ArrayList<>());
        }

        Optional<String> run(long[] code, long seed) {
            List<String> expected = List.of();
            for (int i = 0; i < engines.runtimes().size(); i++) {
                List<String> here;
                try {
                    here = outcome(engines.runtimes().get(i), code, seed);
                } catch (RuntimeException | Error e) {
                    here = List.of(e.toString());
                }
                if (i == 0) {
                    expected = here;
                    here.stream()
                            .filter(line -> !line.startsWith("memory"))
                            .forEach(line -> ends.add(line.startsWith("R0") ? "ran" : line.replaceAll(" .*", "")));
                } else if (!here.equals(expected)) {
                    return Optional.of("interpreter: " + expected + "\n" + engines.name() + ": " + here);
                }
            }
            return Optional.empty();
        }

        private static List<String> outcome(Runtime runtime, long[] code, long seed) {
            List<String> lines = new ArrayList<>();
            byte[] memory = RawPrograms.memory(new SplittableRandom(seed));
            try (RawProgram.Loaded loaded =
                    WatchedRuntime.unchecked(runtime, code).withMemory(memory)) {
                for (int run = 0; run < RUNS; run++) {
                    lines.add(Engines.end(loaded.run()));
                    lines.add("memory " + Integer.toHexString(Arrays.hashCode(loaded.memory())));
                }
            }
            return lines;
        }
    }

    private static String report(long[] code, long seed, String what) {
        long[] small = minimise(code, seed);
        return "raw program " + seed + ": " + what + "\nmade small: "
                + alone(small, seed).orElse("no difference alone") + "\n"
                + new Disassembler(Disassembler.Symbols.NONE)
                        .listing(small, true)
                        .replaceAll("(?m)^.*goto \\+0x0\n", "");
    }

    private static long[] minimise(long[] code, long seed) {
        long[] small = code.clone();
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int at = 0; at < small.length; at++) {
                if (small[at] == NOTHING) {
                    continue;
                }
                long[] less = small.clone();
                if (at + 1 < small.length && Instruction.isWide(small[at])) {
                    less[at + 1] = NOTHING;
                }
                less[at] = NOTHING;
                if (!UndefinedReads.anyIn(less, false) && alone(less, seed).isPresent()) {
                    small = less;
                    changed = true;
                }
            }
        }
        return small;
    }

    @Override
    public void close() {
        engines.close();
    }
}
