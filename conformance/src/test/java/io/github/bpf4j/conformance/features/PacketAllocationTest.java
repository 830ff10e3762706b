package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.net.Traffic;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.PacketBatch;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.function.LongConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A packet costs no memory: what the thread allocates for a batch of a hundred thousand is less than a hundredth of a byte for each, and
 * what a batch and a capture cost once.
 */
/*
 * The JVM makes objects while it interprets that its compilers do without, and compiles when it likes. So batches go on until one is
 * cheap: what packets cost in earnest, none of them is.
 */
class PacketAllocationTest {
    private static final int PACKETS = 100_000;
    private static final int ROUNDS = 40;
    private static final long BATCH_BYTES = 5000; // the packet, with its bytes
    private static final long CAPTURE_BYTES = 150_000; // the reader's buffers
    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long GAP_NS = 1000;
    private static final byte[] FRAME =
            Traffic.DEFAULT.flows().toList().getFirst().data();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long leastAllocated(LongConsumer batchAt, long enough) {
        long least = Long.MAX_VALUE;
        for (long round = 0; round < ROUNDS && least >= enough; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            batchAt.accept(START_NS + round * PACKETS * GAP_NS);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static CollectionSpec spec(String object, String program) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes(object), program);
        return program.equals("flow_gc") ? spec.withVariable("idle_timeout_ns", "10000") : spec;
    }

    /** A packet of the same flow each microsecond, again and again. */
    private static final class Steady implements PacketBatch {
        private final boolean hasTimes;
        private long timeNs;
        private long endNs;
        private long passed;

        Steady(boolean hasTimes) {
            this.hasTimes = hasTimes;
        }

        void begin(long startNs) {
            timeNs = startNs;
            endNs = startNs + PACKETS * GAP_NS;
        }

        @Override
        public boolean next(Packet packet) {
            timeNs += GAP_NS;
            packet.set(FRAME, FRAME.length);
            return timeNs <= endNs;
        }

        @Override
        public long realtimeNs() {
            return hasTimes ? timeNs : NOW;
        }

        @Override
        public void done(Packet packet, RunResult result) {
            passed += result.fault().isEmpty() ? 1 : 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INTERPRETER, examples/flow_gc.bpf.o, flow_gc, true, 1000",
        "JIT, examples/flow_gc.bpf.o, flow_gc, true, 1000",
        "INTERPRETER, features/batch.bpf.o, filter, false, 0",
        "JIT, features/batch.bpf.o, filter, false, 0",
        "INTERPRETER, examples/rate_limit.bpf.o, rate_limit, true, 0",
        "JIT, examples/rate_limit.bpf.o, rate_limit, true, 0",
    })
    void packetsCostNoMemory(EngineKind engine, String object, String name, boolean hasTimes, long timers) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec(object, name))) {
            Program program = collection.program(name);
            Steady batch = new Steady(hasTimes);
            long[] runs = {0};
            long least = leastAllocated(
                    startNs -> {
                        batch.begin(startNs);
                        runs[0] += program.runBatch(batch);
                    },
                    BATCH_BYTES);
            assertThat(batch.passed).isEqualTo(runs[0]).isGreaterThanOrEqualTo(PACKETS);
            assertThat(least).as("bytes for a batch").isLessThan(BATCH_BYTES);
            assertThat(runtime.timers().fired()).isGreaterThanOrEqualTo(timers);
        }
    }

    @ParameterizedTest
    @CsvSource({"INTERPRETER, PCAP_NANOS", "JIT, PCAP_NANOS", "INTERPRETER, PCAPNG", "JIT, PCAPNG"})
    void packetsOfACaptureCostNoMemory(EngineKind engine, CaptureWriter.Format format) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec("examples/flow_gc.bpf.o", "flow_gc"))) {
            Replay replay = new Replay(runtime, collection.program("flow_gc"));
            byte[] capture = capture(format);
            long least = leastAllocated(
                    _ -> replay.run(CaptureReader.of(new ByteArrayInputStream(capture), "capture")), CAPTURE_BYTES);
            assertThat(least).as("bytes for a capture").isLessThan(CAPTURE_BYTES);
        }
    }

    private static byte[] capture(CaptureWriter.Format format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.of(bytes, format, LinkType.ETHERNET)) {
            for (int i = 0; i < PACKETS; i++) {
                writer.write(START_NS + i * GAP_NS, FRAME, FRAME.length);
            }
        }
        return bytes.toByteArray();
    }
}
