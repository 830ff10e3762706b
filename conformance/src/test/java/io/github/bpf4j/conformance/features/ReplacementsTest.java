package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.LoadOptions;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs in the place of functions of other programs, and tail calls from object to object: what Linux 6.12 answered. */
class ReplacementsTest {
    /**
     * What we answer otherwise, on purpose. Linux lets a program take for granted that a pointer is not null, or that it leads to more
     * memory, which callers of the function need not pass: the first stops the kernel, the second reads what is none of the program's.
     */
    private static final Map<String, String> STRICTER = Map.of(
            "load e replacements pair_sure for t pointing with_pair", "EINVAL",
            "load e replacements_wide pair_wide for t pointing with_pair", "EINVAL");

    /**
     * Answers of ours that are not those of Linux, on purpose. The compiler gives depth2 no argument, for it is always the same: Linux finds
     * that the register holds something else than its type says and hands over five registers, we one.
     */
    private static final Map<String, String> BY_TYPES = Map.of("get e given\t7 5 0 107 1", "7 1 0 107 1");

    private static void answersAreThoseOfLinux(String name, EngineKind engine, int least) {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        try (Runtime runtime = Runtime.builder().engine(engine).build()) {
            try (ProgramScript script = new ProgramScript(runtime)) {
                boolean skipped = false;
                for (String[] line : RecordedQuestions.lines(name)) {
                    if (line[0].startsWith("#")) {
                        continue;
                    }
                    if (skipped && line[0].equals("close e")) {
                        skipped = false;
                        continue;
                    }
                    asked++;
                    String meant = BY_TYPES.getOrDefault(String.join("\t", line), line[1]);
                    String wanted = STRICTER.getOrDefault(line[0], meant);
                    skipped = !wanted.equals(meant);
                    String ours = script.answer(line[0]);
                    if (!ours.equals(wanted)) {
                        wrong.add(String.join("\t", line) + ": " + ours);
                    }
                }
            }
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThanOrEqualTo(least);
    }

    @ParameterizedTest
    @EnumSource
    void replacedFunctionsAreAsInLinux(EngineKind engine) {
        answersAreThoseOfLinux("replacements", engine, 380);
    }

    @ParameterizedTest
    @EnumSource
    void tailCallsFromObjectToObjectAreAsInLinux(EngineKind engine) {
        answersAreThoseOfLinux("slots", engine, 1500);
    }

    @ParameterizedTest
    @EnumSource
    void tracedProgramsAreAsInLinux(EngineKind engine) {
        answersAreThoseOfLinux("traced_programs", engine, 1000);
    }

    private static CollectionSpec only(String object, String... programs) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object);
        for (ProgramSpec program : spec.programs()) {
            spec = spec.withAutoload(program.name(), List.of(programs).contains(program.name()));
        }
        return spec;
    }

    /** Runs a program whose result is 52 on CPU 1 until it is done; notes other ends. */
    private static Thread callAgainAndAgain(Program program, AtomicBoolean done, List<String> strange) {
        return Thread.ofPlatform().start(() -> {
            Packet packet = new Packet(new byte[64]);
            while (!done.get()) {
                var run = program.run(packet, 1);
                if (run.fault().isPresent() || run.verdict() != 52) {
                    strange.add(run.toString());
                }
            }
        });
    }

    /** One thread calls the function while another replaces it: each call is of the one or the other. */
    @Test
    void functionsAreReplacedWhileTheyRun() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cpus(2).build();
                Collection target = runtime.load(only("replaced", "every"));
                Collection extension = runtime.load(
                        only("replacements", "twice"),
                        LoadOptions.NONE.replacing("twice", target.program("every"), "number"))) {
            AtomicBoolean done = new AtomicBoolean();
            List<String> strange = new ArrayList<>();
            Thread calls = callAgainAndAgain(target.program("every"), done, strange);
            for (int i = 0; i < 2_000; i++) {
                try (Link link = extension.program("twice").replace(target.program("every"), "number")) {
                    assertThat(link.isAttached()).isTrue();
                }
            }
            done.set(true);
            calls.join();
            assertThat(strange).isEmpty();
        }
    }

    /** One thread calls the function while another attaches programs around it: each call is seen by both of a pair or by none. */
    @ParameterizedTest
    @EnumSource
    void functionsAreTracedWhileTheyRun(EngineKind engine) throws InterruptedException {
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(2).build();
                Collection target = runtime.load(only("replaced", "every"))) {
            AtomicBoolean done = new AtomicBoolean();
            List<String> strange = new ArrayList<>();
            Thread calls = callAgainAndAgain(target.program("every"), done, strange);
            long seen = 0;
            for (int i = 0; i < 200 || seen == 0; i++) {
                try (Collection tracers = runtime.load(
                                only("traced_once", "enters", "leaves"),
                                LoadOptions.NONE.replacing(
                                        only("traced_once", "enters", "leaves"), target.program("every")));
                        Link enters = tracers.program("enters").attach();
                        Link leaves = tracers.program("leaves").attach()) {
                    assertThat(enters.isAttached() && leaves.isAttached()).isTrue();
                    seen += tracers.variable("entered").getLong();
                }
            }
            done.set(true);
            calls.join();
            assertThat(strange).isEmpty();
            assertThat(target.program("every").run(new Packet(new byte[64])).verdict())
                    .isEqualTo(52);
        }
    }

    /** A tracer's own mistakes are its own: the function that it is around goes on. */
    @Test
    void whatTracersDoEndsNoTracedProgram() {
        List<Fault> faults = new ArrayList<>();
        try (Runtime runtime = Runtime.builder()
                        .engine(EngineKind.CHECKED)
                        .unverified()
                        .onFault(faults::add)
                        .build();
                Collection target = runtime.load(only("replaced", "every"));
                Collection tracers = runtime.load(
                        only("traced_once", "forges"),
                        LoadOptions.NONE.replacing("forges", target.program("every"), "number"));
                Link _ = tracers.program("forges").attach()) {
            assertThat(target.program("every").run(new Packet(new byte[64])).verdict())
                    .isEqualTo(52);
            assertThat(faults).hasSize(1);
            assertThat(faults.getFirst().program()).isEqualTo("forges");
        }
    }

    /** A tracer costs the run that it traces what it costs itself: a function may be called very often. */
    @ParameterizedTest
    @EnumSource
    void tracersArePaidForByWhatTheyTrace(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(100_000).build();
                Collection target = runtime.load(only("traced_often", "calls_often"));
                Collection tracers = runtime.load(
                        only("traced_often", "enters_slowly"),
                        LoadOptions.NONE.replacing("enters_slowly", target.program("calls_often"), "called"))) {
            assertThat(target.program("calls_often")
                            .run(new Packet(new byte[64]))
                            .fault())
                    .isEmpty();
            try (Link _ = tracers.program("enters_slowly").attach()) {
                assertThat(target.program("calls_often")
                                .run(new Packet(new byte[64]))
                                .fault())
                        .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL));
                assertThat(tracers.variable("entered").getLong()).isBetween(10L, 100L);
            }
        }
    }

    /** One that uses up everything itself leaves nothing to the others. */
    @Test
    void tracersThatNeverEndAreSoonNotRunAnyMore() {
        List<Fault> faults = new ArrayList<>();
        try (Runtime runtime =
                        Runtime.builder().fuel(10_000).onFault(faults::add).build();
                Collection target = runtime.load(only("traced_often", "calls_often"));
                Collection tracers = runtime.load(
                        only("traced_often", "enters_for_long"),
                        LoadOptions.NONE.replacing("enters_for_long", target.program("calls_often"), "called"));
                Link _ = tracers.program("enters_for_long").attach()) {
            assertThat(target.program("calls_often")
                            .run(new Packet(new byte[64]))
                            .fault())
                    .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL));
            assertThat(faults).hasSize(2).allMatch(fault -> fault.kind() == Fault.Kind.OUT_OF_FUEL);
        }
    }

    /** A program around a function does not run on what another function is given, as the types of functions say. */
    @Test
    void tailCallsLeadFromFunctionToFunctionOnlyOfOneType() {
        CollectionSpec tracers = only("traced_often", "enters_and_jumps", "is_jumped_to");
        try (Runtime runtime = Runtime.create();
                Collection target = runtime.load(only("replaced", "every"))) {
            LoadOptions one = LoadOptions.NONE.replacing("enters_and_jumps", target.program("every"), "number");
            LoadOptions other = one.replacing("is_jumped_to", target.program("every"), "every");
            assertThatThrownBy(() -> runtime.load(tracers, other))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class,
                            refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
            LoadOptions same = one.replacing("is_jumped_to", target.program("every"), "number");
            try (Collection both = runtime.load(tracers, same)) {
                both.map("jumps").setProgram(0, both.program("is_jumped_to"));
                try (Link _ = both.program("enters_and_jumps").attach()) {
                    assertThat(target.program("every")
                                    .run(new Packet(new byte[64]))
                                    .verdict())
                            .isEqualTo(52);
                    assertThat(both.variable("entered").getLong()).isEqualTo(1);
                }
            }
        }
    }

    /** Kernels that have no bpf_cast_to_kern_ctx see contexts as they are, too. */
    @ParameterizedTest
    @EnumSource
    void whatIsGivenDependsOnNoKernelFunction(KernelProfile profile) {
        try (Runtime runtime = Runtime.builder().profile(profile).build();
                Collection target = runtime.load(only("replaced", "every"));
                Collection tracers = runtime.load(
                        only("traced_programs", "enter_packet"),
                        LoadOptions.NONE.replacing("enter_packet", target.program("every"), "every"));
                Link _ = tracers.program("enter_packet").attach()) {
            assertThat(target.program("every").run(new Packet(new byte[64])).verdict())
                    .isEqualTo(52);
            assertThat(tracers.variable("given").bytes()).startsWith(10, 0, 0, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    /** Of contexts that are no packets the kernel's view is not known: programs around such programs run without. */
    @Test
    void whatIsNotKnownOfAContextEndsNoTracedProgram() {
        try (Runtime runtime = Runtime.create();
                Collection target = runtime.load(only("traced_often", "allows"));
                Collection tracers = runtime.load(
                        only("traced_often", "enters_anything"),
                        LoadOptions.NONE.replacing("enters_anything", target.program("allows"), "allows"));
                Link _ = tracers.program("enters_anything").attach()) {
            var run = target.program("allows").run(EventContext.fields().with("write", 1));
            assertThat(run.run().fault()).isEmpty();
            assertThat(tracers.variable("entered").getLong()).isEqualTo(1);
        }
    }

    /** A link keeps the program that it changes, and that is closed before. */
    @Test
    void aLinkKeepsBothPrograms() {
        try (Runtime runtime = Runtime.create()) {
            Collection target = runtime.load(only("replaced", "every"));
            Collection extension = runtime.load(
                    only("replacements", "thrice"),
                    LoadOptions.NONE.replacing("thrice", target.program("every"), "number"));
            Link link = extension.program("thrice").attach();
            int id = target.program("every").id();
            target.close();
            extension.close();
            assertThat(runtime.objects().programs()).isEqualTo(2);
            try (var again = runtime.openProgram(id)) {
                assertThat(again.run(new Packet(new byte[64])).verdict()).isEqualTo(53);
                link.close();
                assertThat(again.run(new Packet(new byte[64])).verdict()).isEqualTo(52);
            }
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }
}
