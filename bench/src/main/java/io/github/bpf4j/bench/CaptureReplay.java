package io.github.bpf4j.bench;

import com.sun.management.ThreadMXBean;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * A million packets of a capture file, read and sent through a flow table with a timer for each flow, and through a filter that keeps
 * nothing: packets per second of the thread's CPU time, and the bytes that it allocates for each.
 *
 * <p>{@code java -cp ... io.github.bpf4j.bench.CaptureReplay [PACKETS [FLOWS [ENGINE]]]}.
 */
public final class CaptureReplay {
    private static final int ROUNDS = 5;
    private static final int SOURCE = 26;
    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long GAP_NS = 1000;
    private static final byte[] FRAME = HexFormat.of()
            .parseHex("020000000002020000000001080045000028000100004011000000000000c0a80001"
                    + "03e800350014000000000000000000000000000000000000000000000000");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private CaptureReplay() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        int packets = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int flows = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        EngineKind engine = arguments.length > 2 ? EngineKind.valueOf(arguments[2]) : EngineKind.JIT;
        Path warmup = Files.createTempFile("warmup", ".pcap");
        Path file = Files.createTempFile("replay", ".pcap");
        try {
            write(warmup, START_NS, packets, flows);
            write(file, START_NS + packets * GAP_NS, packets, flows);
            CollectionSpec flowGc = CollectionSpec.read(Corpus.bytes("examples/flow_gc.bpf.o"), "flow_gc")
                    .withVariable("idle_timeout_ns", "500000000");
            measure(warmup, file, engine, flowGc, "flow_gc");
            measure(warmup, file, engine, CollectionSpec.read(Corpus.bytes("features/batch.bpf.o"), "batch"), "filter");
        } finally {
            Files.delete(warmup);
            Files.delete(file);
        }
    }

    private static void write(Path file, long startNs, int packets, int flows) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] frame = FRAME.clone();
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        try (CaptureWriter writer = CaptureWriter.create(file, LinkType.ETHERNET)) {
            for (int i = 0; i < packets; i++) {
                bytes.putInt(SOURCE, 0x0a000000 + random.nextInt(flows));
                writer.write(startNs + i * GAP_NS, frame, frame.length);
            }
        }
    }

    private static void measure(Path warmup, Path file, EngineKind engine, CollectionSpec spec, String name)
            throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    Collection collection = runtime.load(spec)) {
                Replay replay = new Replay(runtime, collection.program(name));
                try (CaptureReader reader = CaptureReader.open(warmup)) {
                    replay.run(reader);
                }
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                long begun = THREADS.getCurrentThreadCpuTime();
                try (CaptureReader reader = CaptureReader.open(file)) {
                    replay.run(reader);
                }
                double packets = replay.result().packets() / 2.0;
                System.out.printf(
                        "%s, %s: %.2f million packets per second, %.3f bytes each, %,d callbacks%n",
                        name,
                        engine,
                        packets / (THREADS.getCurrentThreadCpuTime() - begun) * 1000,
                        (THREADS.getCurrentThreadAllocatedBytes() - allocated) / packets,
                        runtime.timers().fired());
            }
        }
    }
}
