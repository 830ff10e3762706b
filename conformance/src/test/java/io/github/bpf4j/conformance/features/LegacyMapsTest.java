package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps of section {@code maps}, as programs had them before BTF. */
class LegacyMapsTest {
    private static final byte[] FRAME = PacketBuilder.payload(72)
            .udp(1000, 2000)
            .ipv4(0x0a000001, 0x0a000002)
            .ethernet(1, 2);

    private static int run(Collection collection, String program) {
        RunResult result = collection.program(program).run(new Packet(FRAME));
        assertThat(result.fault()).isEmpty();
        return result.verdict();
    }

    @ParameterizedTest
    @EnumSource
    void mapsAreUsedLikeOthers(EngineKind engine) {
        CollectionSpec object = CollectionSpec.read(Corpus.bytes("features/legacy_maps.bpf.o"), "legacy_maps");
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(object)) {
            assertThat(run(collection, "count")).isEqualTo(3);
            assertThat(run(collection, "count")).isEqualTo(6);
            assertThat(run(collection, "remember")).isEqualTo(7);
            assertThat(run(collection, "arm")).isZero();
            assertThat(runtime.advance(Duration.ofMillis(1))).isEqualTo(1);
            byte[] element = collection.map("timers").lookup(new byte[4]).orElseThrow();
            assertThat(ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN).getLong(16))
                    .isEqualTo(1);
        }
    }
}
