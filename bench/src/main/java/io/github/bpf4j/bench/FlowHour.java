package io.github.bpf4j.bench;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.PacketBatch;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * An hour of virtual time: 10 million packets of a million flows through the flow table of the corpus, whose idle timers of 30 s
 * remove what is silent. Prints how long it took and what happened.
 *
 * <p>{@code bin/bench} does not run it; {@code java -cp ... io.github.bpf4j.bench.FlowHour [PACKETS [FLOWS [ENGINE]]]}, with
 * {@code -XX:+UseSerialGC} as {@code bin/bpf4j} runs: other collectors do more for each reference that is stored.
 */
public final class FlowHour {
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int SOURCE = 26;
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("020000000002020000000001080045000028000100004011000000000000c0a80001"
                    + "03e800350014000000000000000000000000000000000000000000000000");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private FlowHour() {}

    /** Runs it. */
    public static void main(String[] arguments) {
        int packets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000_000;
        int flows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        EngineKind engine = arguments.length > 2 ? EngineKind.valueOf(arguments[2]) : EngineKind.JIT;
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("examples/flow_gc.bpf.o"), "flow_gc")
                .withVariable("idle_timeout_ns", "30000000000")
                .withMaxEntries("flows", flows);
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(spec)) {
            long begun = System.nanoTime();
            long begunCpu = THREADS.getCurrentThreadCpuTime();
            replay(runtime, collection.program("flow_gc"), packets, flows);
            long cpuNs = THREADS.getCurrentThreadCpuTime() - begunCpu;
            System.out.printf(
                    "%,d packets of %,d flows in an hour of virtual time: %.1f s wall, %.1f s of the thread, %,d callbacks, "
                            + "%,d flows created, %,d expired, %,d left, %,d bytes of guest memory%n",
                    packets,
                    flows,
                    (System.nanoTime() - begun) / 1e9,
                    cpuNs / 1e9,
                    runtime.timers().fired(),
                    collection.variable("flows_created").getLong(),
                    collection.variable("flows_expired").getLong(),
                    collection.map("flows").size(),
                    runtime.committedBytes());
            printMemory(runtime, collection, flows);
        }
    }

    /** What a flow costs that is silent: heap and guest memory beyond the bytes of its key and value. */
    private static void printMemory(Runtime runtime, Collection collection, int flows) {
        runtime.runUntilIdle(Duration.ofHours(1));
        long heap = usedHeap();
        long guest = runtime.committedBytes();
        byte[] frame = FRAME.clone();
        Packet packet = new Packet(frame);
        for (int i = 0; i < flows; i++) {
            ByteBuffer.wrap(frame).putInt(SOURCE, 0x0a000000 + i);
            collection.program("flow_gc").run(packet.set(frame, frame.length));
        }
        BpfMap map = collection.map("flows");
        long own = (long) map.size() * (map.keySize() + map.valueSize());
        System.out.printf(
                "%,d idle flows: %.1f bytes each beyond key and value (heap %.1f, guest memory %.1f)%n",
                map.size(),
                (usedHeap() - heap + runtime.committedBytes() - guest - own) / (double) map.size(),
                (usedHeap() - heap) / (double) map.size(),
                (runtime.committedBytes() - guest - own) / (double) map.size());
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return java.lang.Runtime.getRuntime().totalMemory()
                - java.lang.Runtime.getRuntime().freeMemory();
    }

    /** Packets at even distances, each of a flow that chance has chosen. */
    private static final class Hour implements PacketBatch {
        private final SplittableRandom random = new SplittableRandom(1);
        private final byte[] frame = FRAME.clone();
        private final ByteBuffer bytes = ByteBuffer.wrap(frame);
        private final int packets;
        private final int flows;
        private final long startNs;
        private int sent;

        Hour(int packets, int flows, long startNs) {
            this.packets = packets;
            this.flows = flows;
            this.startNs = startNs;
        }

        @Override
        public boolean next(Packet packet) {
            if (sent == packets) {
                return false;
            }
            bytes.putInt(SOURCE, 0x0a000000 + random.nextInt(flows));
            packet.set(frame, frame.length);
            sent++;
            return true;
        }

        @Override
        public long realtimeNs() {
            return startNs + (long) ((double) (sent - 1) / packets * HOUR_NS);
        }
    }

    private static void replay(Runtime runtime, Program program, int packets, int flows) {
        long startNs = runtime.clock().realtimeNs();
        program.runBatch(new Hour(packets, flows, startNs));
        runtime.advanceToRealtime(startNs + HOUR_NS);
    }
}
