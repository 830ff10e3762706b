package io.github.bpf4j.conformance.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.verifier.VerifierException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What the verifier accepts runs where every access is looked up among the objects that are there: none may be wrong. The programs are
 * those at the borders of the verifier's rules, the inputs random.
 */
class ShadowTest {
    private static final long SEED = Long.getLong("bpf4j.seed", 20261126);
    private static final int RUNS = Integer.getInteger("bpf4j.shadow.runs", 3);
    private static final long FUEL = 2_000_000;

    private final Random random = new Random(SEED);
    private int ran;
    private int refused;
    private int notLoaded;

    @Test
    void acceptedProgramsAccessOnlyWhatIsThere() {
        Map<String, CollectionSpec> objects = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (String file : List.of("verifier/answers-a-6.12.jsonl", "verifier/answers-b-6.12.jsonl")) {
            for (String line : new String(Corpus.bytes(file), StandardCharsets.UTF_8).split("\n")) {
                JsonNode asked = new ObjectMapper().readTree(line);
                CollectionSpec spec = objects.computeIfAbsent(
                        asked.get("obj").asString(), name -> CollectionSpec.read(Corpus.bytes(name), name));
                runAlone(spec, asked.get("prog").asString(), faults);
            }
        }
        System.out.println("shadow: " + ran + " programs ran, " + refused + " were refused, " + notLoaded
                + " need what is not there; seed " + SEED);
        assertThat(faults).isEmpty();
        assertThat(ran).isGreaterThan(1000);
    }

    private void runAlone(CollectionSpec all, String name, List<String> faults) {
        CollectionSpec spec = all;
        for (ProgramSpec program : all.programs()) {
            spec = spec.withAutoload(program.name(), program.name().equals(name));
        }
        try (Runtime runtime = Runtime.builder()
                        .engine(EngineKind.CHECKED)
                        .cpus(2)
                        .seed(random.nextLong())
                        .fuel(FUEL)
                        .build();
                Collection collection = runtime.load(spec)) {
            if (needsSurroundings(collection.program(name))) {
                notLoaded++;
                return;
            }
            for (int run = 0; run < RUNS; run++) {
                fill(collection);
                check(name, run(collection.program(name)), faults);
                runtime.advance(Duration.ofMillis(1));
            }
            ran++;
        } catch (VerifierException e) {
            refused++;
        } catch (BpfErrnoException | LinkException e) {
            notLoaded++;
        }
    }

    /** Whether it works on what a context of random bytes does not have: flow keys, a message, a socket, a setting, the text of an iterator. */
    private static boolean needsSurroundings(Program program) {
        return switch (program.type()) {
            case FLOW_DISSECTOR, SK_SKB, SK_MSG, SK_LOOKUP, SK_REUSEPORT, SOCK_OPS, CGROUP_SOCK_ADDR, CGROUP_SYSCTL ->
                true;
            case TRACING -> program.linked().spec().expectedAttachType() == AttachType.TRACE_ITER;
            case LSM -> program.linked().spec().expectedAttachType() == AttachType.LSM_CGROUP;
            default -> false;
        };
    }

    /** Random bytes in the values of arrays that anybody may write. */
    private void fill(Collection collection) {
        for (BpfMap map : collection.maps().values()) {
            byte[] value = new byte[map.valueSize()];
            random.nextBytes(value);
            try {
                map.update(new byte[map.keySize()], value);
            } catch (BpfErrnoException | IllegalArgumentException | IllegalStateException e) {
                // a map of another kind
            }
        }
    }

    private RunResult run(Program program) {
        byte[] bytes = new byte[14 + random.nextInt(200)];
        random.nextBytes(bytes);
        if (Replay.takesPackets(program.type()) || program.type().name().startsWith("LWT_")) {
            return program.run(new Packet(bytes));
        }
        byte[] context =
                new byte[program.type().context().map(ContextLayout::size).orElse(0)];
        random.nextBytes(context);
        program.contextRange()
                .ifPresent(range -> Arrays.fill(context, range.byteOffset(), range.byteOffset() + Long.BYTES, (byte)
                        0)); // every hook can return 0
        return program.run(context).run();
    }

    private static void check(String name, RunResult result, List<String> faults) {
        result.fault()
                .filter(fault -> fault.kind() != Fault.Kind.OUT_OF_FUEL)
                .ifPresent(fault -> faults.add(name + ": " + fault.kind() + " " + fault.message()));
    }
}
