package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.Traffic;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.EngineKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flow table against a model of it that was written from its description. */
class FlowGcTest {
    private static final long IDLE_NS = 5_000_000_000L;

    private record Flow(long packets, long bytes, long firstNs, long lastNs) {}

    private static final class Model extends TimeModel {
        final Map<String, Flow> flows = new HashMap<>();
        long created;
        long expired;
        long malformed;
        long notIp;

        @Override
        void packet(byte[] frame) {
            int at = 14;
            int type = u16(frame, 12);
            ByteBuffer key = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
            if (type == 0x8100) {
                if (frame.length < 18) {
                    malformed++;
                    return;
                }
                key.putShort(36, (short) (u16(frame, 14) & 0xfff));
                type = u16(frame, 16);
                at = 18;
            }
            if (type != 0x0800 && type != 0x86dd) {
                notIp++;
                return;
            }
            if (!(type == 0x0800 ? ipv4(frame, at, key) : ipv6(frame, at, key))) {
                malformed++;
                return;
            }
            String text = HexFormat.of().formatHex(key.array());
            Flow old = flows.get(text);
            if (old == null) {
                created++;
                arm(text, nowNs + IDLE_NS);
                old = new Flow(0, 0, nowNs, nowNs);
            }
            flows.put(text, new Flow(old.packets() + 1, old.bytes() + frame.length, old.firstNs(), nowNs));
        }

        private static boolean ipv4(byte[] frame, int at, ByteBuffer key) {
            if (frame.length < at + 20 || u8(frame, at) >> 4 != 4) {
                return false;
            }
            int header = (u8(frame, at) & 15) * 4;
            int total = u16(frame, at + 2);
            if (header < 20 || total < header || total > frame.length - at) {
                return false;
            }
            key.put(38, (byte) 4).put(39, frame[at + 9]);
            key.put(0, frame, at + 12, 4).put(16, frame, at + 16, 4);
            return (u16(frame, at + 6) & 0x1fff) != 0 || ports(frame, at + header, key);
        }

        private static boolean ipv6(byte[] frame, int at, ByteBuffer key) {
            if (frame.length < at + 40 || u8(frame, at) >> 4 != 6 || u16(frame, at + 4) > frame.length - at - 40) {
                return false;
            }
            key.put(38, (byte) 6).put(39, frame[at + 6]);
            key.put(0, frame, at + 8, 16).put(16, frame, at + 24, 16);
            return ports(frame, at + 40, key);
        }

        private static boolean ports(byte[] frame, int at, ByteBuffer key) {
            if (key.get(39) != 6 && key.get(39) != 17) {
                return true;
            }
            if (frame.length < at + 4) {
                return false;
            }
            key.put(32, frame, at, 4);
            return true;
        }

        @Override
        void callback(String key) {
            Flow flow = flows.get(key);
            if (flow.lastNs() + IDLE_NS > nowNs) {
                arm(key, flow.lastNs() + IDLE_NS);
            } else {
                flows.remove(key);
                expired++;
            }
        }
    }

    private static Map<String, Flow> table(BpfMap map) {
        Map<String, Flow> flows = new HashMap<>();
        map.forEach(entry -> {
            ByteBuffer value = ByteBuffer.wrap(entry.value()).order(ByteOrder.LITTLE_ENDIAN);
            flows.put(
                    HexFormat.of().formatHex(entry.key()),
                    new Flow(value.getLong(0), value.getLong(8), value.getLong(16), value.getLong(24)));
        });
        return flows;
    }

    @ParameterizedTest
    @EnumSource
    void countsTableAndTimerInstantsAreExactlyTheModels(EngineKind engine) {
        List<CapturedPacket> packets = Traffic.DEFAULT.flows().toList();
        Model model = new Model();
        model.run(packets);
        try (ExampleRun run = new ExampleRun("flow_gc", engine, packets)) {
            assertThat(run.result.faultCount()).isZero();
            assertThat(run.result.packets()).isEqualTo(10_000);
            assertThat(run.result.verdicts())
                    .isEqualTo(Map.of("DROP", model.malformed, "PASS", 10_000 - model.malformed));
            assertThat(run.variable("flows_created")).isEqualTo(model.created);
            assertThat(run.variable("flows_expired")).isEqualTo(model.expired);
            assertThat(run.variable("packets_malformed")).isEqualTo(model.malformed);
            assertThat(run.variable("packets_not_ip")).isEqualTo(model.notIp);
            assertThat(table(run.collection.map("flows"))).isEqualTo(model.flows);
            assertThat(run.collection.map("flows").timers()).hasSize(model.armed());
            assertThat(run.fired).isEqualTo(model.fired);
            assertThat(model.malformed).as("the traffic has malformed packets").isGreaterThan(50);
            assertThat(model.expired).isGreaterThan(1000);

            run.runtime.runUntilIdle(Duration.ofHours(1));
            model.advanceTo(Long.MAX_VALUE - 1);
            assertThat(run.fired).isEqualTo(model.fired);
            assertThat(run.collection.map("flows").size()).isZero();
            assertThat(run.runtime.timers().pending()).isZero();
            assertThat(run.runtime.timers().live()).isZero();
            int[] records = {0};
            run.collection.map("expired").consume(record -> records[0]++);
            assertThat(records[0] + run.variable("records_lost")).isEqualTo(run.variable("flows_expired"));
        }
    }
}
