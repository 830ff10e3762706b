package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that end with {@code bpf_throw}, in each engine. */
class ExceptionsTest {
    private static final CollectionSpec EXCEPTIONS =
            CollectionSpec.read(Corpus.bytes("features/exceptions.bpf.o"), "exceptions");

    private static long run(Collection collection, String program, long in) {
        collection.variable("in").setLong(in);
        RunResult result = collection.program(program).run(new Packet(new byte[64]));
        assertThat(result.fault()).isEmpty();
        return result.returnValue();
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void cookieIsTheResultOfTheProgram(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(EXCEPTIONS)) {
            assertThat(run(collection, "throws", 7)).isEqualTo(7);
            assertThat(collection.variable("seen").getLong())
                    .as("nothing behind it ran")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void exceptionLeavesAllFunctions(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(EXCEPTIONS)) {
            assertThat(run(collection, "throws_below", 0)).isEqualTo(2);
            assertThat(run(collection, "throws_below", 9)).isEqualTo(9);
            assertThat(collection.variable("seen").getLong()).isEqualTo(2);
            assertThat(run(collection, "throws_below", 0))
                    .as("the stack is whole")
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void callbackOfTheProgramMakesTheResult(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(EXCEPTIONS)) {
            assertThat(run(collection, "caught", 0)).isEqualTo(2);
            assertThat(run(collection, "caught", 3)).isEqualTo(1003);
            assertThat(collection.variable("seen").getLong()).isEqualTo(3);
        }
    }

    /** In Linux the ring buffer is stuck from then on. */
    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void recordOfTheCallerOfAGlobalFunctionThatThrowsIsDiscarded(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(EXCEPTIONS)) {
            assertThat(run(collection, "leaves_record", 1)).isEqualTo(70);
            assertThat(run(collection, "submits", 0)).isZero();
            assertThat(collection.map("rb").poll().orElseThrow()).startsWith(42);
            assertThat(run(collection, "leaves_record", 0)).isEqualTo(1);
        }
    }
}
