package io.github.bpf4j.fuzz;

import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.WatchedRuntime;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierException;
import io.github.bpf4j.verifier.WatchedVerifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Loads an object and runs one of its programs some times, in each engine: results, packets, contexts, maps, timers, faults and what is
 * printed must be the same. What the verifier refuses runs, too, if asked for: with nothing proved or with a proof that is forged.
 */
final class ObjectDifferences implements AutoCloseable {
    private static final long FUEL = 10_000;
    private static final int MOST_ENTRIES = 64;
    private static final byte[] DATAGRAM = {
        2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 60, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
        0x30, 0x39, 0, 53, 0, 40
    };

    /** What stands for the verifier. */
    enum Judge {
        VERIFIED,
        NOTHING_PROVED,
        FORGED
    }

    private final Engines engines;
    private final List<List<String>> told = new ArrayList<>();
    private final List<Supplier<Facts>> judgements = new ArrayList<>();
    private int next;
    private boolean again;
    private boolean undefined;
    private Judge judge = Judge.VERIFIED;

    ObjectDifferences(boolean inPieces, long seed) {
        engines = new Engines(inPieces, builder -> settings(builder, seed));
    }

    private RuntimeBuilder settings(RuntimeBuilder builder, long seed) {
        List<String> lines = new ArrayList<>();
        told.add(lines);
        return WatchedRuntime.judge(builder, this::judge)
                .seed(seed)
                .fuel(FUEL)
                .cpus(2)
                .onPrintk(line -> lines.add(line.toString()))
                .onFault(fault -> lines.add(Engines.end(fault)))
                .onEffect(effect -> lines.add(effect.toString()))
                .memoryLimitBytes(64 << 20)
                .memoryReserveBytes(1L << 32);
    }

    /** Each program is judged once, for both runtimes. */
    private Facts judge(LinkedProgram program, VerifierEnvironment environment) {
        if (!again) {
            judgements.add(judgement(program, environment));
        }
        return judgements.get(next++).get();
    }

    private Supplier<Facts> judgement(LinkedProgram program, VerifierEnvironment environment) {
        try {
            Facts facts = prove(program, environment);
            return () -> facts;
        } catch (VerifierException e) {
            return () -> {
                throw e;
            };
        }
    }

    private Facts prove(LinkedProgram program, VerifierEnvironment environment) {
        Facts judged = switch (judge) {
            case VERIFIED -> Verifier.verify(program, environment);
            case NOTHING_PROVED -> Verifier.checkStructure(program, environment);
            case FORGED -> {
                Verifier.checkStructure(program, environment);
                yield WatchedVerifier.forged(program);
            }
        };
        boolean isTailCalled =
                environment.maps().values().stream().anyMatch(map -> map.shape().type() == MapType.PROG_ARRAY);
        undefined |= judge != Judge.VERIFIED && UndefinedReads.anyIn(program.code(), isTailCalled);
        return judged;
    }

    /**
     * Runs a program.
     *
     * @return the first line that tells of a difference, or else how the runs ended, as {@code "  refused"} or {@code "  ran"}
     */
    String check(CollectionSpec spec, String program, Judge by, long seed, int runs) {
        judge = by;
        again = false;
        undefined = false;
        next = 0;
        judgements.clear();
        List<String> expected = outcome(0, spec, program, seed, runs);
        again = true;
        next = 0;
        List<String> here = outcome(1, spec, program, seed, runs); // of what is refused, too: addresses stay the same
        if (expected.size() == 1 && here.equals(expected)) {
            return "  " + expected.getFirst();
        }
        for (int i = 0; i < Math.max(expected.size(), here.size()); i++) {
            String one = i < expected.size() ? expected.get(i) : "the end";
            String other = i < here.size() ? here.get(i) : "the end";
            if (!one.equals(other)) {
                return "interpreter: " + one + "\n" + engines.name() + ": " + other;
            }
        }
        return expected.stream().anyMatch(line -> line.startsWith("R0")) ? "  ran" : "  faults only";
    }

    private List<String> outcome(int engine, CollectionSpec spec, String name, long seed, int runs) {
        Runtime runtime = engines.runtimes().get(engine);
        List<String> lines = new ArrayList<>();
        told.get(engine).clear();
        SplittableRandom random = new SplittableRandom(seed);
        try (Collection collection = runtime.load(spec)) {
            if (undefined) {
                return List.of("undefined");
            }
            Program program = collection.program(name);
            setSlots(collection, program);
            for (int run = 0; run < runs; run++) {
                collection.maps().values().forEach(map -> fill(map, random));
                lines.addAll(run(program, random, run));
                lines.add(
                        "timers " + runtime.advance(Duration.ofNanos(random.nextInt(4_000))) + " " + runtime.timers());
                collection.maps().values().forEach(map -> lines.add(map.name() + " " + content(map)));
            }
        } catch (VerifierException e) {
            return List.of("refused");
        } catch (BpfErrnoException | LinkException e) {
            return List.of("not loaded");
        } catch (RuntimeException | Error e) {
            lines.add(e.toString());
        }
        lines.addAll(told.get(engine));
        lines.add("now " + runtime.nowNs());
        return lines;
    }

