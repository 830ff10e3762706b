package io.github.bpf4j.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.verifier.Facts.Access;
import io.github.bpf4j.verifier.Facts.Branch;
import io.github.bpf4j.verifier.Facts.Region;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is known of the instructions of accepted programs. */
class FactsTest {
    private static final Set<Integer> ALL_HELPERS =
            HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toUnmodifiableSet());

    private static Facts.Proved verify(String name) throws IOException {
        try (InputStream in = FactsTest.class.getResourceAsStream("/objects/facts.o")) {
            CollectionSpec object = CollectionSpec.read(in.readAllBytes(), "facts.o");
            LinkedProgram program = Linker.link(object, name);
            Map<String, MapDescription> maps = object.maps().stream()
                    .collect(Collectors.toMap(
                            MapSpec::name, map -> MapDescription.of(map, object.btf(), KernelProfile.V6_12)));
            return Verifier.verify(program, VerifierEnvironment.of(ALL_HELPERS, maps));
        }
    }

    private static Access own(int offset) {
        return new Access(Region.OWN_FRAME, OptionalInt.of(offset), Optional.empty());
    }

    private static int[] escaping(Facts.Proved proof, int function) {
        return IntStream.range(0, 64)
                .filter(word -> proof.escapes(function, word))
                .toArray();
    }

    @Test
    void plainLoadsAndStoresKeepTheFramePrivate() throws IOException {
        Facts.Proved proof = verify("keeps_to_itself");
        assertThat(proof.access(0)).contains(own(-8));
        assertThat(proof.access(1)).contains(own(-8));
        assertThat(proof.access(2)).isEmpty();
        assertThat(escaping(proof, 0)).isEmpty();
    }

    @Test
    void callSeesItsKeyAndNamesItsMap() throws IOException {
        Facts.Proved proof = verify("looks_up");
        assertThat(proof.map(5)).contains("timers");
        assertThat(proof.map(9)).isEmpty();
        assertThat(proof.access(9)).contains(new Access(Region.MAP_VALUE, OptionalInt.of(0), Optional.of("timers")));
        assertThat(escaping(proof, 0)).containsExactly(0);
        assertThat(proof.branch(6)).isEqualTo(Branch.EITHER);
    }

    @Test
    void wordsThatAnotherFunctionWritesEscape() throws IOException {
        Facts.Proved proof = verify("lends_its_stack");
        int fill = 6;
        assertThat(proof.access(fill))
                .contains(new Access(Region.CALLERS_FRAME, OptionalInt.of(-16), Optional.empty()));
        assertThat(escaping(proof, 0)).containsExactly(1);
        assertThat(escaping(proof, fill)).isEmpty();
    }

    @Test
    void wordsAtAnIndexEscape() throws IOException {
        Facts.Proved proof = verify("writes_at_an_index");
        assertThat(proof.access(7)).contains(new Access(Region.OWN_FRAME, OptionalInt.empty(), Optional.empty()));
        assertThat(escaping(proof, 0)).containsExactly(0, 1);
    }

    @Test
    void bothWordsEscapeIfOneInstructionWritesEither() throws IOException {
        Facts.Proved proof = verify("writes_here_or_there");
        assertThat(proof.access(6)).contains(new Access(Region.OWN_FRAME, OptionalInt.empty(), Optional.empty()));
        assertThat(escaping(proof, 0)).containsExactly(0, 1);
    }

    @Test
    void wordEscapesIfItsInstructionAlsoWritesElsewhere() throws IOException {
        Facts.Proved proof = verify("writes_to_one_or_other");
        assertThat(proof.access(14)).contains(new Access(Region.MIXED, OptionalInt.empty(), Optional.empty()));
        assertThat(escaping(proof, 0)).containsExactly(0, 1);
    }

    @Test
    void jumpsAreKnownToGoOneWay() throws IOException {
        Facts.Proved proof = verify("jumps");
        assertThat(proof.branch(1)).isEqualTo(Branch.ALWAYS);
        assertThat(proof.branch(2)).isEqualTo(Branch.UNREACHED);
        assertThat(proof.branch(3)).isEqualTo(Branch.NEVER);
        assertThat(proof.branch(5)).isEqualTo(Branch.EITHER);
        assertThat(proof.isReached(2)).isFalse();
        assertThat(proof.isReached(3)).isTrue();
    }

    @Test
    void contextIsReadAtItsOffset() throws IOException {
        assertThat(verify("reads_its_context").access(1))
                .contains(new Access(Region.CONTEXT, OptionalInt.of(0), Optional.empty()));
    }
}
