package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The translator: each packet of a recorded run comes out of it as it did in Linux 6.12, and what it keeps goes by itself. */
class Nat44Test {
    private static final CollectionSpec OBJECT = CollectionSpec.read(Corpus.bytes("examples/nat44.bpf.o"), "nat44");
    private static final List<String> ANSWERS = new String(
                    Corpus.bytes("examples/nat44-6.12.tsv"), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .toList();

    private static void policy(Collection nat, String key, String value) {
        nat.map("policies").update(HexFormat.of().parseHex(key), HexFormat.of().parseHex(value), 0);
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void packetsComeOutAsInLinux(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection nat = runtime.load(OBJECT)) {
            policy(nat, "180000000a000000", "cb007101a00fa30f0000000000000000");
            policy(nat, "190000000a000080", "cb0071020004ffff0100000000000000");
            assertThat(ANSWERS).hasSizeGreaterThan(400);
            for (String answer : ANSWERS) {
                String[] columns = answer.split("\t");
                Packet packet = new Packet(HexFormat.of().parseHex(columns[1]));
                int verdict = nat.program(columns[0]).run(packet).verdict();
                assertThat(verdict + " " + HexFormat.of().formatHex(packet.data()))
                        .as(answer)
                        .isEqualTo(columns[2] + " " + columns[3]);
            }
            assertThat(nat.map("sessions").entries()).isNotEmpty();
            runtime.advance(Duration.ofHours(3));
            for (String map : List.of("sessions", "bindings", "externals", "datagrams")) {
                assertThat(nat.map(map).entries()).as(map).isEmpty();
            }
        }
    }
}
