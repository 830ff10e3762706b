package io.github.bpf4j.cli;

import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.net.Traffic;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the flow table that cleans itself up, on made-up traffic. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Replays made-up traffic through an XDP flow table whose entries are removed by their own timers.")
final class DemoCommand implements Callable<Integer> {
    private static final String OBJECT = "/io/github/bpf4j/corpus/examples/flow_gc.bpf.o";
    private static final int SHOWN_EVENTS = 4;

    @Spec
    private CommandSpec spec;

    @Option(names = "--packets", paramLabel = "N", description = "How many packets; 10000 unless given.")
    private int packets = 10_000;

    private int shown;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        CollectionSpec collection = CollectionSpec.read(object(), "flow_gc.bpf.o");
        byte[] capture = capture();
        out.println(
                "flow_gc.bpf.o is an XDP program as clang compiled it: a hash of flows, each with a struct bpf_timer.");
        out.println(
                "A flow that is silent for 5 s is removed by its own timer. Here are the first timers to fire, at virtual");
        out.println("time, which only the packets' time stamps move:");
        out.println();
        long startNs = System.nanoTime();
        try (Runtime runtime = Runtime.builder()
                        .onTimerEvent(event -> show(event, out))
                        .build();
                Collection loaded = runtime.load(collection)) {
            long beganNs = runtime.nowNs();
            Replay replay = new Replay(runtime, loaded.program("flow_gc"));
            Replay.Result result = replay.run(CaptureReader.of(new ByteArrayInputStream(capture), "demo"));
            long passedNs = runtime.nowNs() - beganNs;
            int alive = loaded.map("flows").size();
            long drained = runtime.runUntilIdle(Duration.ofHours(1));
            double tookS = (System.nanoTime() - startNs) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "%nAfter %d packets, %.0f s of virtual time: %d flows created, %d in the table, %s.%n",
                    result.packets(),
                    passedNs / 1e9,
                    loaded.variable("flows_created").getLong(),
                    alive,
                    result.verdicts());
            out.printf(
                    Locale.ROOT,
                    "Then time went on until no timer was left: %d callbacks, and the table holds %d flows.%n",
                    drained,
                    loaded.map("flows").size());
            out.printf(
                    Locale.ROOT,
                    "timers: armed %d, fired %d, pending %d; %d flows expired.%n",
                    runtime.timers().armed(),
                    runtime.timers().fired(),
                    runtime.timers().pending(),
                    loaded.variable("flows_expired").getLong());
            out.printf(Locale.ROOT, "All of it took %.1f s, and comes out the same every time.%n", tookS);
        }
        out.println("Try it on your own: bin/bpf4j run OBJECT --pcap CAPTURE --trace-timers --drain until-idle");
        out.flush();
        return 0;
    }

    private void show(TimerEvent event, PrintWriter out) {
        if (event.kind() == TimerEvent.Kind.FIRED && shown < SHOWN_EVENTS) {
            shown++;
            out.println("    [" + RunReport.seconds(event.timeNs()) + "] " + event.callback()
                    + " fires for an entry of " + event.map());
        }
    }

    private static byte[] object() throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream(OBJECT)) {
            if (in == null) {
                throw new IllegalStateException("the example object is missing from this build");
            }
            return in.readAllBytes();
        }
    }

    private byte[] capture() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.of(bytes, CaptureWriter.Format.PCAP_NANOS, LinkType.ETHERNET)) {
            Traffic.DEFAULT.withPackets(packets).flows().forEach(writer::write);
        }
        return bytes.toByteArray();
    }
}
