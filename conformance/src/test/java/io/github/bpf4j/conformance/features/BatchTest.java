package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.net.Traffic;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.PacketBatch;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.TimerEvent;
import io.github.bpf4j.time.SystemClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch of packets is as many runs, one after the other. */
class BatchTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] FRAME = new byte[64];
    private static final long PATIENCE_NS = 30_000_000_000L;

    private static CollectionSpec example(String name) {
        return CollectionSpec.read(Corpus.bytes("examples/" + name + ".bpf.o"), name);
    }

    /** Packets in order, each at its time; notes what becomes of them. */
    private static final class Noted implements PacketBatch {
        final List<String> log;
        private final Iterator<CapturedPacket> packets;
        private long timestampNs;

        Noted(List<CapturedPacket> packets, List<String> log) {
            this.packets = packets.iterator();
            this.log = log;
        }

        @Override
        public boolean next(Packet packet) {
            if (!packets.hasNext()) {
                return false;
            }
            CapturedPacket next = packets.next();
            packet.set(next.data(), next.data().length);
            timestampNs = next.timestampNs();
            return true;
        }

        @Override
        public long realtimeNs() {
            return timestampNs;
        }

        @Override
        public void done(Packet packet, RunResult result) {
            note(log, packet, result);
        }
    }

    private static void note(List<String> log, Packet packet, RunResult result) {
        log.add(result.returnValue() + " " + result.fault() + " " + HEX.formatHex(packet.data()) + " " + packet.mark()
                + " " + packet.redirect());
    }

    private static void note(List<String> log, TimerEvent event) {
        log.add(event.kind() + " " + event.timeNs() + " " + event.cpu() + " " + HEX.formatHex(event.key()) + " "
                + event.expiresNs());
    }

    private static void noteState(List<String> log, Runtime runtime, Collection collection) {
        log.add(runtime.timers() + " at " + runtime.nowNs() + " "
                + runtime.clock().realtimeNs());
        collection.maps().forEach((name, map) -> {
            if (map.type() == MapType.HASH || map.type() == MapType.ARRAY || map.type() == MapType.LRU_HASH) {
                map.forEach(
                        entry -> log.add(name + " " + HEX.formatHex(entry.key()) + " " + HEX.formatHex(entry.value())));
            }
        });
    }

    private static List<String> run(
            CollectionSpec spec, RuntimeBuilder settings, List<CapturedPacket> packets, int cpu, boolean batch) {
        List<String> log = new ArrayList<>();
        try (Runtime runtime = settings.onTimerEvent(event -> note(log, event)).build();
                Collection collection = runtime.load(spec)) {
            Program program = collection
                    .programs()
                    .getOrDefault(
                            "by_sender",
                            collection.programs().values().iterator().next());
            if (batch) {
                assertThat(program.runBatch(new Noted(packets, log), cpu)).isEqualTo(packets.size());
            } else {
                Packet packet = new Packet();
                for (CapturedPacket next : packets) {
                    runtime.advanceToRealtime(next.timestampNs());
                    note(log, packet, program.run(packet.set(next.data(), next.data().length), cpu));
                }
            }
            noteState(log, runtime, collection);
        }
        return log;
    }

    static Stream<Arguments> examples() {
        return Stream.of(EngineKind.values())
                .flatMap(engine ->
                        Stream.of("flow_gc", "health_check", "rate_limit").map(name -> Arguments.of(engine, name)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void batchIsAsManyRuns(EngineKind engine, String name) {
        Traffic traffic = Traffic.DEFAULT.withPackets(3000);
        List<CapturedPacket> packets = (name.equals("health_check") ? traffic.probes() : traffic.flows()).toList();
        CollectionSpec spec = example(name);
        List<String> runs = run(spec, Runtime.builder().engine(engine), packets, 0, false);
        assertThat(runs).anyMatch(line -> line.startsWith("FIRED"));
        assertThat(run(spec, Runtime.builder().engine(engine), packets, 0, true))
                .isEqualTo(runs);
    }

    /** What timers remove while a batch goes on makes room for what comes later in it. */
    @ParameterizedTest
    @EnumSource
    void elementsAreFreedWhileABatchGoesOn(EngineKind engine) {
        CollectionSpec spec =
                example("flow_gc").withMaxEntries("flows", 24).withVariable("idle_timeout_ns", "100000000");
        List<CapturedPacket> packets = Traffic.DEFAULT.withPackets(3000).flows().toList();
        List<String> runs = run(spec, Runtime.builder().engine(engine), packets, 0, false);
        assertThat(runs).filteredOn(line -> line.startsWith("FREED")).hasSizeGreaterThan(200);
        assertThat(run(spec, Runtime.builder().engine(engine), packets, 0, true))
                .isEqualTo(runs);
    }

    /** Timers belong to the CPU that armed them, which need not be the batch's. */
    @ParameterizedTest
    @EnumSource
    void timersOfOtherCpusRunThere(EngineKind engine) {
        List<CapturedPacket> packets = Traffic.DEFAULT.withPackets(1000).flows().toList();
        List<String> log = new ArrayList<>();
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .cpus(2)
                        .onTimerEvent(event -> note(log, event))
                        .build();
                Collection collection = runtime.load(example("flow_gc"))) {
            Program program = collection.program("flow_gc");
            program.runBatch(new Noted(packets.subList(0, 500), new ArrayList<>()), 1);
            log.clear();
            program.runBatch(new Noted(packets.subList(500, 1000), new ArrayList<>()), 0);
        }
        assertThat(log).anyMatch(line -> line.matches("FIRED \\d+ 1 .*"));
    }

    @ParameterizedTest
    @EnumSource
    void faultsAreResultsAndEachRunHasItsOwnBudget(EngineKind engine) {
        List<CapturedPacket> packets = Traffic.DEFAULT.withPackets(500).flows().toList();
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/batch.bpf.o"), "by_sender");
        List<String> runs = run(spec, Runtime.builder().engine(engine).fuel(40), packets, 0, false);
        assertThat(runs).filteredOn(line -> line.contains("budget")).hasSizeBetween(50, 450);
        assertThat(run(spec, Runtime.builder().engine(engine).fuel(40), packets, 0, true))
                .isEqualTo(runs);
    }

    /** A packet comes to another CPU when its run's has been given up. */
    @ParameterizedTest
    @EnumSource
    void packetsGoOnToOtherCpus(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(2).build();
                Collection collection = runtime.load(RedirectRig.OBJECT)) {
            MapTarget.Cpu target = new MapTarget.Cpu(2048, Optional.of(collection.program("cpu_pass")));
            MapTargets.of(collection.map("cpu8")).set(1, target, 0);
            collection.variable("key").setLong(1);
            List<String> log = new ArrayList<>();
            collection
                    .program("to_cpu8")
                    .runBatch(
                            PacketBatch.of(
                                    List.of(FRAME, FRAME, FRAME),
                                    (packet, result) -> log.add(result.verdict()
                                            + " "
                                            + packet.redirect()
                                                    .map(redirect -> redirect.deliveries()
                                                            .getFirst()
                                                            .fate()))),
                            0);
            assertThat(log).containsOnly("4 Optional[SENT]").hasSize(3);
            assertThat(collection.variable("runs").getLong()).isEqualTo(3);
            assertThat(collection.variable("on_cpu").getLong()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThrownEndsTheBatchAndGivesTheCpuUp(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(example("flow_gc"))) {
            Program program = collection.program("flow_gc");
            int[] runs = {0};
            assertThatThrownBy(() -> program.runBatch(PacketBatch.of(List.of(FRAME, FRAME, FRAME), (_, _) -> {
                        if (++runs[0] == 2) {
                            throw new IllegalArgumentException("enough");
                        }
                    })))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("enough");
            assertThat(runs).containsExactly(2);
            assertThat(beside(program)).isEqualTo(2);
            assertThatThrownBy(() -> program.runBatch(PacketBatch.of(List.of(FRAME, new byte[3]), (_, _) -> {})))
                    .hasMessageContaining("Ethernet");
            assertThat(beside(program)).isEqualTo(2);
        }
    }

    private static int beside(Program program) {
        return CompletableFuture.supplyAsync(
                        () -> program.run(new Packet(FRAME), 0).verdict(),
                        work -> Thread.ofPlatform().daemon().start(work))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void timeIsMovedFromOutsideAndOnAVirtualClock() {
        List<CapturedPacket> packets = Traffic.DEFAULT.withPackets(3).flows().toList();
        List<String> log = new ArrayList<>();
        try (Runtime runtime = Runtime.builder().clock(new SystemClock()).build();
                Collection collection = runtime.load(example("flow_gc"))) {
            assertThatThrownBy(() -> collection.program("flow_gc").runBatch(new Noted(packets, log)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("virtual");
        }
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(example("flow_gc"))) {
            Program program = collection.program("flow_gc");
            PacketBatch inside = PacketBatch.of(List.of(FRAME), (_, _) -> program.runBatch(new Noted(packets, log)));
            assertThatThrownBy(() -> program.runBatch(inside))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("outside");
            assertThat(log).isEmpty();
            assertThat(program.runBatch(new Noted(packets, log))).isEqualTo(3);
        }
    }

    /** A batch that goes on until something has happened. */
    private record Until(BooleanSupplier happened, long endNs) implements PacketBatch {
        static Until happens(BooleanSupplier what) {
            return new Until(what, System.nanoTime() + PATIENCE_NS);
        }

        @Override
        public boolean next(Packet packet) {
            packet.set(FRAME, FRAME.length);
            assertThat(System.nanoTime()).as("it happens at last").isLessThan(endNs);
            return !happened.getAsBoolean();
        }
    }

    @ParameterizedTest
    @EnumSource
    void programsOfOtherThreadsAreLetIn(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(example("flow_gc"))) {
            Program program = collection.program("flow_gc");
            List<CompletableFuture<Integer>> other = new ArrayList<>();
            program.runBatch(Until.happens(() -> {
                if (other.isEmpty()) {
                    other.add(CompletableFuture.supplyAsync(
                            () -> program.run(new Packet(FRAME), 0).verdict(),
                            work -> Thread.ofPlatform().daemon().start(work)));
                }
                return other.getFirst().isDone();
            }));
            assertThat(other.getFirst().join()).isEqualTo(2);
        }
    }

    /** Timers may expire without end before the next packet comes: others have the CPU meanwhile, too. */
    @ParameterizedTest
    @EnumSource
    void programsOfOtherThreadsAreLetInBetweenTimers(EngineKind engine) {
        CapturedPacket probe = Traffic.DEFAULT.probes().toList().getFirst();
        CapturedPacket late = new CapturedPacket(
                probe.timestampNs() + TimeUnit.DAYS.toNanos(1000),
                LinkType.ETHERNET,
                0,
                probe.data(),
                probe.data().length);
        List<Program> programs = new ArrayList<>();
        List<CompletableFuture<Integer>> other = new ArrayList<>();
        long endNs = System.nanoTime() + PATIENCE_NS;
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .onTimerEvent(event -> {
                            if (other.isEmpty()) {
                                other.add(CompletableFuture.supplyAsync(
                                        () -> programs.getFirst()
                                                .run(new Packet(FRAME), 0)
                                                .verdict(),
                                        work -> Thread.ofPlatform().daemon().start(work)));
                            }
                            boolean enough = other.getFirst().isDone() || System.nanoTime() > endNs;
                            if (enough && event.kind() == TimerEvent.Kind.FIRED) {
                                throw new IllegalArgumentException(
                                        "let in: " + other.getFirst().isDone());
                            }
                        })
                        .build();
                Collection collection = runtime.load(example("health_check"))) {
            programs.add(collection.program("health_check"));
            assertThatThrownBy(() -> programs.getFirst().runBatch(new Noted(List.of(probe, late), new ArrayList<>())))
                    .hasMessage("let in: true");
        }
    }

    /** Who waits for what runs now waits for the runs, not for the batch that they are of. */
    @ParameterizedTest
    @EnumSource
    void quiesceDoesNotWaitForTheEndOfABatch(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(example("flow_gc"))) {
            List<CompletableFuture<Void>> other = new ArrayList<>();
            collection.program("flow_gc").runBatch(Until.happens(() -> {
                if (other.isEmpty()) {
                    other.add(CompletableFuture.runAsync(
                            runtime::quiesce,
                            work -> Thread.ofPlatform().daemon().start(work)));
                }
                return other.getFirst().isDone();
            }));
            assertThat(other.getFirst()).isCompleted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void onARealClockTimersRunWhileABatchGoesOn(EngineKind engine) {
        byte[] ofFlow = Traffic.DEFAULT.flows().toList().getFirst().data();
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .clock(new SystemClock())
                        .build();
                Collection collection = runtime.load(example("flow_gc").withVariable("idle_timeout_ns", "1000000"))) {
            Program program = collection.program("flow_gc");
            program.run(new Packet(ofFlow), 0);
            assertThat(runtime.timers().armed()).isEqualTo(1);
            program.runBatch(Until.happens(() -> runtime.timers().fired() > 0), 0);
            assertThat(runtime.timers().fired()).isPositive();
        }
    }

    @Test
    void closingTheProgramEndsTheBatch() {
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(example("flow_gc"))) {
            Program program = collection.program("flow_gc");
            assertThatThrownBy(() -> program.runBatch(Until.happens(() -> {
                        program.close();
                        return false;
                    })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    void closingTheDescriptorEndsTheBatchThoughTheProgramLivesOn() {
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(example("flow_gc"));
                Program other =
                        runtime.openProgram(collection.program("flow_gc").id())) {
            Program program = collection.program("flow_gc");
            int[] runs = {0};
            assertThatThrownBy(() -> program.runBatch(PacketBatch.of(List.of(FRAME, FRAME, FRAME), (_, _) -> {
                        runs[0]++;
                        program.close();
                    })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
            assertThat(runs).containsExactly(1);
            assertThat(beside(other)).isEqualTo(2);
        }
    }

    /** The first time that is named sets the clock of the day; one that cannot be that of a packet does not. */
    @Test
    void aTimeBefore1970MovesNothing() {
        CapturedPacket packet = Traffic.DEFAULT.withPackets(1).flows().toList().getFirst();
        List<String> log = new ArrayList<>();
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(example("flow_gc"))) {
            Program program = collection.program("flow_gc");
            CapturedPacket early = new CapturedPacket(-5, LinkType.ETHERNET, 0, packet.data(), packet.data().length);
            assertThatThrownBy(() -> program.runBatch(new Noted(List.of(early), log)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1970");
            long before = runtime.nowNs();
            assertThat(program.runBatch(new Noted(List.of(packet), log))).isEqualTo(1);
            assertThat(runtime.nowNs()).isEqualTo(before);
            assertThat(runtime.clock().realtimeNs()).isEqualTo(packet.timestampNs());
        }
    }

    /** What a program leaves in a packet's fields is not in those of the next packet of a capture. */
    @Test
    void packetsOfACaptureHaveNothingOfTheOneBefore() {
        ByteArrayOutputStream capture = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.of(capture, CaptureWriter.Format.PCAP_NANOS, LinkType.ETHERNET)) {
            writer.write(1000, FRAME, FRAME.length);
            writer.write(2000, FRAME, FRAME.length);
        }
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(PacketOpsRig.OBJECT)) {
            int setsQueue = 512;
            byte[] ops = collection.variable("ops").bytes();
            ByteBuffer.wrap(ops)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(setsQueue)
                    .putLong(7);
            collection.variable("ops").set(ops);
            collection.variable("count").setLong(1);
            Replay.Result result = new Replay(runtime, collection.program("ops_tc"))
                    .run(CaptureReader.of(new ByteArrayInputStream(capture.toByteArray()), "two"));
            assertThat(result.packets()).isEqualTo(2);
            ByteBuffer before =
                    ByteBuffer.wrap(collection.variable("before").bytes()).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer after =
                    ByteBuffer.wrap(collection.variable("after").bytes()).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(after.getLong(3 * Long.BYTES)).isEqualTo(7);
            assertThat(before.getLong(3 * Long.BYTES)).isZero();
        }
    }
}
