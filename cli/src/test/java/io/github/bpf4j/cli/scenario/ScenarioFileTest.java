package io.github.bpf4j.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioFileTest {
    private static final Path CORPUS = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus");
    private static final String FLOW_GC = """
            objects: {gc: {file: examples/flow_gc.bpf.o, variables: {idle_timeout_ns: 2000000000}}}
            """;

    private static ScenarioFile file(String text) {
        return ScenarioFile.parse(text, "a.yaml", CORPUS, Map.of("given", "7"), null);
    }

    private static CaseResult run(String text) {
        ScenarioFile file = file(text);
        assertThat(file.names()).hasSize(1);
        return file.run(0);
    }

    private static CaseResult steps(String object, String steps) {
        return run("objects:\n  o: " + object + "\ncases:\n  - name: a\n    steps:\n" + steps.indent(6));
    }

    private static List<String> differences(CaseResult result) {
        return result.mismatches().stream().map(Mismatch::toString).toList();
    }

    @Test
    void aPacketFromFieldsMakesAFlowThatItsTimerRemoves() {
        CaseResult result = run(FLOW_GC + """
                cases:
                  - name: a
                    steps:
                      - run: flow_gc
                        packet: {ipv4: {src: 10.0.0.1, dst: 10.0.0.2}, udp: {sport: 1000, dport: 53}, payload: hello}
                        expect:
                          return: XDP_PASS
                          packet: {udp: {sport: 1000}, checksums: valid, length: 60}
                      - expect:
                          maps:
                            flows:
                              size: 1
                              timers:
                                - key: {source: [0x0100000a], destination: [0x0200000a], source_port: 0xe803,
                                        destination_port: 0x3500, ip_version: 4, protocol: 17}
                                  state: armed
                                  in: 2s
                                  callback: flow_idle
                      - {advance: 1999999999ns, fires: 0}
                      - {advance: 1ns, fires: 1}
                      - expect: {now: 1002s, maps: {flows: {size: 0}}, timers: {live: 0}}
                """);
        assertThat(differences(result)).isEmpty();
    }

    @Test
    void packetsGoWhereTargetsOfMapsSay() {
        CaseResult result = steps("{file: features/redirect_maps.bpf.o}", """
                - {set_target: dev8, key: 1, to: 7, program: entry_pass}
                - {set_target: dev8, key: 9, to: 7, error: E2BIG}
                - {set_target: dev8, key: 1, to: 7, flags: 1, error: EEXIST}
                - {set_target: cpu4, key: 0, to: 16}
                - {set_target: groups, key: 0, to: /}
                - {set_target: groups, key: 1, to: /none, error: EBADF}
                - set: {key: 1}
                - run: to_dev8
                  packet: {payload: hello}
                  expect: {return: XDP_REDIRECT, redirect: 7}
                - expect: {variables: {runs: 1, egress: 7}, maps: {dev8: {size: 1}}}
                - {set_target: dev8, key: 1}
                - run: to_dev8
                  packet: {payload: hello}
                  expect: {return: XDP_ABORTED, redirect: 0}
                """);
        assertThat(differences(result)).isEmpty();
    }

    @Test
    void aFailureNamesStepFieldAndTheCallsThatMayExplainIt() {
        CaseResult result = steps("{file: features/preempt_count.bpf.o, programs: [hot]}", """
                - run: hot
                  context: ""
                  expect: {return: 5}
                """);
        assertThat(result.where()).isEqualTo("a.steps[0]");
        assertThat(differences(result)).containsExactly("return: expected 5, was 0");
        assertThat(result.notes()).hasSize(3).allMatch(note -> note.contains("features/preempt_count.bpf.c:"));
        assertThat(result.notes().get(2)).contains("bpf_timer_start(elements[00000000]) = 0");
    }

    @Test
    void callsOfTimerHelpersAreSeenWithTheirResults() {
        CaseResult result = steps("{file: features/preempt_count.bpf.o, programs: [hot]}", """
                - {run: hot, context: "", save: answer}
                - expect:
                    calls:
                      - {helper: init, result: 0, map: elements, key: 0, program: hot}
                      - {helper: bpf_timer_set_callback}
                      - {helper: start, result: "${answer}"}
                - expect: {calls: []}
                - {run: hot, context: ""}
                - expect: {calls: [{result: -EBUSY}, {result: 0}, {result: 1}]}
                """);
        assertThat(differences(result)).containsExactly("calls[2].result: expected 1, was 0");
    }

    @Test
    void tablesRepetitionsTemplatesAndVariablesMakeCases() {
        ScenarioFile file = file("""
                objects: {o: features/maps.bpf.o}
                variables: {base: 10, given: 1}
                templates:
                  twice:
                    defaults: {what: x}
                    steps: [{expect: {now: 1000s}}, {advance: 0, fires: "${what}"}]
                cases:
                  - name: a
                    variables: {base: 20}
                    table: [{n: 3}, {n: 4}]
                    steps:
                      - repeat: ${n}
                        as: k
                        steps: [{set: {}}, {advance: 0, fires: "${k - k}"}, {use: twice, what: "${given - 1}"}]
                      - advance: ${base}ns
                      - expect: {now: "${n + 1_000_000_000_016}"}
                """);
        assertThat(file.names()).containsExactly("a {n=3}", "a {n=4}");
        assertThatThrownBy(() -> file.run(0))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("k - k");
    }

    @Test
    void rowsOfATableAreCasesOfTheirOwn() {
        ScenarioFile file = file("""
                objects: {o: features/maps.bpf.o}
                cases:
                  - name: a
                    table: [{n: 3}, {n: 4}]
                    steps:
                      - {repeat: "${n}", steps: [{advance: "${i}s"}]}
                      - expect: {now: 1003s}
                """);
        assertThat(file.run(0).passed()).isTrue();
        assertThat(differences(file.run(1))).containsExactly("now: expected 1003000000000, was 1006000000000");
    }

    @Test
    void clocksAreSetApartAndStepped() {
        CaseResult result = run("""
                objects: {o: features/maps.bpf.o}
                clock: {realtime: "2026-01-01T00:00:00Z", boottime: +1h}
                cases:
                  - name: a
                    steps:
                      - expect: {now: 1000s, realtime: 1767225600000000000}
                      - advance_to: "2026-01-01T00:00:05Z"
                      - expect: {now: 1005s}
                      - clock: {realtime: -1h}
                      - expect: {now: 1005s, realtime: 1767222005000000000}
                """);
        assertThat(differences(result)).isEmpty();
    }

    @Test
    void aRejectionIsExpectedByErrnoAndMessage() {
        String object = "{file: features/preempt_count.bpf.o, programs: [plain], rejected: ";
        assertThat(differences(steps(object + "{error: ESRCH, message: __preempt_count}}", "- advance: 0")))
                .isEmpty();
        assertThat(differences(steps(object + "{error: EPERM}}", "- advance: 0")))
                .containsExactly("error of the rejection: expected \"EPERM\", was \"ESRCH\"");
        assertThat(differences(steps("{file: features/maps.bpf.o, rejected: x}", "- advance: 0")))
                .containsExactly("load of o: expected a rejection, was accepted");
    }

    @Test
    void aCaseSaysHowItsKernelWasBuilt() {
        String object = "{file: features/kconfig.bpf.o, rejected: {error: ESRCH, message: extern CONFIG_}}";
        assertThat(differences(steps(object, "- advance: 0"))).isEmpty();
        assertThat(differences(steps(
                        "features/kconfig.bpf.o\nkconfig: features/kconfig.config",
                        "- {run: ticks_per_second, packet: {hex: '" + "00".repeat(20) + "'}, expect: {return: 1000}}")))
                .isEmpty();
    }

    @Test
    void aFaultFailsACaseUnlessItIsExpected() {
        String object = "{file: features/contexts.bpf.o, programs: [scribble]}\nunverified: true";
        assertThat(differences(steps(object, "- {run: scribble, arguments: [1]}")))
                .singleElement()
                .asString()
                .startsWith("fault: expected none, was BAD_ACCESS");
        assertThat(differences(steps(object, """
                - {run: scribble, arguments: [1], expect: {fault: BAD_ACCESS}}
                - {run: scribble, arguments: [1], expect: {fault: {kind: BAD_ACCESS, function: scribble}}}
                """))).isEmpty();
        assertThat(differences(steps(object, "- {run: scribble, arguments: [1], expect: {fault: CALL_DEPTH}}")))
                .containsExactly("fault: expected \"CALL_DEPTH\", was \"BAD_ACCESS\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | a mapping is expected",
                "cases: [{name: a, steps: [{bogus: 1}]}] | a.steps[0]: no step",
                "cases: [{name: a, steps: [{advance: 1s, fire: 1}]}] | \"fire\" is not known here",
                "cases: [{name: a, steps: [{advance: soon}]}] | \"soon\" is no number, time or errno",
                "cases: [{name: a, steps: [{advance: -1s}]}] | does not go back",
                "cases: [{name: a, steps: [{advance: '${x}'}]}] | there is no variable \"x\"",
                "cases: [{name: a, steps: [{run: p}]}] | there is no program \"p\"",
                "cases: [{name: a, steps: [{lookup: m, key: 1}]}] | there is no map \"m\"",
                "cases: [{name: a, steps: [{use: t}]}] | no template is called \"t\"",
                "cases: [{name: a, steps: [{expect: {weather: 1}}]}] | \"weather\" cannot be expected",
                "cases: [{name: a, cpus: 1000, steps: []}] | 1000 is not from 1 to 256",
                "cases: [{name: a, profile: 6.13, steps: []}] | is none of 5.15, 6.12, 7.0",
                "cases: [{name: a, kconfig: nowhere, steps: []}] | cannot read",
                "cases: [{name: a, engine: warp, steps: []}] | \"warp\" is none of",
                "cases: [{name: a}] | \"steps\" is missing",
                "case: [] | \"case\" is not known here",
                "'cases: [' | no YAML",
                "{include: nowhere.yaml, cases: []} | cannot read",
            })
    void whatCannotBeUnderstoodIsNamedWhereItIs(String text, String reason) {
        assertThatThrownBy(() -> {
                    ScenarioFile file = file(text);
                    for (int i = 0; i < file.names().size(); i++) {
                        file.run(i);
                    }
                })
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"templates: {t: {steps: [{use: t}]}}"})
    void templatesThatUseThemselvesEnd(String templates) {
        ScenarioFile file = file(templates + "\ncases: [{name: a, steps: [{use: t}]}]");
        assertThatThrownBy(() -> file.run(0))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("nested more than");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "-22, -22",
        "-EINVAL, -22",
        "1_000, 1000",
        "0xffffffffffffffff, -1",
        "0b101, 5",
        "1.5ms, 1500000",
        "2 s, 2000000000",
        "never, 9223372036854775807",
        "true, 1",
    })
    void numbersAreWrittenAsPeopleDo(String text, long expected) {
        assertThat(Numbers.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "0x", "1.5", "99999999999999999999", "0.1ns", "-EWHAT", "400000d", "-0x8000000000000001"
            })
    void othersAreNoNumbers(String text) {
        assertThatThrownBy(() -> Numbers.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textsThatGrowWithoutEndAreRefused() {
        String ten = "${x}".repeat(100);
        ScenarioFile file = file("""
                variables: {a: "%s", x: "%s"}
                cases: [{name: a, steps: [{advance: "${a}"}]}]
                """.formatted(ten, "${a}".repeat(1000)));
        assertThatThrownBy(() -> file.run(0))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("characters");
    }

    @Test
    void aCaseEndsAfterSoManySteps() {
        ScenarioFile file = file("""
                templates: {t: {steps: [{repeat: 2000000, steps: [{use: u}]}]}, u: {steps: []}}
                cases: [{name: a, steps: [{repeat: 2000000, steps: [{use: t}]}]}]
                """);
        assertThatThrownBy(() -> file.run(0))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("more than 2000000 steps");
    }
}
