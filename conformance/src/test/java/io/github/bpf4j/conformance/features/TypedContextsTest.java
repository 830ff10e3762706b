package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.EventResult;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs find in contexts that are described by names (features/typed_contexts.bpf.c). */
class TypedContextsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/typed_contexts.bpf.o"), "typed_contexts");
    private static final World WORLD = World.builder()
            .task(Task.of(1, "init"))
            .task(Task.of(40, "shell").childOf(1))
            .task(Task.of(41, "worker").childOf(40))
            .build();

    private static long seen(Collection collection, int index) {
        return ByteBuffer.wrap(collection.variable("seen").bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(8 * index);
    }

    private static Program.ContextResult run(Collection collection, String program, EventContext context) {
        Program.ContextResult result = collection.program(program).run(context);
        assertThat(result.run().fault()).isEmpty();
        return result;
    }

    private interface Check {
        void in(Runtime runtime, Collection collection);
    }

    private static void with(EngineKind engine, Check check) {
        try (Runtime runtime = Runtime.builder().engine(engine).world(WORLD).build();
                Collection collection = runtime.load(SPEC)) {
            check.in(runtime, collection);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hooksGetStructsThatTheHostDescribed(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            KernelStruct file = KernelStruct.of("file")
                    .with("f_flags", 2)
                    .with("f_inode", KernelStruct.of("inode").with("i_ino", 4711));
            long before = runtime.committedBytes();
            for (int i = 0; i < 100; i++) {
                Program.ContextResult refused = run(collection, "opens", EventContext.arguments(KernelValue.of(file)));
                assertThat(refused.run().verdict()).isEqualTo(-13);
            }
            assertThat(seen(collection, 0)).isEqualTo(2);
            assertThat(seen(collection, 1)).isEqualTo(4711);
            assertThat(runtime.committedBytes() - before)
                    .as("memory is given back")
                    .isLessThan(1 << 16);
            EventContext byName =
                    EventContext.arguments(new long[0]).with("file", KernelValue.of(file.with("f_flags", 1)));
            assertThat(run(collection, "opens", byName).run().verdict()).isZero();
            assertThat(run(collection, "opens", EventContext.arguments(0)).run().verdict())
                    .isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void hooksGetOnlyResultsThatTheyCanReturn(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            EventContext.Arguments opening = EventContext.arguments(0);
            run(collection, "opens", opening.returning(KernelValue.of(-13)));
            assertThat(seen(collection, 2)).as("with its sign").isEqualTo(-13);
            run(collection, "opens", opening.returning(KernelValue.of(-4095)));
            assertThat(seen(collection, 2)).isEqualTo(-4095);
            for (long impossible : new long[] {1, -4096}) {
                refused(collection, "opens", opening.returning(KernelValue.of(impossible)), "-4095 to 0", "file_open");
            }
            byte[] raw = new byte[16];
            raw[12] = 1;
            refused(collection, "opens", EventContext.bytes(raw), "-4095 to 0", "4294967296");
            assertThatThrownBy(() -> collection.program("opens").run(raw))
                    .isInstanceOf(EventContextException.class)
                    .hasMessageContaining("4294967296");
            refused(collection, "opens", EventContext.bytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1}), "-4095 to 0");
            assertThat(seen(collection, 2)).as("nothing ran").isEqualTo(-4095);
        });
    }

    @ParameterizedTest
    @EnumSource
    void tracepointsGetTasksOfTheWorld(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            run(
                    collection,
                    "switches",
                    EventContext.arguments(
                            KernelValue.of(1), KernelValue.task(40), KernelValue.task(41), KernelValue.of(-1)));
            assertThat(seen(collection, 0)).isEqualTo(1);
            assertThat(seen(collection, 1)).isEqualTo(40);
            assertThat(seen(collection, 2)).isEqualTo(41);
            assertThat(seen(collection, 3)).isEqualTo(40);
            assertThat(seen(collection, 4)).as("unsigned int").isEqualTo(0xffff_ffffL);
        });
    }

    @ParameterizedTest
    @EnumSource
    void oneFunctionIsSeenByAllKindsOfPrograms(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            List<Link> links = List.of("enters", "leaves", "probes", "returns").stream()
                    .map(name -> collection.program(name).attach())
                    .toList();
            EventContext context = EventContext.arguments(new long[0])
                    .with("file", KernelValue.of(KernelStruct.of("file").with("f_flags", 1)))
                    .with("datasync", KernelValue.of(-100))
                    .returning(KernelValue.of(-2));
            EventResult result = runtime.trigger(Event.at("function/vfs_fsync_range", context));
            assertThat(result.runs())
                    .extracting(EventResult.Ran::program)
                    .containsExactly("probes", "enters", "leaves", "returns");
            assertThat(result.runs())
                    .extracting(EventResult.Ran::target)
                    .containsExactly(
                            "kprobe/vfs_fsync_range",
                            "fentry/vfs_fsync_range",
                            "fexit/vfs_fsync_range",
                            "kretprobe/vfs_fsync_range");
            assertThat(result.result()).isEqualTo(-2);
            assertThat(seen(collection, 0)).as("an int in a register").isEqualTo(0xffff_ff9cL);
            assertThat(seen(collection, 1)).isEqualTo(1);
            assertThat(seen(collection, 2)).isEqualTo(0xffff_ff9cL);
            assertThat(seen(collection, 3)).isEqualTo(0xffff_fffeL);
            assertThat(seen(collection, 4)).isEqualTo(0xffff_ff9cL);
            assertThat(seen(collection, 5)).isEqualTo(1);
            assertThat(seen(collection, 6)).isEqualTo(-2);
            links.forEach(Link::close);
            assertThat(runtime.trigger(Event.at("function/vfs_fsync_range", context))
                            .runs())
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void recordsAreLaidOutByTheKernelsTypes(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            run(
                    collection,
                    "records",
                    EventContext.traceRecord()
                            .with("prev_comm", KernelValue.of("shell"))
                            .with("prev_pid", 40)
                            .with("prev_state", 2)
                            .with("next_comm", KernelValue.of("a name that is too long"))
                            .with("next_pid", 41));
            assertThat(seen(collection, 0)).isEqualTo('s');
            assertThat(seen(collection, 1)).isEqualTo(40);
            assertThat(seen(collection, 2)).isEqualTo(2);
            assertThat(seen(collection, 3)).as("names end").isZero();
            assertThat(seen(collection, 4)).isEqualTo(41);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aSystemCallIsSeenComingAndGoing(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            try (Link entered = collection.program("calls").attach();
                    Link left = collection.program("came_back").attach()) {
                EventContext context =
                        EventContext.arguments(-100, 0x7f00, 0x241, 0x1a4).returning(KernelValue.of(3));
                EventResult result = runtime.trigger(Event.at("syscall/openat", context));
                assertThat(result.runs()).extracting(EventResult.Ran::program).containsExactly("calls", "came_back");
                assertThat(result.result()).isEqualTo(3);
                assertThat(seen(collection, 1)).isEqualTo(-100);
                assertThat(seen(collection, 2)).isEqualTo(0x1a4);
                assertThat(seen(collection, 3)).isEqualTo(3);
                assertThat(entered.target()).isEqualTo("tracepoint/syscalls/sys_enter_openat");
                assertThat(left.isAttached()).isTrue();
            }
            run(
                    collection,
                    "calls",
                    EventContext.traceRecord()
                            .with("nr", 257)
                            .with("args", KernelValue.of(List.of(KernelValue.of(7)))));
            assertThat(seen(collection, 0)).isEqualTo(257);
            assertThat(seen(collection, 1)).isEqualTo(7);
        });
    }

    @ParameterizedTest
    @EnumSource
    void samplesHaveRegistersAndAPeriod(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            run(
                    collection,
                    "samples",
                    EventContext.registers()
                            .with("sample_period", 1000)
                            .with("addr", 0xabc)
                            .with("ip", 0x1234));
            assertThat(seen(collection, 0)).isEqualTo(1000);
            assertThat(seen(collection, 1)).isEqualTo(0xabc);
            assertThat(seen(collection, 2)).isEqualTo(0x1234);
        });
    }

    @ParameterizedTest
    @EnumSource
    void contextsOfTheUapiHaveTheirFields(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            Program.ContextResult changed = run(
                    collection,
                    "connects",
                    EventContext.fields().with("user_ip4", 0x0100007f).with("user_port", 0x3500));
            assertThat(seen(collection, 0)).isEqualTo(0x0100007f);
            assertThat(seen(collection, 1)).isEqualTo(0x3500);
            assertThat(ByteBuffer.wrap(changed.context())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getInt(24))
                    .isEqualTo(0x5000);
            EventContext device = EventContext.fields().with("major", 1).with("minor", 3);
            assertThat(run(collection, "devices", device).run().verdict()).isEqualTo(1);
            run(
                    collection,
                    "filters",
                    EventContext.fields()
                            .with(
                                    "state",
                                    KernelValue.of(
                                            KernelStruct.of("nf_hook_state").with("pf", 2))));
            assertThat(seen(collection, 0)).as("what was made for it").isEqualTo(1);
            assertThat(seen(collection, 1)).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource
    void userSpaceHandsOverAStructOfTheProgramsOwn(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            EventContext request = new EventContext.Typed(
                    KernelStruct.of("request").with("number", 41).with("name", "abc"));
            Program.ContextResult result = run(collection, "serves", request);
            assertThat(result.run().verdict()).isEqualTo('a');
            assertThat(result.context()).hasSize(24);
            assertThat(ByteBuffer.wrap(result.context())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong(16))
                    .isEqualTo(42);
        });
    }

    private static void refused(Collection collection, String program, EventContext context, String... saying) {
        assertThatThrownBy(() -> collection.program(program).run(context))
                .isInstanceOf(EventContextException.class)
                .hasMessageContainingAll(saying);
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotFitIsRefusedAndSaysWhatThereIs(EngineKind engine) {
        with(engine, (runtime, collection) -> {
            EventContext.Arguments none = EventContext.arguments(new long[0]);
            refused(collection, "opens", none.with("fiel", KernelValue.of(1)), "fiel", "file");
            refused(collection, "opens", EventContext.arguments(1, 2, 3), "3 arguments");
            refused(collection, "opens", EventContext.registers(), "LSM", "registers");
            refused(collection, "enters", none.returning(KernelValue.of(1)), "nothing is returned");
            refused(collection, "enters", none.with("datasync", KernelValue.of("text")), "number");
            refused(collection, "probes", EventContext.registers().with("rdx1", 1), "rdx1");
            refused(collection, "probes", EventContext.traceRecord(), "KPROBE", "records");
            refused(collection, "records", EventContext.traceRecord().with("prev_pit", 1), "prev_pit", "prev_pid");
            refused(
                    collection,
                    "records",
                    new EventContext.TraceRecord("trace_event_raw_sched_swich", none.named()),
                    "sched_swich",
                    "trace_event_raw_sched_switch");
            refused(collection, "records", none, "record");
            refused(collection, "calls", EventContext.arguments(1, 2, 3, 4, 5, 6, 7), "6");
            refused(collection, "connects", EventContext.fields().with("user_ip", 1), "user_ip", "user_ip4");
            refused(collection, "connects", EventContext.fields().with("sk", 1), "sk");
            refused(collection, "connects", none, "CGROUP_SOCK_ADDR");
            refused(collection, "serves", EventContext.fields(), "struct");
            refused(collection, "serves", new EventContext.Typed(KernelStruct.of("reqest")), "reqest");
            refused(
                    collection,
                    "filters",
                    EventContext.fields().with("state", KernelValue.of(KernelStruct.of("nowhere"))),
                    "nowhere");
            assertThat(EventContext.arguments(1).result()).isEqualTo(Optional.empty());
        });
    }
}
