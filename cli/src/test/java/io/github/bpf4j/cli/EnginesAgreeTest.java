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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Every engine prints the same JSON, and sends the same packets, byte for byte. */
class EnginesAgreeTest {
    private static final Path EXAMPLES = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/examples");
    private static final List<String> ENGINES = List.of("interpreter", "jit", "auto");

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    private static Ended bpf4j(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code =
                commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"../corpus/src/main/scenarios", "../conformance/src/test/resources/scenarios"})
    void onScenarioFiles(Path scenarios) throws IOException {
        List<Object> command = new ArrayList<>(List.of("test"));
        try (Stream<Path> files = Files.list(scenarios)) {
            files.filter(file -> !file.endsWith("ops.yaml"))
                    .sorted()
                    .forEach(command::add); // that one is included by others
        }
        command.addAll(List.of("--json", "--engine"));
        Ended interpreted = bpf4j(with(command.toArray(), "interpreter"));
        assertThat(interpreted.out()).as(interpreted.err()).contains("\"passed\" : true");
        for (String engine : ENGINES) {
            assertThat(bpf4j(with(command.toArray(), engine))).as(engine).isEqualTo(interpreted);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "flow_gc,flow_gc",
        "nested_gc,nested_gc",
        "health_check,health_check",
        "rate_limit,rate_limit",
        "nat44,from_inside",
        "nat44,from_outside",
        "syscall_control,meter"
    })
    void onExamplesWithACapture(String object, String program) throws IOException {
        Path capture = folder.resolve("in.pcap");
        try (CaptureWriter writer = CaptureWriter.create(capture, LinkType.ETHERNET)) {
            Traffic.DEFAULT.withPackets(5000).flows().forEach(writer::write);
        }
        Ended interpreted = null;
        byte[] sent = {};
        for (String engine : ENGINES) {
            Path out = folder.resolve(engine + ".pcap");
            Ended ended = bpf4j(
                    "run",
                    EXAMPLES.resolve(object + ".bpf.o"),
                    "--prog",
                    program,
                    "--pcap",
                    capture,
                    "--out",
                    out,
                    "--json",
                    "--dump-maps",
                    "--drain",
                    "3s",
                    "--engine",
                    engine);
            if (interpreted == null) {
                interpreted = ended;
                sent = Files.readAllBytes(out);
                assertThat(ended.out()).as(ended.err()).contains("\"packets\"");
            }
            assertThat(ended).as(engine).isEqualTo(interpreted);
            assertThat(Files.readAllBytes(out)).as(engine).isEqualTo(sent);
        }
    }

    @Test
    void onExamplesWithoutPackets() throws IOException {
        Path events = Files.writeString(folder.resolve("events.yaml"), """
                - {at: 10ms, target: function/handle_request, args: [7, 1], repeat: 20, every: 3ms}
                - {at: 2s, target: function/handle_request, args: [8, 2]}
                """);
        Object[] traced = {
            "run",
            EXAMPLES.resolve("trace_and_arm.bpf.o"),
            "--event",
            events,
            "--json",
            "--dump-maps",
            "--drain",
            "5s",
            "--engine"
        };
        Object[] sampled = {
            "run",
            EXAMPLES.resolve("periodic_sampler.bpf.o"),
            "--every",
            "10ms",
            "--drain",
            "30s",
            "--json",
            "--dump-maps",
            "--engine"
        };
        for (Object[] command : List.of(traced, sampled)) {
            Ended interpreted = bpf4j(with(command, "interpreter"));
            assertThat(interpreted.out()).as(interpreted.err()).contains("\"timers\"");
            for (String engine : ENGINES) {
                assertThat(bpf4j(with(command, engine))).as(engine).isEqualTo(interpreted);
            }
        }
    }

    private static Object[] with(Object[] command, String engine) {
        return Stream.concat(Stream.of(command), Stream.of(engine)).toArray();
    }

    @Test
    void peopleAreToldWhatRanEachProgram() {
        Object[] command = {
            "run", EXAMPLES.resolve("periodic_sampler.bpf.o"), "--every", "10ms", "--drain", "1s", "--engine"
        };
        assertThat(bpf4j(with(command, "checked")).out()).containsPattern("engine    \\w+: checked\n");
        assertThat(bpf4j(with(command, "auto")).out()).containsPattern("engine    \\w+: interpreter\n");
        assertThat(bpf4j(with(command, "jit")).out())
                .containsPattern("engine    \\w+: jit, \\d+ bytes of classes made of \\d+ bytes in \\d+\\.\\d ms\n");
    }
}
