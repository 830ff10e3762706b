package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Runtime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets of tail calls run on the context of the caller: Linux 6.1, 6.12 and 7.0 load no two such programs with one array. */
class TailPlacesTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/tail_places.bpf.o"), "tail_places");

    @ParameterizedTest
    @CsvSource({"one,five", "enters,leaves", "connect4,connect6"})
    void differentPlacesShareNoArray(String first, String second) {
        CollectionSpec both = SPEC.withAutoload(first, true).withAutoload(second, true);
        try (Runtime runtime = Runtime.builder().build()) {
            assertThatExceptionOfType(BpfErrnoException.class)
                    .isThrownBy(() -> runtime.load(both))
                    .withMessageContaining("programs of another type or place use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "five", "enters", "leaves", "connect4", "connect6"})
    void eachLoadsByItself(String program) {
        try (Runtime runtime = Runtime.builder().build();
                Collection collection = runtime.load(SPEC.withAutoload(program, true))) {
            collection.program(program);
        }
    }

    @Test
    void sameFunctionSharesOne() {
        try (Runtime runtime = Runtime.builder().build();
                Collection collection =
                        runtime.load(SPEC.withAutoload("one", true).withAutoload("again", true))) {
            collection.program("again");
        }
    }
}
