package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.net.Traffic;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The health check against a model of it that was written from its description. */
class HealthCheckTest {
    private static final long PERIOD_NS = 100_000_000;
    private static final long TIMEOUT_NS = 350_000_000;
    private static final int NEW = 0;
    private static final int UP = 1;
    private static final int DOWN = 2;

    private record Change(String address, int from, int to, long atNs, long silentNs) {}

    private static final class Backend {
        long lastNs;
        boolean up = true;
    }

    private static final class Model extends TimeModel {
        final Map<String, Backend> backends = new HashMap<>();
        final List<Change> changes = new ArrayList<>();
        final List<byte[]> answers = new ArrayList<>();
        long malformed;

        @Override
        void packet(byte[] frame) {
            if (u16(frame, 12) != 0x0800 || (frame[0] & 1) != 0) {
                return;
            }
            int header = frame.length < 34 ? 0 : (u8(frame, 14) & 15) * 4;
            int total = frame.length < 34 ? 0 : u16(frame, 16);
            if (header < 20 || u8(frame, 14) >> 4 != 4 || total < header || total > frame.length - 14) {
                malformed++;
                return;
            }
            if (u8(frame, 23) != 17 || (u16(frame, 20) & 0x3fff) != 0) {
                return;
            }
            int udp = 14 + header;
            if (frame.length < udp + 8 || u16(frame, udp + 4) < 8 || u16(frame, udp + 4) > total - header) {
                malformed++;
                return;
            }
            if (u16(frame, udp + 2) == 7007) {
                probe(HexFormat.of().formatHex(frame, 26, 30));
                answers.add(turned(frame, udp));
            }
        }

        private void probe(String address) {
            Backend backend = backends.get(address);
            if (backend == null) {
                backend = new Backend();
                backends.put(address, backend);
                arm(address, nowNs + PERIOD_NS);
                changes.add(new Change(address, NEW, UP, nowNs, 0));
            } else if (!backend.up) {
                backend.up = true;
                changes.add(new Change(address, DOWN, UP, nowNs, nowNs - backend.lastNs));
            }
            backend.lastNs = nowNs;
        }

        private static byte[] turned(byte[] frame, int udp) {
            ByteBuffer turned = ByteBuffer.wrap(frame.clone());
            turned.put(0, frame, 6, 6).put(6, frame, 0, 6);
            turned.put(26, frame, 30, 4).put(30, frame, 26, 4);
            turned.put(udp, frame, udp + 2, 2).put(udp + 2, frame, udp, 2);
            return turned.array();
        }

        @Override
        void callback(String address) {
            Backend backend = backends.get(address);
            if (backend.up && backend.lastNs + TIMEOUT_NS <= nowNs) {
                backend.up = false;
                changes.add(new Change(address, UP, DOWN, nowNs, nowNs - backend.lastNs));
            }
            arm(address, nowNs + PERIOD_NS);
        }
    }

    private static Change change(byte[] record) {
        ByteBuffer fields = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        return new Change(
                HexFormat.of().formatHex(record, 0, 4),
                fields.getInt(4),
                fields.getInt(8),
                fields.getLong(16),
                fields.getLong(24));
    }

    @ParameterizedTest
    @EnumSource
    void theRunThatAnswersAProbeArmsTheTimer(EngineKind engine) {
        byte[] probe = PacketBuilder.payload(8)
                .udp(4000, 7007)
                .ipv4(0x0a000001, 0x0a000002)
                .ethernet(1, 2);
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("examples/health_check.bpf.o"), "health_check");
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec)) {
            RunResult result = collection.program("health_check").run(new Packet(probe));
            assertThat(result).isEqualTo(new RunResult(XdpAction.TX.number(), Optional.empty()));
            assertThat(collection.map("backends").timers()).singleElement().satisfies(timer -> {
                assertThat(timer.callback()).isEqualTo("check_backend");
                assertThat(timer.expiresNs()).isEqualTo(runtime.nowNs() + PERIOD_NS);
            });
            assertThat(runtime.timers().fired()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersChangesAndTimerInstantsAreExactlyTheModels(EngineKind engine) {
        List<CapturedPacket> packets = Traffic.DEFAULT.probes().toList();
        Model model = new Model();
        model.run(packets);
        try (ExampleRun run = new ExampleRun("health_check", engine, packets)) {
            assertThat(run.result.faultCount()).isZero();
            assertThat(run.result.verdicts().get("TX")).isEqualTo(model.answers.size());
            assertThat(run.variable("packets_malformed")).isEqualTo(model.malformed);
            assertThat(run.fired).isEqualTo(model.fired);
            assertThat(run.variable("checks")).isEqualTo(model.fired.size());

            List<Change> changes = new ArrayList<>();
            run.collection.map("changes").consume(record -> changes.add(change(record)));
            assertThat(changes).isEqualTo(model.changes);
            assertThat(changes).filteredOn(change -> change.to() == DOWN).hasSizeGreaterThan(20);

            List<String> answers = run.output.stream()
                    .map(CapturedPacket::data)
                    .filter(frame -> frame.length > 37 && ByteBuffer.wrap(frame).getShort(34) == 7007)
                    .map(HexFormat.of()::formatHex)
                    .toList();
            assertThat(answers)
                    .isEqualTo(model.answers.stream()
                            .map(HexFormat.of()::formatHex)
                            .toList());
        }
    }
}
