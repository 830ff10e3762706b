package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One hash of flows with timers per tenant, dropped as a whole. */
class NestedGcTest {
    private static final int VLAN = 1;
    private static final int NETWORK = 2;
    private static final long MS = 1_000_000;
    private static final long START_NS = 1000_000 * MS;
    private static final int CLIENT = 0x0a000001;
    private static final int SERVER = 0xc0a80105;

    /** A runtime with the program, and what its timers did. */
    private static final class Rig implements AutoCloseable {
        final Runtime runtime;
        final Collection collection;
        final List<String> fired = new ArrayList<>();

        Rig(EngineKind engine) {
            runtime = Runtime.builder().engine(engine).onTimerEvent(this::note).build();
            collection = runtime.load(CollectionSpec.read(Corpus.bytes("examples/nested_gc.bpf.o"), "nested_gc"));
        }

        private void note(TimerEvent event) {
            if (event.kind() == TimerEvent.Kind.FIRED) {
                assertThat((event.timeNs() - START_NS) % MS).isZero();
                fired.add((event.timeNs() - START_NS) / MS + " " + sourcePort(event.key()));
            }
        }

        BpfMap addTenant(int kind, int number) {
            return addTenant(kind, number, 1024);
        }

        BpfMap addTenant(int kind, int number, int maxFlows) {
            MapSpec flows = collection.map("tenants").spec().inner();
            BpfMap map = runtime.createMap(
                    flows.withMaxEntries(maxFlows), collection.spec().btf());
            collection.map("tenants").setMap(tenant(kind, number), map);
            return map;
        }

        void send(byte[] frame) {
            RunResult result = collection.program("nested_gc").run(new Packet(frame));
            assertThat(result.fault()).isEmpty();
            assertThat(result.verdict()).isEqualTo(XdpAction.PASS.number());
        }

        void pass(long ms) {
            runtime.advance(Duration.ofMillis(ms));
        }

        Map<String, Long> counters() {
            Map<String, Long> counters = new TreeMap<>();
            for (String name :
                    List.of("flows_created", "flows_expired", "flows_refused", "packets_of_nobody", "packets_other")) {
                long value = collection.variable(name).getLong();
                if (value != 0) {
                    counters.put(name, value);
                }
            }
            return counters;
        }

        @Override
        public void close() {
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            assertThat(runtime.timers().live()).isZero();
            runtime.close();
        }
    }

