package io.github.bpf4j.fuzz;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.AssembledObject;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.WatchedRuntime;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierException;
import io.github.bpf4j.verifier.WatchedVerifier;
import io.github.bpf4j.verifier.explore.WalkListener.Pruning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs that the verifier accepts and looks, before each instruction, whether the run is where the verifier thought it could be:
 * no access is wrong, nothing is run that no path came to, and the registers and the stack lie in a state of the walk.
 *
 * <p>Every program is verified three times: as usual, with all that matters kept at every point, and with states that cover only what lies
 * in them in every respect. See {@link Embedding} for what is compared with what.
 */
final class Oracles implements AutoCloseable {
    static final CollectionSpec TEMPLATE =
            CollectionSpec.read(Corpus.bytes("features/oracle_maps.bpf.o"), "oracle_maps");
    private static final String SECTION = "xdp";
    private static final int MOST_STATES = 4_000;
    private static final long FUEL = 30_000;
    private static final int LEAST_FRAME = 14;

    private final Runtime runtime;
    private final RunState run = new RunState();
    private final Embedding embedding = new Embedding(run);
    private final boolean embeds;
    private @Nullable WalkRecord whole;
    private @Nullable WalkRecord often;
    private int[] lastHit = {};
    private @Nullable String violation;
    private final List<Fault> faults = new ArrayList<>();

    /** Programs that were accepted, those refused by reason, instructions run, and so on. */
    final TreeMap<String, Long> counts = new TreeMap<>();

    private long steps;
    private long embedded;

    /**
     * Oracles with a runtime of their own.
     *
     * @param embeds whether states are compared, not only accesses looked up
     */
    Oracles(long seed, boolean embeds) {
        this.embeds = embeds;
        runtime = WatchedRuntime.judge(WatchedRuntime.watch(Runtime.builder(), this::step), this::judge)
                .engine(EngineKind.CHECKED)
                .seed(seed)
                .fuel(FUEL)
                .onFault(faults::add)
                .memoryLimitBytes(64 << 20)
                .memoryReserveBytes(1L << 32)
                .build();
    }

    @Override
    public void close() {
        runtime.close();
    }

    /** Instructions that were run. */
    long steps() {
        return steps;
    }

    /** Instructions before which the state was compared. */
    long embedded() {
        return embedded;
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    private Facts judge(LinkedProgram program, VerifierEnvironment environment) {
        Facts.Proved proof = Verifier.verify(program, environment);
        whole = null;
        often = null;
        if (embeds) {
            whole = record(program, environment, Pruning.WHOLE);
            often = record(program, environment, Pruning.OFTEN);
            lastHit = new int[2 * program.insnCount()];
        }
        return proof;
    }

    private @Nullable WalkRecord record(LinkedProgram program, VerifierEnvironment environment, Pruning pruning) {
        WalkRecord record = new WalkRecord(pruning, program.insnCount(), MOST_STATES);
        Verdict verdict = WatchedVerifier.judge(program, environment, record);
        if (record.isIncomplete() || !verdict.isAccepted()) {
            count((verdict.isAccepted() ? "more states than are kept, " : "refused, ") + pruning);
            return null;
        }
        return record;
    }

    private void step(Image image, int insn, Cpu cpu, long[] r) {
        steps++;
        if (whole == null && often == null) {
            return;
        }
        run.step(insn, cpu, r);
        if (violation != null) {
            return;
        }
        if (whole != null && !isInOne(whole.walked(insn), 2 * insn)) {
            violation = "at " + insn + " the run is in no state of the walk:" + embedding.explain(whole.walked(insn));
        } else if (often != null && !often.kept(insn).isEmpty() && !isInOne(often.kept(insn), 2 * insn + 1)) {
            violation = "at " + insn + " the run is in no kept state, as far as these matter:"
                    + embedding.explain(often.kept(insn));
        } else {
            embedded++;
        }
    }

    private boolean isInOne(List<WalkRecord.Kept> states, int hint) {
        int last = lastHit[hint];
        if (last < states.size() && isIn(states.get(last))) {
            return true;
        }
        for (int i = 0; i < states.size(); i++) {
            if (i != last && isIn(states.get(i))) {
                lastHit[hint] = i;
                return true;
            }
        }
        return false;
    }

    private boolean isIn(WalkRecord.Kept kept) {
        return embedding.holds(kept.state(), kept.live(), kept.precise());
    }

    /** An object with this program. */
    static CollectionSpec object(long[] code) {
        return AssembledObject.of(TEMPLATE, SECTION, ProgramType.XDP, code);
    }

    /** What the text of a program is as an object; empty if it is none. */
    static Optional<CollectionSpec> assemble(String text) {
        try {
            return Optional.of(object(Assembler.assemble(text)));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Verifies a program and, if it is accepted, runs it some times.
     *
     * @return what is wrong; empty if nothing is, or the program is refused
     */
    Optional<String> check(CollectionSpec spec, long seed, int runs) {
        SplittableRandom random = new SplittableRandom(seed);
        violation = null;
        faults.clear();
        try (Collection collection = runtime.load(spec)) {
            count("accepted");
            run.begin(collection);
            Program program = collection.programs().values().iterator().next();
            for (int i = 0; i < runs; i++) {
                fill(collection, random);
                byte[] frame = new byte[LEAST_FRAME + random.nextInt(random.nextInt(3) > 0 ? 12 : 60)];
                random.nextBytes(frame);
                program.run(new Packet(frame)).fault().ifPresent(faults::add);
                if (random.nextInt(3) == 0) {
                    runtime.advance(Duration.ofNanos(random.nextInt(3_000)));
                }
                count("runs");
                if (violation != null) {
                    return Optional.of(violation);
                }
                for (Fault fault : faults) {
                    if (fault.kind() == Fault.Kind.OUT_OF_FUEL || fault.kind() == Fault.Kind.ENDLESS_TIMER) {
                        count("out of fuel");
                        return Optional.empty();
                    }
                    return Optional.of(fault.toString());
                }
            }
        } catch (VerifierException e) {
            count("refused");
            count("why: "
                    + e.reason().replaceAll("[0-9]+", "N").lines().findFirst().orElse(""));
        } catch (BpfErrnoException e) {
            count("not loaded");
        }
        return Optional.empty();
    }

    /** Numbers in the values of maps, many of them at some border. */
    private static void fill(Collection collection, SplittableRandom random) {
        for (String name : List.of("single", "odd", "table", "percpu", "locked", "first")) {
            BpfMap map = collection.map(name);
            for (int key = 0; key < (name.equals("table") ? 3 : 1); key++) {
                byte[] keyBytes = new byte[map.keySize()];
                keyBytes[0] = (byte) key;
                byte[] value = new byte[map.valueSize()];
                random.nextBytes(value);
                for (int b = 0; b < value.length; b++) {
                    if (random.nextInt(3) == 0) {
                        value[b] = (byte) random.nextInt(-2, 70);
                    }
                }
                for (int word = 0; word + 8 <= value.length; word += 8) {
                    switch (random.nextInt(4)) {
                        case 0 -> Arrays.fill(value, word + 1, word + 8, (byte) 0);
                        case 1 -> Arrays.fill(value, word + 4, word + 8, (byte) (random.nextInt(2) - 1));
                        case 2 -> Arrays.fill(value, word + 1, word + 8, (byte) -1);
                        default -> {
                            // all of it random
                        }
                    }
                }
                map.update(keyBytes, value);
            }
        }
    }
}
