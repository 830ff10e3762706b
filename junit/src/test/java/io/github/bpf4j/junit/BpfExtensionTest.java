package io.github.bpf4j.junit;

import static io.github.bpf4j.junit.BpfAssertions.assertThat;
import static io.github.bpf4j.junit.BpfAssertions.assertThatTimer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.opentest4j.AssertionFailedError;

class BpfExtensionTest {
    private static final byte[] FRAME =
            PacketBuilder.payload(10).udp(1000, 53).ipv4(0x0a000001, 0x0a000002).ethernet(1, 2);

    @RegisterExtension
    final BpfExtension bpf = BpfExtension.resource(Corpus.class, "examples/flow_gc.bpf.o")
            .with(spec -> spec.withVariable("idle_timeout_ns", "2000000000"))
            .settings(builder -> builder.engine(EngineKind.CHECKED));

    private byte[] key() {
        return bpf.map("flows").nextKey(null).orElseThrow();
    }

    @Test
    void aFlowIsRemovedByItsTimer(Runtime runtime, Collection collection) {
        assertThat(bpf.run("flow_gc", FRAME)).returned(XdpAction.PASS).hasNoFault();
        assertThat(bpf.map("flows")).hasSize(1).hasTimers(1).contains(key()).hasField(key(), "packets", 1);
        assertThatTimer(runtime, bpf.map("flows"), key())
                .isArmed()
                .expiresIn(Duration.ofSeconds(2))
                .calls("flow_idle");
        byte[] key = key();
        assertThat(bpf.advance(Duration.ofSeconds(2))).isEqualTo(1);
        assertThat(collection.map("flows")).hasSize(0).doesNotContain(key);
        assertThatTimer(runtime, bpf.map("flows"), key).isNotInitialised();
        assertThat(bpf.variable("flows_expired").getLong()).isEqualTo(1);
        assertThat(bpf.takeFaults()).isEmpty();
    }

    @Test
    void everyTestBeginsWithAFreshObject() {
        assertThat(bpf.map("flows")).hasSize(0);
        assertThat(bpf.variable("flows_created").getLong()).isZero();
    }

    @Test
    void valuesWithoutKeysAreAssertedToo(Runtime runtime) {
        Btf none = Btf.empty(ByteOrder.LITTLE_ENDIAN);
        try (BpfMap stack = runtime.createMap(MapSpec.of("stack", MapType.STACK, 0, 1, 4), none);
                BpfMap seen = runtime.createMap(MapSpec.of("seen", MapType.BLOOM_FILTER, 0, 1, 4), none)) {
            stack.push(new byte[] {1});
            stack.push(new byte[] {2});
            seen.push(new byte[] {1});
            assertThat(stack).hasSize(2).hasWaiting(new byte[] {2}, new byte[] {1});
            assertThat(seen).mayContain(new byte[] {1}).cannotContain(new byte[] {2});
            failsWith(() -> assertThat(stack).hasWaiting(new byte[] {2}), "[02]", "[02, 01]");
            failsWith(() -> assertThat(seen).mayContain(new byte[] {2}), "true", "false");
        }
    }

    @Test
    void failuresSayWhatWasExpectedAndWhatWasThere() {
        var result = bpf.run("flow_gc", FRAME);
        var flows = bpf.map("flows");
        failsWith(() -> assertThat(result).returned(XdpAction.DROP), "DROP", "PASS");
        failsWith(() -> assertThat(result).returned(7), "7", "2");
        failsWith(() -> assertThat(flows).hasSize(2), "2", "1");
        failsWith(() -> assertThat(flows).hasField(key(), "packets", 9), "9", "1");
        failsWith(() -> assertThatTimer(bpf.runtime(), flows, key()).expiresIn(Duration.ofSeconds(1)), "PT1S", "PT2S");
        failsWith(() -> assertThatTimer(bpf.runtime(), flows, key()).calls("other"), "other", "flow_idle");
        Packet packet = new Packet(FRAME);
        assertThat(packet).hasLength(60).hasField("udp", "dport", "53").hasValidChecksums();
        failsWith(() -> assertThat(packet).hasField("udp", "dport", "54"), "54", "53");
        assertThatThrownBy(() -> assertThat(flows).doesNotContain(key())).hasMessageContaining("is there");
        assertThatThrownBy(() -> assertThat(flows).contains(new byte[flows.keySize()]))
                .hasMessageContaining("is not there");
        assertThatThrownBy(() -> assertThat(flows).hasField(key(), "colour", 1))
                .hasMessageContaining("no member colour");
        assertThatThrownBy(() -> assertThatTimer(bpf.runtime(), flows, key()).isIdle())
                .hasMessageContaining("is armed");
        byte[] wrong = FRAME.clone();
        wrong[40] ^= 1;
        assertThatThrownBy(() -> assertThat(new Packet(wrong)).hasValidChecksums())
                .hasMessageContaining("layer udp");
    }

    private static void failsWith(Runnable assertion, String expected, String actual) {
        assertThatThrownBy(assertion::run).isInstanceOfSatisfying(AssertionFailedError.class, failure -> {
            assertThat(failure.getExpected().getStringRepresentation()).isEqualTo(expected);
            assertThat(failure.getActual().getStringRepresentation()).isEqualTo(actual);
        });
    }

    @Test
    void testsThatLeaveFaultsOrObjectsFail() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Careless.class))
                .execute()
                .testEvents()
                .assertStatistics(events -> events.started(3).succeeded(1).failed(2));
    }

    /** Run by the test above only. */
    static class Careless {
        @RegisterExtension
        final BpfExtension bpf = BpfExtension.of(
                        CollectionSpec.read(Corpus.bytes("features/contexts.bpf.o"), "contexts"))
                .with(spec -> spec.withAutoload("scribble", true))
                .settings(builder -> builder.engine(EngineKind.CHECKED).unverified());

        @Test
        void faultsThatNobodyTook() {
            bpf.program("scribble").runWithArguments(0, 1);
        }

        @Test
        void faultsThatWereTaken() {
            bpf.program("scribble").runWithArguments(0, 1);
            assertThat(bpf.takeFaults()).hasSize(1);
        }

        @Test
        void aLinkThatNobodyClosed() {
            bpf.program("scribble").attach("somewhere");
        }
    }
}
