package io.github.bpf4j.bench;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Programs of the corpus that take long to verify, linked and ready. Immutable and safe for use by any thread. */
final class LargePrograms {
    private static final CollectionSpec OBJECT =
            CollectionSpec.read(Corpus.bytes("verifier/scale.bpf.o"), "scale.bpf.o");

    /** The shapes, each at several sizes. */
    static final List<String> NAMES =
            OBJECT.programs().stream().map(ProgramSpec::name).toList();

    private final LinkedProgram program;
    private final VerifierEnvironment environment;

    LargePrograms(String name) {
        Set<Integer> helpers =
                HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toUnmodifiableSet());
        Map<String, MapDescription> maps = OBJECT.maps().stream()
                .collect(Collectors.toUnmodifiableMap(
                        MapSpec::name, map -> MapDescription.of(map, OBJECT.btf(), KernelProfile.V6_12)));
        program = Linker.link(OBJECT, name, LinkEnvironment.of(KernelProfile.V6_12, Set.of()));
        environment = VerifierEnvironment.of(helpers, maps);
    }

    /** Instructions of the program. */
    int size() {
        return program.code().length;
    }

    /** Verifies it; it must be accepted. */
    Verdict verify() {
        Verdict verdict = Verifier.judge(program, environment);
        if (!verdict.isAccepted()) {
            throw new IllegalStateException(program.name() + " is refused: " + verdict.refusal());
        }
        return verdict;
    }
}
