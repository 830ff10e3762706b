package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What of Linux is here, as text, JSON and pages. */
class FeaturesCommandTest {
    private record Ended(int code, String out, String err) {
        JsonNode json() {
            return new JsonMapper().readTree(out);
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }

    private static Ended features(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute(
                Stream.concat(Stream.of("features"), Stream.of(arguments)).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void everyFeatureIsALine() {
        Ended ended = features();
        assertThat(ended.code()).as(ended.err()).isZero();
        int headings = 4;
        int blanks = 3;
        assertThat(ended.lines())
                .hasSize(ProgramType.values().length
                        + MapType.values().length
                        + 211
                        + Kfunc.values().length
                        + headings
                        + blanks)
                .contains(
                        "XDP                              runs           5.15 6.12 7.0   -     xdp xdp.frags xdp.frags/cpumap xdp.frags/devmap xdp/cpumap xdp/devmap",
                        "STRUCT_OPS                       runs           5.15 6.12 7.0   -     struct_ops struct_ops.s",
                        "BLOOM_FILTER                     runs           6.12 7.0        -",
                        "timer_start                      runs           5.15 6.12 7.0   only  all",
                        "bpf_timer_cancel_async           runs           7.0             only  all");
    }

    @Test
    void oneKindOfOneKernel() {
        List<String> maps = features("--only", "maps", "--profile", "5.15").lines();
        assertThat(maps).hasSize(30).first().asString().startsWith("MAP TYPE");
        assertThat(features("--only", "KFUNCS", "--profile", "5.15").lines())
                .hasSize(12)
                .filteredOn(line -> line.matches("(tcp|cubictcp)_.* STRUCT_OPS"))
                .hasSize(11);
        assertThat(features("--only", "kfuncs", "--profile", "6.12").lines())
                .noneMatch(line -> line.startsWith("bpf_timer_cancel_async"));
    }

    @Test
    void jsonSaysAll() {
        JsonNode all = features("--json", "--only", "helpers").json();
        assertThat(all.size()).isEqualTo(211);
        JsonNode timer = all.get(170);
        assertThat(timer.get("name").asString()).isEqualTo("timer_start");
        assertThat(timer.get("number").asInt()).isEqualTo(171);
        assertThat(timer.get("state").asString()).isEqualTo("RUNS");
        assertThat(timer.get("gplOnly").asBoolean()).isTrue();
        assertThat(timer.get("kernels").toString()).isEqualTo("[\"5.15\",\"6.12\",\"7.0\"]");
        assertThat(timer.get("programs").toString()).isEqualTo("[\"all\"]");
        assertThat(timer.get("remark").asString()).isEqualTo("as Linux, see below");
    }

    @Test
    void unknownKindIsWrongUsage() {
        Ended ended = features("--only", "syscalls");
        assertThat(ended.code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(ended.err()).contains("PROGRAMS, MAPS, HELPERS, KFUNCS");
    }

    @Test
    void pagesAreWrittenAgain(@TempDir Path docs) throws IOException {
        String marks = "<!-- features %s -->\nWRITTEN BEFORE\n<!-- end -->\n";
        String page = "# P\n" + marks.formatted("programs") + "text\n" + marks.formatted("maps")
                + marks.formatted("helpers") + marks.formatted("kfuncs") + "rest\n";
        Files.writeString(docs.resolve("parity.md"), page);
        assertThat(features("--write-docs", docs.toString()).code()).isZero();
        assertThat(Files.readString(docs.resolve("parity.md")))
                .startsWith("# P\n<!-- features programs -->\n| programs | bpf4j |\n|---|---|\n")
                .contains("<!-- end -->\ntext\n<!-- features maps -->\n")
                .contains(
                        "\n| BLOOM_FILTER | as Linux, with as many bits; which values are taken for others differs |\n")
                .doesNotContain("WRITTEN BEFORE")
                .endsWith("<!-- end -->\nrest\n");
        assertThat(Files.readString(docs.resolve("features.md"))).contains("\n| 30 | BLOOM_FILTER | runs | 6.12 |\n");
    }
}
