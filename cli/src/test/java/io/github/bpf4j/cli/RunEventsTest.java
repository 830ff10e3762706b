package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code run --event}. */
class RunEventsTest {
    private static final Path FEATURES = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/features");
    private static final String WORLD = """
            {"cgroups": [{"id": 7, "path": "/web"}],
             "tasks": [{"pid": 1, "comm": "init"}, {"pid": 40, "tgid": 39, "comm": "worker", "uid": 33, "gid": 34, "parent": 1,
                        "cgroup": "/web", "start": "3s", "members": {"exit_code": 9}}],
             "task": 40}
            """;

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {
        JsonNode json() {
            return new JsonMapper().readTree(out);
        }
    }

    private Ended run(String object, String events, Object... more) throws IOException {
        Path file = Files.writeString(folder.resolve("events.yaml"), events);
        List<String> arguments = new ArrayList<>(
                List.of("run", FEATURES.resolve(object + ".bpf.o").toString(), "--event", file.toString()));
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

    private Path world() throws IOException {
        return Files.writeString(folder.resolve("world.json"), WORLD);
    }

    @Test
    void eventsHappenAtTheirTimesAndSayWhoRan() throws IOException {
        Ended ended = run("typed_contexts", """
                - {at: 20ms, target: lsm/file_open, args: [{struct: file, f_flags: 2}], expect: -EACCES}
                - {at: 10ms, target: function/vfs_fsync_range, args: {datasync: 5}, returns: -7, expect: [0, 0, 0, 0]}
                - {at: 1s, program: samples, regs: {ip: 0x1234, sample_period: 77}, repeat: 3, every: 10ms, expect: 0}
                """, "--dump-maps", "typed_co.bss", "--json");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        JsonNode events = ended.json().get("events");
        assertThat(events.get("happened").asInt()).isEqualTo(5);
        assertThat(events.get("unexpected").asInt()).isZero();
        JsonNode first = events.get("listed").get(0);
        assertThat(first.get("ns").asLong() % 1_000_000_000).isEqualTo(10_000_000);
        assertThat(first.get("name").asString()).isEqualTo("function/vfs_fsync_range");
        assertThat(first.get("result").asLong()).isEqualTo(-7);
        assertThat(first.get("runs").size()).isEqualTo(4);
        assertThat(first.get("runs").get(0).get("program").asString()).isEqualTo("probes");
        assertThat(events.get("listed").get(1).get("name").asString()).isEqualTo("lsm/file_open");
        assertThat(events.get("listed").get(4).get("ns").asLong() % 1_000_000_000)
                .isEqualTo(20_000_000);
    }

    @Test
    void whatIsNotAsExpectedIsSaid() throws IOException {
        Ended ended = run("typed_contexts", """
                - {target: lsm/file_open, args: [{struct: file, f_flags: 1}], expect: -EACCES}
                - {target: lsm/file_open, args: [{struct: file, f_flags: 2}], expect: [0, 0]}
                - {program: samples, expect: 3}
                - {target: lsm/nobody}
                """);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains("events    4, 3 not as expected")
                .contains("lsm/file_open: opens 0, result 0")
                .contains("lsm/file_open: opens -13, result -13")
                .contains("result: expected -13 (-EACCES), was 0")
                .contains("return: expected 2 programs, was 1 programs")
                .contains("return: expected 3, was 0")
                .contains("lsm/nobody: no program");
    }

    @Test
    void theWorldHasTasks() throws IOException {
        Ended ended = run("typed_contexts", """
                - {target: tp_btf/sched_switch, args: [0, {task: 1}, {task: 40}, 0], expect: [0]}
                """, "--world", world(), "--dump-maps", "typed_co.bss");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).contains("0, 1, 40, 1, 0");
    }

    @Test
    void controlGroupsAreThoseOfTheTask() throws IOException {
        Ended ended = run("typed_contexts", """
                - {target: cgroup/dev, fields: {major: 1, minor: 3}, expect: 0}
                - {target: cgroup/dev, fields: {major: 2, minor: 3}, cgroup: /web, expect: -EPERM}
                - {target: cgroup/dev, fields: {major: 2, minor: 3}, task: 1, expect: -EPERM}
                """, "--world", world());
        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {at: 1}                                             | a list
                    [{at: 1, programm: opens}]                          | programm
                    [{program: opens, target: lsm/file_open}]           | either a program or a target
                    [{at: 1}]                                           | either a program or a target
                    [{program: open}]                                   | opens
                    [{program: opens, args: {fiel: 1}}]                 | file
                    [{program: opens, args: [1], regs: {di: 1}}]        | exclude each other
                    [{program: opens, regs: {di: 1}, returns: 3}]       | only what has arguments
                    [{program: samples, regs: {rdi2: 1}}]               | rdi2
                    [{program: opens, task: 4}]                         | 4
                    [{program: opens, at: -1}]                          | before the first
                    [{program: opens, cpu: 900}]                        | 900
                    [{program: opens, args: [{nothing: 1}]}]            | a value is
                    [{program: records, record: {struct: x}}]           | x
                    [{target: cgroup/dev, fields: {}, cgroup: /none}]   | /none
                    [{program: opens, args: [                           | no YAML
                    """)
    void whatCannotBeUnderstoodIsSaid(String events, String saying) throws IOException {
        Ended ended = run("typed_contexts", events);
        assertThat(ended.err()).contains("--event").contains(saying);
        assertThat(ended.code()).isEqualTo(Main.EXIT_USAGE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"tasks": [{"comm": "a"}]}                          | pid
                    {"tasks": [{"pid": 1, "nick": "a"}]}                | nick
                    {"tasks": [{"pid": 0}]}                             | 0
                    {"tasks": [{"pid": 1}, {"pid": 1}]}                 | second task 1
                    {"tasks": [{"pid": 1, "cgroup": "/none"}]}          | /none
                    {"tasks": [{"pid": 1, "executable": "sh"}]}         | no absolute path
                    {"task": 3}                                         | 3
                    {"tasks": [{"pid": 1, "members": {"a": {}}}]}       | a value is
                    """)
    void tasksAreDescribedWhole(String world, String saying) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), world);
        Ended ended = run("typed_contexts", "[]", "--world", file);
        assertThat(ended.err()).contains("--world").contains(saying);
        assertThat(ended.code()).isEqualTo(Main.EXIT_USAGE);
    }

    @Test
    void packetsAndEventsExcludeEachOther() throws IOException {
        Ended ended = run("typed_contexts", "[]", "--pcap", "-");
        assertThat(ended.err()).contains("exclude each other");
    }
}
