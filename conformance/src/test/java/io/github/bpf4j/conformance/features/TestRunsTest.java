package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Redirect;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What packets carry in and out of runs, what becomes of copies and live frames: beyond what a kernel was asked. */
class TestRunsTest {
    private static final int HASH = 34;
    private static final int SET_HASH = 48;
    private static final int CLONE = 13;
    private static final int PUSH = 18;
    private static final int POP = 19;
    private static final int HEAD = 43;

    private final Runtime runtime = Runtime.builder()
            .engine(EngineKind.CHECKED)
            .cpus(2)
            .world(World.builder()
                    .networkInterface(1, "lo")
                    .networkInterface(new NetworkInterface(2, "eth0", "02:00:00:00:00:02", 1500))
                    .build())
            .build();
    private final Collection collection = runtime.load(PacketOpsRig.OBJECT);

    @AfterEach
    void close() {
        collection.close();
        runtime.close();
    }

    /** A UDP packet of IPv4. */
    private static byte[] packet(int from, int fromPort, int to, int toPort) {
        ByteBuffer packet = ByteBuffer.allocate(60);
        packet.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 9, 8, 0});
        packet.put(new byte[] {0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0});
        packet.putInt(from).putInt(to).putShort((short) fromPort).putShort((short) toPort);
        return packet.array();
    }

    private static byte[] packet() {
        return packet(1, 2, 3, 4);
    }

    /** What programs are to do: numbers, each followed by four arguments. */
    private void ops(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * 5 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < words.length; i++) {
            bytes.putLong(i * Long.BYTES, words[i]);
        }
        collection.variable("ops").set(bytes.array());
        collection.variable("count").setLong(words.length / 5);
    }

    private long answer(int index) {
        return longs("answers", index);
    }

    private long longs(String variable, int index) {
        return ByteBuffer.wrap(collection.variable(variable).bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(index * Long.BYTES);
    }

    private Packet run(String program, Packet packet) {
        assertThat(collection.program(program).run(packet).fault()).isEmpty();
        return packet;
    }

    private long hashOf(byte[] packet) {
        ops(HASH, 0, 0, 0, 0);
        run("ops_tc", new Packet(packet));
        return answer(0);
    }

    @Test
    void packetsOfOneFlowHaveTheSameHash() {
        long hash = hashOf(packet(1, 2, 3, 4));
        assertThat(hash).isNotZero().isBetween(0L, 0xffff_ffffL);
        assertThat(hashOf(packet(3, 4, 1, 2))).as("the other way").isEqualTo(hash);
        assertThat(List.of(hashOf(packet(1, 5, 3, 4)), hashOf(packet(9, 2, 3, 4)), hashOf(new byte[60])))
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
        ops(HASH, 0, 0, 0, 0);
        Packet packet = run("ops_tc", new Packet(packet()));
        assertThat(Integer.toUnsignedLong(packet.hash())).isEqualTo(hash);
        assertThat(longs("after", 17)).isEqualTo(hash);
        run("ops_tc", new Packet(packet()).hash(77));
        assertThat(answer(0)).as("what the interface computed").isEqualTo(77);
    }

    @Test
    void whatIsKnownOfAPacketGoesInAndOut() {
        ops(SET_HASH, 0x1234, 0, 0, 0, 512, 9, 0, 0, 0, 544, 0x1_0007, 0, 0, 0, 572, 11, 0, 0, 0, 548, 12, 0, 0, 0);
        Packet packet = new Packet(packet())
                .ifindex(2)
                .ingressIfindex(1)
                .rxQueue(3)
                .mark(4)
                .priority(5)
                .controlWord(4, 6)
                .timestamp(7, 1)
                .hardwareTimestamp(8)
                .segments(2, 100)
                .wireLength(99)
                .vlanTag(0x88a8, 0x2005);
        run("ops_tc", packet);
        assertThat(longs("before", 1)).as("pkt_type").isZero();
        assertThat(longs("before", 3)).as("queue_mapping").isEqualTo(3);
        assertThat(longs("before", 5)).as("vlan_present").isOne();
        assertThat(longs("before", 6)).as("vlan_tci").isEqualTo(0x2005);
        assertThat(longs("before", 7)).as("vlan_proto").isEqualTo(0xa888);
        assertThat(longs("before", 9)).as("ingress_ifindex").isEqualTo(1);
        assertThat(longs("before", 10)).as("ifindex").isEqualTo(2);
        assertThat(longs("before", 16)).as("cb[4]").isEqualTo(6);
        assertThat(longs("before", 22)).as("tstamp").isEqualTo(7);
        assertThat(longs("before", 23)).as("wire_len").isEqualTo(99);
        assertThat(longs("before", 24)).as("gso_segs").isEqualTo(2);
        assertThat(longs("before", 26)).as("tstamp_type").isEqualTo(1);
        assertThat(longs("before", 27)).as("hwtstamp").isEqualTo(8);
        assertThat(packet.hash()).isEqualTo(0x1234);
        assertThat(packet.queueMapping()).isEqualTo(9);
        assertThat(packet.rxQueue()).isEqualTo(3);
        assertThat(packet.tcIndex()).as("16 bits").isEqualTo(7);
        assertThat(packet.tcClassid()).isEqualTo(11);
        assertThat(packet.controlWord(0)).isEqualTo(12);
        assertThat(packet.mark()).isEqualTo(4);
        assertThat(packet.protocol()).isEqualTo(0x0800);
        packet.set(packet(), 60);
        assertThat(packet.hasVlanTag()).as("with other bytes").isFalse();
        assertThat(packet.hash()).isZero();
        assertThat(packet.mark()).isEqualTo(4);
    }

    @Test
    void aTagIsBesideTheBytesUntilThePacketLeaves() {
        ops(PUSH, 0x0081, 5, 0, 0);
        Packet packet = run("ops_tc", new Packet(packet()));
        assertThat(packet.length()).isEqualTo(60);
        assertThat(packet.vlanProtocol()).isEqualTo(0x8100);
        assertThat(packet.vlanTci()).isEqualTo(5);
        ops(CLONE, 2, 0, 0, 0, POP, 0, 0, 0, 0, CLONE, 2, 1, 0, 0, CLONE, 7, 0, 0, 0);
        run("ops_tc", packet);
        assertThat(packet.hasVlanTag()).isFalse();
        assertThat(answer(3)).as("no such interface").isEqualTo(Errno.EINVAL.result());
        assertThat(packet.clones().stream().map(clone -> clone.deliveries().getFirst()))
                .extracting(Redirect.Delivery::destination, Redirect.Delivery::number, clone -> clone.frame().length)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Redirect.Destination.INTERFACE, 2, 64),
                        org.assertj.core.groups.Tuple.tuple(Redirect.Destination.INGRESS, 2, 60));
        assertThat(packet.clones().getFirst().deliveries().getFirst().frame())
                .startsWith(2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 9, 0x81, 0, 0, 5, 8, 0);
        run("ops_lwt", packet);
        assertThat(packet.clones()).isEmpty();
    }

    @Test
    void aTunnelsProgramSeesNoEthernetHeaderAndMayPutItsOwn() {
        ops();
        Packet packet = run("ops_xmit", new Packet(packet()));
        assertThat(longs("before", 0)).isEqualTo(46);
        assertThat(packet.data()).as("the header that was hidden").isEqualTo(packet());
        ops(HEAD, 14, 0, 0, 0);
        run("ops_xmit", packet);
        assertThat(packet.length()).isEqualTo(60);
        assertThat(packet.data()).startsWith(new byte[14]);
    }

    @Test
    void copiesOfOneRunAreBounded() {
        ops(CLONE, 2, 0, 0, 0, CLONE, 2, 0, 0, 0, CLONE, 2, 0, 0, 0);
        byte[] long1 = java.util.Arrays.copyOf(packet(), 8 << 20);
        Packet packet = run("ops_tc", new Packet(long1));
        assertThat(answer(0)).isZero();
        assertThat(answer(2)).isEqualTo(Errno.ENOMEM.result());
        assertThat(packet.clones()).hasSize(2);
    }

    @Test
    void liveFramesGoWhereTheProgramSendsThem() {
        List<Integer> verdicts = new ArrayList<>();
        List<Integer> sentTo = new ArrayList<>();
        for (long verdict : new long[] {0, 1, 2, 3, 4, 9}) {
            ops(23, 2, 0, 0, 0);
            collection.variable("verdict").setLong(verdict);
            TestRun.Result result = collection
                    .program("ops_xdp")
                    .testRun(new TestRun()
                            .data(packet())
                            .repeat(3)
                            .batchSize(2)
                            .flags(TestRun.XDP_LIVE_FRAMES)
                            .onFrame((frame, run) -> {
                                verdicts.add(run.verdict());
                                frame.redirect().ifPresent(_ -> sentTo.add(frame.redirectIfindex()));
                            }));
            assertThat(result.run().verdict()).isZero();
            assertThat(result.frames())
                    .isEqualTo(new TestRun.Frames(
                            verdict == 2 ? 3 : 0,
                            verdict == 3 ? 3 : 0,
                            verdict == 4 ? 3 : 0,
                            verdict == 2 || verdict == 3 || verdict == 4 ? 0 : 3));
        }
        assertThat(verdicts).hasSize(18).startsWith(0, 0, 0, 1);
        assertThat(sentTo).containsExactly(2, 2, 2);
        assertThatThrownBy(() -> collection
                        .program("ops_xdp")
                        .testRun(new TestRun().data(packet()).dataLimit(60).flags(TestRun.XDP_LIVE_FRAMES)))
                .isInstanceOfSatisfying(
                        BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void metadataGoInAndOut() {
        ops(54, -4, 0, 0, 0);
        Packet packet = run("ops_xdp", new Packet(packet()).metadata(new byte[] {1, 2, 3, 4}));
        assertThat(longs("before", 1)).isEqualTo(4);
        assertThat(packet.data()).isEqualTo(packet());
        assertThat(packet.metadata()).containsExactly(0, 0, 0, 0, 1, 2, 3, 4);
        run("ops_xdp", packet.set(packet(), 60));
        assertThat(longs("before", 1)).as("of the packet before").isZero();
    }

    /** What one packet left in front of it is not shown to programs of the next. */
    @Test
    void roomInFrontOfAPacketIsZero() {
        byte[] ones = new byte[200];
        java.util.Arrays.fill(ones, (byte) -1);
        ops(44, -100, 0, 0, 0, 190, 0, 100, 0, 0);
        run("ops_xdp", new Packet(ones));
        ops(44, -100, 0, 0, 0);
        Packet packet = run("ops_xdp", new Packet(ones));
        assertThat(packet.length()).isEqualTo(300);
        assertThat(packet.data()).startsWith(new byte[100]);
    }

    @Test
    void theContextOfASyscallProgramComesBack() {
        ByteBuffer context =
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(5);
        TestRun.Result result = collection.program("ops_syscall").testRun(new TestRun().context(context.array()));
        assertThat(answer(0)).isEqualTo(5);
        assertThat(ByteBuffer.wrap(result.context())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong(8))
                .isEqualTo(7);
        assertThat(context.getLong(8)).as("the array that was given").isZero();
    }

    /** A size that no verifier bounded clears no memory that is not the program's. */
    @Test
    void aForgedSizeEndsTheRun() {
        CollectionSpec forged = CollectionSpec.read(Corpus.bytes("features/forged_load.bpf.o"), "forged_load");
        try (Runtime confined = Confinement.of(Runtime.builder())
                        .memoryReserveBytes(1L << 26)
                        .build();
                Collection unsafe = confined.load(forged)) {
            for (long relative = 0; relative < 2; relative++) {
                unsafe.variable("relative").setLong(relative);
                for (long size : new long[] {5000, 1 << 20, 0x7fff_ffffL, 0xffff_ffffL}) {
                    unsafe.variable("size").setLong(size);
                    assertThat(unsafe.program("load_everything")
                                    .run(new Packet(packet()))
                                    .fault())
                            .as("%d bytes", size)
                            .isPresent();
                }
                unsafe.variable("size").setLong(64);
                assertThat(unsafe.program("load_everything")
                                .run(new Packet(packet()))
                                .verdict())
                        .isEqualTo((int) Errno.EFAULT.result());
            }
            assertThat(unsafe.variable("canary").getLong()).isEqualTo(0x1234567);
        }
    }

    @Test
    void packetsThatGrowInFrontAndShrinkBehindDoNotTakeEverMoreMemory() {
        ops(50, 4095, 1, 0, 0, 38, 60, 0, 0, 0);
        collection.variable("count").setLong(2);
        long before = runtime.committedBytes();
        TestRun.Result result = collection
                .program("ops_tc")
                .testRun(new TestRun().data(packet()).repeat(20_000));
        assertThat(result.run().fault()).isEmpty();
        assertThat(runtime.committedBytes() - before).isLessThan(16 << 20);
    }

    @Test
    void allMetadataThatAPacketTakesFitsInFrontOfIt() {
        Packet packet = new Packet(packet()).metadata(new byte[252]);
        ops();
        assertThat(collection.program("ops_xdp").run(packet).fault()).isEmpty();
    }

    @Test
    void sizesOfUserSpaceAreUnsigned() {
        ops();
        TestRun asked = new TestRun().data(packet()).dataLimit(-1).contextLimit(-1);
        assertThat(collection.program("ops_tc").testRun(asked).data()).hasSize(60);
    }
}
