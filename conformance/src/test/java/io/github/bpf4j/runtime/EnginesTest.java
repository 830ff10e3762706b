package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.engine.AutoPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a runtime says of who runs its programs. */
class EnginesTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/tail_calls.bpf.o"), "tail_calls");

    private final List<Runnable> tasks = new ArrayList<>();

    private RuntimeBuilder auto(long untilHot) {
        RuntimeBuilder builder = Runtime.builder();
        builder.autoPolicy = new AutoPolicy(_ -> untilHot, tasks::add);
        return builder;
    }

    private static RunResult run(Program program) {
        return program.run(new Packet(new byte[60]));
    }

    @Test
    void jitCompilesWhatIsLoadedBeforeItRuns() {
        try (Runtime runtime = Runtime.builder().engine(EngineKind.JIT).build();
                Collection collection = runtime.load(SPEC)) {
            collection.programs().values().forEach(program -> {
                ProgramInfo info = program.info();
                assertThat(info.engine()).isEqualTo(EngineKind.JIT);
                assertThat(info.jitedBytes()).isPositive();
                assertThat(info.compileNs()).isPositive();
                assertThat(info.compileFailure()).isEmpty();
            });
            CompileCounters counters = runtime.compilations();
            assertThat(counters.compiled()).isEqualTo(collection.programs().size());
            assertThat(counters.jitedBytes())
                    .isEqualTo(collection.programs().values().stream()
                            .mapToLong(program -> program.info().jitedBytes())
                            .sum());
        }
    }

    @Test
    void interpretersCompileNothing() {
        for (EngineKind kind : List.of(EngineKind.INTERPRETER, EngineKind.CHECKED)) {
            try (Runtime runtime = Runtime.builder().engine(kind).build();
                    Collection collection = runtime.load(SPEC)) {
                Program program = collection.program("two_hops");
                assertThat(run(program).returnValue()).isEqualTo(912);
                assertThat(program.info().engine()).isEqualTo(kind);
                assertThat(program.info().jitedBytes()).isZero();
                assertThat(program.info().xlatedBytes())
                        .isEqualTo(8L * program.linked().code().length);
                assertThat(runtime.compilations()).isEqualTo(new CompileCounters(0, 0, 0, 0, 0));
            }
        }
    }

    @Test
    void autoIsTheDefaultAndChangesOver() {
        try (Runtime runtime = auto(2 * AutoPolicy.RUN).build();
                Collection collection = runtime.load(SPEC)) {
            Program caller = collection.program("two_hops");
            Program target = collection.program("last");
            run(caller);
            assertThat(caller.info().engine()).isEqualTo(EngineKind.INTERPRETER);
            assertThat(tasks).isEmpty();
            run(caller);
            assertThat(tasks).as("the caller and the two that it ends in").hasSize(3);
            assertThat(runtime.compilations().waiting()).isEqualTo(3);
            tasks.forEach(Runnable::run);
            assertThat(caller.info().engine()).isEqualTo(EngineKind.JIT);
            assertThat(target.info().engine()).isEqualTo(EngineKind.JIT);
            assertThat(runtime.compilations().compiled()).isEqualTo(3);
            assertThat(run(caller).returnValue()).isEqualTo(912);
        }
    }

    @Test
    void aProgramThatIsClosedMeanwhileIsNotCompiled() {
        try (Runtime runtime = auto(AutoPolicy.RUN).build()) {
            try (Collection collection = runtime.load(SPEC)) {
                run(collection.program("two_hops"));
            }
            assertThat(tasks).hasSize(3);
            tasks.forEach(Runnable::run);
            assertThat(runtime.compilations()).isEqualTo(new CompileCounters(0, 0, 0, 0, 0));
        }
    }

    @Test
    void tailCallsLeadFromEitherEngineToTheOther() {
        List<String> names = List.of("hop", "last", "loop", "two_hops", "limit", "from_subprogram");
        for (int mixture = 0; mixture < 1 << names.size(); mixture++) {
            int compiled = mixture;
            RuntimeBuilder builder = Runtime.builder();
            builder.autoPolicy = new AutoPolicy(
                    image -> names.contains(image.name()) && (compiled >> names.indexOf(image.name()) & 1) == 1
                            ? 0
                            : Long.MAX_VALUE,
                    Runnable::run);
            try (Runtime runtime = builder.build();
                    Collection collection = runtime.load(SPEC)) {
                for (String name : names) {
                    assertThat(collection.program(name).info().engine() == EngineKind.JIT)
                            .isEqualTo((mixture >> names.indexOf(name) & 1) == 1);
                }
                assertThat(run(collection.program("two_hops")).returnValue()).isEqualTo(912);
                assertThat(run(collection.program("limit")).returnValue()).isEqualTo(33);
                assertThat(run(collection.program("from_subprogram")).returnValue())
                        .isEqualTo(1032);
            }
        }
    }
}
