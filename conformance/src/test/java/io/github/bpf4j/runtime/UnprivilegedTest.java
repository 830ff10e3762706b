package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A runtime whose host has no capabilities, and what is walked only because a CPU may guess. */
class UnprivilegedTest {
    private static CollectionSpec spec(String object) {
        return CollectionSpec.read(Corpus.bytes(object), object);
    }

    @Test
    void programsOfOtherTypesAreRefused() {
        try (Runtime runtime = Runtime.builder().unprivileged().build()) {
            assertThatThrownBy(() -> runtime.load(spec("examples/rate_limit.bpf.o")))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
        }
    }

    @Test
    void whatOnlyAGuessComesToIsNotReached() {
        CollectionSpec object = spec("verifier/unprivileged_more.bpf.o");
        LinkedProgram program = Linker.link(
                object, "s11_read_in_branch_that_is_dead__ok", LinkEnvironment.of(KernelProfile.V6_12, Set.of()));
        Map<String, MapDescription> maps = object.maps().stream()
                .collect(Collectors.toMap(
                        MapSpec::name, map -> MapDescription.of(map, object.btf(), KernelProfile.V6_12)));
        Facts.Proved proof =
                Verifier.verify(program, VerifierEnvironment.of(Set.of(1), maps).unprivileged());
        int dead = program.code().length - 3;
        assertThat(proof.isReached(dead)).isFalse();
        assertThat(proof.isReached(dead - 1)).isTrue();
        assertThat(proof.isReached(dead + 1)).isTrue();
    }
}
