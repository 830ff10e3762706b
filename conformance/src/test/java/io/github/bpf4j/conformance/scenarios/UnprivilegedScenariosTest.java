package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.conformance.scenarios.KernelAnswers.answered;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a loader without capabilities is answered where programs have to do with timers. */
class UnprivilegedScenariosTest {
    private final CollectionSpec spec = CollectionSpec.read(Corpus.bytes("scenarios/08_patch.bpf.o"), "08_patch");

    private long load(String name) {
        LinkedProgram program = Linker.link(spec, name);
        Map<String, MapDescription> maps = spec.maps().stream()
                .collect(Collectors.toMap(
                        MapSpec::name, map -> MapDescription.of(map, spec.btf(), KernelProfile.V6_12)));
        VerifierEnvironment environment = VerifierEnvironment.of(
                HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toSet()), maps);
        Verifier.verify(program, environment); // all capabilities: nothing is wrong
        try {
            Verifier.verify(program, environment.unprivileged());
            return 0;
        } catch (VerifierException refused) {
            return refused.errno().result();
        }
    }

    @Test
    @Scenario(96)
    void timersNeedCapabilities() {
        answered(96, "VR11: function address without CAP_BPF", load("patch"));
        answered(96, "VR1: timer helper without CAP_BPF", load("no_function"));
        answered(96, "map with a timer, no timer helper, without CAP_BPF", load("no_timer"));
    }
}
