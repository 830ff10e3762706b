package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Traffic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code run} with a world, and with targets in maps. */
class RunTargetsTest {
    private static final Path OBJECT =
            Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/features/redirect_maps.bpf.o");
    private static final String WORLD = """
            {"interfaces": [{"ifindex": 1, "name": "lo"}, {"ifindex": 6, "name": "eth0", "mac": "02:00:00:00:00:01", "mtu": 9000}],
             "cgroups": [{"id": 7, "path": "/web"}], "cgroup": "/web"}
            """;

    @TempDir
    private Path folder;

    private Path pcap;
    private Path world;

    private record Ended(int code, String out, String err) {
        JsonNode json() {
            return new JsonMapper().readTree(out);
        }
    }

    @BeforeEach
    void files() throws IOException {
        pcap = folder.resolve("in.pcap");
        try (CaptureWriter writer = CaptureWriter.create(pcap, LinkType.ETHERNET)) {
            Traffic.DEFAULT.withPackets(100).probes().forEach(writer::write);
        }
        world = Files.writeString(folder.resolve("world.json"), WORLD);
    }

    private Ended run(Object... more) {
        List<String> arguments = new ArrayList<>(List.of("run", OBJECT.toString(), "--pcap", pcap.toString()));
        for (Object argument : more) {
            arguments.add(argument.toString());
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute(arguments.toArray(new String[0]));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void packetsGoWhereTargetsSay() throws IOException {
        Path out = folder.resolve("out.pcap");
        Ended ended =
                run("--prog", "to_dev8", "--set", "key=1", "--target", "dev8[1]=6:entry_cut", "--out", out, "--json");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.json().get("redirects").toString()).isEqualTo("{\"dev8[1] -> interface 6\":100}");
        try (CaptureReader sent = CaptureReader.open(out);
                CaptureReader came = CaptureReader.open(pcap)) {
            assertThat(sent.next().orElseThrow().data().length)
                    .isEqualTo(came.next().orElseThrow().data().length - 10);
        }
        ended = run(
                "--prog", "to_cpu8", "--set", "key=3", "--target", "cpu8[3]=64:cpu_redirect", "--target", "dev4[0]=6");
        assertThat(ended.out()).contains("redirect  cpu8[3] -> cpu 3, dev4[0] -> interface 6: 100");
    }

    @Test
    void worldSaysWhatThereIs() {
        Ended ended = run("--prog", "to_interface", "--set", "key=5", "--world", world);
        assertThat(ended.out()).contains("redirect  interface 5: NO_INTERFACE: 100");
        ended = run("--prog", "packet_under", "--world", world, "--target", "groups[0]=/web", "--json");
        assertThat(ended.json().get("verdicts").toString()).isEqualTo("{\"RECLASSIFY\":100}");
        ended = run("--prog", "to_dev4", "--world", world, "--target", "dev4[0]=5");
        assertThat(ended.code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(ended.err()).contains("EINVAL");
    }

    @Test
    void mistakesAreNamed() throws IOException {
        assertThat(run("--prog", "to_dev4", "--target", "dev4").err()).contains("MAP[KEY]=TO[:PROGRAM]");
        assertThat(run("--prog", "to_dev4", "--target", "dev5[0]=1").err()).contains("no map \"dev5\"");
        assertThat(run("--prog", "to_dev4", "--target", "dev8[0]=1:none").err()).contains("no program \"none\"");
        assertThat(run("--prog", "to_dev4", "--target", "dev8[0]=x").err()).contains("\"x\" is no number");
        assertThat(run("--prog", "to_cpu4", "--target", "cpu4[256]=1").err()).contains("at most 256");
        for (String bad : List.of(
                "[",
                "{\"interface\": []}",
                "{\"interfaces\": [{\"ifindex\": 0}]}",
                "{\"cgroups\": [{\"id\": 5, \"path\": \"/a/b\"}]}")) {
            Files.writeString(world, bad);
            Ended ended = run("--prog", "to_dev4", "--world", world);
            assertThat(ended.code()).as(bad).isEqualTo(Main.EXIT_USAGE);
            assertThat(ended.err()).as(bad).contains("--world");
        }
    }
}
