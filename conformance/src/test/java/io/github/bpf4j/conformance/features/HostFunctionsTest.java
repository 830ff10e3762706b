package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.GuestBuffer;
import io.github.bpf4j.runtime.HostCall;
import io.github.bpf4j.runtime.HostFunction;
import io.github.bpf4j.runtime.HostType;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.verifier.VerifierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Helpers and kernel functions that the host adds, in each engine. */
class HostFunctionsTest {
    private final OwnFunctions own = new OwnFunctions();

    /** One program of the object, loaded. */
    private record Rig(Runtime runtime, Collection collection, String program) implements AutoCloseable {
        RunResult run(long number, long size) {
            byte[] context = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(number)
                    .putLong(size)
                    .array();
            return collection.program(program).run(context, 0).run();
        }

        long result(long number) {
            RunResult result = run(number, number);
            assertThat(result.fault()).isEmpty();
            return (int) result.returnValue();
        }

        Fault fault(long number) {
            return run(number, number).fault().orElseThrow();
        }

        long get(String variable) {
            return collection.variable(variable).getLong();
        }

        @Override
        public void close() {
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            runtime.close();
        }
    }

    private Rig rig(EngineKind engine, String program) {
        Runtime runtime = own.addTo(Runtime.builder().engine(engine)).build();
        return new Rig(runtime, runtime.load(OwnFunctions.OBJECT.withAutoload(program, true)), program);
    }

    // ---- verdicts

