package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Traffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
    /**
     * An object of one socket filter, which is safe and takes longer than a run may: {@code r1 = 0; again: may_goto out;
     * r2 = 0; inner: r2 += 1; if r2 < 1000 goto inner; goto again; out: r0 = 0; exit}.
     */
    private static final String TOO_LONG = """
            f0VMRgIBAQAAAAAAAAAAAAEA9wABAAAAAAAAAAAAAAAAAAAAAAAAACgBAAAAAAAAAAAAAEAAAAAAAEAABQABALcBAAAAAAAA5QAE
            AAAAAAC3AgAAAAAAAAcCAAABAAAApQL+/+gDAAAFAPv/AAAAALcAAAAAAAAAlQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
            AAAYAAAAAAADAAgAAAAAAAAAAAAAAAAAAAAHAAAAAAADADAAAAAAAAAAAAAAAAAAAAASAAAAAAADABgAAAAAAAAAAAAAAAAAAAAe
            AAAAEgADAAAAAAAAAAAAQAAAAAAAAAAALnRleHQAb3V0AHNvY2tldABpbm5lcgBhZ2FpbgBlAC5zdHJ0YWIALnN5bXRhYgAAAAAA
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIAAAAAMAAAAAAAAAAAAA
            AAAAAAAAAAAA+AAAAAAAAAAwAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAABAAAABgAAAAAAAAAAAAAAAAAAAEAA
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAALAAAAAQAAAAYAAAAAAAAAAAAAAAAAAABAAAAAAAAAAEAAAAAA
            AAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAKAAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAgAAAAAAAAAB4AAAAAAAAAAEAAAAEAAAA
            CAAAAAAAAAAYAAAAAAAAAA==
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int bench(Object... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute(Stream.concat(Stream.of("bench", "--quick"), Stream.of(arguments))
                .map(Object::toString)
                .toArray(String[]::new));
    }

    private static Path corpus(String name) {
        return Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus").resolve(name);
    }

    private List<JsonNode> lines() {
        return out.toString().lines().map(new JsonMapper()::readTree).toList();
    }

    @Test
    void eachEngineHasALineWithSpreadAndCurve() {
        assertThat(bench(corpus("bench/e_siphash.kern.o"), "--json"))
                .as(err::toString)
                .isZero();
        assertThat(lines()).extracting(line -> line.get("engine").asString()).containsExactly("jit", "interpreter");
        for (JsonNode line : lines()) {
            assertThat(line.propertyNames())
                    .containsExactly(
                            "engine",
                            "program",
                            "result",
                            "load_ms",
                            "median_ns",
                            "min_ns",
                            "max_ns",
                            "samples",
                            "runs_per_sample",
                            "warmup");
            assertThat(line.get("median_ns").asDouble())
                    .isBetween(line.get("min_ns").asDouble(), line.get("max_ns").asDouble());
            assertThat(line.get("warmup").get(0).propertyNames()).containsExactly("from", "to", "ns_per_run");
            assertThat(line.get("warmup").get(0).get("to").asInt()).isEqualTo(1);
            assertThat(line.get("warmup").size()).isGreaterThan(2);
        }
        assertThat(lines().get(0).get("result")).isEqualTo(lines().get(1).get("result"));
    }

    @Test
    void theTextSaysTheMedianAndTheFirstRun() {
        assertThat(bench(corpus("bench/e_siphash.kern.o"), "--engine", "interpreter"))
                .as(err::toString)
                .isZero();
        assertThat(out.toString())
                .startsWith("interpreter, prog: ")
                .contains("ns per run (median; ", "in 5 samples of ", "the first run returned ")
                .containsPattern("run 1 +[0-9]");
    }

    @Test
    void memoryIsThePacket() {
        Path frame = corpus("bench/inputs/d_packet.mem");
        assertThat(bench(corpus("bench/d_packet.kern.o"), "--mem", frame, "--engine", "jit", "--json"))
                .as(err::toString)
                .isZero();
        assertThat(lines().getFirst().get("result").asLong()).isEqualTo(0x6a8d4454L);
    }

    @Test
    void packetsOfACaptureMoveTheClockPassAfterPass() throws IOException {
        Path pcap = folder.resolve("in.pcap");
        try (CaptureWriter writer = CaptureWriter.create(pcap, LinkType.ETHERNET)) {
            Traffic.DEFAULT.withPackets(200).flows().forEach(writer::write);
        }
        assertThat(bench(corpus("examples/flow_gc.bpf.o"), "--pcap", pcap))
                .as(err::toString)
                .isZero();
        assertThat(out.toString()).contains("jit, flow_gc: ", "interpreter, flow_gc: ");
    }

    @Test
    void aProgramThatIsNotThereIsWrongUsage() {
        assertThat(bench(corpus("bench/maps_timers.kern.o"), "--prog", "nothing"))
                .isEqualTo(Main.EXIT_USAGE);
        assertThat(err.toString()).contains("there is no program \"nothing\"", "h_hash");
    }

    @Test
    void aFaultEndsWithOneAndSaysOnWhichEngine() throws IOException {
        Path object =
                Files.write(folder.resolve("long.o"), Base64.getMimeDecoder().decode(TOO_LONG));
        assertThat(bench(object, "--engine", "jit", "--engine", "interpreter")).isEqualTo(Main.EXIT_GUEST);
        assertThat(err.toString()).startsWith("bpf4j: jit: out of fuel").contains("(e, instruction 4)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aCaptureWithoutPacketsIsWrongUsage() throws IOException {
        Path pcap = folder.resolve("in.pcap");
        CaptureWriter.create(pcap, LinkType.ETHERNET).close();
        assertThat(bench(corpus("bench/e_siphash.kern.o"), "--pcap", pcap)).isEqualTo(Main.EXIT_USAGE);
        assertThat(err.toString()).contains("holds no Ethernet packets");
    }

    /** Timers that run every millisecond would run for years. */
    @Test
    void aGapOfYearsBetweenPacketsIsWrongUsage() throws IOException {
        byte[] frame = new byte[64];
        for (long lastNs : new long[] {
            Duration.ofDays(1).toNanos() + 2, Duration.ofDays(100_000).toNanos()
        }) {
            Path pcap = folder.resolve("in.pcapng");
            try (CaptureWriter writer = CaptureWriter.create(pcap, LinkType.ETHERNET)) {
                writer.write(1, frame, frame.length);
                writer.write(lastNs, frame, frame.length);
            }
            assertThat(bench(corpus("bench/d_packet.kern.o"), "--pcap", pcap))
                    .as(err::toString)
                    .isEqualTo(Main.EXIT_USAGE);
            assertThat(err.toString()).contains("in.pcapng: a packet's time stamp is PT", "after the one before");
        }
    }

    @Test
    void theClockStopsAtTheEndOfTime() {
        assertThat(BenchCommand.later(3, 4)).isEqualTo(7);
        assertThat(BenchCommand.later(3, -4)).isEqualTo(-1);
        assertThat(BenchCommand.later(1, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void programsWithoutPacketsRunOnAContextAndTakeNoCapture() {
        Path sampler = corpus("examples/periodic_sampler.bpf.o");
        assertThat(bench(sampler, "--prog", "sample", "--engine", "jit"))
                .as(err::toString)
                .isZero();
        assertThat(bench(sampler, "--prog", "sample", "--pcap", sampler)).isEqualTo(Main.EXIT_USAGE);
        assertThat(err.toString()).contains("takes no packets: --pcap has none for it");
    }
}
