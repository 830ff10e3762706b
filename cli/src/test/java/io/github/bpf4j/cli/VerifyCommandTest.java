package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Verdicts as a user sees them; whether they are Linux's is tested elsewhere. */
class VerifyCommandTest {
    private static final Path CORPUS = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus");
    private static final Path FLOW_GC = CORPUS.resolve("examples/flow_gc.bpf.o");
    private static final Path MAPS = CORPUS.resolve("mistakes/maps.bpf.o");
    private static final Path MISTAKES = CORPUS.resolve("mistakes/mistakes.bpf.o");
    private static final Path ACCESS = CORPUS.resolve("scenarios/12_access.bpf.o");

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {
        List<JsonNode> json() {
            return out.lines().map(new JsonMapper()::readTree).toList();
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }

    private static Ended verify(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute(Stream.concat(Stream.of("verify"), Stream.of(arguments))
                .map(Object::toString)
                .toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void acceptedProgramIsOneLine() {
        Ended ended = verify(FLOW_GC);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.lines())
                .singleElement()
                .satisfies(
                        line -> assertThat(line)
                                .matches(
                                        "accept  xdp  flow_gc  \\(\\d+ instructions, \\d+ states, 96 bytes of stack, \\d+[.]\\d ms\\)"));
    }

    @Test
    void refusedProgramShowsTheLineAndTheInstructions() {
        Ended ended = verify(ACCESS, "--prog", "s85_vr25_store__EACCES");
        assertThat(ended.code()).isEqualTo(Main.EXIT_GUEST);
        assertThat(ended.lines())
                .containsExactly(
                        "reject  tc  s85_vr25_store__EACCES  -EACCES: direct access to the bpf_timer at offset 8 of values of"
                                + " map arr",
                        "    ./scenarios/12_access.bpf.c:10: P(s85_vr25_store__EACCES, *((volatile __u64 *)&v->t + 1) = 1)",
                        "       ; line 15 of ./scenarios/verify.h: static struct val *get(void *map, __u32 k) { return"
                                + " bpf_map_lookup_elem(map, &k); }",
                        "       4: r1 = map_fd 0x0 ll <arr>",
                        "       6: call 0x1 <bpf_map_lookup_elem>",
                        "       ; line 10: P(s85_vr25_store__EACCES, *((volatile __u64 *)&v->t + 1) = 1)",
                        "       7: if r0 == 0x0 goto +0x2",
                        "       8: r1 = 0x1",
                        "    => 9: *(u64 *)(r0 + 0x10) = r1");
    }

    @Test
    void jsonOfAProgramIsOneLineWithTheDocumentedFields() {
        Ended ended = verify(ACCESS, "--json", "--prog", "s85_vr25_store__EACCES");
        JsonNode refused = ended.json().getFirst();
        assertThat(refused.propertyNames())
                .containsExactly(
                        "obj", "prog", "section", "type", "verdict", "errno", "insns", "states", "stack", "time_us",
                        "reason");
        assertThat(refused.get("obj").asString()).isEqualTo(ACCESS.toString());
        assertThat(refused.get("section").asString()).isEqualTo("tc");
        assertThat(refused.get("type").asString()).isEqualTo("SCHED_CLS");
        assertThat(refused.get("verdict").asString()).isEqualTo("reject");
        assertThat(refused.get("errno").asString()).isEqualTo("EACCES");
        assertThat(refused.get("insns").asInt()).isEqualTo(9);
        JsonNode reason = refused.get("reason");
        assertThat(reason.propertyNames()).containsExactly("message", "line", "file", "source", "insn");
        assertThat(reason.get("message").asString()).startsWith("direct access to the bpf_timer");
        assertThat(reason.get("line").asInt()).isEqualTo(10);
        assertThat(reason.get("file").asString()).isEqualTo("./scenarios/12_access.bpf.c");
        assertThat(reason.get("source").asString()).startsWith("P(s85_vr25_store__EACCES");
        assertThat(reason.get("insn").asInt()).isEqualTo(9);

        JsonNode accepted = verify(FLOW_GC, "--json").json().getFirst();
        assertThat(accepted.propertyNames()).containsExactlyElementsOf(refused.propertyNames());
        assertThat(accepted.get("errno").isNull()).isTrue();
        assertThat(accepted.get("reason").isNull()).isTrue();
        assertThat(accepted.get("stack").asInt()).isEqualTo(96);
    }

    @Test
    void everyProgramOfEveryObjectIsJudgedAutoloadedOrNot() {
        Ended ended = verify(FLOW_GC, ACCESS);
        assertThat(ended.code()).isEqualTo(Main.EXIT_GUEST);
        assertThat(ended.lines()).startsWith(FLOW_GC + ":").contains(ACCESS + ":");
        Ended json = verify(FLOW_GC, ACCESS, "--json");
        assertThat(json.json().stream().map(each -> each.get("obj").asString()).distinct())
                .containsExactly(FLOW_GC.toString(), ACCESS.toString());
        assertThat(json.json())
                .hasSameSizeAs(ended.lines().stream()
                        .filter(line -> line.matches("(accept|reject|error ) .*"))
                        .toList());
        assertThat(verify(FLOW_GC, CORPUS.resolve("examples/rate_limit.bpf.o")).code())
                .isZero();
    }

    @Test
    void programIsLookedForInAllObjects() {
        assertThat(verify(ACCESS, FLOW_GC, "--prog", "flow_gc", "--json").json())
                .singleElement()
                .satisfies(each -> assertThat(each.get("obj").asString()).isEqualTo(FLOW_GC.toString()));
    }

    @Test
    void rulesAreThoseOfTheProfile() {
        Path tracing = CORPUS.resolve("features/tracing_timers.bpf.o");
        List<String> profiles = List.of("5.15", "6.12", "7.0");
        assertThat(profiles.stream()
                        .map(profile -> verify(tracing, "--prog", "in_kprobe", "--profile", profile)
                                .code()))
                .containsExactly(0, 1, 0);
        assertThat(verify(FLOW_GC, "--profile", "4.9").err()).contains("there is no profile \"4.9\", only 5.15, 6.12");
    }

    @Test
    void loaderWithoutCapabilitiesIsRefusedMore() {
        Path programs = CORPUS.resolve("verifier/unprivileged_b.bpf.o");
        assertThat(verify(programs, "--prog", "s10_frame_into_map__EACCES").code())
                .isZero();
        assertThat(verify(programs, "--unprivileged", "--prog", "s10_frame_into_map__EACCES")
                        .out())
                .contains("-EACCES: what is stored in a map value leaks an address, which needs CAP_PERFMON");
        assertThat(verify(programs, "--unprivileged", "--prog", "s10_number_into_map__ok")
                        .code())
                .isZero();
        Path lru = CORPUS.resolve("features/maps.bpf.o");
        assertThat(verify(lru, "--unprivileged").out())
                .containsPattern("-EPERM: map \"[a-z_]*\" cannot be created: type LRU_HASH");
        assertThat(verify(MISTAKES, "--unprivileged", "--prog", "loop_without_bound")
                        .out())
                .contains("-EPERM: programs of type SCHED_CLS need capabilities");
    }

    @Test
    void logGoesToStandardErrorOrIntoTheJson() {
        Ended states = verify(ACCESS, "--log", "2", "--prog", "s85_vr25_store__EACCES");
        assertThat(states.out()).startsWith("reject  tc  s85_vr25_store__EACCES");
        assertThat(states.err().lines())
                .startsWith("log of s85_vr25_store__EACCES in " + ACCESS, "func#0 @0", "0: R1=ctx() R10=fp0")
                .contains("8: (b7) r1 = 1                        ; R1_w=1", "9: (7b) *(u64 *)(r0 +16) = r1")
                .endsWith(
                        "direct access to the bpf_timer at offset 8 of values of map arr",
                        "processed 9 insns (limit 1000000) total_states 0");
        assertThat(verify(ACCESS, "--log", "1", "--prog", "s85_vr25_store__EACCES")
                        .err())
                .contains("path from the begin of s85_vr25_store__EACCES\n", "R1: 1\n");
        Ended json = verify(ACCESS, "--log", "2", "--json", "--prog", "s85_vr25_store__EACCES");
        assertThat(json.err()).isEmpty();
        assertThat(json.json().getFirst().get("log").asString()).startsWith("func#0 @0\n");
        assertThat(verify(ACCESS, "--log", "0", "--prog", "s85_vr25_store__EACCES")
                        .err())
                .isEmpty();
        assertThat(verify(FLOW_GC, "--log", "3").code()).isEqualTo(Main.EXIT_USAGE);
    }

    @Test
    void wrongUsageEndsWithTwoBeforeAnythingIsVerified() {
        Ended missing = verify(FLOW_GC, folder.resolve("none.o"));
        assertThat(missing).isEqualTo(new Ended(2, "", missing.err()));
        assertThat(missing.err()).contains("there is no file");
        Ended unknown = verify(FLOW_GC, ACCESS, "--prog", "flow_cg");
        assertThat(unknown).isEqualTo(new Ended(2, "", unknown.err()));
        assertThat(unknown.err()).contains("there is no program \"flow_cg\"; did you mean flow_gc");
        assertThat(verify(FLOW_GC, "--prog", "zzzzzzzzzzzz").err()).contains("there is flow_gc (xdp)");
        assertThat(verify().code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(verify(FLOW_GC, "--profile", "4.9").code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(verify(FLOW_GC, "--cpus", "0").code()).isEqualTo(Main.EXIT_USAGE);
    }

    @Test
    void fileThatIsNoElfIsTreatedAsTheGuestsFault() throws Exception {
        Path text = Files.writeString(folder.resolve("text.o"), "no object", StandardCharsets.UTF_8);
        Ended ended = verify(text, FLOW_GC);
        assertThat(ended.code()).isEqualTo(Main.EXIT_GUEST);
        assertThat(ended.err()).startsWith("bpf4j: " + text + ": ").contains("no ELF header");
        assertThat(ended.out()).contains("accept  xdp  flow_gc");
    }

    @Test
    void programWhoseMapLinuxDoesNotCreateIsAnError() {
        Ended ended = verify(MAPS);
        assertThat(ended.code()).isEqualTo(Main.EXIT_GUEST);
        assertThat(ended.lines().subList(0, 2))
                .containsExactly(
                        "error   xdp  finds_in_none  -EINVAL: map \"no_entries\" cannot be created: type HASH, 4 bytes of key,"
                                + " 8 bytes of value, 0 entries; if its loader sets the size, give one: --map-entries"
                                + " NAME=N",
                        "error   xdp  finds_a_map    -EBADF: map \"of_what\" does not say what the maps in it are like");
        assertThat(ended.lines().get(2)).startsWith("accept  xdp  finds_a_value  (");
        JsonNode error = verify(MAPS, "--json").json().getFirst();
        assertThat(error.get("errno").asString()).isEqualTo("EINVAL");
        assertThat(error.get("reason").get("line").isNull()).isTrue();
    }

    @Test
    void sizesThatLoadersSetAreGiven() {
        Ended ended = verify(MAPS, FLOW_GC, "--map-entries", "no_entries=16", "--prog", "finds_in_none", "--json");
        assertThat(ended.json())
                .singleElement()
                .satisfies(each -> assertThat(each.get("verdict").asString()).isEqualTo("accept"));
        assertThat(verify(MAPS, "--map-entries", "no_entries=0").out()).contains("0 entries; if its loader");
        Ended unknown = verify(MAPS, FLOW_GC, "--map-entries", "no_such_map=16");
        assertThat(unknown).isEqualTo(new Ended(Main.EXIT_USAGE, "", unknown.err()));
        assertThat(unknown.err()).isEqualTo("bpf4j: --map-entries: there is no map \"no_such_map\"\n");
        Ended negative = verify(MAPS, "--map-entries", "no_entries=-1");
        assertThat(negative.code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(negative.err()).startsWith("bpf4j: --map-entries: ");
    }

    @Test
    void symbolsWithoutATypeAreTakenToBeThere() {
        Path object = CORPUS.resolve("refused/ksym.bpf.o");
        Ended ended = verify(object, "--prog", "address");
        assertThat(ended.code()).as(ended.out()).isZero();
        assertThat(ended.lines()).hasSize(2);
        assertThat(ended.lines().get(1))
                .isEqualTo("    note: extern init_task is taken to be there; --kallsyms says whether a kernel has it");
        JsonNode accepted = verify(object, "--prog", "address", "--json").json().getFirst();
        assertThat(accepted.get("notes").get(0).asString()).startsWith("extern init_task is taken to be there");
        assertThat(verify(object, "--prog", "typed", "--json").json().getFirst().has("notes"))
                .as("what a program uses is what is told")
                .isFalse();
    }

    @Test
    void symbolsOfAKernelAreGivenAsAFile() throws IOException {
        Path object = CORPUS.resolve("refused/ksym.bpf.o");
        Path file = folder.resolve("kallsyms");
        Files.writeString(file, "ffffffff8ea10940 D init_task\nffffffffc0a01000 t helper\t[module]\n");
        Ended found = verify(object, "--kallsyms", file);
        assertThat(found.code()).as(found.out()).isZero();
        assertThat(found.out()).doesNotContain("note:");
        Files.writeString(file, "ffffffff8ea10940 D init_net\n");
        Ended missing = verify(object, "--prog", "address", "--kallsyms", file);
        assertThat(missing.code()).isEqualTo(Main.EXIT_GUEST);
        assertThat(missing.out())
                .startsWith("error   xdp  address  ")
                .contains("extern init_task is an address without a type, and nobody says what it is");
        Files.writeString(file, "ffffffff8ea10940 D init_task\nffffffff8ea10980 d init_task\n");
        assertThat(verify(object, "--prog", "address", "--kallsyms", file).out())
                .contains("extern init_task has more than one address");
        for (String useless : new String[] {"0000000000000000 D init_task\n", "", "no line of it\n"}) {
            Files.writeString(file, useless);
            Ended refused = verify(object, "--kallsyms", file);
            assertThat(refused.code()).as(useless).isEqualTo(Main.EXIT_USAGE);
            assertThat(refused.err()).startsWith("bpf4j: --kallsyms ");
        }
    }

    @Test
    void interruptedVerificationEndsAtOnce() {
        Thread.currentThread().interrupt();
        Ended ended = verify(MISTAKES, "--prog", "loop_without_bound");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).isEqualTo(new Ended(Main.EXIT_GUEST, "", ended.err()));
        assertThat(ended.err()).startsWith("bpf4j: verification was interrupted");
    }

    @ParameterizedTest
    @CsvSource({
        "isa/alu.v4.bpfeb.o, big-endian",
        "refused/legacy_maps.bpf.o, map counters has a definition of 36 bytes that says something at byte 28",
    })
    void programThatCannotBeLinkedIsAnError(String object, String message) {
        Ended ended = verify(CORPUS.resolve(object), "--json");
        assertThat(ended.code()).isEqualTo(Main.EXIT_GUEST);
        assertThat(ended.json()).anySatisfy(each -> {
            assertThat(each.get("verdict").asString()).isEqualTo("error");
            assertThat(each.get("errno").isNull()).isTrue();
            assertThat(each.get("reason").get("message").asString()).contains(message);
        });
        assertThat(verify(CORPUS.resolve(object)).out()).containsPattern("(?m)^error   .*" + message);
    }

    @Test
    void typesOfAKernelAreGivenAsAFile() {
        Path reader = CORPUS.resolve("core/reader.bpf.o");
        Ended fits = verify(
                reader,
                "--prog",
                "unguarded",
                "--btf",
                CORPUS.resolve("core/kernel_moved.bpf.o").toString());
        assertThat(fits.code()).isZero();
        Ended lacks = verify(
                reader,
                "--prog",
                "unguarded",
                "--btf",
                CORPUS.resolve("core/kernel_before.bpf.o").toString());
        assertThat(lacks.code()).isEqualTo(Main.EXIT_GUEST);
        assertThat(lacks.out()).contains("struct thing.later is not in the kernel's types");
    }

    @Test
    void settingsOfAKernelAreGivenAsAFile() throws IOException {
        Path object = CORPUS.resolve("features/kconfig.bpf.o");
        Path settings = CORPUS.resolve("features/kconfig.config");
        Ended given = verify(object, "--prog", "only_for_another_kernel", "--kconfig", settings);
        assertThat(given.out()).startsWith("accept");
        assertThat(given.code()).isZero();
        Path other = Files.writeString(
                folder.resolve("config"), Files.readString(settings).replace("CONFIG_HZ=1000", "CONFIG_HZ=100"));
        assertThat(verify(object, "--prog", "only_for_another_kernel", "--kconfig", other)
                        .out())
                .startsWith("reject");
        assertThat(verify(object, "--prog", "only_with_cookies", "--kconfig", settings)
                        .out())
                .startsWith("accept");
    }

    @Test
    void aSettingThatIsMissingIsAnErrorWithWhatLinuxAnswers() {
        Ended ended = verify(CORPUS.resolve("features/kconfig.bpf.o"), "--json", "--prog", "ticks_per_second");
        JsonNode verdict = ended.json().getFirst();
        assertThat(verdict.get("verdict").asString()).isEqualTo("error");
        assertThat(verdict.get("errno").asString()).isEqualTo("ESRCH");
        assertThat(verdict.get("reason").get("message").asString())
                .startsWith(
                        "extern CONFIG_BPF_JIT: the kernel's configuration does not set it, nor CONFIG_NET_CLS_BPF, ")
                .contains(", CONFIG_LSM: give one that does, or declare what the program can do without as weak");
    }

    @Test
    void aFileThatIsNoConfigurationIsWrongUsage() throws IOException {
        Path object = CORPUS.resolve("features/kconfig.bpf.o");
        Path text = Files.writeString(folder.resolve("config"), "CONFIG_HZ\n");
        Ended ended = verify(object, "--kconfig", text);
        assertThat(ended.code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(ended.err()).contains("--kconfig " + text + ": line 1: no \"=\" behind CONFIG_HZ");
        Path packed =
                Files.write(folder.resolve("config.gz"), new byte[] {0x1f, (byte) 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThat(verify(object, "--kconfig", packed).code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(verify(object, "--kconfig", folder.resolve("none")).err()).contains("there is no file");
    }

    @Test
    void aFileWithoutTypesIsWrongUsage() {
        Path reader = CORPUS.resolve("core/reader.bpf.o");
        Ended ended =
                verify(reader, "--btf", CORPUS.resolve("refused/reasons.tsv").toString());
        assertThat(ended.code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(ended.err()).contains("reasons.tsv", "neither BTF nor an ELF64 file");
    }
}
