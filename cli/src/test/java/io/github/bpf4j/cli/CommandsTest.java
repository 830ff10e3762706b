package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.net.CaptureReader;
import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Traffic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands as a user types them: what they print, and the code they end with. */
class CommandsTest {
    @TempDir
    private Path folder;

    private Path pcap;

    /** What a command came to. */
    private record Ended(int code, String out, String err) {
        JsonNode json() {
            return new JsonMapper().readTree(out);
        }
    }

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

    private Path object(String name) throws IOException {
        Path file = folder.resolve(name + ".bpf.o");
        try (InputStream in = Main.class.getResourceAsStream("/io/github/bpf4j/corpus/examples/" + name + ".bpf.o")) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    @BeforeEach
    void capture() throws IOException {
        pcap = folder.resolve("in.pcap");
        try (CaptureWriter writer = CaptureWriter.create(pcap, LinkType.ETHERNET)) {
            Traffic.DEFAULT.withPackets(2000).flows().forEach(writer::write);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flow_gc", "health_check", "rate_limit"})
    void replayingTwiceGivesTheSameBytesOfJson(String example) throws IOException {
        for (String engine : new String[] {"interpreter", "checked", "jit", "auto"}) {
            Object[] command = {
                "run", object(example), "--pcap", pcap, "--json", "--dump-maps", "--engine", engine, "--drain", "3s"
            };
            Ended first = bpf4j(command);
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(bpf4j(command)).isEqualTo(first);
        }
    }

    @Test
    void jsonHasTheDocumentedFields() throws IOException {
        JsonNode run = bpf4j("run", object("flow_gc"), "--pcap", pcap, "--json", "--drain", "until-idle")
                .json();
        assertThat(run.propertyNames())
                .containsExactly("packets", "bytes", "skipped", "verdicts", "timers", "maps", "printk", "faults");
        assertThat(run.get("packets").asInt()).isEqualTo(2000);
        assertThat(run.get("timers").propertyNames())
                .containsExactly("armed", "fired", "cancelled", "freed", "pending");
        assertThat(run.get("timers").get("pending").asInt()).isZero();
        assertThat(run.get("maps").get(0).propertyNames()).containsExactly("name", "type", "entries");
        assertThat(run.get("maps").get(0).get("entries").asInt()).isZero();
    }

    @Test
    void textSaysWhatHappened() throws IOException {
        Ended ended = bpf4j("run", object("flow_gc"), "--pcap", pcap, "--trace-timers", "--dump-maps=flows");
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("packets   2000")
                .contains("verdicts  DROP")
                .contains("map       flows (HASH)")
                .contains("timer armed: flows[")
                .contains("timer fired: flows[")
                .contains(".first_seen_ns = ");
    }

    @Test
    void dumpsShowWhatWaitsAndRoutesInOrder() throws IOException {
        Path object = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/features/map_races.bpf.o");
        Ended queue = bpf4j("run", object, "--prog", "queue_produces", "--pcap", pcap, "--dump-maps=queue,seen");
        assertThat(queue.code()).as(queue.err()).isZero();
        assertThat(queue.out())
                .contains("map       queue (QUEUE): 64 entries", "    [0]: ", "    [63]: ")
                .contains("map       seen (BLOOM_FILTER): 0 entries");
        JsonNode routes = bpf4j(
                        "run", object, "--prog", "routes_change", "--pcap", pcap, "--dump-maps=routes", "--json")
                .json();
        assertThat(routes.get("maps").toString())
                .contains("\"name\":\"routes\",\"type\":\"LPM_TRIE\"", ".prefixlen = 16");
    }

    @Test
    void aProgramRunsEverySoOftenWithAndWithoutACapture() throws IOException {
        Path object = object("periodic_sampler");
        JsonNode alone = bpf4j("run", object, "--every", "10ms", "--drain", "1s", "--json")
                .json();
        assertThat(alone.get("samples").asInt()).isEqualTo(100);
        assertThat(alone.get("packets").asInt()).isZero();
        Ended beside =
                bpf4j("run", object, "--pcap", pcap, "--every", "10ms", "--sample", "sample", "--dump-maps=rates");
        assertThat(beside.code()).isZero();
        assertThat(beside.out()).contains("packets   2000").containsPattern("samples   [1-9]");
        assertThat(bpf4j("run", object, "--pcap", pcap, "--json").json().has("samples"))
                .isFalse();
    }

    @Test
    void whatIsRunEverySoOftenMustBeKnown() throws IOException {
        Path object = object("periodic_sampler");
        assertThat(bpf4j("run", object, "--every", "10ms").err()).contains("--drain");
        assertThat(bpf4j("run", object, "--every", "10ms", "--drain", "until-idle")
                        .code())
                .isEqualTo(Main.EXIT_USAGE);
        assertThat(bpf4j("run", object, "--pcap", pcap, "--sample", "sample").err())
                .contains("--every");
        assertThat(bpf4j("run", object, "--every", "0s", "--drain", "1s").err()).contains("longer than nothing");
        assertThat(bpf4j("run", object, "--every", "1s", "--drain", "1s", "--sample", "count_bytes")
                        .err())
                .contains("takes packets");
        assertThat(bpf4j("run", object("flow_gc"), "--every", "1s", "--drain", "1s")
                        .err())
                .contains("--sample");
    }

    @Test
    void variablesAndMapSizesCanBeSet() throws IOException {
        Path object = object("flow_gc");
        JsonNode usual = bpf4j("run", object, "--pcap", pcap, "--json").json();
        JsonNode quick = bpf4j("run", object, "--pcap", pcap, "--json", "--set", "idle_timeout_ns=1000000")
                .json();
        assertThat(quick.get("timers").get("freed").asInt())
                .isGreaterThan(usual.get("timers").get("freed").asInt());
        Ended small = bpf4j("run", object, "--pcap", pcap, "--map-entries", "flows=3", "--dump-maps=.bss,flows");
        assertThat(small.code()).isEqualTo(Main.EXIT_USAGE);
        small = bpf4j("run", object, "--pcap", pcap, "--map-entries", "flows=3", "--dump-maps=flow_gc.bss");
        assertThat(small.out()).contains("flows (HASH): 3 entries").doesNotContain(".flows_refused = 0,");
    }

    @Test
    void packetsSentOnAreWritten() throws IOException {
        Path out = folder.resolve("out.pcapng");
        JsonNode run = bpf4j("run", object("flow_gc"), "--pcap", pcap, "--out", out, "--json")
                .json();
        int written = 0;
        try (CaptureReader reader = CaptureReader.open(out)) {
            for (Optional<CapturedPacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                written++;
            }
        }
        assertThat(written).isEqualTo(run.get("verdicts").get("PASS").asInt());
    }

    @Test
    void damagedCaptureEndsWithOneAndSaysWhatWasGood() throws IOException {
        byte[] bytes = Files.readAllBytes(pcap);
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(bytes, bytes.length / 2));
        Ended ended = bpf4j("run", object("flow_gc"), "--pcap", cut, "--json");
        assertThat(ended.code()).isEqualTo(Main.EXIT_GUEST);
        assertThat(ended.err()).contains("good packets");
        assertThat(ended.json().get("packets").asInt()).isPositive();
    }

    @Test
    void damagedObjectEndsWithOne() throws IOException {
        Path object = Files.write(folder.resolve("bad.o"), new byte[100]);
        for (String command : new String[] {"inspect", "disasm"}) {
            Ended ended = bpf4j(command, object);
            assertThat(ended.code()).isEqualTo(Main.EXIT_GUEST);
            assertThat(ended.err()).startsWith("bpf4j: ");
        }
    }

    @Test
    void wrongUsageEndsWithTwo() throws IOException {
        Path object = object("flow_gc");
        assertThat(bpf4j().code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(bpf4j("frobnicate").code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(bpf4j("run", object).code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(bpf4j("run", folder.resolve("none.o"), "--pcap", pcap).err()).contains("there is no file");
        assertThat(bpf4j("run", object, "--pcap", pcap, "--prog", "x").err()).contains("flow_gc (xdp)");
        assertThat(bpf4j("run", object, "--pcap", pcap, "--set", "nothing=1").code())
                .isEqualTo(Main.EXIT_USAGE);
        assertThat(bpf4j("run", object, "--pcap", pcap, "--drain", "soon").err())
                .contains("no duration");
        assertThat(bpf4j("run", object, "--pcap", pcap, "--dump-maps=x").err()).contains("there is no map");
        assertThat(bpf4j("run", object, "--pcap", pcap, "--cpu", "999").code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(bpf4j("exec", "--repeat", "0").code()).isEqualTo(Main.EXIT_USAGE);
    }

    @Test
    void inspectShowsProgramsMapsAndSpecialFields() throws IOException {
        JsonNode object = bpf4j("inspect", object("rate_limit"), "--json").json();
        assertThat(object.get("license").asString()).isEqualTo("Dual MIT/GPL");
        assertThat(object.get("programs").get(0).get("type").asString()).isEqualTo("XDP");
        assertThat(object.get("maps").get(0).get("fields").toString())
                .contains("bpf_spin_lock")
                .contains("bpf_timer");
        assertThat(bpf4j("inspect", object("flow_gc")).out()).contains("bpf_timer at byte 32");
    }

    @Test
    void inspectShowsKernelOperations() throws IOException {
        Path object = Path.of("../object/src/test/resources/objects/struct_ops.bpfel.o");
        assertThat(bpf4j("inspect", object).out())
                .contains("kernel operations:")
                .containsPattern(
                        "  linked +struct operations, section .struct_ops.link\\R +init: start\\R +release: stop");
        assertThat(bpf4j("inspect", object, "--json").json().get("structOps").toString())
                .contains("{\"name\":\"plain\",\"section\":\".struct_ops\",\"type\":\"operations\","
                        + "\"programs\":{\"init\":\"start\"}}");
    }

    @Test
    void aCaptureIsReplayedOnAKernelOfGivenSettings() {
        Path corpus = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/features");
        Path object = corpus.resolve("kconfig.bpf.o");
        String program = "only_for_another_kernel";
        assertThat(bpf4j("run", object, "--prog", program, "--pcap", pcap).err())
                .contains("extern CONFIG_", "the kernel's configuration does not set it");
        Ended ended =
                bpf4j("run", object, "--prog", program, "--pcap", pcap, "--kconfig", corpus.resolve("kconfig.config"));
        assertThat(ended.code()).as(ended.err()).isZero();
    }

    @Test
    void disassemblyShowsSourcesAndNames() throws IOException {
        assertThat(bpf4j("disasm", object("flow_gc"), "--prog", "flow_gc").out())
                .contains("<flow_gc>:")
                .contains("; void *data = (void *)(long)ctx->data;")
                .contains("<bpf_timer_init>")
                .contains("<flows>");
    }

    @Test
    void kernelFunctionsAreShownByName() throws IOException {
        Path kfuncs = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/features/kfuncs.bpf.o");
        assertThat(bpf4j("inspect", kfuncs).out())
                .contains("  bpf_rcu_read_lock    section .ksyms, function of Linux 6.12, 7.0")
                .contains("  bpf_iter_num_new___wide section .ksyms, function of Linux 6.12, 7.0")
                .contains("  bpf_timer_cancel_async section .ksyms, weak, function of Linux 7.0")
                .contains("  bpf_no_such_function section .ksyms, weak, unknown function")
                .containsPattern("  pcpu_hot +section .ksyms, weak\\R");
        assertThat(bpf4j("inspect", kfuncs, "--json").json().get("externs").toString())
                .contains("{\"name\":\"bpf_timer_cancel_async\",\"section\":\".ksyms\",\"weak\":true,\"function\":true,"
                        + "\"kernels\":[\"7.0\"]}");
        assertThat(bpf4j("disasm", kfuncs, "--prog", "loops").out())
                .contains("call kfunc 0xa <bpf_iter_num_new>")
                .contains("call kfunc 0xc <bpf_iter_num_destroy>");
        assertThat(bpf4j("disasm", kfuncs, "--prog", "does_without").out())
                .contains("call kfunc 0x0 <bpf_no_such_function>");
    }

    @ParameterizedTest
    @CsvSource({
        "b7000000050000009500000000000000, 0, 0x5",
        "'b7 00 00 00 ff ff ff ff 95 00 00 00 00 00 00 00', 0, 0xffffffffffffffff",
        "85000000e70300009500000000000000, 1, no helper has the number 999",
        "0500ffff00000000, 1, budget",
        "ff00000000000000, 1, not",
        "b70000000500000095, 1, instruction",
        "xyz, 2, hexadecimal",
    })
    void execPrintsTheResultOrTheReason(String hex, int code, String text) {
        InputStream in = System.in;
        try {
            System.setIn(new ByteArrayInputStream(hex.getBytes(StandardCharsets.US_ASCII)));
            Ended ended = bpf4j("exec");
            assertThat(ended.code()).as(ended.err()).isEqualTo(code);
            assertThat(code == 0 ? ended.out() : ended.err()).contains(text);
        } finally {
            System.setIn(in);
        }
    }

    @Test
    void execTakesCodeAndMemoryFromFilesAndTellsTime() throws IOException {
        byte[] code = {0x79, 0x10, 0, 0, 0, 0, 0, 0, (byte) 0x95, 0, 0, 0, 0, 0, 0, 0};
        Path binary = Files.write(folder.resolve("code.bin"), code);
        Path memory = Files.write(folder.resolve("mem.bin"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        Ended ended = bpf4j("exec", "--code", binary, "--mem-file", memory, "--repeat", "100", "--time");
        assertThat(ended.out()).startsWith("0x807060504030201").contains("ns per run");
        assertThat(bpf4j("exec", "--code", binary, "--mem", "ff00000000000000").out())
                .startsWith("0xff");
        assertThat(bpf4j("exec", "--code", binary, "--engine", "checked").code())
                .isEqualTo(Main.EXIT_GUEST);
    }

    @Test
    void whatIsNotVerifiedRunsInTheCheckedInterpreterOnly() throws IOException {
        Path object = object("flow_gc");
        Ended refused = bpf4j("run", object, "--pcap", pcap, "--unverified", "--engine", "interpreter");
        assertThat(refused.code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(refused.err()).contains("--unverified needs --engine checked");
        Ended ran = bpf4j("run", object, "--pcap", pcap, "--unverified", "--engine", "checked");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.err()).contains("not verified");
    }

    @Test
    void demoExplainsItselfAndComesOutTheSame() {
        Ended first = bpf4j("demo", "--packets", "500");
        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("flow_idle fires").contains("pending 0");
        String again = bpf4j("demo", "--packets", "500").out();
        assertThat(again.replaceAll("took .* s,", "")).isEqualTo(first.out().replaceAll("took .* s,", ""));
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            assertThat(bpf4j(command, "--help").code()).as(command).isZero();
        }
        assertThat(bpf4j("--version").out()).contains("bpf4j");
    }

    @Test
    void aCommandIsKnownAloneByTheNameThatItHasAmongAll() {
        Map<String, CommandLine> all = Main.commandLine().getSubcommands();
        assertThat(all).containsKeys("run", "help", "generate-completion");
        all.forEach(
                (name, command) -> assertThat(command.getCommandSpec().name()).isEqualTo(name));
        assertThat(Main.commandLine("run", "help").getSubcommands()).containsOnlyKeys("run");
        assertThat(Main.commandLine("help", "run").getSubcommands()).hasSameSizeAs(all);
        assertThat(Main.commandLine("generate-completion").getSubcommands()).hasSameSizeAs(all);
        assertThat(Main.commandLine("nothing").getSubcommands()).hasSameSizeAs(all);
        assertThat(Main.commandLine("--help").getSubcommands()).hasSameSizeAs(all);
    }

    private Path scenario(String text) throws IOException {
        object("flow_gc");
        return Files.writeString(folder.resolve("a.yaml"), "objects: {gc: flow_gc.bpf.o}\n" + text);
    }

    @Test
    void testEndsWithWhatTheCasesCameTo() throws IOException {
        Path file = scenario("""
                cases:
                  - {name: right, steps: [{advance: 1s, fires: 0}]}
                  - {name: "wrong <&>", steps: [{advance: 1s, fires: 2}]}
                """);
        Ended all = bpf4j("test", folder);
        assertThat(all.code()).isEqualTo(1);
        assertThat(all.out())
                .contains(
                        "ok    right",
                        "FAIL  wrong <&>",
                        "expected  2",
                        "was       0",
                        "2 cases, 1 as expected, 1 not");
        Ended one = bpf4j("test", file, "--filter", "^right", "--json");
        assertThat(one.code()).isZero();
        assertThat(one.json().get(0).get("passed").asBoolean()).isTrue();
        assertThat(bpf4j("test", file, "--list").out().lines()).hasSize(2);
        Path junit = folder.resolve("junit.xml");
        assertThat(bpf4j("test", file, "--junit", junit).code()).isEqualTo(1);
        assertThat(Files.readString(junit))
                .contains("tests=\"2\" failures=\"1\"", "name=\"wrong &lt;&amp;&gt;\"", "fires: expected 2, was 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cases: [{name: a, steps: [{nothing: 1}]}] | no step",
                "cases: [] | no case to run",
                "cases: [{name: a, steps: [{advance: '${where}'}]}] | no variable",
            })
    void testSaysWhatCannotBeUnderstood(String text, String reason) throws IOException {
        Ended ended = bpf4j("test", scenario(text));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains(reason);
    }

    @Test
    void testTakesVariablesAndShowsItsSchema() throws IOException {
        Path file = scenario("cases: [{name: a, steps: [{advance: '${wait}', fires: 0}]}]");
        assertThat(bpf4j("test", file, "--set", "wait=5s").code()).isZero();
        assertThat(bpf4j("test", file, "--set", "wait=5s", "--engine", "interpreter")
                        .code())
                .isZero();
        assertThat(bpf4j("test").code()).isEqualTo(2);
        assertThat(bpf4j("test", folder.resolve("missing.yaml")).code()).isEqualTo(2);
        assertThat(bpf4j("test", file, "--filter", "[").code()).isEqualTo(2);
        assertThat(bpf4j("test", "--schema").json().get("$defs").has("steps")).isTrue();
    }
}
