package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps of sockets that share an address, and programs that choose one, as Linux 6.12 answered (features/reuseport-6.12.tsv). */
class ReuseportTest {
    private static final CollectionSpec OBJECT =
            CollectionSpec.read(Corpus.bytes("features/reuseport.bpf.o"), "reuseport");
    private static final int RAW = 100;
    private static final int CLOSING = 51;
    private static final int MATE = 52;
    private static final int CONNECTION = 53;
    private static final int IPV6 = 0xdd86;
    private static final int IPV4 = 0x0008;

    /** The sockets that were there when Linux was asked: number 0 has the cookie 1, and so on. */
    private static World world() {
        World.Builder world = World.builder();
        LongStream.rangeClosed(1, 4).forEach(cookie -> world.socket(udp(cookie, "127.0.0.1", 7200)));
        world.socket(tcp(5, "127.0.0.1", 7201))
                .socket(tcp(6, "127.0.0.1", 7201))
                .socket(udp(7, "127.0.0.1", 7202))
                .socket(udp(8, "::1", 7203))
                .socket(tcp(9, "127.0.0.1", 7204))
                .socket(udp(10, "0.0.0.0", 7205))
                .socket(udp(11, "0.0.0.0", 7205))
                .socket(udp(12, "::", 7206))
                .socket(Socket.udp(13, "127.0.0.1", 7207))
                .socket(tcp(14, "127.0.0.1", 7208).in(Socket.State.CLOSE))
                .socket(Socket.of(15, Socket.Family.INET, Socket.DGRAM, Socket.UDP)
                        .reuseport())
                .socket(udp(16, "127.0.0.1", 7209).connected("127.0.0.1", 1000))
                .socket(Socket.of(17, Socket.Family.UNIX, Socket.DGRAM, 0))
                .socket(Socket.tcp(18, "127.0.0.1", 7210))
                .socket(tcp(19, "::1", 7211).onlyV6())
                .socket(tcp(CLOSING, "127.0.0.1", 7220).in(Socket.State.CLOSE))
                .socket(tcp(MATE, "127.0.0.1", 7220))
                .socket(Socket.tcp(CONNECTION, "127.0.0.1", 7220).connected("127.0.0.1", 6114))
                .socket(Socket.of(RAW, Socket.Family.INET, 3, Socket.UDP));
        return world.build();
    }

    private static Socket udp(long cookie, String address, int port) {
        return Socket.udp(cookie, address, port).reuseport();
    }

    private static Socket tcp(long cookie, String address, int port) {
        return Socket.tcp(cookie, address, port).reuseport();
    }