    static Stream<Arguments> programs() {
        return Stream.of(OwnFunctions.OBJECT, OwnFunctions.OTHER_LICENCE)
                .flatMap(object ->
                        object.programs().stream().map(ProgramSpec::name).map(name -> Arguments.of(object, name)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void verdictIsTheEndOfTheName(CollectionSpec object, String program) {
        String verdict = program.substring(program.lastIndexOf("__") + 2);
        try (Runtime runtime = own.addTo(Runtime.builder()).build()) {
            String ours = "ok";
            try {
                runtime.load(object.withAutoload(program, true)).close();
            } catch (VerifierException refusal) {
                ours = refusal.errno().name();
                assertThat(refusal.log()).as(program).isNotBlank();
            }
            assertThat(ours).as(program).isEqualTo(verdict);
        }
    }

    /** What looks at the structure alone judges licences, types and sleep as well. */
    @Test
    void structureIsJudgedTheSameWithoutTheVerifier() {
        RuntimeBuilder builder = Runtime.builder().engine(EngineKind.CHECKED).unverified();
        try (Runtime runtime = own.addTo(builder).build()) {
            for (String program :
                    List.of("nap_in_a_program_that_may_not__EACCES", "packet_of_none__EACCES", "helper_nap__EINVAL")) {
                assertThatThrownBy(() -> runtime.load(OwnFunctions.OBJECT.withAutoload(program, true)))
                        .as(program)
                        .isInstanceOfSatisfying(
                                VerifierException.class,
                                refusal -> assertThat(program)
                                        .endsWith(refusal.errno().name()));
            }
            for (String program : List.of("gpl__EINVAL", "helper_gpl__EINVAL")) {
                assertThatThrownBy(() -> runtime.load(OwnFunctions.OTHER_LICENCE.withAutoload(program, true)))
                        .as(program)
                        .isInstanceOf(VerifierException.class)
                        .hasMessageContaining("GPL");
            }
        }
    }

    @Test
    void refusalNamesTheFunctionAndWhatIsWrong() {
        try (Runtime runtime = own.addTo(Runtime.builder()).build()) {
            assertThatThrownBy(() -> runtime.load(OwnFunctions.OBJECT.withAutoload("session_as_other__EINVAL", true)))
                    .hasMessageContaining("R1 of own_close_other must be a reference to other of the host's");
            assertThatThrownBy(() -> runtime.load(OwnFunctions.OBJECT.withAutoload("session_kept__EINVAL", true)))
                    .hasMessageContaining("unreleased reference: the result of own_open");
        }
    }

    /** Two runtimes of one JVM have different functions. */
    @Test
    void otherRuntimeKnowsNothingOfThem() {
        CollectionSpec sum = OwnFunctions.OBJECT.withAutoload("sum__ok", true);
        CollectionSpec helper = OwnFunctions.OBJECT.withAutoload("helper__ok", true);
        try (Runtime with = own.addTo(Runtime.builder()).build();
                Runtime without = Runtime.create()) {
            with.load(sum).close();
            with.load(helper).close();
            assertThatThrownBy(() -> without.load(sum))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("own_sum");
            assertThatThrownBy(() -> without.load(helper))
                    .isInstanceOfSatisfying(
                            VerifierException.class,
                            refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EINVAL))
                    .hasMessageContaining("#1000");
        }
    }

    @Test
    void declarationWithOtherNumberOfArgumentsIsRefused() {
        HostFunction one = HostFunction.named("own_sum").number().implementedBy(call -> 0);
        try (Runtime runtime = Runtime.builder().kfunc(one).build()) {
            assertThatThrownBy(() -> runtime.load(OwnFunctions.OBJECT.withAutoload("sum__ok", true)))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("own_sum takes 1 arguments, not the 2");
        }
    }

    @Test
    void loaderWithoutCapabilitiesCannotUseThem() {
        try (Runtime runtime = own.addTo(Runtime.builder().unprivileged()).build()) {
            CollectionSpec spec = OwnFunctions.OBJECT.withAutoload("helper__ok", true);
            assertThatThrownBy(() -> runtime.load(spec)).isInstanceOf(RuntimeException.class);
        }
    }

    // ---- calls

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void numbers(EngineKind engine) {
        try (Rig rig = rig(engine, "sum__ok")) {
            rig.result(100);
            assertThat(rig.get("out_number")).isEqualTo(93);
            rig.result(3);
            assertThat(rig.get("out_number")).as("a C int").isEqualTo(-4);
        }
        try (Rig rig = rig(engine, "constant__ok")) {
            assertThat(rig.result(0)).isEqualTo(42);
        }
        try (Rig rig = rig(engine, "nothing__ok")) {
            assertThat(rig.result(0)).isEqualTo(3);
            assertThat(own.calls).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void memory(EngineKind engine) {
        try (Rig rig = rig(engine, "hash__ok")) {
            assertThat(rig.result(2)).isZero();
            assertThat(rig.get("out_number")).isEqualTo((2 * 31 + '0') * 31L + '1');
            assertThat(rig.result(0)).isZero();
            assertThat(rig.get("out_number")).isZero();
        }
        try (Rig rig = rig(engine, "hash_or_null__ok")) {
            rig.result(1);
            assertThat(rig.get("out_number")).isEqualTo(-1);
            assertThat(rig.get("out_first")).isNotEqualTo(-1);
        }
        try (Rig rig = rig(engine, "fill__ok")) {
            rig.result(0);
            assertThat(rig.get("out_number")).isEqualTo(16);
            assertThat(rig.get("out_first")).isEqualTo(0x8877665544332211L);
            assertThat(rig.get("out_second")).isEqualTo(0x6c696174_004c554eL);
        }
        try (Rig rig = rig(engine, "swap__ok")) {
            assertThat(rig.result(9)).isZero();
            assertThat(rig.get("out_first")).isEqualTo(~9L);
            assertThat(rig.get("out_number")).isEqualTo(5);
        }
        try (Rig rig = rig(engine, "helper__ok")) {
            rig.result(0);
            assertThat(rig.get("out_number")).isNotZero();
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void mapsContextsPacketsTexts(EngineKind engine) {
        try (Rig rig = rig(engine, "count__ok")) {
            rig.result(5);
            rig.result(6);
            assertThat(rig.get("out_number")).isEqualTo(1);
            assertThat(rig.collection().map("counts").lookup(new byte[] {7, 0, 0, 0}))
                    .contains(new byte[] {11, 0, 0, 0, 0, 0, 0, 0});
        }
        try (Rig rig = rig(engine, "context__ok")) {
            rig.result(200);
            assertThat(rig.get("out_number")).isEqualTo(16_200);
        }
        try (Rig rig = rig(engine, "packet__ok")) {
            byte[] frame = new byte[60];
            frame[0] = 9;
            assertThat(rig.collection()
                            .program("packet__ok")
                            .run(new Packet(frame))
                            .fault())
                    .isEmpty();
            assertThat(rig.get("out_number")).isEqualTo(60_009);
        }
        try (Rig rig = rig(engine, "hash_of_a_packet__ok")) {
            rig.collection().program("hash_of_a_packet__ok").run(new Packet(new byte[60]));
            long hash = 8;
            for (int i = 0; i < 8; i++) {
                hash *= 31;
            }
            assertThat(rig.get("out_number")).isEqualTo(hash);
        }
        try (Rig rig = rig(engine, "text__ok")) {
            rig.result(0);
            assertThat(rig.get("out_number")).isEqualTo(5);
            assertThat(own.texts).containsExactly("gauge");
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void memoryThatFunctionsGive(EngineKind engine) {
        try (Rig rig = rig(engine, "limits__ok")) {
            assertThat(rig.result(3)).isZero();
            assertThat(rig.get("out_number")).isEqualTo(3);
            assertThat(rig.get("out_first")).isEqualTo(300);
            assertThat(rig.result(-1)).as("NULL").isEqualTo(1);
        }
        try (Rig rig = rig(engine, "scratch__ok")) {
            assertThat(rig.result(0)).isZero();
            assertThat(rig.result(0)).isZero();
            assertThat(rig.get("out_number")).as("written anew each time").isEqualTo(42);
        }
        try (Rig rig = rig(engine, "helper_limits__ok")) {
            assertThat(rig.result(2)).isZero();
            assertThat(rig.get("out_number")).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void objectsOfTheHosts(EngineKind engine) {
        try (Rig rig = rig(engine, "session__ok")) {
            assertThat(rig.result(12)).isZero();
            assertThat(rig.get("out_number")).isEqualTo(12);
            assertThat(rig.get("out_first")).isEqualTo(77);
            assertThat(own.sessions).hasSize(1).noneMatch(session -> session.open);
            assertThat(rig.result(-1)).as("NULL").isEqualTo(1);
        }
        try (Rig rig = rig(engine, "two_sessions__ok")) {
            rig.result(0);
            assertThat(rig.get("out_first")).isEqualTo(1);
            assertThat(rig.get("out_second")).isEqualTo(2);
        }
        assertThat(own.sessions).hasSize(3).noneMatch(session -> session.open);
        assertThat(own.lost).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void whatARunLosesTheHostIsTold(EngineKind engine) {
        try (Rig rig = rig(engine, "session_lost__ok")) {
            assertThat(rig.fault(4).kind()).isEqualTo(Fault.Kind.HOST_FAILURE);
            assertThat(own.lost).extracting(session -> session.id).containsExactly(4L);
            rig.fault(5);
            assertThat(own.lost).extracting(session -> session.id).containsExactly(4L, 5L);
        }
    }

    @Test
    void weakFunctionThatIsMissingIsNull() {
        try (Rig rig = rig(EngineKind.INTERPRETER, "missing__ok")) {
            assertThat(rig.result(0)).isEqualTo(9);
        }
    }

    // ---- failures

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void exceptionEndsTheRunWithAFault(EngineKind engine) {
        List<Fault> told = new ArrayList<>();
        Runtime runtime =
                own.addTo(Runtime.builder().engine(engine).onFault(told::add)).build();
        Collection collection = runtime.load(OwnFunctions.OBJECT.withAutoload("fail__ok", true));
        try (Rig rig = new Rig(runtime, collection, "fail__ok")) {
            assertThat(rig.result(0)).isEqualTo(4);
            Fault fault = rig.fault(1);
            assertThat(fault.kind()).isEqualTo(Fault.Kind.HOST_FAILURE);
            assertThat(fault.message()).contains("own_fail").contains("not today");
            assertThat(fault.cause()).containsSame(own.failure);
            assertThat(fault.source().orElse("")).contains("own_fail(r->number)");
            assertThat(told).containsExactly(fault);
            own.failure = new IndexOutOfBoundsException("far away");
            assertThat(rig.fault(1).cause()).containsSame(own.failure);
            assertThat(rig.result(0)).as("the next run is as any").isEqualTo(4);
        }
    }

    @Test
    void errorComesOutOfTheRun() {
        HostFunction function = HostFunction.named("own_fail").number().implementedBy(call -> {
            throw new AssertionError("a test failed in here");
        });
        try (Runtime runtime = Runtime.builder().kfunc(function).build()) {
            Collection collection = runtime.load(OwnFunctions.OBJECT.withAutoload("fail__ok", true));
            assertThatThrownBy(() -> collection.program("fail__ok").run(new byte[16], 0))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("a test failed in here");
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }

    /** What a body does wrong with its call, and what is said of it. */
    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void wrongUseOfACallIsAFault(EngineKind engine) {
        assertThat(failureOf(engine, call -> call.buffer(0).getInt(13))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(failureOf(engine, call -> call.buffer(0).getByte(-1))).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(failureOf(engine, call -> {
                    call.buffer(0).putInt(0, 1);
                    return 0;
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(failureOf(engine, call -> call.buffer(1).size())).isInstanceOf(IllegalArgumentException.class);
        assertThat(failureOf(engine, call -> call.number(0))).isInstanceOf(IllegalArgumentException.class);
        assertThat(failureOf(engine, call -> call.context().size())).isInstanceOf(IllegalArgumentException.class);
        assertThat(failureOf(engine, call -> call.memory((byte) 1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(failureOf(engine, call -> call.give(own.other, "x"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Throwable failureOf(EngineKind engine, HostFunction.Body body) {
        HostFunction function = HostFunction.named("own_hash").memory().implementedBy(body);
        try (Runtime runtime = Runtime.builder().engine(engine).kfunc(function).build()) {
            Collection collection = runtime.load(OwnFunctions.OBJECT.withAutoload("hash__ok", true));
            byte[] context = new byte[16];
            context[8] = 16;
            return collection
                    .program("hash__ok")
                    .run(context, 0)
                    .run()
                    .fault()
                    .orElseThrow()
                    .cause()
                    .orElseThrow();
        }
    }

    @Test
    void addressesThatAHostMakesUpNeverReachAProgram() {
        HostFunction function =
                HostFunction.named("own_limits").number().returnsMemory(8).implementedBy(call -> 4096);
        try (Runtime runtime = Runtime.builder().kfunc(function).build()) {
            Collection collection = runtime.load(OwnFunctions.OBJECT.withAutoload("limits__ok", true));
            assertThat(collection
                            .program("limits__ok")
                            .run(new byte[16], 0)
                            .run()
                            .fault()
                            .orElseThrow()
                            .cause()
                            .orElseThrow())
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void callCannotBeUsedWhenItIsOver() {
        AtomicReference<HostCall> kept = new AtomicReference<>();
        AtomicReference<GuestBuffer> keptBuffer = new AtomicReference<>();
        HostFunction function = HostFunction.named("own_hash").memory().implementedBy(call -> {
            kept.set(call);
            keptBuffer.set(call.buffer(0));
            return 0;
        });
        try (Runtime runtime = Runtime.builder().kfunc(function).build()) {
            Collection collection = runtime.load(OwnFunctions.OBJECT.withAutoload("hash__ok", true));
            collection.program("hash__ok").run(new byte[16], 0);
            assertThatThrownBy(() -> kept.get().buffer(0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> keptBuffer.get().getBytes(0, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Without a verifier a program may pass anything: the host gets faults, never memory that is not there. */
    @Test
    void forgedArgumentsAreFaults() {
        for (String program : List.of(
                "hash_of_a_number__EACCES",
                "hash_of_unbounded_size__EACCES",
                "session_of_a_number__EINVAL",
                "session_closed_twice__EINVAL",
                "session_within__EACCES",
                "count_in_a_value__EINVAL",
                "context_of_the_stack__EINVAL",
                "limits_beyond__EACCES",
                "limits_written__EACCES",
                "swap_into_too_little__EACCES")) {
            RuntimeBuilder builder =
                    Runtime.builder().engine(EngineKind.CHECKED).unverified();
            try (Runtime runtime = own.addTo(builder).build()) {
                Collection collection = runtime.load(OwnFunctions.OBJECT.withAutoload(program, true));
                collection.map("counts").update(new byte[] {1, 0, 0, 0}, new byte[8]);
                byte[] context = ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0x7fff_0000_1234L)
                        .putLong(0xffff_fff0L)
                        .array();
                RunResult result = collection.program(program).run(context, 0).run();
                assertThat(result.fault()).as(program).isPresent();
                assertThat(result.fault().orElseThrow().kind())
                        .as(program)
                        .isIn(Fault.Kind.BAD_ACCESS, Fault.Kind.BAD_ARGUMENT);
            }
        }
    }

    // ---- threads

    @Test
    void exclusiveFunctionIsInOneCallAtATime() throws InterruptedException {
        own.inNothing = Thread::yield;
        int cpus = 4;
        int runs = 500;
        try (Runtime runtime = own.addTo(Runtime.builder().cpus(cpus)).build()) {
            Collection collection = runtime.load(OwnFunctions.OBJECT.withAutoload("counted__ok", true));
            List<Thread> threads = new ArrayList<>();
            for (int cpu = 0; cpu < cpus; cpu++) {
                int mine = cpu;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < runs; i++) {
                        collection.program("counted__ok").run(new Packet(new byte[64]), mine);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(own.calls).hasValue(cpus * runs);
            assertThat(own.mostInside).hasValue(1);
        }
    }

    // ---- declarations

    @Test
    void declarationsThatCannotBeAreRefused() {
        HostFunction plain = HostFunction.named("own").implementedBy(call -> 0);
        assertThatThrownBy(() -> Runtime.builder().kfunc(HostFunction.named("own")))
                .hasMessageContaining("no code");
        assertThatThrownBy(() -> Runtime.builder().helper(HostFunctions.FIRST_HELPER - 1, plain))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Runtime.builder().helper(HostFunctions.LAST_HELPER + 1, plain))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Runtime.builder().helper(1000, plain).helper(1000, plain))
                .hasMessageContaining("1000");
        assertThatThrownBy(() ->
                        Runtime.builder().kfunc(plain).kfunc(plain.returnsInt()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("own");
        assertThatThrownBy(() -> Runtime.builder()
                        .kfunc(HostFunction.named("bpf_rcu_read_lock").implementedBy(call -> 0))
                        .build())
                .hasMessageContaining("one of Linux's");
        assertThatThrownBy(() -> plain.memory().memory().memory()).hasMessageContaining("5 registers");
        assertThatThrownBy(plain::mapKey).hasMessageContaining("no map");
        assertThatThrownBy(() -> plain.struct(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plain.returnsMemory(HostFunction.LARGEST_MEMORY + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plain.releases(own.session).releases(own.other))
                .hasMessageContaining("two objects");
        HostType<String> same = HostType.named("session", String.class, gone -> {});
        assertThatThrownBy(() -> Runtime.builder()
                        .kfunc(plain.object(own.session))
                        .helper(1000, plain.object(same))
                        .build())
                .hasMessageContaining("session");
    }

    /** A listener runs a program on its CPU, which waits for a function while another CPU is in it and asks the runtime for something. */
    @Test
    void exclusiveFunctionsAndListenersDoNotWaitForEachOther() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch listening = new CountDownLatch(1);
        List<Collection> loaded = new ArrayList<>();
        Runtime runtime = own.addTo(Runtime.builder().cpus(2).onPrintk(line -> {
                    listening.countDown();
                    loaded.getFirst().program("counted__ok").run(new Packet(new byte[64]), 1);
                }))
                .build();
        loaded.add(runtime.load(OwnFunctions.OBJECT.withAutoload("counted__ok", true)));
        loaded.add(runtime.load(CollectionSpec.read(Corpus.bytes("features/printk.bpf.o"), "printk")));
        own.inNothing = () -> {
            inside.countDown();
            await(listening);
            runtime.committedBytes();
        };
        List<Thread> threads = List.of(
                Thread.ofPlatform()
                        .daemon()
                        .start(() -> loaded.getFirst().program("counted__ok").run(new Packet(new byte[64]), 0)),
                Thread.ofPlatform().daemon().start(() -> {
                    await(inside);
                    loaded.getLast().program("printk_plain").run(new Packet(new byte[64]), 1);
                }));
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        }
        loaded.forEach(Collection::close);
        runtime.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
