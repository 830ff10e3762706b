package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerEvent;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Listeners that throw, close and look while they are told: what they were told of is done all the same. */
class ListenersTest {
    private static final byte[] NOTHING = {};

    private static Collection timers(Runtime runtime) {
        return runtime.load(CollectionSpec.read(Corpus.bytes("features/tracing_timers.bpf.o"), "tracing_timers")
                .withAutoload("in_kprobe", false)
                .withAutoload("in_tracepoint", false)
                .withAutoload("in_raw_tracepoint", false)
                .withAutoload("in_perf_event", false));
    }

    private static Collection cpus(Runtime runtime) {
        return runtime.load(CollectionSpec.read(Corpus.bytes("features/cpus.bpf.o"), "cpus"));
    }

    private static Runtime listening(TimerEvent.Kind kind, Runnable listener) {
        return Runtime.builder()
                .onTimerEvent(event -> {
                    if (event.kind() == kind) {
                        listener.run();
                    }
                })
                .build();
    }

    private static final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static void fail() {
        throw new Mistake();
    }

    @Test
    void closingAMapIsDoneThoughItsListenerThrows() {
        try (Runtime runtime = listening(TimerEvent.Kind.FREED, ListenersTest::fail)) {
            Collection collection = timers(runtime);
            collection.program("in_fentry").run(NOTHING);
            BpfMap map = collection.map("elements");
            assertThatThrownBy(map::close).isInstanceOf(Mistake.class);
            assertThat(map.userReferences()).isZero();
            assertThat(runtime.timers().live()).isZero();
            assertThat(runtime.advance(Duration.ofSeconds(1))).isZero();
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }

    @Test
    void closingTheRuntimeIsDoneThoughItsListenerThrows() {
        Runtime runtime = listening(TimerEvent.Kind.FREED, ListenersTest::fail);
        Collection collection = timers(runtime);
        collection.program("in_fentry").run(NOTHING);
        assertThatThrownBy(runtime::close).isInstanceOf(Mistake.class);
        assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        assertThat(runtime.timers().live()).isZero();
        runtime.close();
        assertThatThrownBy(() -> timers(runtime))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void startingAndFiringAreDoneThoughTheirListenersThrow() {
        for (TimerEvent.Kind kind : List.of(TimerEvent.Kind.ARMED, TimerEvent.Kind.FIRED)) {
            try (Runtime runtime = listening(kind, ListenersTest::fail);
                    Collection collection = timers(runtime)) {
                if (kind == TimerEvent.Kind.ARMED) {
                    assertThatThrownBy(() -> collection.program("in_fentry").run(NOTHING))
                            .isInstanceOf(Mistake.class);
                } else {
                    collection.program("in_fentry").run(NOTHING);
                }
                assertThat(runtime.timers().pending()).isEqualTo(1);
                if (kind == TimerEvent.Kind.FIRED) {
                    assertThatThrownBy(() -> runtime.advance(Duration.ofSeconds(1)))
                            .isInstanceOf(Mistake.class);
                } else {
                    assertThat(runtime.advance(Duration.ofSeconds(1))).isEqualTo(1);
                }
                assertThat(runtime.objects().runningCallbacks()).isZero();
                byte[] element = collection.map("elements").lookup(new byte[4]).orElseThrow();
                assertThat(element[0]).as("the callback ran").isEqualTo((byte) 1);
            }
        }
    }

    @Test
    void aRuntimeClosedByAListenerOfARunGivesItsMemoryBackWhenTheRunEnds() {
        List<Runtime> itself = new ArrayList<>();
        Runtime runtime =
                listening(TimerEvent.Kind.ARMED, () -> itself.getFirst().close());
        itself.add(runtime);
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/cpus.bpf.o"), "cpus");
        BpfMap mapped = runtime.createMap(spec.map("first_inner").withFlags(MapFlags.MMAPABLE), spec.btf());
        MemorySegment values = mapped.mmap();
        timers(runtime).program("in_fentry").run(NOTHING);
        assertThatThrownBy(() -> values.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    static List<RuntimeException> mistakes() {
        return List.of(
                new IllegalStateException(),
                new IllegalArgumentException(),
                new NullPointerException(),
                new ArithmeticException(),
                new ClassCastException());
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatAListenerThrowsLeavesTheRunAsItIs(RuntimeException mistake) {
        for (EngineKind engine : EngineKind.values()) {
            try (Runtime runtime = Runtime.builder()
                            .engine(engine)
                            .onPrintk(line -> {
                                throw mistake;
                            })
                            .build();
                    Collection collection = cpus(runtime)) {
                Packet packet = new Packet(new byte[60]);
                assertThatThrownBy(
                                () -> collection.program("packet_around_a_line").run(packet))
                        .isSameAs(mistake);
            }
        }
    }

    @Test
    void recordsOfARunThatAListenerEndedAreDropped() {
        List<String> said = new ArrayList<>();
        Consumer<String> once = text -> {
            if (said.size() == 1) {
                fail();
            }
        };
        try (Runtime runtime = Runtime.builder()
                        .onPrintk(line -> {
                            said.add(line.text());
                            once.accept(line.text());
                        })
                        .build();
                Collection collection = cpus(runtime)) {
            Packet packet = new Packet(new byte[60]);
            assertThatThrownBy(() -> collection.program("packet_around_a_line").run(packet))
                    .isInstanceOf(Mistake.class);
            assertThat(collection.program("packet_around_a_line").run(packet).fault())
                    .isEmpty();
            assertThat(collection.map("ring").poll()).isPresent();
            assertThat(collection.map("ring").poll()).isEmpty();
        }
    }

    @Test
    void twoThreadsThatMoveTimeMoveItByBoth() {
        try (Runtime runtime = Runtime.create()) {
            long startNs = runtime.nowNs();
            Runnable mover = () -> {
                for (int i = 0; i < 1000; i++) {
                    runtime.advance(Duration.ofMillis(1));
                }
            };
            CompletableFuture.allOf(CompletableFuture.runAsync(mover), CompletableFuture.runAsync(mover))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            assertThat(runtime.nowNs() - startNs)
                    .isEqualTo(Duration.ofMillis(2000).toNanos());
        }
    }
}
