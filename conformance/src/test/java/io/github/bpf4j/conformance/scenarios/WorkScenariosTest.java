package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.conformance.scenarios.KernelAnswers.answered;
import static io.github.bpf4j.conformance.scenarios.TimerStops.beside;
import static io.github.bpf4j.conformance.scenarios.TimerStops.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.TimerPoint;
import io.github.bpf4j.runtime.WorkCounters;
import io.github.bpf4j.time.Clock;
import io.github.bpf4j.time.SystemClock;
import io.github.bpf4j.time.VirtualClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section H of the catalogue: work queues, asked as a real kernel was asked. The expected numbers are those that Linux 6.12 gave. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkScenariosTest {
    private static final int INIT = 1;
    private static final int SET = 2;
    private static final int START = 3;
    private static final int UPDATE = 4;
    private static final int ARM_TIMER = 5;
    private static final int TIMER_CANCEL = 6;
    private static final int ARRAY = 0;
    private static final List<String> MAPS = List.of("w_arr", "w_hash", "w_np", "w_lru");
    private static final byte[] ZERO = new byte[4];

    /** The program, and what its callback saw. */
    private static final class Rig implements AutoCloseable {
        final Runtime runtime;
        final Collection collection;

        Rig(EngineKind engine, Clock clock) {
            this(Runtime.builder().engine(engine).clock(clock));
        }

        Rig(RuntimeBuilder settings) {
            runtime = settings.build();
            collection = runtime.load(CollectionSpec.read(Corpus.bytes("scenarios/07_wq.bpf.o"), "07_wq"));
        }

        long ask(int operation, int map, long argument) {
            return ask(0, operation, map, argument);
        }

        long askOn(int cpu, int operation, int map) {
            return ask(cpu, operation, map, 0);
        }

        private long ask(int cpu, int operation, int map, long argument) {
            byte[] request = ByteBuffer.allocate(16)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(operation)
                    .putInt(map)
                    .putLong(argument)
                    .array();
            var result = collection.program("wq_op").run(request, cpu).run();
            assertThat(result.fault()).isEmpty();
            return (int) result.returnValue();
        }

        void clear(long busyNs, long restarts) {
            byte[] seen = ByteBuffer.allocate(40)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(24, busyNs)
                    .putLong(32, restarts)
                    .array();
            collection.map("seen").update(ZERO, seen);
        }

        long seen(int field) {
            return ByteBuffer.wrap(collection.map("seen").lookup(ZERO).orElseThrow())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong(8 * field);
        }

        long runs() {
            return seen(0);
        }

        void configure(int map) {
            assertThat(ask(UPDATE, map, 0)).isZero();
            assertThat(ask(INIT, map, 0)).isZero();
            assertThat(ask(SET, map, 0)).isZero();
        }

        @Override
        public void close() {
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            assertThat(runtime.works().live()).isZero();
            assertThat(runtime.works().pending()).isZero();
            assertThat(runtime.timers().live()).isZero();
            runtime.close();
        }
    }

    private static Rig rig(EngineKind engine) {
        return new Rig(engine, new VirtualClock());
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(114)
    void workRunsOnceInEachKindOfMapWithItsKeyAsAProcess(EngineKind engine) {
        try (Rig rig = rig(engine)) {
            for (int map = 0; map < MAPS.size(); map++) {
                rig.clear(0, 0);
                assertThat(rig.ask(UPDATE, map, 0)).isZero();
                long early = rig.ask(SET, map, 0);
                switch (map) {
                    case 0 -> answered(114, "array: set_callback before init", early);
                    case 1 -> answered(114, "hash: set_callback before init", early);
                    case 2 -> answered(114, "NO_PREALLOC hash: set_callback before init", early);
                    default -> answered(114, "LRU hash: set_callback before init", early);
                }
                answered(114, "start before init", rig.ask(START, map, 0));
                answered(114, "init with flags 1", rig.ask(INIT, map, 1));
                answered(114, "init", rig.ask(INIT, map, 0));
                answered(114, "init again", rig.ask(INIT, map, 0));
                answered(114, "init again with flags 1", rig.ask(INIT, map, 1));
                answered(114, "start without callback", rig.ask(START, map, 0));
                answered(114, "set_callback with flags 1", rig.ask(SET, map, 1));
                answered(114, "set_callback", rig.ask(SET, map, 0));
                answered(114, "start with flags 1", rig.ask(START, map, 1));
                answered(114, "start", rig.ask(START, map, 0));
                assertThat(rig.runs()).as("not inside the run that starts it").isZero();
                rig.runtime.advance(Duration.ZERO);
                answered(114, "runs", rig.runs());
                answered(114, "its key", rig.seen(1));
                answered(
                        114,
                        "its preempt count: irq bits (0: none)",
                        rig.seen(2)
                                & (KernelVariable.SOFTIRQ_MASK
                                        | KernelVariable.HARDIRQ_MASK
                                        | KernelVariable.NMI_MASK));
            }
            assertThat(rig.runtime.works()).isEqualTo(new WorkCounters(4, 4, 0, 4));
            assertThat(rig.runtime.timers().fired()).as("no timers").isZero();
            assertThat(rig.collection.program("wq_op").timers())
                    .as("each holds the program")
                    .isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(116)
    void startingTwiceBeforeItRunsIsOneRunAndOnceInsideIsOneMore(EngineKind engine) {
        try (Rig rig = rig(engine)) {
            rig.configure(ARRAY);
            rig.clear(0, 0);
            for (int i = 0; i < 3; i++) {
                assertThat(rig.ask(START, ARRAY, 0)).isZero();
            }
            assertThat(rig.runtime.works().pending()).isEqualTo(1);
            assertThat(rig.runtime.advance(Duration.ofSeconds(1))).isEqualTo(1);
            assertThat(rig.runs()).isEqualTo(1);
            rig.clear(0, 1);
            assertThat(rig.ask(START, ARRAY, 0)).isZero();
            rig.runtime.advance(Duration.ofSeconds(1));
            answered(116, "start inside the callback, once: runs", rig.runs());
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(116)
    void startingWhileItRunsIsOneMoreRunHoweverOften(EngineKind engine) {
        TimerStops stops = new TimerStops();
        try (Rig rig = new Rig(Runtime.builder().engine(engine).cpus(2).onTimerPoint(stops))) {
            rig.configure(ARRAY);
            rig.clear(0, 0);
            TimerStops.Stop entering = stops.at(TimerPoint.Kind.ENTER);
            for (int i = 0; i < 3; i++) {
                assertThat(rig.ask(START, ARRAY, 0)).isZero();
            }
            CompletableFuture<Long> mover = beside(() -> rig.runtime.advance(Duration.ofSeconds(1)));
            entering.awaitReached();
            assertThat(rig.askOn(1, START, ARRAY)).isZero();
            assertThat(rig.askOn(1, START, ARRAY)).isZero();
            entering.release();
            assertThat(result(mover)).isEqualTo(2);
            answered(
                    116,
                    "several starts before and while it runs (1: fewer runs than starts)",
                    rig.runs() >= 2 && rig.runs() < 5 ? 1 : 0);
            assertThat(rig.runs()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void workThatStartsItselfForEverIsStoppedOnAVirtualClock(EngineKind engine) {
        List<Fault> faults = new ArrayList<>();
        List<Rig> itself = new ArrayList<>();
        try (Rig rig =
                new Rig(Runtime.builder().engine(engine).onFault(faults::add).onTimerPoint(point -> {
                    if (point.kind() == TimerPoint.Kind.ENTER) {
                        itself.getFirst().clear(0, 1);
                    }
                }))) {
            itself.add(rig);
            rig.configure(ARRAY);
            assertThat(rig.ask(START, ARRAY, 0)).isZero();
            assertThat(rig.runtime.advance(Duration.ofSeconds(1))).isEqualTo(65_537);
            assertThat(faults).hasSize(1);
            assertThat(faults.getFirst().kind()).isEqualTo(Fault.Kind.ENDLESS_TIMER);
            assertThat(faults.getFirst().message()).contains("the work queue of map \"w_arr\", key 03000000");
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(117)
    void updateAndTheLastUserFreeTimerAndWorkOfOneValue(EngineKind engine) {
        try (Rig rig = rig(engine)) {
            rig.configure(ARRAY);
            rig.clear(0, 0);
            answered(117, "arm the timer of the same value", rig.ask(ARM_TIMER, ARRAY, 0));
            assertThat(rig.ask(START, ARRAY, 0)).isZero();
            answered(117, "update of the element", rig.ask(UPDATE, ARRAY, 0));
            answered(117, "wq start", rig.ask(START, ARRAY, 0));
            answered(117, "timer cancel", rig.ask(TIMER_CANCEL, ARRAY, 0));
            assertThat(rig.runtime.advance(Duration.ofMinutes(1)))
                    .as("what waited is gone")
                    .isZero();

            BpfMap map = rig.collection.map("w_arr");
            int id = map.id();
            rig.configure(ARRAY);
            assertThat(rig.ask(ARM_TIMER, ARRAY, 0)).isZero();
            byte[] value = map.lookup(new byte[] {3, 0, 0, 0}).orElseThrow();
            answered(
                    117,
                    "user lookup: timer, wq and lock bytes",
                    IntStream.range(0, value.length).filter(i -> value[i] != 0).count());
            map.close();
            answered(117, "last fd closed: wq start", rig.ask(START, ARRAY, 0));
            answered(117, "timer cancel", rig.ask(TIMER_CANCEL, ARRAY, 0));
            answered(117, "wq init", rig.ask(INIT, ARRAY, 0));
            try (BpfMap again = rig.runtime.openMap(id)) {
                answered(117, "fd by id: wq init", rig.ask(INIT, ARRAY, 0));
                assertThat(again.userReferences()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("real-time")
    @Scenario({114, 116})
    void onARealClockWorkRunsBesideTheProgram(EngineKind engine) throws InterruptedException {
        try (Rig rig = new Rig(engine, new SystemClock())) {
            rig.configure(ARRAY);
            rig.clear(0, 1);
            assertThat(rig.ask(START, ARRAY, 0)).isZero();
            await(rig::runs, 2);
            assertThat(rig.seen(1)).isEqualTo(3);
        }
    }

    private static void await(LongSupplier count, long expected) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (count.getAsLong() < expected) {
            assertThat(System.nanoTime()).as("waiting for it").isLessThan(end);
            Thread.sleep(1);
        }
        assertThat(count.getAsLong()).isEqualTo(expected);
    }
}
