package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.PrintkLine;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.TimerPoint;
import io.github.bpf4j.time.SystemClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs of several threads: what they may do beside each other, and what nobody may do. */
class LogicalCpusTest {
    private static final byte[] NOTHING = {};
    private static final byte[] ZERO = new byte[4];
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private static CollectionSpec spec() {
        return CollectionSpec.read(Corpus.bytes("features/cpus.bpf.o"), "cpus");
    }

    private static CompletableFuture<Long> beside(Program program, int cpu) {
        return CompletableFuture.supplyAsync(
                () -> program.run(NOTHING, cpu).run().returnValue(),
                work -> Thread.ofPlatform().daemon().start(work));
    }

    private static long result(CompletableFuture<Long> work) {
        return work.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** A runtime whose timers are held up where they call a helper, and a run that is held up there on CPU 0. */
    private static final class Held implements AutoCloseable {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final Runtime runtime;
        final Collection cpus;
        final Collection timers;
        final CompletableFuture<Long> run;

        Held(RuntimeBuilder settings) {
            runtime = settings.cpus(2).onTimerPoint(this::hold).build();
            cpus = runtime.load(spec());
            timers = runtime.load(CollectionSpec.read(Corpus.bytes("features/tracing_timers.bpf.o"), "tracing_timers")
                    .withAutoload("in_kprobe", false)
                    .withAutoload("in_tracepoint", false)
                    .withAutoload("in_raw_tracepoint", false)
                    .withAutoload("in_perf_event", false));
            run = beside(timers.program("in_fentry"), 0);
            await(reached);
        }

        private void hold(TimerPoint point) {
            if (point.kind() == TimerPoint.Kind.CALL) {
                reached.countDown();
                await(released);
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            released.countDown();
            assertThat(result(run)).as("-EINVAL if its map is closed").isIn(0L, Errno.EINVAL.result());
            runtime.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunOnOneCpuDoesNotKeepOthersFromRunning(EngineKind engine) {
        try (Held held = new Held(Runtime.builder().engine(engine))) {
            assertThat(result(beside(held.cpus.program("which_cpu"), 1))).isEqualTo(1);
            held.cpus.map("counters").lookup(ZERO);
            CompletableFuture<Long> same = beside(held.cpus.program("which_cpu"), 0);
            assertThat(same.isDone()).isFalse();
            assertThat(held.run.isDone()).isFalse();
            held.released.countDown();
            assertThat(result(same)).isZero();
        }
    }

    @Test
    void onARealClockARunTakesACpuThatIsFree() {
        try (Held held = new Held(Runtime.builder().clock(new SystemClock()))) {
            for (int i = 0; i < 4; i++) {
                CompletableFuture<Long> anywhere = CompletableFuture.supplyAsync(
                        () -> held.cpus.program("which_cpu").run(NOTHING).run().returnValue(),
                        work -> Thread.ofPlatform().daemon().start(work));
                assertThat(result(anywhere)).isEqualTo(1);
            }
        }
    }

    @Test
    void closingWaitsForWhatRuns() {
        try (Held held = new Held(Runtime.builder())) {
            CompletableFuture<Void> close = CompletableFuture.runAsync(
                    held.runtime::close, work -> Thread.ofPlatform().daemon().start(work));
            await(() -> held.runtime.objects().files() == 0);
            assertThat(close.isDone()).as("while the run goes on").isFalse();
            assertThat(held.run.isDone()).isFalse();
            held.released.countDown();
            close.orTimeout(30, TimeUnit.SECONDS).join();
            result(held.run);
            assertThatThrownBy(() -> held.cpus.program("which_cpu").run(NOTHING))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for it").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static Runtime listening(EngineKind engine, Consumer<PrintkLine> sink) {
        return listening(Runtime.builder(), engine, sink);
    }

    private static Runtime listening(RuntimeBuilder builder, EngineKind engine, Consumer<PrintkLine> sink) {
        return builder.engine(engine).cpus(2).onPrintk(sink).build();
    }

    @ParameterizedTest
    @EnumSource
    void anInnerMapThatIsTakenAwayStaysForTheRunThatKnowsIt(EngineKind engine) {
        List<Runtime> itself = new ArrayList<>();
        List<Collection> loaded = new ArrayList<>();
        List<Integer> maps = new ArrayList<>();
        try (Runtime runtime = listening(engine, line -> {
                    loaded.getFirst().map("outer").delete(ZERO);
                    loaded.getFirst().map("first_inner").close();
                    assertThat(itself.getFirst().mapIds())
                            .as("nobody finds it any more")
                            .hasSize(maps.getFirst() - 1);
                });
                Collection collection = runtime.load(spec())) {
            itself.add(runtime);
            loaded.add(collection);
            maps.add(runtime.mapIds().size());
            BpfMap inner = collection.map("first_inner");
            inner.update(
                    ZERO,
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(77)
                            .array());
            var result = collection.program("hold_inner").run(NOTHING).run();
            assertThat(result.fault()).isEmpty();
            assertThat(result.returnValue()).isEqualTo(77);
            assertThat((int) collection.program("hold_inner").run(NOTHING).run().returnValue())
                    .isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aListenerMayRunProgramsOnItsCpuOrAFreeOneAndNotWaitOrMoveTime(EngineKind engine) {
        List<Runtime> itself = new ArrayList<>();
        List<Collection> loaded = new ArrayList<>();
        List<Object> seen = new ArrayList<>();
        try (Runtime runtime = listening(engine, line -> {
                    Program which = loaded.getFirst().program("which_cpu");
                    seen.add(which.run(NOTHING, 1).run().returnValue());
                    assertThatThrownBy(() -> which.run(NOTHING, 0))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("no thread takes two");
                    assertThatThrownBy(() -> itself.getFirst().advance(Duration.ofSeconds(1)))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("from outside");
                    itself.getFirst().quiesce();
                });
                Collection collection = runtime.load(spec())) {
            itself.add(runtime);
            loaded.add(collection);
            assertThat(collection.program("say").run(NOTHING, 1).run().returnValue())
                    .isZero();
            assertThat(seen).containsExactly(1L);
        }
    }

    @Test
    void aVisitorCannotWaitForACpuThatIsTaken() {
        try (Held held = new Held(Runtime.builder())) {
            Program which = held.cpus.program("which_cpu");
            held.cpus.map("counters").forEach(entry -> {
                assertThat(which.run(NOTHING, 1).run().returnValue()).isEqualTo(1);
                assertThatThrownBy(() -> which.run(NOTHING, 0))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("occupied");
            });
        }
    }

    @Test
    void runsInsideRunsHaveALimit() {
        List<Collection> loaded = new ArrayList<>();
        List<Integer> depths = new ArrayList<>();
        try (Runtime runtime = listening(EngineKind.INTERPRETER, line -> {
                    depths.add(depths.size() + 1);
                    if (depths.size() < 4) {
                        loaded.getFirst().program("say").run(NOTHING, 0);
                    } else {
                        assertThatThrownBy(
                                        () -> loaded.getFirst().program("say").run(NOTHING, 0))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("inside each other");
                    }
                });
                Collection collection = runtime.load(spec())) {
            loaded.add(collection);
            assertThat(collection.program("say").run(NOTHING, 0).run().returnValue())
                    .isZero();
            assertThat(depths).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunInsideARunHasItsOwnPacketAndRecords(EngineKind engine) {
        List<Collection> loaded = new ArrayList<>();
        byte[] outer = new byte[60];
        outer[0] = 1;
        byte[] inner = new byte[60];
        inner[0] = 2;
        try (Runtime runtime = listening(Confinement.of(Runtime.builder()), engine, line -> {
                    if (line.text().equals("packet")) {
                        var failed =
                                loaded.getFirst().program("fails_with_a_record").run(new Packet(inner), 0);
                        assertThat(failed.fault()).isPresent();
                    }
                });
                Collection collection = runtime.load(spec().withAutoload("fails_with_a_record", true))) {
            loaded.add(collection);
            Packet packet = new Packet(outer);
            var result = collection.program("packet_around_a_line").run(packet, 0);
            assertThat(result.fault()).isEmpty();
            assertThat(packet.data()[0]).isEqualTo((byte) 1);
            byte[] record = collection.map("ring").poll().orElseThrow();
            assertThat(record).as("its packet before and after").startsWith(1, 1);
            assertThat(collection.map("ring").poll())
                    .as("that of the run that failed")
                    .isEmpty();
        }
    }

    @Test
    void thereIsNoCpuBeyondTheLast() {
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(spec())) {
            assertThatThrownBy(() -> collection.program("which_cpu").run(NOTHING, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("CPU 1");
            assertThatThrownBy(() -> collection.program("which_cpu").run(NOTHING, -1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    private static CompletableFuture<Void> again(int rounds, Program program, int cpu, IntFunction<byte[]> context) {
        return CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < rounds; i++) {
                        assertThat(program.run(context.apply(i), cpu).run().fault())
                                .isEmpty();
                    }
                },
                work -> Thread.ofPlatform().daemon().start(work));
    }

    private static long counter(Collection collection, int offset) {
        return ByteBuffer.wrap(collection.map("counters").lookup(ZERO).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(offset);
    }

    @ParameterizedTest
    @EnumSource
    void locksAndAtomicsHoldBetweenCpus(EngineKind engine) {
        int rounds = 100;
        int times = 2000;
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(3).build();
                Collection collection = runtime.load(spec())) {
            Program add = collection.program("add");
            CompletableFuture.allOf(
                            again(rounds, add, 0, i -> number(times)), again(rounds, add, 1, i -> number(times)))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            assertThat(collection.variable("added").getLong()).isEqualTo(2L * rounds * times);
            assertThat(counter(collection, 8)).isEqualTo(2L * rounds * times);
            assertThat(counter(collection, 16)).isEqualTo(2L * rounds * times);

            CompletableFuture.allOf(
                            again(rounds, add, 0, i -> number(times)),
                            again(10 * rounds, collection.program("replace"), 2, i -> number(i)))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            assertThat(counter(collection, 8)).isEqualTo(counter(collection, 16));
            assertThat(counter(collection, 24)).as("torn").isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHelperUnderALockIsAFaultAndTheLockIsGivenBack(EngineKind engine) {
        try (Runtime runtime = Confinement.of(Runtime.builder()).engine(engine).build();
                Collection collection = runtime.load(spec().withAutoload("update_under_the_lock", true))) {
            for (int i = 0; i < 2; i++) {
                var result =
                        collection.program("update_under_the_lock").run(NOTHING).run();
                assertThat(result.fault().orElseThrow().kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
                assertThat(result.fault().orElseThrow().message()).contains("while a bpf_spin_lock is held");
            }
            assertThat(collection.program("add").run(number(1)).run().fault()).isEmpty();
        }
    }
}
