package io.github.bpf4j.conformance.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Programs that a running Linux 6.12 was asked to verify: its verdict is ours. */
class VerdictsTest {
    private static final Set<Integer> HELPERS =
            HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toUnmodifiableSet());
    private static final Set<Kfunc> KFUNCS = Arrays.stream(Kfunc.values())
            .filter(kfunc -> kfunc.isIn(KernelProfile.V6_12))
            .collect(Collectors.toUnmodifiableSet());

    @Test
    void survey() {
        ObjectMapper json = new ObjectMapper();
        Map<String, CollectionSpec> objects = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        int right = 0;
        long insns = 0;
        long nanos = 0;
        for (String file :
                System.getProperty("answers", "verifier/answers-a-6.12.jsonl").split(",")) {
            for (String line : new String(Corpus.bytes(file), StandardCharsets.UTF_8).split("\n")) {
                JsonNode answer = json.readTree(line);
                if (!answer.has("verdict") || answer.get("verdict").asString().equals("error")) {
                    continue;
                }
                String wanted = answer.get("errno").asString();
                String object = answer.get("obj").asString();
                String name = answer.get("prog").asString();
                String only = System.getProperty("only", "");
                if (!only.isEmpty() && !name.contains(only)) {
                    continue;
                }
                String got;
                String reason = "";
                try {
                    CollectionSpec spec = objects.computeIfAbsent(object, o -> CollectionSpec.read(Corpus.bytes(o), o));
                    LinkedProgram program = Linker.link(spec, name, LinkEnvironment.of(KernelProfile.V6_12, KFUNCS));
                    Verdict verdict = Verifier.judge(program, environment(spec));
                    got = verdict.reason().map(e -> e.errno().name()).orElse("ok");
                    reason = verdict.reason().map(e -> e.log()).orElse("");
                    insns += verdict.insns();
                    nanos += verdict.nanos();
                } catch (RuntimeException | StackOverflowError e) {
                    got = "CRASH";
                    StackTraceElement[] trace = e.getStackTrace();
                    reason = e + " at "
                            + (trace.length > 0 ? trace[0] + " " + trace[Math.min(2, trace.length - 1)] : "");
                }
                if (got.equals(wanted)) {
                    right++;
                } else {
                    wrong.add("%s %s %s: wanted %s, got %s: %s"
                            .formatted(
                                    wanted.equals("ok") ? "MISSED" : got.equals("ok") ? "UNSOUND" : "OTHER",
                                    object,
                                    name,
                                    wanted,
                                    got,
                                    reason.replace("\n", " | ")));
                }
            }
        }
        wrong.forEach(System.out::println);
        System.out.println("SURVEY right " + right + ", wrong " + wrong.size() + ", insns " + insns + " in "
                + nanos / 1_000_000 + " ms");
        assertThat(right).isPositive();
    }

    private static VerifierEnvironment environment(CollectionSpec spec) {
        Map<String, MapDescription> maps = new HashMap<>();
        for (MapSpec map : spec.maps()) {
            maps.put(map.name(), MapDescription.of(map, spec.btf(), KernelProfile.V6_12));
        }
        return new VerifierEnvironment(
                KernelProfile.V6_12,
                HELPERS,
                KFUNCS,
                maps,
                VerifierLimits.KERNEL,
                false,
                Integer.getInteger("cpus", 4));
    }
}
