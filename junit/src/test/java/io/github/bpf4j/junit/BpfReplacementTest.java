package io.github.bpf4j.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs of type EXT in tests: 151 in place of 52 is what Linux 6.12 answered. */
class BpfReplacementTest {
    @RegisterExtension
    final BpfExtension bpf = BpfExtension.resource(Corpus.class, "features/replaced.bpf.o")
            .replacing(CollectionSpec.read(Corpus.bytes("features/replaced_once.bpf.o"), "once"), "every");

    @Test
    void theFunctionIsReplaced() {
        assertThat(bpf.run("every", new byte[64]).returnValue()).isEqualTo(151);
        assertThat(bpf.replacement(0).variable("replaced_calls").getLong()).isEqualTo(1);
    }

    @RegisterExtension
    final BpfExtension traced = BpfExtension.resource(Corpus.class, "features/replaced.bpf.o")
            .replacing(CollectionSpec.read(Corpus.bytes("features/traced_once.bpf.o"), "traced"), "every");

    @Test
    void theFunctionIsTraced() {
        assertThat(traced.run("every", new byte[64]).returnValue()).isEqualTo(52);
        assertThat(traced.replacement(0).variable("entered").getLong()).isEqualTo(1);
        assertThat(traced.replacement(0).variable("argument").getLong()).isEqualTo(1);
        assertThat(traced.replacement(0).variable("left").getLong()).isEqualTo(1);
        assertThat(traced.replacement(0).variable("result").getLong()).isEqualTo(2);
    }
}
