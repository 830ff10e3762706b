package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Redirect;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Tunnel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs are told of routes and tunnels is what Linux 6.12 told them (features/fib_lookup-6.12.tsv, tunnels-6.12.tsv). */
class RoutesTest {
    private static final CollectionSpec ROUTES =
            CollectionSpec.read(Corpus.bytes("features/fib_lookup.bpf.o"), "fib_lookup");
    private static final CollectionSpec TUNNELS =
            CollectionSpec.read(Corpus.bytes("features/tunnels.bpf.o"), "tunnels");

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).world(SocketWorld.world()).build();
    }

    @ParameterizedTest
    @EnumSource
    void lookupsAnswerAsLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(ROUTES)) {
            for (String[] cells : RecordedQuestions.lines("fib_lookup")) {
                int[] verdict = new int[1];
                Packet packet = RecordedQuestions.packet(Integer.parseInt(cells[2]));
                String answer = RecordedQuestions.ask(collection, cells[1], packet, cells[3], verdict);
                String what = String.join(" ", cells[0], cells[1], cells[2], cells[3]);
                softly.assertThat(answer).as(what).isEqualTo(cells[5]);
                softly.assertThat(verdict[0]).as(what).isEqualTo(Integer.parseInt(cells[4]));
            }
        }
        softly.assertAll();
    }

    @Test
    void everyProgramOfRoutesWasAsked() {
        TreeSet<String> asked = new TreeSet<>();
        List<String[]> lines = RecordedQuestions.lines("fib_lookup");
        lines.forEach(cells -> asked.add(cells[1]));
        assertThat(asked).containsExactly("fib_tc", "fib_xdp", "neighbour", "peer");
        assertThat(lines).hasSizeGreaterThan(400);
    }

    @ParameterizedTest
    @EnumSource
    void tunnelsAnswerAsLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(TUNNELS)) {
            for (String[] cells : RecordedQuestions.lines("tunnels")) {
                String answer = WrittenAnswers.of(
                        collection, cells[0], collection.program(cells[0]).run(RecordedQuestions.packet(64)));
                softly.assertThat(answer).as(cells[0]).isEqualTo(cells[1]);
            }
        }
        softly.assertAll();
    }

    /**
     * Only what a program put there takes options. Linux 6.12 answered a program on a packet that a VXLAN device had taken in: -EINVAL to
     * {@code bpf_skb_set_tunnel_opt} with 8 bytes and with 3, -ENOENT to get them; after {@code bpf_skb_set_tunnel_key} 0, and 8.
     */
    @ParameterizedTest
    @EnumSource
    void packetsCarryTunnelsInAndOut(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(TUNNELS)) {
            Packet packet = RecordedQuestions.packet(64).tunnel(Tunnel.of(9, "192.0.2.1", "192.0.2.2"));
            String seen = WrittenAnswers.of(
                    collection, "none", collection.program("none").run(packet));
            assertThat(seen).startsWith("0 9 " + 0xc0000201L + " 0 0 0 64 0 0 " + 0xc0000202L + " 0 -2 0 -22");
            assertThat(packet.tunnel()).hasValueSatisfying(kept -> {
                assertThat(kept.id()).isEqualTo(9);
                assertThat(kept.options()).isEmpty();
            });
            collection.program("set_get6").run(packet);
            assertThat(packet.tunnel()).hasValueSatisfying(put -> {
                assertThat(put.id()).isEqualTo(42);
                assertThat(put.destination().isV6()).isTrue();
                assertThat(put.label()).isEqualTo(0xabcde);
                assertThat(put.options()).isEmpty();
            });
            collection.program("none").run(packet);
            assertThat(packet.tunnel())
                    .hasValueSatisfying(kept -> assertThat(kept.options()).hasSize(4));
            packet.set(packet.data(), packet.length());
            assertThat(packet.tunnel()).as("of other bytes").isEmpty();
            packet.tunnel(Tunnel.of(9, "192.0.2.1", "192.0.2.2")).set(packet.data(), packet.length());
            assertThat(packet.tunnel()).as("given by the host").isPresent();
        }
    }

    private static String question(int ifindex, int size, String nextHop) {
        ByteBuffer bytes = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
        if (!nextHop.isEmpty()) {
            byte[] address = IpAddress.parse(nextHop).bytes();
            bytes.putInt(0, address.length == 4 ? 2 : 10).put(4, address);
        }
        bytes.putInt(64, ifindex).putInt(68, size);
        return HexFormat.of().formatHex(bytes.array());
    }

    @ParameterizedTest
    @EnumSource
    void redirectsToNeighboursHaveTheirAddresses(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(ROUTES)) {
            Packet packet = RecordedQuestions.packet(64);
            RecordedQuestions.ask(collection, "neighbour", packet, question(20, 20, "10.0.20.4"), new int[1]);
            Redirect.Delivery sent =
                    packet.redirect().orElseThrow().deliveries().getFirst();
            assertThat(sent.fate()).isEqualTo(Redirect.Fate.SENT);
            assertThat(HexFormat.of().formatHex(sent.frame())).startsWith("02aa00000004" + "020000000020" + "0800");
            RecordedQuestions.ask(collection, "neighbour", packet, question(20, 20, "10.0.20.5"), new int[1]);
            assertThat(packet.redirect().orElseThrow().deliveries().getFirst().fate())
                    .isEqualTo(Redirect.Fate.NO_NEIGHBOUR);

            Packet routed = RecordedQuestions.packet(64);
            byte[] frame = routed.data();
            System.arraycopy(IpAddress.parse("10.1.0.1").bytes(), 0, frame, 30, 4);
            routed = new Packet(frame);
            RecordedQuestions.ask(collection, "neighbour", routed, question(20, 0, ""), new int[1]);
            assertThat(HexFormat.of()
                            .formatHex(routed.redirect()
                                    .orElseThrow()
                                    .deliveries()
                                    .getFirst()
                                    .frame()))
                    .startsWith("02aa00000002");
            RecordedQuestions.ask(collection, "neighbour", routed, question(10, 0, ""), new int[1]);
            assertThat(routed.redirect().orElseThrow().deliveries().getFirst().fate())
                    .isEqualTo(Redirect.Fate.NO_NEIGHBOUR);
            RecordedQuestions.ask(collection, "peer", routed, question(10, 0, ""), new int[1]);
            assertThat(routed.redirect().orElseThrow().deliveries().getFirst().destination())
                    .isEqualTo(Redirect.Destination.PEER);
        }
    }
}
