package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RecordedQuestions.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.AttachOptions;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.time.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which probes run when a function, a system call or a process's own function is called, in which order and with what, and the texts of a
 * tracepoint's record, is what a 6.12 kernel answered (features/probes-6.12.tsv): the programs and their cookies, the event, what they wrote.
 */
class ProbesTest {
    private static final CollectionSpec SPEC = CollectionSpec.read(Corpus.bytes("features/probes.bpf.o"), "probes");
    private static final CollectionSpec ARM64 =
            CollectionSpec.read(Corpus.bytes("features/probes_arm64.bpf.o"), "probes_arm64");
    private static final String OWN = "/proc/self/exe:asked";
    private static final int PID = 7;

    private static Link attach(Collection collection, String word) {
        String[] parts = word.split("=");
        AttachOptions options = parts.length == 1
                ? AttachOptions.BY_SECTION
                : AttachOptions.BY_SECTION.withCookie(Long.parseLong(parts[1]));
        return collection.program(parts[0]).attach(options);
    }

    private static void happen(Runtime runtime, Collection collection, String event) {
        switch (event) {
            case "calls" -> collection.program("calls").testRun(new TestRun());
            case "getpgid" ->
                runtime.trigger(
                        Event.at("syscall/getpgid", EventContext.arguments(-5).returning(KernelValue.of(-3))));
            case "asked" -> {
                runtime.trigger(Event.at("uprobe/" + OWN, EventContext.arguments(4, 2)));
                runtime.trigger(Event.at(
                        "uretprobe/" + OWN, EventContext.arguments(new long[0]).returning(KernelValue.of(42))));
            }
            default ->
                runtime.trigger(Event.at(
                        "tp/sched/sched_process_exec",
                        EventContext.traceRecord()
                                .with("filename", KernelValue.of("/bin/true"))
                                .with("pid", PID)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void probesRunAsOnLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        for (String[] line : lines("probes")) {
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    Collection collection = runtime.load(SPEC)) {
                List<Link> links = new ArrayList<>();
                for (String word : line[0].split(" ")) {
                    links.add(attach(collection, word));
                }
                happen(runtime, collection, line[1]);
                softly.assertThat(WrittenAnswers.of(collection))
                        .as("%s when %s", line[0], line[1])
                        .isEqualTo(line[2]);
                links.forEach(Link::close);
            }
        }
        softly.assertAll();
    }

    /** A host that runs a session's program by itself says which part of the session it is, and is told what is left for the other. */
    @ParameterizedTest
    @EnumSource
    void theHostCarriesACookieOver(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(SPEC)) {
            Program session = collection.program("session");
            Program.ContextResult entry = session.run(
                    EventContext.registers().with("di", 5), 0, ExecutionContext.PROCESS, RunEnvironment.NONE);
            assertThat(entry.effects()).containsExactly(new Effect.SessionCookie(105));
            Program.ContextResult left = session.run(
                    EventContext.registers().with("ax", 9),
                    0,
                    ExecutionContext.PROCESS,
                    RunEnvironment.NONE.withSession(RunEnvironment.Session.returning(105)));
            assertThat(left.effects()).containsExactly(new Effect.SessionCookie(105));
            assertThat(WrittenAnswers.of(collection)).isEqualTo("7 0 0 0 7 1 105 0 9");
        }
    }

    /** With the types of an arm64 kernel probes have its registers, by their names and by what they are for. */
    @ParameterizedTest
    @EnumSource
    void registersOfArm64(EngineKind engine) {
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .kernelTypes(ARM64.btf())
                        .build();
                Collection collection = runtime.load(ARM64)) {
            Program registers = collection.program("registers");
            EventContext named = EventContext.registers()
                    .with("regs[0]", 10)
                    .with("arg2", 11)
                    .with("regs[2]", 12)
                    .with("arg8", 17)
                    .with("regs[19]", 29);
            registers.run(named, 0, ExecutionContext.PROCESS, RunEnvironment.NONE);
            assertThat(WrittenAnswers.of(collection)).isEqualTo("10 11 12 17 29");
            collection.variable("answered").setLong(0);
            registers.run(EventContext.arguments(1, 2, 3), 0, ExecutionContext.PROCESS, RunEnvironment.NONE);
            assertThat(WrittenAnswers.of(collection)).isEqualTo("1 2 3 0 0");
            collection.variable("answered").setLong(0);
            registers.run(
                    EventContext.arguments(new long[0]).returning(KernelValue.of(77)),
                    0,
                    ExecutionContext.PROCESS,
                    RunEnvironment.NONE);
            assertThat(WrittenAnswers.of(collection)).isEqualTo("77 0 0 0 0");
            collection.variable("answered").setLong(0);
            EventContext all = EventContext.registers()
                    .with("regs[21]", 31)
                    .with("regs[30]", 32)
                    .with("regs[29]", 33)
                    .with("sp", 34)
                    .with("pc", 35)
                    .with("pstate", 36);
            collection.program("last_registers").run(all, 0, ExecutionContext.PROCESS, RunEnvironment.NONE);
            assertThat(WrittenAnswers.of(collection)).isEqualTo("31 32 34 35 36");
            collection.variable("answered").setLong(0);
            EventContext sample =
                    ((EventContext.Registers) all).with("sample_period", 37).with("addr", 38);
            collection.program("sampled").run(sample, 0, ExecutionContext.PROCESS, RunEnvironment.NONE);
            assertThat(WrittenAnswers.of(collection)).isEqualTo("33 35 37 38");
            assertThatThrownBy(() -> registers.run(
                            EventContext.registers().with("di", 1), 0, ExecutionContext.PROCESS, RunEnvironment.NONE))
                    .isInstanceOf(EventContextException.class);
        }
    }

    /** libbpf reads the first argument of a system call of arm64 from orig_x0. */
    @ParameterizedTest
    @EnumSource
    void systemCallsOfArm64(EngineKind engine) {
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .kernelTypes(ARM64.btf())
                        .build();
                Collection collection = runtime.load(ARM64)) {
            collection
                    .program("called")
                    .run(EventContext.arguments(11, 22, 33), 0, ExecutionContext.PROCESS, RunEnvironment.NONE);
            assertThat(WrittenAnswers.of(collection)).isEqualTo("0 11 0 11 0 22");
        }
    }

    @ParameterizedTest
    @EnumSource
    void samplesOfArm64(EngineKind engine) {
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .clock(new VirtualClock())
                        .kernelTypes(ARM64.btf())
                        .build();
                Collection collection = runtime.load(ARM64)) {
            runtime.sample(collection.program("sampled"), Duration.ofMillis(1), 0);
            runtime.advance(Duration.ofMillis(1));
            assertThat(WrittenAnswers.of(collection)).isEqualTo("0 0 1000000 0");
        }
    }
}
