package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** C that clang compiled for versions 2 to 4 of the instruction set gives what it gives when it is compiled for the host. */
class CompiledTest {
    private static final int PACKET_BYTES = 64;

    private static List<String[]> rows(String name) {
        return new String(Corpus.bytes(name), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t"))
                .toList();
    }

    private static byte[] packet() {
        byte[] packet = new byte[PACKET_BYTES];
        for (int i = 0; i < packet.length; i++) {
            packet[i] = (byte) (7 * i + 3);
        }
        return packet;
    }

    @ParameterizedTest
    @EnumSource
    void everyProgramGivesItsNativeResult(EngineKind engine) {
        int ran = 0;
        for (int version = 2; version <= 4; version++) {
            for (String file : rows("isa/expected.tsv").stream()
                    .map(row -> row[0])
                    .distinct()
                    .toList()) {
                String object = "isa/" + file + ".v" + version + ".bpf.o";
                if (!Corpus.list("isa").contains(object)) {
                    continue;
                }
                try (Runtime runtime = Runtime.builder().engine(engine).build();
                        Collection collection = runtime.load(CollectionSpec.read(Corpus.bytes(object), "isa"))) {
                    for (String[] row : rows("isa/expected.tsv")) {
                        if (row[0].equals(file) && row[1].charAt(1) - '0' <= version) {
                            RunResult result = collection.program(row[2]).run(new Packet(packet()));
                            assertThat(result.fault())
                                    .as("%s %s", object, row[2])
                                    .isEmpty();
                            assertThat(result.returnValue())
                                    .as("%s %s", object, row[2])
                                    .isEqualTo(Long.parseUnsignedLong(row[3], 16));
                            ran++;
                        }
                    }
                }
            }
        }
        assertThat(ran).isGreaterThan(400);
    }

    static Stream<String[]> refused() {
        return rows("refused/reasons.tsv").stream();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotSupportedIsRefusedByName(String object, String section, String program, String feature) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("refused/" + object), object);
        assertThatThrownBy(() -> Linker.link(spec, program))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e -> assertThat(e.feature().orElseThrow().name()).isEqualTo(feature));
    }

    @Test
    void bigEndianObjectsAreReadButNotRun() {
        CollectionSpec big = CollectionSpec.read(Corpus.bytes("isa/alu.v4.bpfeb.o"), "isa");
        assertThat(big.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(big.programs())
                .hasSameSizeAs(CollectionSpec.read(Corpus.bytes("isa/alu.v4.bpf.o"), "isa")
                        .programs());
        try (Runtime runtime = Runtime.create()) {
            assertThatThrownBy(() -> runtime.load(big))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("big-endian");
        }
    }
}
