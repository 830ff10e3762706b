package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.fuzz.CorpusPrograms.Asked;
import io.github.bpf4j.object.AssembledObject;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierException;
import io.github.bpf4j.verifier.VerifierLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the verifier is given, it ends with a verdict: random programs, programs of the corpus with instructions changed, words that are
 * no program. What it accepts of them runs without a wrong access. {@code -Dbpf4j.mutants} says how many.
 */
class VerdictFuzzTest {
    private static final int PER_RUNTIME = 100;
    private static final int LARGEST_HELPER = 300;
    private static final int LARGEST_PROGRAM = 2_000;
    private static final long FUEL = 50_000;
    private static final Set<Integer> HELPERS = new HashSet<>(IntStream.range(1, LARGEST_HELPER)
            .filter(id -> HelperPrototype.byId(id).isPresent())
            .boxed()
            .toList());

    private final TreeMap<String, Long> ends = new TreeMap<>();
    private long slowestNanos;
    private int mostInsns;
    private String slowest = "";

    @Test
    void everyProgramGetsAVerdict() {
        long seed = Mutations.seed();
        int mutants = Mutations.count(3_000);
        System.out.println("VerdictFuzzTest seed " + seed + ", " + mutants + " mutants");
        List<Asked> corpus = corpus();
        for (int i = 0; i < mutants; i++) {
            judge(mutant(corpus, seed + i), seed + i);
        }
        System.out.printf(
                "VerdictFuzzTest slowest %.1f s, %,d instructions: %s; %s%n",
                slowestNanos / 1e9, mostInsns, slowest, ends);
        assertThat(mostInsns).isLessThanOrEqualTo(VerifierLimits.KERNEL.maxProcessedInsns() + 1);
        assertThat(ends.get("accepted")).isPositive();
        assertThat(ends.keySet()).contains("EACCES", "EINVAL");
    }

    @Test
    void mutantsThatAreAcceptedAccessOnlyWhatIsThere() {
        long seed = Mutations.seed();
        int mutants = Mutations.count(2_000);
        List<Asked> corpus = corpus().stream()
                .filter(asked -> !CorpusPrograms.needsSurroundings(asked.all().program(asked.name())))
                .toList();
        List<String> found = new ArrayList<>();
        int ran = 0;
        String[] mutant = {""};
        for (int done = 0; done < mutants; done += PER_RUNTIME) {
            try (Runtime runtime = Runtime.builder()
                    .engine(EngineKind.CHECKED)
                    .cpus(2)
                    .seed(seed + done)
                    .fuel(FUEL)
                    .onFault(fault -> note(fault, mutant[0], found))
                    .memoryLimitBytes(256 << 20)
                    .memoryReserveBytes(1L << 33)
                    .build()) {
                for (int i = done; i < Math.min(mutants, done + PER_RUNTIME); i++) {
                    Asked asked = corpus.get(new SplittableRandom(seed + i).nextInt(corpus.size()));
                    mutant[0] = "mutant " + (seed + i) + " of " + asked.name();
                    ran += run(runtime, asked, seed + i) ? 1 : 0;
                }
            }
        }
        System.out.println("VerdictFuzzTest " + ran + " of " + mutants + " mutants ran, seed " + seed);
        assertThat(found).isEmpty();
        assertThat(ran).isGreaterThan(mutants / 20);
    }

    private static List<Asked> corpus() {
        return CorpusPrograms.read().stream()
                .filter(asked -> asked.all().program(asked.name()).insnCount() < LARGEST_PROGRAM)
                .toList();
    }

    private record Subject(CollectionSpec spec, String program, String what) {}

    private static Subject mutant(List<Asked> corpus, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean mad = random.nextInt(4) == 0;
        if (random.nextInt(3) == 0) {
            CollectionSpec template = Oracles.TEMPLATE;
            long[] code;
            try {
                code = Assembler.assemble(ProgramGenerator.program(seed, template));
            } catch (RuntimeException e) {
                code = new long[] {random.nextLong(), random.nextLong()};
            }
            long[] changed = change(code, mad, seed);
            CollectionSpec spec = Oracles.object(changed);
            return new Subject(spec, spec.programs().getFirst().name(), "generated");
        }
        Asked asked = corpus.get(random.nextInt(corpus.size()));
        return new Subject(
                AssembledObject.changed(asked.all(), asked.name(), code -> change(code, mad, seed)),
                asked.name(),
                asked.name());
    }

    private static long[] change(long[] code, boolean mad, long seed) {
        return mad ? InstructionMutations.mad(code, seed) : InstructionMutations.mutate(code, seed);
    }

    private void judge(Subject subject, long seed) {
        try {
            LinkedProgram linked = Linker.link(
                    subject.spec(), subject.program(), LinkEnvironment.of(KernelProfile.V6_12, Set.of(Kfunc.values())));
            Verdict verdict = Verifier.judge(linked, environment(subject.spec()));
            String end = verdict.reason().map(refusal -> refusal.errno().name()).orElse("accepted");
            ends.merge(end, 1L, Long::sum);
            mostInsns = Math.max(mostInsns, verdict.insns());
            if (verdict.nanos() > slowestNanos) {
                slowestNanos = verdict.nanos();
                slowest = "mutant " + seed + " of " + subject.what() + ", " + verdict.insns() + " instructions";
            }
        } catch (LinkException e) {
            ends.merge("not linked", 1L, Long::sum);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutant " + seed + " of " + subject.what(), e);
        }
    }

    private static VerifierEnvironment environment(CollectionSpec spec) {
        Map<String, MapDescription> maps = new HashMap<>();
        for (MapSpec map : spec.maps()) {
            maps.put(map.name(), MapDescription.of(map, spec.btf(), KernelProfile.V6_12));
        }
        return new VerifierEnvironment(
                KernelProfile.V6_12, HELPERS, Set.of(Kfunc.values()), maps, VerifierLimits.KERNEL);
    }

    private static boolean run(Runtime runtime, Asked asked, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CollectionSpec spec = asked.alone(
                AssembledObject.changed(asked.all(), asked.name(), code -> InstructionMutations.mutate(code, seed)));
        try (Collection collection = runtime.load(spec)) {
            for (int i = 0; i < 3; i++) {
                for (BpfMap map : collection.maps().values()) {
                    fill(map, random);
                }
                CorpusPrograms.run(collection.program(asked.name()), random);
                runtime.advance(Duration.ofMillis(1));
            }
            return true;
        } catch (VerifierException | BpfErrnoException | LinkException e) {
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("mutant " + seed + " of " + asked.name(), e);
        }
    }

    private static void fill(BpfMap map, SplittableRandom random) {
        byte[] value = new byte[map.valueSize()];
        random.nextBytes(value);
        try {
            map.update(new byte[map.keySize()], value);
        } catch (BpfErrnoException | IllegalArgumentException | IllegalStateException e) {
            // a map of another kind
        }
    }

    private static void note(Fault fault, String what, List<String> found) {
        if (!Arrays.asList(Fault.Kind.OUT_OF_FUEL, Fault.Kind.ENDLESS_TIMER).contains(fault.kind())) {
            found.add(what + ": " + fault);
        }
    }

    public static void main(String[] args) {
        new VerdictFuzzTest().everyProgramGetsAVerdict();
        new VerdictFuzzTest().mutantsThatAreAcceptedAccessOnlyWhatIsThere();
    }
}