    private static byte[] tenant(int kind, int number) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(kind)
                .putInt(number)
                .array();
    }

    private static int sourcePort(byte[] flowKey) {
        return ByteBuffer.wrap(flowKey).getShort(8) & 0xffff;
    }

    private static byte[] udp(int sourcePort) {
        return PacketBuilder.payload(10)
                .udp(sourcePort, 53)
                .ipv4(CLIENT, SERVER)
                .ethernet(1, 2);
    }

    private static byte[] tagged(int vlan, int sourcePort) {
        return PacketBuilder.payload(10)
                .udp(sourcePort, 53)
                .ipv4(CLIENT, SERVER)
                .vlan(vlan)
                .ethernet(1, 2);
    }

    /** By source port: packets and when the last one came, in ms after the start. */
    private static Map<Integer, String> flows(BpfMap map) {
        Map<Integer, String> flows = new TreeMap<>();
        map.forEach(entry -> {
            ByteBuffer value = ByteBuffer.wrap(entry.value()).order(ByteOrder.LITTLE_ENDIAN);
            flows.put(
                    sourcePort(entry.key()),
                    value.getLong(0) + " packets, last at " + (value.getLong(8) - START_NS) / MS);
        });
        return flows;
    }

    @ParameterizedTest
    @EnumSource
    void flowsOfEachTenantGoWithTheirOwnTimers(EngineKind engine) {
        try (Rig rig = new Rig(engine);
                BpfMap vlan = rig.addTenant(VLAN, 42);
                BpfMap network = rig.addTenant(NETWORK, SERVER & 0xffffff00)) {
            rig.send(tagged(42, 1001));
            rig.pass(1000);
            rig.send(udp(2001));
            rig.send(tagged(42, 1002));
            rig.pass(1000);
            rig.send(tagged(42, 1001));
            rig.send(tagged(43, 3001));
            rig.send(PacketBuilder.payload(10)
                    .udp(9, 9)
                    .ipv4(CLIENT, SERVER + 256)
                    .ethernet(1, 2));
            rig.send(PacketBuilder.payload(0).arp(CLIENT, SERVER).ethernet(1, 2));

            assertThat(rig.counters())
                    .isEqualTo(Map.of("flows_created", 3L, "packets_of_nobody", 2L, "packets_other", 1L));
            assertThat(flows(vlan)).isEqualTo(Map.of(1001, "2 packets, last at 2000", 1002, "1 packets, last at 1000"));
            assertThat(flows(network)).isEqualTo(Map.of(2001, "1 packets, last at 1000"));
            assertThat(rig.collection.map("tenants").size()).isEqualTo(2);

            rig.pass(4000);
            assertThat(rig.fired)
                    .as("flow 1001 was used meanwhile, and its timer waits for the rest")
                    .containsExactly("5000 1001", "6000 2001", "6000 1002");
            assertThat(flows(vlan)).isEqualTo(Map.of(1001, "2 packets, last at 2000"));
            assertThat(vlan.timers())
                    .extracting(timer -> timer.expiresNs() - START_NS)
                    .containsExactly(7000 * MS);
            assertThat(network.size()).isZero();

            assertThat(rig.runtime.runUntilIdle(Duration.ofHours(1))).isEqualTo(1);
            assertThat(rig.fired).endsWith("7000 1001").hasSize(4);
            assertThat(rig.counters()).containsEntry("flows_expired", 3L);
            assertThat(vlan.size()).isZero();
            assertThat(rig.runtime.timers().live()).isZero();
        }
    }

    /** Another CPU may note a packet between the moment the callback reads the time and the moment it reads the flow. */
    @ParameterizedTest
    @EnumSource
    void packetThatIsLaterThanTheCallbacksNowKeepsTheFlow(EngineKind engine) {
        try (Rig rig = new Rig(engine);
                BpfMap flows = rig.addTenant(VLAN, 42)) {
            rig.send(tagged(42, 1001));
            byte[] key = flows.entries().getFirst().key();
            byte[] flow = ByteBuffer.allocate(flows.valueSize())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(1)
                    .putLong(START_NS + 7 * MS)
                    .array();
            flows.update(key, flow);
            flows.startTimer(key, rig.collection.program("nested_gc"), "flow_idle", Duration.ofMillis(2));
            rig.pass(2);
            assertThat(rig.fired).containsExactly("2 1001");
            assertThat(flows.timers())
                    .extracting(timer -> timer.expiresNs() - START_NS)
                    .containsExactly(5007 * MS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tenantIsDroppedAsAWholeByTakingItsMapOutAndClosingIt(EngineKind engine) {
        try (Rig rig = new Rig(engine);
                BpfMap kept = rig.addTenant(VLAN, 1)) {
            BpfMap dropped = rig.addTenant(VLAN, 2);
            for (int port = 1; port <= 100; port++) {
                rig.send(tagged(1 + port % 2, port));
            }
            assertThat(rig.runtime.timers().pending()).isEqualTo(100);
            int id = dropped.id();

            assertThat(rig.collection.map("tenants").delete(tenant(VLAN, 2))).isTrue();
            assertThat(rig.runtime.timers().pending()).as("still open").isEqualTo(100);
            dropped.close();
            assertThat(rig.runtime.timers().pending()).isEqualTo(50);
            assertThat(rig.runtime.timers().freed()).isEqualTo(50);
            assertThat(rig.runtime.mapIds()).doesNotContain(id);

            rig.send(tagged(2, 1));
            rig.runtime.runUntilIdle(Duration.ofHours(1));
            assertThat(rig.fired).hasSize(50).allMatch(fired -> fired.startsWith("5000 "));
            assertThat(rig.counters())
                    .isEqualTo(Map.of("flows_created", 100L, "flows_expired", 50L, "packets_of_nobody", 1L));
            assertThat(kept.size()).isZero();

            try (BpfMap again = rig.addTenant(VLAN, 2)) {
                rig.send(tagged(2, 1));
                assertThat(again.timers()).hasSize(1);
            }
        }
    }

    /** The outer map keeps the inner one, but not its timers. */
    @ParameterizedTest
    @EnumSource
    void tenantThatIsOnlyClosedRefusesNewFlows(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            BpfMap flows = rig.addTenant(VLAN, 5);
            rig.send(tagged(5, 1));
            int id = flows.id();
            flows.close();
            assertThat(rig.runtime.timers().live()).isZero();
            rig.send(tagged(5, 1));
            rig.send(tagged(5, 2));
            assertThat(rig.counters()).isEqualTo(Map.of("flows_created", 1L, "flows_refused", 1L));
            try (BpfMap again = rig.runtime.openMap(id)) {
                assertThat(flows(again)).isEqualTo(Map.of(1, "2 packets, last at 0"));
                assertThat(again.timers()).isEmpty();
                rig.send(tagged(5, 2));
                assertThat(again.timers()).hasSize(1);
            }
            assertThat(rig.fired).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void fullTenantDoesNotTouchItsNeighbour(EngineKind engine) {
        try (Rig rig = new Rig(engine);
                BpfMap small = rig.addTenant(VLAN, 1, 2);
                BpfMap large = rig.addTenant(VLAN, 2)) {
            for (int port = 1; port <= 4; port++) {
                rig.send(tagged(1, port));
                rig.send(tagged(2, port));
            }
            assertThat(small.size()).isEqualTo(2);
            assertThat(large.size()).isEqualTo(4);
            assertThat(rig.counters()).isEqualTo(Map.of("flows_created", 6L, "flows_refused", 2L));
            rig.pass(5000);
            rig.send(tagged(1, 4));
            assertThat(flows(small)).isEqualTo(Map.of(4, "1 packets, last at 5000"));
        }
    }
}
