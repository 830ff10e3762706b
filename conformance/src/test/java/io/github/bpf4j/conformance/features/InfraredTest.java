package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.verifier.VerifierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs on infrared receivers report keys, as the helpers are documented: the kernels that were asked for other answers are built without
 * receivers.
 */
class InfraredTest {
    private static final int PULSE = 1 << 24;
    private static final CollectionSpec SPEC = CollectionSpec.read(Corpus.bytes("features/infrared.bpf.o"), "infrared");

    private static List<Effect> decode(Collection collection, int... samples) {
        List<Effect> effects = new ArrayList<>();
        for (int sample : samples) {
            byte[] context = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(sample)
                    .array();
            Program.ContextResult result = collection.program("decodes").run(context);
            assertThat(result.run().fault()).isEmpty();
            effects.addAll(result.effects());
        }
        return effects;
    }

    @ParameterizedTest
    @EnumSource
    void keysThatAreDecodedAreTheHosts(EngineKind engine) {
        List<Effect> told = new ArrayList<>();
        try (Runtime runtime =
                        Runtime.builder().engine(engine).onEffect(told::add).build();
                Collection collection = runtime.load(SPEC)) {
            assertThat(decode(collection, PULSE | 4500, 500, 1500, 500, 500, 1500, 500, 500, 1500))
                    .containsExactly(new Effect.KeyPressed(64, 0x1234_0000_0049L, 1));
            assertThat(decode(collection, PULSE | 4500, 500, 500, 500, 500, 500, 500, 500, 1500))
                    .containsExactly(new Effect.KeyPressed(64, 0x1234_0000_0001L, 0));
            assertThat(decode(collection, PULSE | 9500)).containsExactly(new Effect.KeyRepeated());
            assertThat(decode(collection, PULSE | 3000, 500, 1500)).containsExactly(new Effect.PointerMoved(-1, 1));
            assertThat(decode(collection, PULSE | 100, 500, 500)).isEmpty();
            assertThat(collection.variable("answered").getLong()).isZero();
            assertThat(told).hasSize(4);
        }
    }

    @Test
    void onlyReceiversReportKeys() {
        CollectionSpec spec = SPEC.withProgramType("decodes", ProgramType.SOCKET_FILTER, null);
        try (Runtime runtime = Runtime.builder().build()) {
            assertThatThrownBy(() -> runtime.load(spec))
                    .isInstanceOf(VerifierException.class)
                    .hasMessageContaining("rc_");
        }
    }
}
