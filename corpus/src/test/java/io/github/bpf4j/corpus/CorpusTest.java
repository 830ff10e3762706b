package io.github.bpf4j.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CorpusTest {
    @Test
    void objectsInputsAndDataAreFoundByName() {
        assertThat(Corpus.bytes("examples/flow_gc.bpf.o")).startsWith(0x7f, 'E', 'L', 'F');
        assertThat(Corpus.bytes("bench/inputs/d_packet.mem")).hasSize(1514);
        assertThat(new String(Corpus.bytes("scenarios/answers-6.12.jsonl"), UTF_8))
                .startsWith("{");
    }

    @Test
    void eachCallGivesItsOwnArray() {
        byte[] first = Corpus.bytes("bench/b_primes.raw.v3.bin");
        first[0] ^= 1;
        assertThat(Corpus.bytes("bench/b_primes.raw.v3.bin")).isNotEqualTo(first);
    }

    @Test
    void unknownNameIsRefusedWithTheName() {
        assertThatThrownBy(() -> Corpus.bytes("examples/none.bpf.o"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("examples/none.bpf.o");
    }
}
