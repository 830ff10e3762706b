package io.github.bpf4j.conformance.examples;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One of the corpus's examples with a capture gone through it, still loaded. */
final class ExampleRun implements AutoCloseable {
    final Runtime runtime;
    final Collection collection;
    final Replay.Result result;
    final List<Fired> fired = new ArrayList<>();
    final List<CapturedPacket> output = new ArrayList<>();

    /** A timer that fired: when, and for which key. */
    record Fired(long timeNs, String key) {}

    ExampleRun(String name, EngineKind engine, List<CapturedPacket> packets) {
        runtime = Runtime.builder().engine(engine).onTimerEvent(this::note).build();
        collection = runtime.load(CollectionSpec.read(Corpus.bytes("examples/" + name + ".bpf.o"), name + ".bpf.o"));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.of(sent, CaptureWriter.Format.PCAP_NANOS, LinkType.ETHERNET)) {
            result = new Replay(runtime, collection.program(name))
                    .output(writer)
                    .run(CaptureReader.of(new ByteArrayInputStream(capture(packets)), name));
        }
        CaptureReader reader = CaptureReader.of(new ByteArrayInputStream(sent.toByteArray()), "output");
        for (Optional<CapturedPacket> next = reader.next(); next.isPresent(); next = reader.next()) {
            output.add(next.get());
        }
    }

    private void note(TimerEvent event) {
        if (event.kind() == TimerEvent.Kind.FIRED) {
            fired.add(new Fired(event.timeNs(), HexFormat.of().formatHex(event.key())));
        }
    }

    private static byte[] capture(List<CapturedPacket> packets) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.of(bytes, CaptureWriter.Format.PCAPNG, LinkType.ETHERNET)) {
            packets.forEach(writer::write);
        }
        return bytes.toByteArray();
    }

    long variable(String name) {
        return collection.variable(name).getLong();
    }

    @Override
    public void close() {
        collection.close();
        runtime.close();
    }
}
