package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.LinkType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Programs of type EXT, and those around functions of programs, on the command line and in scenarios; 151 in place of 52 is what Linux
 * 6.12 answered.
 */
class ReplaceOptionTest {
    private static final Path CORPUS = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus");

    @TempDir
    private Path folder;

    private String target = "";
    private String extension = "";

    private record Ended(int code, String out, String err) {}

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    @BeforeEach
    void files() throws IOException {
        target = Files.write(
                        folder.resolve("replaced.bpf.o"), Files.readAllBytes(CORPUS.resolve("features/replaced.bpf.o")))
                .toString();
        extension = Files.write(
                        folder.resolve("once.bpf.o"),
                        Files.readAllBytes(CORPUS.resolve("features/replaced_once.bpf.o")))
                .toString();
    }

    @Test
    void verifyJudgesThemInTheFunctionsPlace() {
        Ended accepted = run("verify", extension, "--replaces", target + ":every");
        assertThat(accepted.code()).as(accepted.out() + accepted.err()).isZero();
        assertThat(accepted.out()).startsWith("accept").contains("larger");
        Ended alone = run("verify", extension);
        assertThat(alone.code()).isEqualTo(1);
        assertThat(alone.out()).contains("EINVAL");
        Ended several = run("verify", extension, "--replaces", target);
        assertThat(several.code()).isEqualTo(2);
        assertThat(several.err()).contains(":PROGRAM").contains("every");
        assertThat(run("verify", extension, "--replaces", target + ":none").code())
                .isEqualTo(2);
    }

    @Test
    void runPutsThemThere() throws IOException {
        Path capture = folder.resolve("one.pcap");
        try (CaptureWriter writer = CaptureWriter.create(capture, LinkType.ETHERNET)) {
            writer.write(0, new byte[64], 64);
        }
        String[] plain = {"run", target, "--prog", "every", "--pcap", capture.toString(), "--dump-maps"};
        assertThat(run(plain).out()).contains(".results = [2, 4, 4, 4, 50, 42, 8, 17]");
        Ended replaced = run(
                "run", target, "--prog", "every", "--pcap", capture.toString(), "--dump-maps", "--replace", extension);
        assertThat(replaced.code()).as(replaced.err()).isZero();
        assertThat(replaced.out()).contains(".results = [101, 4, 4, 4, 50, 42, 8, 17]");
        Ended named = run(
                "run",
                target,
                "--prog",
                "every",
                "--pcap",
                capture.toString(),
                "--replace",
                extension + ":none",
                "--dump-maps");
        assertThat(named.code()).isEqualTo(2);
        assertThat(named.err()).contains("OBJECT:PROGRAM");
        Ended none = run("run", target, "--prog", "every", "--pcap", capture.toString(), "--replace", target);
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("freplace/FUNCTION");
    }

    @Test
    void scenariosNameThem() throws IOException {
        Path file = Files.writeString(folder.resolve("replaced.yaml"), """
                objects:
                  target: {file: replaced.bpf.o, programs: [every]}
                  extension: {file: once.bpf.o, replaces: target.every}
                variables: {frame: "%s"}
                cases:
                  - name: a function is replaced and given back
                    steps:
                      - {run: every, packet: "${frame}", expect: {return: 52}}
                      - {attach: larger, as: link}
                      - {run: every, packet: "${frame}", expect: {return: 151}}
                      - {close: link}
                      - {run: every, packet: "${frame}", expect: {return: 52}}
                """.formatted("00".repeat(64)));
        Ended ended = run("test", file.toString());
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    }

    @Test
    void programsAroundFunctionsAreNamedLikewise() throws IOException {
        String tracers = Files.write(
                        folder.resolve("traced.bpf.o"),
                        Files.readAllBytes(CORPUS.resolve("features/traced_once.bpf.o")))
                .toString();
        Ended accepted = run("verify", tracers, "--prog", "leaves", "--replaces", target + ":every");
        assertThat(accepted.code()).as(accepted.out() + accepted.err()).isZero();
        Ended elsewhere = run("verify", tracers, "--prog", "leaves", "--replaces", target + ":landing");
        assertThat(elsewhere.code()).as("landing has that function too").isZero();
        Path capture = folder.resolve("one.pcap");
        try (CaptureWriter writer = CaptureWriter.create(capture, LinkType.ETHERNET)) {
            writer.write(0, new byte[64], 64);
        }
        Ended traced = run(
                "run", target, "--prog", "every", "--pcap", capture.toString(), "--dump-maps", "--replace", tracers);
        assertThat(traced.code()).as(traced.err()).isZero();
        assertThat(traced.out()).contains(".results = [2, 4, 4, 4, 50, 42, 8, 17]");
        Path file = Files.writeString(folder.resolve("traced.yaml"), """
                objects:
                  target: {file: replaced.bpf.o, programs: [every]}
                  tracers: {file: traced.bpf.o, replaces: target.every}
                variables: {frame: "%s"}
                cases:
                  - name: a function is traced, and no more
                    steps:
                      - {attach: leaves, as: link}
                      - {run: every, packet: "${frame}", expect: {return: 52}}
                      - expect: {variables: {left: 1, result: 2}}
                      - {close: link}
                      - {run: every, packet: "${frame}", expect: {return: 52}}
                      - expect: {variables: {left: 1}}
                """.formatted("00".repeat(64)));
        Ended ended = run("test", file.toString());
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    }
}
