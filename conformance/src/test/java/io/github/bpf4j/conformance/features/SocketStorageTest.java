package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.StoreAnswers.longs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectStorage;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SK_STORAGE: programs and user space are answered what Linux 6.12 answered them (features/sk_storage-6.12.tsv). */
class SocketStorageTest {
    private static final int FIRST = 20;
    private static final int OTHER = 21;
    private static final int FRESH = 22;
    private static final int FILLED = 23;
    private static final int CREATED = 24;
    private static final int SET = 25;
    private static final int BOUND = 26;
    private static final int LARGE = 27;
    private static final int CONNECTION = 30;
    private static final KernelValue NOT_THERE = KernelValue.socket(999);
    private static final KernelValue TASK = KernelValue.task(1);

    private static World world() {
        World.Builder world = World.builder().task(Task.of(1, "init"));
        for (int cookie = FIRST; cookie <= LARGE; cookie++) {
            world.socket(Socket.udp(cookie, "0.0.0.0", 0));
        }
        return world.socket(Socket.tcp(CONNECTION, "127.0.0.1", 4000).connected("127.0.0.1", 5555))
                .socket(Socket.tcp(CONNECTION + 1, "127.0.0.1", 4001)
                        .connected("127.0.0.1", 5555)
                        .in(Socket.State.TIME_WAIT))
                .build();
    }

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).world(world()).build();
    }

    private static ContextValue connecting(int socket) {
        return ContextValue.of(ProgramType.CGROUP_SOCK_ADDR)
                .socket(socket)
                .with("user_family", 2)
                .with("user_port", 0xf710);
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(StoreAnswers.spec("sk_storage"))) {
            StoreAnswers answers = new StoreAnswers(collection);
            answers.testRun("of_packet", "of_packet", 1);
            answers.testRun("of_packet again", "of_packet", 1);
            answers.testRun("counts", "counts", 1);
            answers.testRun("counts three times", "counts", 3);
            answers.testRun("fills", "fills", 1);
            answers.testRun("of_group", "of_group", 1);
            assertThat(collection.map("pairs").size())
                    .as("the sockets of test runs are gone")
                    .isZero();
            commands(answers, collection);
            runs(answers, collection);
            large(answers, collection);
            answers.assertAreThoseOfLinux("sk_storage");
        }
    }

    private static void commands(StoreAnswers answers, Collection collection) {
        BpfMap map = collection.map("pairs");
        ObjectStorage values = ObjectStorage.of(map);
        KernelValue first = KernelValue.socket(FIRST);
        KernelValue other = KernelValue.socket(OTHER);
        answers.read("get", () -> values.get(first));
        answers.found("delete", () -> values.remove(first));
        answers.is("update EXIST", () -> values.set(first, longs(1, 2), UpdateFlags.EXIST));
        answers.is("update ANY", () -> values.set(first, longs(1, 2)));
        answers.read("get stored", () -> values.get(first));
        answers.read("get other", () -> values.get(other));
        answers.is("update NOEXIST", () -> values.set(first, longs(1, 2), UpdateFlags.NOEXIST));
        answers.is("update NOEXIST other", () -> values.set(other, longs(1, 2), UpdateFlags.NOEXIST));
        assertThat(values.objects()).containsExactlyInAnyOrder(first, other);
        answers.is("update EXIST stored", () -> values.set(first, longs(3, 2), UpdateFlags.EXIST));
        answers.read("get replaced", () -> values.get(first));
        answers.is("update 3", () -> values.set(first, longs(3, 2), 3));
        answers.is("update LOCK", () -> values.set(first, longs(3, 2), UpdateFlags.LOCK));
        answers.is("update 8", () -> values.set(first, longs(3, 2), 8));
        answers.read("get LOCK", () -> values.get(first, UpdateFlags.LOCK));
        answers.read("get 1", () -> values.get(first, 1));
        answers.read("get bad", () -> values.get(NOT_THERE));
        answers.read("get file", () -> values.get(TASK));
        answers.is("update bad", () -> values.set(NOT_THERE, longs(3, 2)));
        answers.is("update file", () -> values.set(TASK, longs(3, 2)));
        answers.found("delete bad", () -> values.remove(NOT_THERE));
        answers.found("delete file", () -> values.remove(TASK));
        answers.read("next_key", () -> map.nextKey(null));
        answers.read("next_key of one", () -> map.nextKey(new byte[4]));
        answers.read("take", () -> map.lookupAndDelete(new byte[4], 0));
        answers.is("lookup_batch", () -> map.lookupBatch(0, 1));
        answers.is("update_batch", () -> map.updateBatch(List.of(new BpfMap.Entry(new byte[4], longs(1, 2))), 0));
        answers.is("delete_batch", () -> map.deleteBatch(List.of(new byte[4])));
        answers.found("delete stored", () -> values.remove(first));
        answers.found("delete again", () -> values.remove(first));
        ObjectStorage locks = ObjectStorage.of(collection.map("locks"));
        byte[] locked = longs(5L << 32);
        answers.is("locks update LOCK", () -> locks.set(first, locked, UpdateFlags.LOCK));
        answers.is("locks update LOCK stored", () -> locks.set(first, locked, UpdateFlags.LOCK | UpdateFlags.EXIST));
        answers.read("locks get LOCK", () -> locks.get(first, UpdateFlags.LOCK));
        answers.found("locks delete", () -> locks.remove(first));
    }

    private static void runs(StoreAnswers answers, Collection collection) {
        ObjectStorage values = ObjectStorage.of(collection.map("pairs"));
        values.set(KernelValue.socket(FIRST), longs(7, 8));
        answers.ran(
                "connecting stored",
                collection.program("connecting").run(connecting(FIRST)).run());
        answers.read("get after connecting", () -> values.get(KernelValue.socket(FIRST)));
        answers.ran(
                "connecting fresh",
                collection.program("connecting").run(connecting(FRESH)).run());
        answers.ran(
                "filling", collection.program("filling").run(connecting(FILLED)).run());
        ContextValue created = ContextValue.of(ProgramType.CGROUP_SOCK).socket(CREATED);
        answers.ran("creating", collection.program("creating").run(created).run());
        answers.read("get after creating", () -> values.get(KernelValue.socket(CREATED)));
        ContextValue option = ContextValue.of(ProgramType.CGROUP_SOCKOPT)
                .socket(SET)
                .with("level", 1)
                .with("optname", 12);
        answers.ran("setting", collection.program("setting").run(option).run());
        ContextValue operation =
                ContextValue.of(ProgramType.SOCK_OPS).socket(CONNECTION).with("op", 3);
        answers.ran("operating", collection.program("operating").run(operation).run());
        collection.variable("bound").setLong(1);
        KernelStruct socket = KernelStruct.of("socket").with("sk", KernelValue.socket(BOUND));
        answers.ran(
                "binding",
                collection
                        .program("binding")
                        .run(EventContext.arguments(KernelValue.of(socket)))
                        .run());
    }

    private static void large(StoreAnswers answers, Collection collection) {
        KernelValue socket = KernelValue.socket(LARGE);
        byte[] value = new byte[60000];
        ObjectStorage first = ObjectStorage.of(collection.map("large1"));
        answers.is("large first", () -> first.set(socket, value));
        answers.is(
                "large second", () -> ObjectStorage.of(collection.map("large2")).set(socket, value));
        answers.is(
                "large third", () -> ObjectStorage.of(collection.map("large3")).set(socket, value));
        answers.is("large replaced", () -> first.set(socket, value));
    }

    @ParameterizedTest
    @EnumSource
    void aSocketSpendsOnlySoMuchMemory(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(StoreAnswers.spec("sk_storage"))) {
            KernelValue socket = KernelValue.socket(LARGE);
            for (String map : List.of("large1", "large2")) {
                ObjectStorage.of(collection.map(map)).set(socket, new byte[60000]);
            }
            long before = runtime.committedBytes();
            for (int i = 0; i < 1000; i++) {
                assertThatThrownBy(
                                () -> ObjectStorage.of(collection.map("large3")).set(socket, new byte[60000]))
                        .hasMessageContaining("ENOMEM");
                collection.program("counts").run(new Packet(StoreAnswers.frame()));
            }
            assertThat(runtime.committedBytes() - before).isLessThan(1 << 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLeftOfAConnectionHasNoValue(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(StoreAnswers.spec("sk_storage"))) {
            Packet packet = new Packet(StoreAnswers.frame()).socket(CONNECTION + 1);
            collection.program("of_packet").run(packet);
            StoreAnswers answers = new StoreAnswers(collection);
            answers.written("of what is left");
            assertThat(collection.map("pairs").size()).isZero();
            collection.program("of_packet").run(new Packet(StoreAnswers.frame()).socket(CONNECTION));
            assertThat(ObjectStorage.of(collection.map("pairs")).objects())
                    .containsExactly(KernelValue.socket(CONNECTION));
        }
    }
}
