package io.github.bpf4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SIPHASH = "acd2c40b8502cad8";

    @TempDir
    private Path out;

    private final StringWriter printed = new StringWriter();
    private final StringWriter complained = new StringWriter();

    private int compare(List<Contender> contenders, String... arguments) {
        CommandLine command = Compare.commandLine(new Compare(contenders));
        command.setOut(new PrintWriter(printed)).setErr(new PrintWriter(complained));
        return command.execute(Stream.concat(
                        Stream.of("--quick", "--root", ROOT.toString(), "--out", out.toString()),
                        Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    private static Contender contender(String runtime, Contender.Installation installation) {
        return new Contender(runtime, Set.of("e_siphash", "h_hash"), false, 1, installation);
    }

    /** A runtime that takes so long for a run, and gives that result. */
    private static Contender fake(String runtime, int ns, String result) {
        String script = "echo ready; while read line; do echo 1 %d %d %s; done".formatted(ns, ns, result);
        return contender(runtime, workload -> List.of("sh", "-c", script));
    }

    private static Contender absent(String runtime) {
        return contender(runtime, workload -> {
            throw new Contender.MissingPeerException("buy one");
        });
    }

    @Test
    void ratiosAreToTheNativeProgramOfTheSameRounds() throws IOException {
        int exit = compare(
                List.of(fake("native", 1000, SIPHASH), fake("slow", 1500, SIPHASH)), "--only", "e_siphash", "--json");
        assertThat(exit).as(complained::toString).isZero();
        assertThat(printed.toString().lines())
                .containsExactly(
                        "{\"runtime\":\"native\",\"program\":\"e_siphash\",\"result\":\"acd2c40b8502cad8\","
                                + "\"median_ns\":1000.0,\"min_ns\":1000.0,\"max_ns\":1000.0,\"ratio_to_native\":1.0}",
                        "{\"runtime\":\"slow\",\"program\":\"e_siphash\",\"result\":\"acd2c40b8502cad8\","
                                + "\"median_ns\":1500.0,\"min_ns\":1500.0,\"max_ns\":1500.0,\"ratio_to_native\":1.5}");
        assertThat(Files.readString(out.resolve("results.jsonl"))).isEqualTo(printed.toString());
        assertThat(Files.readString(out.resolve("results.md"))).contains("| e_siphash | 1.00 | 1.50 |");
        assertThat(ImageIO.read(out.resolve("compute.png").toFile()).getWidth()).isGreaterThan(1000);
    }

    @Test
    void aWrongResultIsAnErrorAndNoMeasurement() {
        int exit = compare(
                List.of(fake("native", 1000, SIPHASH), fake("wrong", 1, "0000000000000001")),
                "--only",
                "e_siphash",
                "--json");
        assertThat(exit).isEqualTo(1);
        assertThat(printed.toString()).contains("native").doesNotContain("wrong");
        assertThat(complained.toString())
                .contains("wrong, e_siphash: the result is 0000000000000001, not acd2c40b8502cad8");
    }

    @Test
    void aPeerThatDiesIsAnErrorWithWhatItSaid() {
        Contender dying = contender("dying", workload -> List.of("sh", "-c", "echo ready; read line; echo ouch >&2"));
        Contender refusing = contender("refusing", workload -> List.of("sh", "-c", "echo failed unknown opcode"));
        int exit = compare(List.of(fake("native", 1000, SIPHASH), dying, refusing), "--only", "e_siphash");
        assertThat(exit).isEqualTo(1);
        assertThat(complained.toString())
                .contains("dying, e_siphash: it ended: ouch")
                .contains("refusing, e_siphash: failed unknown opcode");
        assertThat(printed.toString()).contains("| native |");
    }

    @Test
    void missingPeersAreNamedWithHowToInstallThemAndAreNoError() {
        List<Contender> contenders = List.of(fake("native", 1000, SIPHASH), absent("rbpf-jit"));
        assertThat(compare(contenders, "--only", "e_siphash")).isZero();
        assertThat(printed.toString())
                .contains("- rbpf-jit: buy one")
                // what was recorded of it stands in the table, marked
                .contains("| program | native | rbpf-jit * | kernel-jit * |")
                .contains("| e_siphash | 1.00 | 1.76 | 2.84 | 1.76 |");
        assertThat(compare(contenders, "--only", "e_siphash", "--json")).isZero();
        assertThat(complained.toString()).contains("not installed: rbpf-jit: buy one");
    }

    @Test
    void onlyWhatIsAskedForRuns() {
        List<Contender> contenders = List.of(fake("one", 1000, "00000000000003e8"), fake("two", 1000, SIPHASH));
        assertThat(compare(contenders, "--only", "maps,one", "--json")).isZero();
        assertThat(printed.toString().lines())
                .singleElement()
                .asString()
                .contains("\"one\"", "\"h_hash\"", "\"ratio_to_native\":null");
    }

    @Test
    void whatIsNeitherGroupNorProgramNorRuntimeIsWrongUsage() {
        assertThat(compare(List.of(fake("one", 1000, SIPHASH)), "--only", "nonsense"))
                .isEqualTo(2);
        assertThat(complained.toString())
                .contains("compute")
                .contains("e_siphash")
                .contains("one");
    }

    @Test
    void aQuickRunOfOneProgramMeasuresBpf4jInAProcessOfItsOwn() {
        List<Contender> jit = Contenders.all(ROOT, out).stream()
                .filter(it -> it.runtime().equals(Tasks.BPF4J_JIT))
                .toList();
        assertThat(compare(jit, "--only", "e_siphash", "--json"))
                .as(complained::toString)
                .isZero();
        assertThat(printed.toString()).startsWith("{\"runtime\":\"bpf4j-jit\",\"program\":\"e_siphash\"");
    }

    @Test
    void theNativeProgramsComputeTheExpectedResults() throws Exception {
        PeerBuild build = new PeerBuild(ROOT, out, "native", "jit", 4);
        for (String program : List.of("e_siphash", Workload.HELPER)) {
            Workload workload = Workload.of(program);
            List<String> command;
            try {
                command = build.command(workload);
            } catch (Contender.MissingPeerException e) {
                assumeTrue(false, e.getMessage());
                return;
            }
            try (DriverProcess driver = DriverProcess.start(command, out.resolve("native.err"))) {
                Sample sample = driver.run(1_000_000);
                assertThat(sample.result()).isEqualTo(workload.expected());
                assertThat(sample.wallNs()).isGreaterThanOrEqualTo(1_000_000);
            }
        }
    }

    @Test
    void aPeerWhoseSourceTreeIsNotGivenIsMissing() {
        for (String peer : List.of("ubpf", "llvmbpf", "febpf")) {
            assumeTrue(System.getenv(peer.toUpperCase(java.util.Locale.ROOT) + "_HOME") == null);
            assertThatThrownBy(() -> new PeerBuild(ROOT, out, peer, "jit", 3).command(Workload.of("e_siphash")))
                    .isInstanceOf(Contender.MissingPeerException.class)
                    .hasMessageContaining("clone https://github.com/");
        }
    }

    @Test
    void everyPeerHasAScript() {
        Contenders.all(ROOT, out).stream()
                .map(Contender::installation)
                .filter(PeerBuild.class::isInstance)
                .map(it -> new File(ROOT.toFile(), "bench/peers/" + ((PeerBuild) it).name() + "/build"))
                .forEach(script -> assertThat(script).isFile().matches(File::canExecute));
    }
}
