package io.github.bpf4j.conformance.verifier;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Our verdict of programs of the corpus by the rules of one profile. Not safe for use by several threads. */
final class Judge {
    private static final List<String> ANSWERS = List.of(
            "verifier/answers-a-6.12.jsonl",
            "verifier/answers-b-6.12.jsonl",
            "verifier/answers-unprivileged-6.12.jsonl",
            "verifier/corpus-6.12.jsonl");

    private static final Set<Integer> HELPERS =
            HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toUnmodifiableSet());

    private static final Btf KERNEL_TYPES = KernelBtf.builtIn();

    /** Those that the kernel's loader was told of. */
    static final Kconfig SETTINGS =
            Kconfig.parse(new String(Corpus.bytes("features/kconfig.config"), StandardCharsets.UTF_8));

    /** Of those that programs name; whatever they are. */
    static final Map<String, Long> SYMBOLS = Map.of("init_task", 0xffff_ffff_8200_0000L);

    /**
     * What is answered.
     *
     * @param answer {@code ok}, an errno, or {@code not linked}
     * @param reason empty if the program is accepted
     * @param insns instructions walked
     */
    record Ours(String answer, String reason, int insns) {}

    private final KernelProfile profile;
    private final Set<Kfunc> kfuncs;
    private final LinkEnvironment kernel;
    private final Map<String, CollectionSpec> objects = new HashMap<>();

    Judge(KernelProfile profile) {
        this.profile = profile;
        this.kfuncs = Arrays.stream(Kfunc.values())
                .filter(kfunc -> kfunc.isIn(profile))
                .collect(Collectors.toUnmodifiableSet());
        this.kernel = LinkEnvironment.of(profile, kfuncs).withKconfig(SETTINGS).withSymbols(SYMBOLS);
    }

    /** What Linux 6.12 answered, a line per program: those that its loading library refused are left out. */
    static List<JsonNode> asked() {
        return ANSWERS.stream()
                .flatMap(file -> lines(file).stream())
                .filter(asked -> !asked.get("verdict").asString().equals("error"))
                .toList();
    }

    /** The lines of a file of the corpus. */
    static List<JsonNode> lines(String file) {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> all = new ArrayList<>();
        for (String line : new String(Corpus.bytes(file), StandardCharsets.UTF_8).split("\n")) {
            all.add(json.readTree(line));
        }
        return all;
    }

    Ours of(String object, String name, boolean unprivileged) {
        CollectionSpec spec = objects.computeIfAbsent(
                object, file -> CollectionSpec.read(Corpus.bytes(file), file).forKernel(kernel));
        LinkedProgram program;
        try {
            program = Linker.link(spec, name, kernel);
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
    private VerifierEnvironment environment(CollectionSpec spec) {
        Map<String, MapDescription> maps = new HashMap<>();
        for (MapSpec map : spec.maps()) {
            maps.put(map.name(), MapDescription.of(map, spec.btf(), profile));
        }
        return new VerifierEnvironment(profile, HELPERS, kfuncs, maps, VerifierLimits.KERNEL, false, 4, KERNEL_TYPES);
    }
}