    private static void setSlots(Collection collection, Program program) {
        for (BpfMap map : collection.maps().values()) {
            if (map.type() == MapType.PROG_ARRAY) {
                for (int slot = 0; slot < Math.min(2, map.spec().maxEntries()); slot++) {
                    if (map.program(slot).isEmpty()) {
                        map.setProgram(slot, program);
                    }
                }
            }
        }
    }

    private static List<String> run(Program program, SplittableRandom random, int number) {
        byte[] bytes = new byte[14 + random.nextInt(100)];
        random.nextBytes(bytes);
        if (Replay.takesPackets(program.type()) || program.type().name().startsWith("LWT_")) {
            if (random.nextBoolean()) {
                System.arraycopy(DATAGRAM, 0, bytes, 0, Math.min(bytes.length, DATAGRAM.length));
            }
            Packet packet = new Packet(bytes);
            String end = Engines.end(program.run(packet));
            return List.of(
                    end,
                    "packet " + packet.length() + " "
                            + Integer.toHexString(Arrays.hashCode(Arrays.copyOf(packet.data(), packet.length()))),
                    "of it " + packet.mark() + " " + packet.priority() + " " + packet.controlWord(0) + " "
                            + packet.controlWord(2) + " " + packet.vlanTci() + " " + packet.hash() + " "
                            + packet.redirect().toString().replaceAll("frame=[^,]*,", "") + " "
                            + packet.clones().size());
        }
        byte[] context =
                new byte[program.type().context().map(ContextLayout::size).orElse(0)];
        if (number > 0) {
            random.nextBytes(context);
        }
        program.contextRange()
                .ifPresent(range -> Arrays.fill(context, range.byteOffset(), range.byteOffset() + Long.BYTES, (byte)
                        0)); // every hook can return 0
        Program.ContextResult result = program.run(context);
        return List.of(
                Engines.end(result.run()),
                "context " + Arrays.hashCode(result.context()),
                result.effects().toString());
    }

    /** Numbers in the first elements of a map, many of them small. */
    private static void fill(BpfMap map, SplittableRandom random) {
        for (int key = 0; key < 3; key++) {
            byte[] value = new byte[map.valueSize()];
            random.nextBytes(value);
            for (int at = 0; at < value.length; at++) {
                if (random.nextInt(3) > 0) {
                    value[at] = (byte) (random.nextInt(2) * random.nextInt(16));
                }
            }
            byte[] keyBytes = new byte[map.keySize()];
            if (keyBytes.length > 0) {
                keyBytes[0] = (byte) key;
            }
            try {
                map.update(keyBytes, value);
            } catch (BpfErrnoException | IllegalArgumentException | IllegalStateException e) {
                return; // a map of another kind
            }
        }
    }

    private static String content(BpfMap map) {
        List<String> lines = new ArrayList<>();
        try {
            switch (map.type()) {
                case RINGBUF -> map.consume(record -> lines.add(hash(record)));
                case ARRAY_OF_MAPS, HASH_OF_MAPS -> {} // the numbers of maps depend on how many were made before
                case QUEUE, STACK -> map.waiting().forEach(value -> lines.add(hash(value)));
                default -> {
                    int[] hash = {1};
                    map.forEach(entry -> {
                        if (lines.size() < MOST_ENTRIES) {
                            lines.add(hash(entry.key()) + "=" + hash(entry.value()));
                        }
                        hash[0] = 31 * hash[0] + Arrays.hashCode(entry.value());
                    });
                    lines.add(Integer.toHexString(hash[0]));
                }
            }
        } catch (BpfErrnoException
                | UnsupportedOperationException
                | IllegalArgumentException
                | IllegalStateException e) {
            lines.add(e.getClass().getSimpleName());
        }
        return lines.toString();
    }

    private static String hash(byte[] bytes) {
        return Integer.toHexString(Arrays.hashCode(bytes));
    }

    /** What a check told, if it is a difference. */
    static Optional<String> difference(String told) {
        return told.startsWith("  ") ? Optional.empty() : Optional.of(told);
    }

    @Override
    public void close() {
        engines.close();
    }
}
