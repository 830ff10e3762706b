package io.github.bpf4j.conformance.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.Kconfig;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierException;
import io.github.bpf4j.verifier.VerifierLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Programs that a running Linux 6.12 was asked to verify: its verdict and errno are ours. What differs is named, with the reason, in
 * {@code verifier/differences.tsv}.
 */
class VerdictsTest {
    private static final List<String> ANSWERS = List.of(
            "verifier/answers-a-6.12.jsonl",
            "verifier/answers-b-6.12.jsonl",
            "verifier/answers-unprivileged-6.12.jsonl",
            "verifier/corpus-6.12.jsonl");

    private static final Path DIFFERENCES = Path.of("src/test/resources/verifier/differences.tsv");

    private static final Set<Integer> HELPERS =
            HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toUnmodifiableSet());

    private static final Set<Kfunc> KFUNCS = Arrays.stream(Kfunc.values())
            .filter(kfunc -> kfunc.isIn(KernelProfile.V6_12))
            .collect(Collectors.toUnmodifiableSet());

    private static final Btf KERNEL_TYPES = KernelBtf.builtIn();

    /** With the settings that the kernel's loader was told of. */
    private static final LinkEnvironment KERNEL = LinkEnvironment.of(KernelProfile.V6_12, KFUNCS)
            .withKconfig(Kconfig.parse(new String(Corpus.bytes("features/kconfig.config"), StandardCharsets.UTF_8)));

    /** How our answer stands to Linux's. */
    private enum Standing {
        AGREES,
        /** A difference that is named. */
        NAMED,
        DIFFERS
    }

    private record Ours(String answer, String reason, int insns) {}

    private final Map<String, CollectionSpec> objects = new HashMap<>();

    @Test
    void verdictsAreThoseOfLinux() throws IOException {
        Set<String> named = new HashSet<>();
        for (String line : Files.readAllLines(DIFFERENCES)) {
            String[] columns = line.split("\t", -1);
            assertThat(columns).as(line).hasSize(4);
            assertThat(columns[3]).as("a reason: " + line).isNotBlank();
            named.add(String.join("\t", columns[0], columns[1], columns[2]));
        }
        Set<String> unused = new HashSet<>(named);
        Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
        List<String> differing = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<String> miscounted = new ArrayList<>();
        int unprivileged = 0;
        for (JsonNode asked : asked()) {
            String object = asked.get("obj").asString();
            String program = asked.get("prog").asString();
            String theirs = asked.get("errno").asString();
            Ours ours = judge(object, program, asked.has("unpriv"));
            String key = String.join("\t", object, program, ours.answer());
            unused.remove(key);
            Standing standing = ours.answer().equals(theirs)
                    ? Standing.AGREES
                    : named.contains(key) ? Standing.NAMED : Standing.DIFFERS;
            counts.merge(standing, 1, Integer::sum);
            if (standing == Standing.DIFFERS) {
                differing.add("%s %s: Linux says %s, we say %s: %s"
                        .formatted(object, program, theirs, ours.answer(), ours.reason()));
            }
            if (standing == Standing.AGREES && asked.has("unpriv")) {
                unprivileged++;
                int counted = asked.get("insns").asInt();
                if (counted > 0 && counted != ours.insns()) {
                    miscounted.add("%s: %d, not %d".formatted(program, ours.insns(), counted));
                }
            }
            if (standing == Standing.AGREES && asked.get("insns").asInt() > 1000) {
                ratios.add((double) ours.insns() / asked.get("insns").asInt());
            }
        }
        System.out.println("verdicts of Linux 6.12: " + counts);
        double mean = Math.exp(ratios.stream().mapToDouble(Math::log).average().orElse(0));
        double worst = ratios.stream().mapToDouble(ratio -> ratio).max().orElse(0);
        System.out.printf(
                "instructions processed, ours to Linux's, %d programs of more than 1000: geometric mean %.3f, worst %.2f%n",
                ratios.size(), mean, worst);
        assertThat(unprivileged).as("programs of loaders without capabilities").isGreaterThan(240);
        assertThat(miscounted).as("counted otherwise").hasSizeLessThanOrEqualTo(1);
        System.out.println(
                unprivileged + " programs of loaders without capabilities, counted otherwise: " + miscounted);
        assertThat(differing).isEmpty();
        assertThat(unused).as("differences that are none any more").isEmpty();
        assertThat(counts.get(Standing.AGREES)).isGreaterThan(6330);
        assertThat(mean).isLessThanOrEqualTo(1.02);
        assertThat(worst).isLessThanOrEqualTo(1.25);
    }

    private static List<JsonNode> asked() {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> all = new ArrayList<>();
        for (String file : ANSWERS) {
            for (String line : new String(Corpus.bytes(file), StandardCharsets.UTF_8).split("\n")) {
                JsonNode asked = json.readTree(line);
                if (!asked.get("verdict").asString().equals("error")) {
                    all.add(asked);
                }
            }
        }
        return all;
    }

    private Ours judge(String object, String name, boolean unprivileged) {
        CollectionSpec spec = objects.computeIfAbsent(
                object, file -> CollectionSpec.read(Corpus.bytes(file), file).forKernel(KERNEL));
        LinkedProgram program;
        try {
            program = Linker.link(spec, name, KERNEL);
        } catch (LinkException e) {
            return new Ours("not linked", e.getMessage(), 0);
        }
        VerifierEnvironment environment = environment(spec);
        Verdict verdict = Verifier.judge(program, unprivileged ? environment.unprivileged() : environment);
        VerifierException refusal = verdict.refusal();
        return refusal == null
                ? new Ours("ok", "", verdict.insns())
                : new Ours(refusal.errno().name(), refusal.log(), verdict.insns());
    }

    /** What Linux has, whether the runtime has it or not. */
    private static VerifierEnvironment environment(CollectionSpec spec) {
        Map<String, MapDescription> maps = new HashMap<>();
        for (MapSpec map : spec.maps()) {
            maps.put(map.name(), MapDescription.of(map, spec.btf(), KernelProfile.V6_12));
        }
        return new VerifierEnvironment(
                KernelProfile.V6_12, HELPERS, KFUNCS, maps, VerifierLimits.KERNEL, false, 4, KERNEL_TYPES);
    }
}
