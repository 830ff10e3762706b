package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.StoreAnswers.longs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.AttachOptions;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * CGROUP_STORAGE and PERCPU_CGROUP_STORAGE: programs and user space are answered what Linux 6.12 answered them
 * (features/cgroup_storage-6.12.tsv), on its first CPU.
 */
class GroupStorageTest {
    private static final int BIND = 8;
    private static final int CONNECT = 10;
    private static final Map<Long, String> GROUPS = Map.of(70L, "/a", 71L, "/a/b");

    private static Runtime runtime(EngineKind engine) {
        World world = World.builder()
                .cgroup(70, "/a")
                .cgroup(71, "/a/b")
                .current("/a/b")
                .build();
        return Runtime.builder().engine(engine).cpus(2).world(world).build();
    }

    private static byte[] key(long group, int attachType) {
        return longs(group, attachType);
    }

    private static byte[] key(long group) {
        return longs(group);
    }

    private static Link attach(Collection collection, String program, String group) {
        return collection.program(program).attach(AttachOptions.BY_SECTION.in(group));
    }

    private static void event(Runtime runtime, StoreAnswers answers, String target, String name) {
        runtime.trigger(Event.at(target, EventContext.fields().with("user_family", 2)));
        answers.written(name);
    }

    private static void keys(StoreAnswers answers, BpfMap map, String name) {
        StringBuilder keys = new StringBuilder();
        Optional<byte[]> key = map.nextKey(null);
        while (key.isPresent()) {
            ByteBuffer bytes = ByteBuffer.wrap(key.get()).order(ByteOrder.LITTLE_ENDIAN);
            keys.append(GROUPS.get(bytes.getLong()));
            if (bytes.hasRemaining()) {
                keys.append(':').append(bytes.getInt());
            }
            keys.append(' ');
            key = map.nextKey(key.get());
        }
        answers.answered(name, () -> keys + "-2");
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(StoreAnswers.spec("cgroup_storage"))) {
            StoreAnswers answers = new StoreAnswers(collection);
            answers.testRun("packet_isolated", "packet_isolated", 1);
            answers.testRun("packet_isolated again", "packet_isolated", 1);
            answers.testRun("packet_isolated three times", "packet_isolated", 3);
            answers.testRun("packet_shared three times", "packet_shared", 3);
            answers.testRun("packet_locked three times", "packet_locked", 3);
            BpfMap isolated = collection.map("isolated");
            keys(answers, isolated, "keys of test runs");
            answers.read("get before attaching", () -> isolated.lookup(key(71, CONNECT)));
            answers.is("update before attaching", () -> isolated.update(key(71, CONNECT), longs(5, 6)));
            attached(runtime, collection, answers);
            shared(runtime, collection, answers);
            answers.assertAreThoseOfLinux("cgroup_storage");
        }
    }

    private static void attached(Runtime runtime, Collection collection, StoreAnswers answers) {
        BpfMap isolated = collection.map("isolated");
        BpfMap percpu = collection.map("percpu");
        byte[] ofB = key(71, CONNECT);
        Link above = attach(collection, "connect_isolated", "/a");
        Link below = attach(collection, "connect_isolated_too", "/a/b");
        keys(answers, isolated, "keys attached");
        answers.read("get attached", () -> isolated.lookup(ofB));
        event(runtime, answers, "cgroup/connect4", "connect isolated");
        event(runtime, answers, "cgroup/connect4", "connect isolated again");
        answers.read("get b", () -> isolated.lookup(ofB));
        answers.read("get a", () -> isolated.lookup(key(70, CONNECT)));
        answers.read("get percpu b", () -> percpu.lookup(ofB));
        Link second = attach(collection, "connect_isolated", "/a/b");
        event(runtime, answers, "cgroup/connect4", "connect two in one group");
        Link binds = attach(collection, "bind_isolated", "/a/b");
        keys(answers, isolated, "keys with bind");
        keys(answers, percpu, "keys percpu with bind");
        event(runtime, answers, "cgroup/bind4", "bind isolated");
        answers.read("get b bind", () -> isolated.lookup(key(71, BIND)));
        commands(collection, answers);
        event(runtime, answers, "cgroup/connect4", "connect after updates");
        Stream.of(above, below, second, binds).forEach(Link::close);
        keys(answers, isolated, "keys detached");
        answers.read("get detached", () -> isolated.lookup(ofB));
        try (Link again = attach(collection, "connect_isolated", "/a/b")) {
            assertThat(again.isAttached()).isTrue();
            event(runtime, answers, "cgroup/connect4", "connect attached anew");
        }
    }

    private static void commands(Collection collection, StoreAnswers answers) {
        BpfMap isolated = collection.map("isolated");
        BpfMap percpu = collection.map("percpu");
        byte[] ofB = key(71, CONNECT);
        byte[] none = key(12345, CONNECT);
        answers.is("update NOEXIST", () -> isolated.update(ofB, longs(5, 6), UpdateFlags.NOEXIST));
        answers.is("update ANY", () -> isolated.update(ofB, longs(5, 6)));
        answers.read("get updated", () -> isolated.lookup(ofB));
        answers.is("update EXIST", () -> isolated.update(ofB, longs(50, 6), UpdateFlags.EXIST));
        answers.read("get updated twice", () -> isolated.lookup(ofB));
        answers.is("update LOCK", () -> isolated.update(ofB, longs(50, 6), UpdateFlags.LOCK));
        answers.is("update 3", () -> isolated.update(ofB, longs(50, 6), 3));
        answers.is("update 8", () -> isolated.update(ofB, longs(50, 6), 8));
        answers.read("get LOCK", () -> isolated.lookup(ofB, UpdateFlags.LOCK));
        answers.read("get 1", () -> isolated.lookup(ofB, 1));
        answers.read("get none", () -> isolated.lookup(none));
        answers.is("update none", () -> isolated.update(none, longs(5, 6)));
        answers.found("delete", () -> isolated.delete(ofB));
        answers.found("delete none", () -> isolated.delete(none));
        answers.read("take", () -> isolated.lookupAndDelete(ofB, 0));
        answers.is("lookup_batch", () -> isolated.lookupBatch(0, 1));
        answers.is("update_batch", () -> isolated.updateBatch(List.of(new BpfMap.Entry(ofB, longs(5, 6))), 0));
        answers.is("delete_batch", () -> isolated.deleteBatch(List.of(ofB)));
        answers.read("next_key of none", () -> isolated.nextKey(none));
        byte[] ofCpus = longs(100, 1, 200, 2);
        answers.is("update percpu NOEXIST", () -> percpu.update(ofB, ofCpus, UpdateFlags.NOEXIST));
        answers.is("update percpu ANY", () -> percpu.update(ofB, ofCpus));
        answers.read("get percpu updated", () -> percpu.lookup(ofB));
        answers.is("update percpu EXIST", () -> percpu.update(ofB, ofCpus, UpdateFlags.EXIST));
        answers.is("update percpu LOCK", () -> percpu.update(ofB, ofCpus, UpdateFlags.LOCK));
        answers.is("update percpu none", () -> percpu.update(none, ofCpus));
        answers.found("delete percpu", () -> percpu.delete(ofB));
        assertThat(percpu.lookup(ofB).orElseThrow()).as("of all CPUs").isEqualTo(ofCpus);
    }

    private static void shared(Runtime runtime, Collection collection, StoreAnswers answers) {
        BpfMap shared = collection.map("shared");
        try (Link above = attach(collection, "connect_shared", "/a");
                Link below = attach(collection, "connect_shared", "/a/b");
                Link binds = attach(collection, "bind_shared", "/a/b")) {
            assertThat(List.of(above, below, binds)).allMatch(Link::isAttached);
            event(runtime, answers, "cgroup/connect4", "connect shared");
            event(runtime, answers, "cgroup/bind4", "bind shared");
        }
        keys(answers, shared, "keys shared");
        answers.read("get shared b", () -> shared.lookup(key(71)));
        answers.read("get shared a", () -> shared.lookup(key(70)));
        answers.read(
                "get percpu shared b", () -> collection.map("percpu_shared").lookup(key(71)));
    }

    /** What the host runs itself is attached nowhere: each run has a value of its own, which goes with it. */
    @ParameterizedTest
    @EnumSource
    void runsOfTheHostsHaveValuesOfTheirOwn(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(StoreAnswers.spec("cgroup_storage"));
                Link link = attach(collection, "connect_isolated", "/a/b")) {
            assertThat(link.isAttached()).isTrue();
            long before = runtime.committedBytes();
            for (int i = 0; i < 10_000; i++) {
                StoreAnswers answers = new StoreAnswers(collection);
                collection.program("packet_isolated").run(new Packet(StoreAnswers.frame()), i % 2);
                assertThat(Arrays.copyOf(collection.variable("out").bytes(), 32))
                        .isEqualTo(longs(1, 10, 1, 10));
                answers.written("packets");
                collection.program("connect_isolated").run(EventContext.fields());
                assertThat(Arrays.copyOf(collection.variable("out").bytes(), 32))
                        .isEqualTo(longs(1, 10, 1, 10));
                answers.written("contexts");
            }
            assertThat(runtime.committedBytes() - before).isLessThan(1 << 20);
            assertThat(collection.map("isolated").lookup(key(71, CONNECT)).orElseThrow())
                    .isEqualTo(longs(0, 0));
        }
    }
}
