package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.SocketSlots;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.Route;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What iterators over kernel objects come to is what Linux 6.12 answered (features/kernel_iterators-6.12.tsv): what was walked over, then a
 * line that was written; behind "=" the error of attaching, or that of reading, how often the program ran for none, how many runs more
 * there were than the last number says, whether the run for none had that number, how many sessions there were, how many numbers were not
 * one more than that before, how many slots were without a socket, how many without a key.
 */
class KernelIteratorsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/kernel_iterators.bpf.o"), "kernel_iterators");
    private static final long FIRST_SYMBOL = 0xffff_ffff_a12b_5300L;

    private static World world() {
        KernelStruct one = KernelStruct.file("/tmp/d/one");
        return World.builder()
                .networkInterface(1, "lo")
                .networkInterface(new NetworkInterface(3, "d0", "02:00:00:00:00:01", 1500)
                        .address("2001:db8:1::5/64")
                        .address("fe80::ff:fe00:1/64"))
                .route(Route.to("2001:db8:2::/48", 3).metric(7))
                .route(Route.to("2001:db8:2::/48", 3).metric(3))
                .route(Route.to("2001:db8:2:8000::/49", 1))
                .route(Route.to("2001:db8:2:4000::/50", 3))
                .route(Route.to("2001:db8::/32", 3))
                .route(Route.to("2001:db8:3::/48", 3).via("2001:db8:1::9"))
                .route(Route.of(Route.Type.UNREACHABLE, "2001:db8:5::/48"))
                .route(Route.of(Route.Type.BLACKHOLE, "2001:db8:4::/48"))
                .route(Route.of(Route.Type.PROHIBIT, "2001:db8:7::/48"))
                .route(Route.of(Route.Type.THROW, "2001:db8:8::/48"))
                .route(Route.to("2001:db8:6::/48", 3).from("2001:db8:1::5"))
                .route(Route.to("2001:db8:9::/48", 3).in(77))
                .route(Route.to("2001:db8:9::/48", 3).in(333))
                .route(Route.to("2001:db8:9::/48", 3).in(300))
                .route(Route.to("10.0.0.0/8", 3))
                .route(Route.to("::/0", 3).via("2001:db8:1::1"))
                .symbol("bpf_fentry_test2", FIRST_SYMBOL + 16)
                .symbol("bpf_fentry_test1", FIRST_SYMBOL)
                .symbol("fixed_percpu_data", 0)
                .socket(unix(1, Socket.STREAM).peer(2).in(Socket.State.ESTABLISHED))
                .socket(unix(2, Socket.STREAM).peer(1).in(Socket.State.ESTABLISHED))
                .socket(unix(3, Socket.DGRAM).path("/tmp/dgram").in(Socket.State.ESTABLISHED))
                .socket(unix(4, Socket.STREAM).path("@listener").in(Socket.State.LISTEN))
                .socket(unix(5, 5))
                .socket(unix(6, Socket.DGRAM).peer(3).in(Socket.State.ESTABLISHED))
                .socket(Socket.of(7, Socket.Family.UNIX, Socket.STREAM, 0))
                .socket(Socket.netlink(10, Socket.DGRAM, 16, 0))
                .socket(Socket.netlink(11, Socket.RAW, 0, 5000))
                .socket(Socket.netlink(12, Socket.DGRAM, 0, 5001))
                .socket(Socket.netlink(13, Socket.RAW, 16, 5002))
                .socket(Socket.netlink(14, Socket.RAW, 0, 5003).peer(11).in(Socket.State.ESTABLISHED))
                .socket(Socket.tcp(21, "127.0.0.1", 7001))
                .socket(Socket.udp(22, "::1", 7002))
                .task(Task.of(1, "init"))
                .task(Task.of(90, "walk"))
                .task(Task.of(91, "walk").inProcess(90))
                .openFile(1, 3, KernelStruct.file("/dev/null"))
                .openFile(90, 120, one)
                .openFile(90, 110, one)
                .openFile(90, 112, KernelStruct.file("/tmp/d"))
                .openFile(90, 5, KernelStruct.file("/dev/null"))
                .build();
    }

    private static Socket unix(long cookie, int type) {
        return Socket.of(cookie, Socket.Family.UNIX, type, 0).uid(1234);
    }

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).world(world()).build();
    }

    /** What was recorded of one walk: of what only Linux has, without a line. */
    private static List<String> recorded(String walk) {
        List<String> lines = RecordedQuestions.lines("kernel_iterators").stream()
                .filter(cells -> cells[0].equals(walk))
                .map(cells -> cells[1])
                .filter(line -> !line.endsWith("of walks_links id 1")) // a link of the iterator's own
                .filter(line -> !line.contains("/8 type 5")) // all groups of receivers
                .toList();
        assertThat(lines).as(walk).isNotEmpty();
        return lines;
    }

    private static long number(Collection collection, String name) {
        return collection.variable(name).getLong();
    }

    /** What a walk comes to, as it was recorded. */
    private static List<String> walk(Collection collection, int own, Supplier<byte[]> read) {
        for (String counter : List.of("calls", "ends", "last_number", "end_number", "sessions", "session", "jumps")) {
            collection.variable(counter).setLong(0);
        }
        for (String counter : List.of("lowest", "unordered", "without", "keyless")) {
            collection.variable(counter).setLong(0);
        }
        // Sessions are told apart by their numbers: this one is none.
        collection.variable("session").setLong(-1);
        collection
                .variable("own")
                .set(ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(own)
                        .array());
        List<String> lines = new ArrayList<>();
        try {
            String text = new String(read.get(), UTF_8);
            long last = number(collection, "last_number");
            long ends = number(collection, "ends");
            lines.add("= 0 %d %d %d %d %d %d %d"
                    .formatted(
                            ends,
                            number(collection, "calls") - 1 - last,
                            ends > 0 && number(collection, "end_number") == last ? 1 : 0,
                            number(collection, "sessions"),
                            number(collection, "jumps"),
                            number(collection, "without"),
                            number(collection, "keyless")));
            text.lines().forEach(lines::add);
        } catch (BpfErrnoException refused) {
            lines.add("= -" + refused.errno().number());
        }
        return lines;
    }

    private static List<String> walk(Collection collection, int own, String program) {
        return walk(collection, own, () -> collection.program(program).iterate());
    }

    private static List<String> walk(Collection collection, String program, String map) {
        return walk(collection, 0, () -> collection.program(program).iterate(collection.map(map)));
    }

    @ParameterizedTest
    @EnumSource
    void programsAndLinksAreThoseOfTheRuntime(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            assertThat(walk(collection, 0, "walks_programs")).isEqualTo(recorded("programs"));
            assertThat(walk(collection, 0, "walks_links")).containsExactly("= 0 1 -1 1 1 0 0 0");
            List<Link> links = new ArrayList<>();
            links.add(collection.program("own_xdp").attach("lo"));
            for (String name : List.of(
                    "own_fentry_of_a_long_name",
                    "own_raw_tp",
                    "own_kprobe",
                    "own_tp_btf",
                    "own_lsm",
                    "own_tracepoint",
                    "own_multi",
                    "own_group")) {
                links.add(collection.program(name).attach());
            }
            links.add(collection.program("own_tcx").attach("lo"));
            links.add(collection.program("own_lookup").attach("netns"));
            assertThat(walk(collection, 0, "walks_links")).isEqualTo(recorded("links"));
            links.get(1).close();
            assertThat(walk(collection, 0, "walks_links")).isEqualTo(recorded("links later"));
            links.forEach(Link::close);
        }
    }

    /** Links on maps of sockets are BPF_LINK_TYPE_SOCKMAP. */
    @Test
    void linksOnMapsOfSocketsAreOfAKindOfTheirOwn() {
        CollectionSpec sockets = CollectionSpec.read(Corpus.bytes("features/sockmap.bpf.o"), "sockmap");
        try (Runtime runtime = runtime(EngineKind.INTERPRETER);
                Collection collection = runtime.load(SPEC);
                Collection other = runtime.load(sockets);
                Link _ = SocketSlots.of(other.map("m")).link(other.program("msg"), AttachType.SK_MSG_VERDICT)) {
            assertThat(walk(collection, 0, "walks_links")).endsWith("type 14 of msg id 1");
        }
    }

    /** The run at the end is given the last symbol once more. */
    @ParameterizedTest
    @EnumSource
    void symbolsComeByTheirAddresses(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            collection.variable("wanted").setLong(FIRST_SYMBOL);
            List<String> lines = walk(collection, 0, "walks_symbols");
            // The last of Linux's symbols is none of these two; here it is the second.
            assertThat(lines.subList(0, 3)).isEqualTo(recorded("symbols"));
            assertThat(lines.subList(3, lines.size())).containsExactly(lines.get(2));
            assertThat(number(collection, "calls"))
                    .as("three symbols, the last of them twice")
                    .isEqualTo(4);
            assertThat(number(collection, "unordered")).isZero();
        }
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(SPEC)) {
            assertThat(walk(collection, 0, "walks_symbols")).containsExactly("= 0 0 0 0 1 0 0 0");
        }
    }

    /** In which order sockets come is a matter of hash tables on Linux, and of their cookies here. */
    @ParameterizedTest
    @EnumSource
    void socketsAreThoseOfTheWorld(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            List<String> unix = walk(collection, 1234, "walks_unix");
            assertThat(unix).containsExactlyInAnyOrderElementsOf(recorded("unix"));
            assertThat(unix.get(4)).as("the fourth by its cookie").endsWith("@listener");
            assertThat(walk(collection, 0, "walks_unix"))
                    .as("of the root's")
                    .containsExactly(unix.getFirst(), "family 1 type 1 state 7 peer's state -1 length 0 ");
            assertThat(walk(collection, 5000, "walks_netlink"))
                    .containsExactlyInAnyOrderElementsOf(recorded("netlink"));
            assertThat(walk(collection, 0, "walks_netlink"))
                    .contains("family 16 type 2 protocol 16 port 0 to 0 state 7");
        }
    }

    @ParameterizedTest
    @EnumSource
    void routesAreThoseOfTheWorldTableByTable(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            assertThat(walk(collection, 0, "walks_routes")).isEqualTo(recorded("routes"));
        }
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(SPEC)) {
            assertThat(walk(collection, 0, "walks_routes"))
                    .as("this host itself, and the end of the table")
                    .hasSize(3)
                    .element(1)
                    .asString()
                    .startsWith("255: 00000000000000000000000000000001/128 type 2 metric 0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void filesAreThoseOfProcesses(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            assertThat(walk(collection, 90, "walks_files")).isEqualTo(recorded("files"));
            assertThat(number(collection, "calls")).as("of all processes").isEqualTo(5);
            assertThat(walk(collection, 91, "walks_files"))
                    .as("threads have none of their own")
                    .hasSize(1);
        }
    }

    private static byte[] key(int bytes, int value) {
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    @ParameterizedTest
    @EnumSource
    void slotsAreThoseOfTheMap(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            assertThat(walk(collection, "walks_slots", "sockmap")).isEqualTo(recorded("sockmap empty"));
            assertThat(walk(collection, "walks_slots", "sockhash")).isEqualTo(recorded("sockhash empty"));
            BpfMap array = collection.map("sockmap");
            BpfMap hash = collection.map("sockhash");
            SocketSlots.of(array).set(1, 21);
            SocketSlots.of(array).set(3, 22);
            SocketSlots.of(hash).set(key(8, 5), 21);
            SocketSlots.of(hash).set(key(8, 7), 22);
            assertThat(walk(collection, "walks_slots", "sockmap")).isEqualTo(recorded("sockmap"));
            assertThat(walk(collection, "walks_slots", "sockhash"))
                    .containsExactlyInAnyOrderElementsOf(recorded("sockhash"));
            assertThat(walk(collection, "long_keys", "sockmap")).isEqualTo(recorded("long sockmap"));
            assertThat(walk(collection, "long_keys", "sockhash"))
                    .containsExactlyInAnyOrderElementsOf(recorded("long sockhash"));
            assertThat(walk(collection, "walks_slots", "one")).isEqualTo(recorded("array"));
            assertThat(walk(collection, 0, "walks_slots")).isEqualTo(recorded("none"));
            hash.delete(key(8, 5));
            assertThat(walk(collection, "walks_slots", "sockhash"))
                    .hasSize(2)
                    .contains(recorded("sockhash").get(1));
        }
    }

    /** How much of a key there is was promised of maps: nothing else is handed to such a program as one. */
    @Test
    void onlyMapsHaveSlots() {
        List<KernelValue> element = List.of(
                KernelValue.of(KernelStruct.of("bpf_map")), KernelValue.of(new byte[4]), KernelValue.socket(21));
        List<KernelValue> all = new ArrayList<>(List.of(KernelValue.of(KernelStruct.of("bpf_iter_meta"))));
        all.addAll(element);
        try (Runtime runtime = runtime(EngineKind.INTERPRETER);
                Collection collection = runtime.load(SPEC)) {
            Program program = collection.program("long_keys");
            assertThatThrownBy(() -> program.iterate(List.of(element), RunEnvironment.NONE))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class,
                            refused -> assertThat(refused.errno()).isEqualTo(Errno.EBADF));
            assertThatThrownBy(() -> program.run(EventContext.arguments(all.toArray(new KernelValue[0]))))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class,
                            refused -> assertThat(refused.errno()).isEqualTo(Errno.EBADF));
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        World.Builder builder = World.builder().openFile(1, 3, KernelStruct.file("/a"));
        KernelStruct file = KernelStruct.file("/b");
        assertThatThrownBy(() -> builder.openFile(1, 3, file)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.openFile(1, -1, file)).isInstanceOf(IllegalArgumentException.class);
        KernelStruct none = KernelStruct.of("inode");
        assertThatThrownBy(() -> builder.openFile(1, 4, none)).isInstanceOf(IllegalArgumentException.class);
        Socket tcp = Socket.tcp(1, "127.0.0.1", 1);
        assertThatThrownBy(() -> tcp.path("/a")).isInstanceOf(IllegalArgumentException.class);
        Socket unix = unix(1, Socket.STREAM);
        assertThatThrownBy(() -> unix.path("")).isInstanceOf(IllegalArgumentException.class);
        String longest = "a".repeat(107);
        assertThat(unix.path(longest).path()).isEqualTo(longest);
        assertThatThrownBy(() -> unix.path(longest + "a")).isInstanceOf(IllegalArgumentException.class);
    }
}
