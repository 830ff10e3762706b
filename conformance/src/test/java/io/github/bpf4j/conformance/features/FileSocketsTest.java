package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which files are sockets', and what their sockets say, is what Linux 6.12 answered (features/file_sockets-6.12.tsv; 6.1 and 7.0 the same) of a
 * process that has files of all kinds open from descriptor 100 on: "files" is a line that an iterator wrote, "hook" what a program on a hook
 * found of the file that it was called for. The world's sockets have the cookies that Linux gave them.
 */
class FileSocketsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/file_sockets.bpf.o"), "file_sockets");
    private static final int PROCESS = 90;
    private static final int COMMAND = 0xb4f4;
    private static final int FIRST = 100;

    private static Socket unix(long cookie, int type) {
        return Socket.of(cookie, Socket.Family.UNIX, type, 0);
    }

    private static Socket pair(long cookie, int type, long peer) {
        return unix(cookie, type).peer(peer).in(Socket.State.ESTABLISHED);
    }

    private static Socket tcp(long cookie, int port, int to) {
        return Socket.tcp(cookie, "127.0.0.1", port).connected("127.0.0.1", to);
    }

    private static final Map<Integer, Socket> SOCKETS = new TreeMap<>(Map.ofEntries(
            Map.entry(110, Socket.tcp(1, "127.0.0.1", 7001)),
            Map.entry(111, tcp(2, 40001, 7001)),
            Map.entry(112, tcp(3, 7001, 40001)),
            Map.entry(113, Socket.of(4, Socket.Family.INET, Socket.STREAM, Socket.TCP)),
            Map.entry(114, Socket.tcp(5, "::1", 7003)),
            Map.entry(115, Socket.tcp(6, "127.0.0.1", 7006)),
            Map.entry(116, tcp(7, 40002, 7006)),
            Map.entry(117, tcp(8, 40003, 7006).in(Socket.State.SYN_SENT)),
            Map.entry(118, tcp(9, 40004, 7001).in(Socket.State.CLOSE_WAIT)),
            Map.entry(119, tcp(10, 7001, 40004).in(Socket.State.FIN_WAIT2)),
            Map.entry(120, Socket.udp(11, "127.0.0.1", 7004)),
            Map.entry(121, Socket.udp(12, "127.0.0.1", 40005).connected("127.0.0.1", 7004)),
            Map.entry(122, Socket.udp(13, "::1", 7005)),
            Map.entry(130, pair(14, Socket.STREAM, 15)),
            Map.entry(131, pair(15, Socket.STREAM, 14)),
            Map.entry(132, unix(16, Socket.DGRAM).path("/tmp/dgram").in(Socket.State.ESTABLISHED)),
            Map.entry(133, unix(17, Socket.STREAM).path("@listener").in(Socket.State.LISTEN)),
            Map.entry(134, pair(18, Socket.DGRAM, 16)),
            Map.entry(135, unix(19, Socket.SEQPACKET)),
            Map.entry(136, pair(20, Socket.STREAM, 21)),
            Map.entry(137, pair(21, Socket.STREAM, 20).path("@listener")),
            Map.entry(138, pair(22, Socket.SEQPACKET, 23)),
            Map.entry(139, pair(23, Socket.SEQPACKET, 22)),
            Map.entry(140, Socket.netlink(24, Socket.RAW, 0, 5000)),
            Map.entry(141, pair(25, Socket.DGRAM, 26)),
            Map.entry(142, pair(26, Socket.DGRAM, 25))));

    /** The files by their descriptors: those that are no sockets', then those that are, one of them twice. */
    private static final Map<Integer, KernelStruct> FILES = files();

    private static Map<Integer, KernelStruct> files() {
        Map<Integer, KernelStruct> files = new TreeMap<>();
        files.put(100, KernelStruct.file("/tmp/regular"));
        files.put(101, KernelStruct.of("file").with("private_data", KernelStruct.of("inode")));
        files.put(102, KernelStruct.of("file").with("private_data", 0x1234));
        files.put(103, KernelStruct.of("file").with("private_data", -1));
        files.put(104, KernelStruct.of("file").with("private_data", KernelValue.socket(2)));
        SOCKETS.forEach((fd, socket) -> files.put(fd, KernelStruct.socketFile(socket)));
        // What socketpair(2) makes is connected even if it is one for datagrams; a socket by itself does not tell.
        for (int fd : List.of(141, 142)) {
            KernelStruct connected = KernelStruct.of("socket")
                    .with("state", "SS_CONNECTED")
                    .with("type", Socket.DGRAM)
                    .with(
                            "sk",
                            KernelValue.socket(
                                    Objects.requireNonNull(SOCKETS.get(fd)).cookie()));
            files.put(fd, KernelStruct.of("file").with("private_data", connected));
        }
        files.put(150, Objects.requireNonNull(files.get(111)));
        return files;
    }

    private static World.Builder world() {
        World.Builder world = World.builder().task(Task.of(PROCESS, "asks"));
        SOCKETS.values().forEach(world::socket);
        return world;
    }

    private static Runtime runtime(EngineKind engine, World world) {
        return Runtime.builder().engine(engine).world(world).build();
    }

    private static List<String> recorded(String of) {
        List<String> lines = RecordedQuestions.lines("file_sockets").stream()
                .filter(cells -> cells[0].equals(of))
                .map(cells -> cells[1])
                .toList();
        assertThat(lines).hasSize(FILES.size());
        return lines;
    }

    private static void set(Collection collection, String name, int value) {
        collection
                .variable(name)
                .set(ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(value)
                        .array());
    }

    private static List<String> walk(Collection collection) {
        set(collection, "own", PROCESS);
        return new String(collection.program("walks_sockets").iterate(), UTF_8)
                .lines()
                .toList();
    }

    /** What the hook's program finds of a file. */
    private static String hook(Collection collection, KernelValue file) {
        set(collection, "command", COMMAND);
        collection.variable("runs").setLong(0);
        collection.variable("sockets").setLong(0);
        RunResult result = collection
                .program("sees_ioctl")
                .run(EventContext.arguments(file, KernelValue.of(COMMAND), KernelValue.of(0)))
                .run();
        assertThat(result.fault()).isEmpty();
        return "runs %d sockets %d family %d cookie %d"
                .formatted(
                        collection.variable("runs").getLong(),
                        collection.variable("sockets").getLong(),
                        collection.variable("family").getLong(),
                        collection.variable("cookie").getLong());
    }

    @ParameterizedTest
    @EnumSource
    void iteratorsKnowTheSocketsOfFiles(EngineKind engine) {
        World.Builder world = world();
        FILES.forEach((fd, file) -> world.openFile(PROCESS, fd, file));
        try (Runtime runtime = runtime(engine, world.build());
                Collection collection = runtime.load(SPEC)) {
            assertThat(walk(collection)).isEqualTo(recorded("files"));
            RecordedQuestions.assertNothingHeld(runtime);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hooksKnowTheSocketsOfFiles(EngineKind engine) {
        try (Runtime runtime = runtime(engine, world().build());
                Collection collection = runtime.load(SPEC)) {
            List<String> lines = FILES.entrySet().stream()
                    .map(file -> file.getKey() + ": " + hook(collection, KernelValue.of(file.getValue())))
                    .toList();
            assertThat(lines).isEqualTo(recorded("hook"));
            RecordedQuestions.assertNothingHeld(runtime);
        }
    }

    @ParameterizedTest
    @EnumSource
    void socketsThatTheWorldDoesNotHoldAreNull(EngineKind engine) {
        Socket unknown = unix(77, Socket.STREAM);
        World world = world().openFile(PROCESS, FIRST, KernelStruct.socketFile(unknown))
                .build();
        try (Runtime runtime = runtime(engine, world);
                Collection collection = runtime.load(SPEC)) {
            assertThat(walk(collection)).containsExactly("100: state 1 type 1 of nothing");
            assertThat(hook(collection, KernelValue.of(KernelStruct.socketFile(unknown))))
                    .isEqualTo("runs 1 sockets 1 family -1 cookie 0");
        }
    }

    /** Null, and addresses of nothing, of other objects and of parts of them, are of no socket's file. */
    @ParameterizedTest
    @EnumSource
    void wildPointersAreOfNoFile(EngineKind engine) {
        long seed = 20_261_128;
        SplittableRandom random = new SplittableRandom(seed);
        try (Runtime runtime = runtime(engine, world().build());
                Collection collection = runtime.load(SPEC)) {
            for (long address : new long[] {0, 1, -1, -8, -32, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32}) {
                assertThat(hook(collection, KernelValue.of(address))).isEqualTo("runs 1 sockets 0 family -1 cookie 0");
            }
            for (Socket socket : SOCKETS.values()) {
                assertThat(hook(collection, KernelValue.socket(socket.cookie())))
                        .isEqualTo("runs 1 sockets 0 family -1 cookie 0");
            }
            for (int i = 0; i < 2_000; i++) {
                long address = random.nextBoolean() ? random.nextLong() : random.nextLong() >>> random.nextInt(64);
                assertThat(hook(collection, KernelValue.of(address)))
                        .as("seed %d, round %d", seed, i)
                        .isEqualTo("runs 1 sockets 0 family -1 cookie 0");
            }
        }
    }
}