    private static byte[] value(BpfMap map, long descriptor) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(descriptor)
                .array();
        return Arrays.copyOf(all, map.valueSize());
    }

    /** 0, or what was refused. */
    private static long errno(Supplier<Boolean> command) {
        try {
            return command.get() ? 0 : Errno.ENOENT.result();
        } catch (BpfErrnoException refused) {
            return refused.errno().result();
        }
    }

    private static long command(Collection collection, String[] cells) {
        BpfMap map = collection.map(cells[2]);
        int key = (int) Long.parseLong(cells[3]);
        int who = Integer.parseInt(cells[4]);
        long flags = Long.parseLong(cells[5]);
        byte[] at = MapTargets.bytes(key);
        return errno(() -> switch (cells[0]) {
            case "update" -> {
                switch (who) {
                    case -2 -> map.update(at, value(map, 999), flags);
                    case -3 -> map.update(at, value(map, -1), flags);
                    case -4 -> map.update(at, value(map, 1L << 32 | 5), flags);
                    case -5 -> map.update(at, value(map, 1L << 31), flags);
                    case -7 -> MapTargets.of(map).set(key, new MapTarget.Socket(RAW), flags);
                    default -> MapTargets.of(map).set(key, new MapTarget.Socket(who + 1L), flags);
                }
                yield true;
            }
            case "delete" -> map.delete(at);
            case "lookup" ->
                map.lookup(at)
                        .map(found -> {
                            assertThat(found).isEqualTo(value(map, who + 1L));
                            return true;
                        })
                        .orElse(false);
            case "next" ->
                map.nextKey(key == -1 ? null : at)
                        .map(next -> {
                            assertThat(next).isEqualTo(MapTargets.bytes(who));
                            return true;
                        })
                        .orElse(false);
            case "take" -> map.lookupAndDelete(at).isPresent();
            default -> map.lookupBatch(0, 4).entries().isEmpty();
        });
    }

    /** What a packet that somebody sends looks like when the program runs. */
    private static ContextValue packet(String[] cells, Socket member) {
        boolean v6 = member.family() == Socket.Family.INET6 && !cells[1].contains("of 4");
        ByteBuffer data = ByteBuffer.allocate(member.isUdp() ? 8 + Integer.parseInt(cells[4]) : 40);
        data.putShort((short) Integer.parseInt(cells[5])).putShort((short) member.localPort());
        if (member.isUdp()) {
            data.putShort((short) data.capacity()).putShort((short) 0);
            for (int i = 1; data.hasRemaining(); i++) {
                data.put((byte) i);
            }
        }
        ByteBuffer headers = ByteBuffer.allocate(14 + (v6 ? 40 : 20));
        headers.putShort(12, (short) (v6 ? 0x86dd : 0x0800)).put(14, (byte) (v6 ? 0x60 : 0x45));
        if (!v6) {
            headers.putShort(16, (short) (20 + data.capacity()))
                    .putInt(26, 0x7f000001)
                    .putInt(30, 0x7f000001);
        }
        return ContextValue.of(ProgramType.SK_REUSEPORT)
                .socket(member.cookie())
                .with("eth_protocol", v6 ? IPV6 : IPV4)
                .headers(headers.array(), 14)
                .data(data.array());
    }

    private static void set(Collection collection, String settings) {
        for (String setting : settings.split(" ")) {
            String[] parts = setting.split("=");
            collection.variable(parts[0]).setLong(Long.parseUnsignedLong(parts[1]));
        }
        collection.variable("answered").setLong(0);
        collection.variable("runs").setLong(0);
    }

    /** Runs a line's program; what Linux's own hash chose where the program did not, is not compared. */
    private static void run(SoftAssertions softly, Collection collection, String[] cells) {
        boolean migrates = cells[0].equals("migrate");
        if (cells[1].equals("closed")) {
            MapTargets.of(collection.map("sockets")).clear(3);
        }
        if (cells[1].equals("passed") && migrates) {
            MapTargets.of(collection.map("sockets")).set(14, new MapTarget.Socket(MATE));
        }
        set(collection, cells[6]);
        int member = Integer.parseInt(cells[3]);
        ContextValue context = migrates
                ? ContextValue.of(ProgramType.SK_REUSEPORT).socket(CLOSING).migrating(CONNECTION)
                : packet(
                        cells,
                        world().sockets().stream()
                                .filter(each -> each.cookie() == member + 1)
                                .findFirst()
                                .orElseThrow());
        Program.TypedResult result = collection.program(cells[2]).run(context);
        String answers = cells[9];
        softly.assertThat(result.run().fault()).as(cells[1]).isEmpty();
        softly.assertThat(WrittenAnswers.of(collection)).as(cells[1]).isEqualTo(answers);
        boolean passed = result.run().verdict() == 1;
        softly.assertThat(Integer.parseInt(cells[7]) == 0).as(cells[1]).isEqualTo(passed);
        boolean chose = !cells[2].equals("load")
                && (cells[2].equals("choose_twice") ? answers.matches("0 .*|.* 0") : answers.endsWith(" 0"));
        long delivered = migrates ? MATE : Integer.parseInt(cells[8]) + 1;
        softly.assertThat(result.context().socket()).as(cells[1]).isEqualTo(passed && chose ? delivered : 0);
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        List<String[]> lines = RecordedQuestions.lines("reuseport");
        assertThat(lines).hasSizeGreaterThan(170);
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = Runtime.builder().engine(engine).world(world()).build();
                Collection collection = runtime.load(OBJECT)) {
            for (String[] cells : lines) {
                if (cells[1].equals("no socket")) {
                    continue; // a descriptor of something else, of which there are none
                }
                if (cells[0].equals("run") || cells[0].equals("migrate")) {
                    run(softly, collection, cells);
                } else {
                    softly.assertThat(command(collection, cells))
                            .as("%s %s", cells[0], cells[1])
                            .isEqualTo(Long.parseLong(cells[6]));
                }
            }
            RecordedQuestions.assertNothingHeld(runtime);
        }
        softly.assertAll();
    }

    @Test
    void aSocketIsFreeAgainWhenItsMapIsGone() {
        try (Runtime runtime = Runtime.builder().world(world()).build()) {
            MapTarget socket = new MapTarget.Socket(1);
            try (Collection collection = runtime.load(OBJECT);
                    Collection other = runtime.load(OBJECT)) {
                MapTargets.of(collection.map("sockets")).set(0, socket);
                assertThat(MapTargets.of(collection.map("sockets")).get(0)).contains(socket);
                assertThatThrownBy(() -> MapTargets.of(other.map("sockets")).set(0, socket))
                        .isInstanceOfSatisfying(
                                BpfErrnoException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
                assertThatThrownBy(() -> MapTargets.of(other.map("sockets")).set(0, new MapTarget.Socket(77)))
                        .isInstanceOfSatisfying(
                                BpfErrnoException.class,
                                e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
            }
            try (Collection later = runtime.load(OBJECT)) {
                MapTargets.of(later.map("sockets")).set(0, socket);
                assertThat(later.map("sockets").entries()).hasSize(1);
                assertThat(later.map("sockets").size()).isEqualTo(1);
            }
        }
    }

    /** A program that no member of a group is known to has nothing to choose for; a verifier lets that through. */
    @Test
    void aRunAboutNoSocketEnds() {
        try (Runtime runtime = Runtime.builder().world(world()).build();
                Collection collection = runtime.load(OBJECT)) {
            Program.TypedResult result =
                    collection.program("choose_twice").run(ContextValue.of(ProgramType.SK_REUSEPORT));
            assertThat(result.run().fault())
                    .hasValueSatisfying(fault -> assertThat(fault.toString()).contains("no group"));
            assertThat(result.context().socket()).isZero();
        }
    }
}
