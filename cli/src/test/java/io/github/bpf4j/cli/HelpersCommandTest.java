package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.NearestNames;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The helper reference: text, JSON and manual page. */
class HelpersCommandTest {
    private record Ended(int code, String out, String err) {
        JsonNode json() {
            return new JsonMapper().readTree(out);
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }

    private static Ended helpers(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute(
                Stream.concat(Stream.of("helpers"), Stream.of(arguments)).toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpf_timer_cancel", "timer_cancel", "BPF_TIMER_CANCEL", "172"})
    void timerHelperIsShownInFull(String name) {
        Ended ended = helpers(name);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualToNormalizingNewlines("""
                bpf_timer_cancel, helper 172

                    long bpf_timer_cancel(struct bpf_timer *timer);

                implemented   yes
                licence       GPL-compatible programs only
                capability    CAP_BPF
                families      all
                programs      all types but EXT, which has those of the program that it extends, and LIRC_MODE2
                restriction   those of type KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE
                              may not name such a map
                returns       INTEGER: a 64-bit number
                R1            struct bpf_timer *timer (TIMER): a struct bpf_timer in a map value

                results, the first that applies:
                -EOPNOTSUPP   called in a non-maskable interrupt
                -EINVAL       the timer is not initialised, or its element was removed
                -EDEADLK      called by the timer's own callback; nothing changes
                -EDEADLK      called by a callback that another callback is cancelling; nothing changes
                1             the timer was armed and is not any more; its callback is gone
                0             the timer was not armed; its callback is gone
                """);
    }

    @Test
    void tableHasEveryPrototypeOnceInTheOrderOfTheNumbers() {
        List<String> lines = helpers().lines();
        assertThat(lines.getFirst()).startsWith("NO.");
        assertThat(lines.stream()
                        .skip(1)
                        .takeWhile(line -> !line.isEmpty())
                        .map(line -> line.strip().split(" +", 3)[1]))
                .containsExactlyElementsOf(HelperPrototype.all().stream()
                        .map(HelperPrototype::kernelName)
                        .toList());
        assertThat(lines)
                .contains(
                        "  1  bpf_map_lookup_elem          yes         -    all",
                        "  4  bpf_probe_read               yes         only TRACING SYSCALL",
                        "121  bpf_xdp_output               yes         only TRAMPOLINE SYSCALL",
                        " 44  bpf_xdp_adjust_head          yes         -    XDP",
                        "171  bpf_timer_start              yes         only all");
    }

    @Test
    void kernelFunctionsAreAPartOfTheirOwn() {
        List<String> lines = helpers().lines();
        int heading = lines.indexOf("     KERNEL FUNCTION              IMPLEMENTED LINUX");
        assertThat(lines.subList(heading + 1, lines.size()).stream()
                        .map(line -> line.strip().split(" +", 2)[0]))
                .containsExactlyElementsOf(
                        Stream.of(Kfunc.values()).map(Kfunc::kernelName).toList());
        assertThat(lines)
                .contains(
                        "     bpf_iter_num_new             yes         6.12 7.0",
                        "     bpf_copy_from_user_str       yes         6.12 7.0",
                        "     bpf_lookup_user_key          yes         6.12 7.0",
                        "     bpf_crypto_ctx_create        yes         6.12 7.0",
                        "     cgroup_rstat_flush           yes         6.12");
        JsonNode kfuncs = helpers("--json").json().get("kfuncs");
        assertThat(kfuncs.findValuesAsString("prototype"))
                .hasSize(Kfunc.values().length)
                .contains(
                        "int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end)",
                        "int *bpf_iter_num_next(struct bpf_iter_num *it)",
                        "void bpf_preempt_disable(void)",
                        "int bpf_wq_set_callback_impl(struct bpf_wq *wq, void *callback_fn, unsigned int flags, void *aux)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpf_iter_num_new", "iter_num_new", "BPF_ITER_NUM_NEW"})
    void kernelFunctionIsShownInFull(String name) {
        Ended ended = helpers(name);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualToNormalizingNewlines("""
                bpf_iter_num_new, kernel function

                    int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end);

                implemented   yes
                kernels       Linux 6.12, 7.0
                licence       GPL-compatible programs only
                programs      all types
                returns       INT: a 32-bit number; the upper half of R0 is zero
                R1            struct bpf_iter_num *it (ITERATOR_OUT): room on the stack for an iterator, 8 bytes
                R2            int start (ANYTHING): any number; the function itself refuses bad ones
                R3            int end (ANYTHING): any number; the function itself refuses bad ones
                """);
    }

    @Test
    void kernelFunctionHasJsonAndAManualPage() {
        JsonNode key = helpers("bpf_crypto_ctx_create", "--json").json();
        assertThat(key.propertyNames())
                .containsExactly("name", "implemented", "kernels", "traits", "prototype", "arguments", "returns");
        assertThat(key.get("implemented").asBoolean()).isTrue();
        assertThat(key.get("traits").toString()).contains("MAY_SLEEP");
        assertThat(key.get("kernels").toString()).isEqualTo("[\"6.12\",\"7.0\"]");
        assertThat(helpers("crypto_ctx_create").out())
                .contains("implemented   yes")
                .contains("MAY_SLEEP");
        assertThat(helpers("cgroup_rstat_flush").out()).contains("implemented   yes");
        assertThat(helpers("rcu_read_lock", "--man").lines())
                .contains(
                        ".TH \"bpf_rcu_read_lock\" 7 \"\" \"bpf4j\" \"BPF helpers\"",
                        "void bpf_rcu_read_lock(void);",
                        "In Linux 6.12, 7.0.");
    }

    @Test
    void jsonOfTheTableHasEveryPrototypeWithTheDocumentedFields() {
        JsonNode all = helpers("--json").json().get("helpers");
        assertThat(all.size()).isEqualTo(HelperPrototype.all().size());
        for (JsonNode helper : all) {
            assertThat(helper.propertyNames())
                    .containsExactly(
                            "number",
                            "name",
                            "implemented",
                            "gplOnly",
                            "capability",
                            "traits",
                            "prototype",
                            "arguments",
                            "returns",
                            "groups",
                            "programTypes",
                            "restrictedTypes",
                            "results");
        }
    }

    @Test
    void jsonOfOneHelperSaysWhatTheTextDoes() {
        JsonNode init = helpers("timer_init", "--json").json();
        assertThat(init.get("number").asInt()).isEqualTo(169);
        assertThat(init.get("implemented").asBoolean()).isTrue();
        assertThat(init.get("prototype").asString())
                .isEqualTo("long bpf_timer_init(struct bpf_timer *timer, void *map, u64 flags)");
        assertThat(init.get("arguments").get(0).get("kind").asString()).isEqualTo("TIMER");
        assertThat(init.get("results").findValuesAsString("result"))
                .containsExactly("-EINVAL", "-EOPNOTSUPP", "-EINVAL", "-EBUSY", "-ENOMEM", "-EPERM", "0");
        assertThat(init.get("programTypes").toString()).contains("XDP").doesNotContain("EXT");
        assertThat(helpers("spin_lock").out())
                .contains("restriction   those of type SOCKET_FILTER, KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT,");
        assertThat(helpers("xdp_adjust_head", "--json")
                        .json()
                        .get("programTypes")
                        .toString())
                .isEqualTo("[\"XDP\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bpf_csum_diff; long bpf_csum_diff(const void *mem, u32 size, const void *mem2, u32 size2, u32 seed)",
                "bpf_ktime_get_ns; u64 bpf_ktime_get_ns(void)",
                "bpf_map_lookup_elem; void *bpf_map_lookup_elem(void *map, const void *key)",
                "bpf_loop; long bpf_loop(u32 nr_loops, void *callback_fn, void *callback_ctx, u64 flags)",
                "bpf_task_storage_delete; long bpf_task_storage_delete(void *map, struct task_struct *object)",
            })
    void prototypesAreSpelledAsInC(String name, String prototype) {
        assertThat(helpers(name).out()).contains("    " + prototype + ";");
    }

    /** What may be any number has a type and a name of its own, in every helper. */
    @Test
    void openArgumentsAreNamedInEveryHelper() {
        for (HelperPrototype helper : HelperPrototype.all()) {
            List<String> declarations = CPrototype.declarations(helper);
            assertThat(declarations).as(helper.name()).doesNotHaveDuplicates().doesNotContain("u64 number");
            long open = helper.arguments().stream()
                    .filter(argument -> argument.kind() == ArgumentKind.ANYTHING)
                    .count();
            assertThat(CPrototype.openArguments(helper.id())).as(helper.name()).isEqualTo(open);
        }
        for (Kfunc kfunc : Kfunc.values()) {
            assertThat(CPrototype.declarations(kfunc))
                    .as(kfunc.kernelName())
                    .doesNotHaveDuplicates()
                    .doesNotContain("u64 number");
            long open = kfunc.arguments().stream()
                    .filter(argument -> argument.kind() == ArgumentKind.ANYTHING)
                    .count();
            assertThat(CPrototype.openArguments(kfunc)).as(kfunc.kernelName()).isEqualTo(open);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bpf_timer_strt; there is no helper \"bpf_timer_strt\"; did you mean bpf_timer_start, bpf_timer_init?",
                "timer; there is no helper \"timer\"; did you mean"
                        + " bpf_timer_cancel, bpf_timer_init, bpf_timer_set_callback, bpf_timer_start?",
                "iter_num_nex; there is no helper \"iter_num_nex\"; did you mean bpf_iter_num_new, bpf_iter_num_next?",
                "frobnicate; there is no helper \"frobnicate\"; bpf4j helpers lists them",
                "999; no helper has the number 999",
                "0; no helper has the number 0",
            })
    void unknownNameEndsWithTwoAndTheNearest(String name, String message) {
        Ended ended = helpers(name);
        assertThat(ended.code()).isEqualTo(Main.EXIT_USAGE);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("bpf4j: " + message);
    }

    @Test
    void oneFormatOnly() {
        assertThat(helpers("--json", "--man").code()).isEqualTo(Main.EXIT_USAGE);
    }

    @Test
    void manualPageIsRoffWithEveryHelper() {
        Set<String> macros = Set.of(".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".BR", ".nf", ".fi");
        List<String> lines = helpers("--man").lines();
        assertThat(lines.getFirst()).startsWith(".TH \"bpf4j\\-helpers\" 7 ");
        for (String line : lines) {
            if (line.startsWith(".") || line.startsWith("'")) {
                assertThat(macros).contains(line.split(" ", 2)[0]);
            } else {
                assertThat(line)
                        .as("hyphens and backslashes are escaped")
                        .doesNotContainPattern("(?<!\\\\)-|\\\\[^-e&(]");
            }
        }
        for (HelperPrototype helper : HelperPrototype.all()) {
            assertThat(lines).containsOnlyOnce(".SS \"" + helper.kernelName() + " (" + helper.id() + ")\"");
        }
        for (Kfunc kfunc : Kfunc.values()) {
            assertThat(lines).containsOnlyOnce(".SS \"" + kfunc.kernelName() + "\"");
        }
        assertThat(helpers("timer_start", "--man").lines())
                .contains(
                        ".TH \"bpf_timer_start\" 7 \"\" \"bpf4j\" \"BPF helpers\"",
                        "long bpf_timer_start(struct bpf_timer *timer, u64 nsecs, u64 flags);",
                        ".B \"\\-EINVAL\"");
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, abd, 1", "abc, '', 3", "'', ab, 2", "strt, start, 1", "kitten, sitting, 3"})
    void editsAreCounted(String from, String to, int edits) {
        assertThat(NearestNames.edits(from, to)).isEqualTo(edits);
        assertThat(NearestNames.edits(to, from)).isEqualTo(edits);
    }
}
