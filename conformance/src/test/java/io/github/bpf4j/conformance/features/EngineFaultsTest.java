package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.HostFunction;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.lang.StackWalker.Option;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that no verifier accepts end with the same fault, in the same function and line of C, in each engine. */
class EngineFaultsTest {
    private static final String NAME = "features/engine_faults.bpf";
    private static final CollectionSpec OBJECT = CollectionSpec.read(Corpus.bytes(NAME + ".o"), NAME);
    private static final long FUEL = 300_000;

    private final List<String> lookedAt = new ArrayList<>();
    private boolean looking;
    private boolean endless;

    /** {@code own_look}: notes, if asked, which programs are on the stack, as a profiler would see them; fails for negative numbers. */
    private HostFunction look() {
        return HostFunction.named("own_look").number().implementedBy(call -> {
            if (call.number(0) < 0) {
                throw new UnsupportedOperationException("not today");
            }
            if (endless) {
                recurse(call.number(0));
            }
            if (looking) {
                lookedAt.add(stack());
            }
            return 0;
        });
    }

    private static String stack() {
        return StackWalker.getInstance(Option.SHOW_HIDDEN_FRAMES)
                .walk(frames -> frames.filter(frame -> frame.getClassName().contains(".Jit$"))
                        .filter(frame -> !List.of("run", "chunk").contains(frame.getMethodName()))
                        .map(frame -> frame.getMethodName() + " " + frame.getFileName() + ":" + frame.getLineNumber())
                        .collect(Collectors.joining(", ")));
    }

    private static long recurse(long number) {
        return number + recurse(number + 1);
    }

    private Runtime runtime(EngineKind engine) {
        return Confinement.of(Runtime.builder())
                .engine(engine)
                .fuel(FUEL)
                .helper(1000, look())
                .build();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("fault_here", Fault.Kind.MISALIGNED_ATOMIC, "fault_here", "fetch_and_add"),
                Arguments.of("fault_in_callee", Fault.Kind.MISALIGNED_ATOMIC, "in_callee", "fetch_and_add"),
                Arguments.of("fault_in_callback", Fault.Kind.MISALIGNED_ATOMIC, "in_callee", "fetch_and_add"),
                Arguments.of(
                        "fault_after_callbacks",
                        Fault.Kind.HOST_FAILURE,
                        "fault_after_callbacks",
                        "return own_look(-1) + key"),
                Arguments.of("fault_in_tail_called", Fault.Kind.MISALIGNED_ATOMIC, "fault_here", "fetch_and_add"),
                Arguments.of(
                        "fault_in_callee_of_tail_called", Fault.Kind.MISALIGNED_ATOMIC, "in_callee", "fetch_and_add"),
                Arguments.of(
                        "fault_in_what_a_callee_tail_called",
                        Fault.Kind.MISALIGNED_ATOMIC,
                        "fault_here",
                        "fetch_and_add"),
                Arguments.of("host_throws", Fault.Kind.HOST_FAILURE, "host_throws", "return own_look(-1)"),
                Arguments.of("no_map", Fault.Kind.BAD_ARGUMENT, "no_map", "bpf_map_lookup_elem"),
                Arguments.of("endless_loop", Fault.Kind.OUT_OF_FUEL, "spin", "while (i != 1)"),
                Arguments.of("endless_callback", Fault.Kind.OUT_OF_FUEL, "spin", "while (i != 1)"),
                Arguments.of("endless_rounds", Fault.Kind.OUT_OF_FUEL, "endless_rounds", "bpf_loop(1 << 23"),
                Arguments.of("too_deep", Fault.Kind.CALL_DEPTH, "goes_deeper", "bpf_loop(2, goes_deeper"),
                Arguments.of("far_down", Fault.Kind.MISALIGNED_ATOMIC, "far_down", "fetch_and_add"));
    }

    @Test
    void everyProgramIsInTheTable() {
        assertThat(faults().map(row -> row.get()[0]).toList())
                .containsExactlyInAnyOrderElementsOf(OBJECT.programs().stream()
                        .map(ProgramSpec::name)
                        .filter(name -> !name.equals("first"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultNamesFunctionAndLine(String program, Fault.Kind kind, String function, String source) {
        Map<EngineKind, Fault> faults = new HashMap<>();
        for (EngineKind engine : EngineKind.values()) {
            try (Runtime runtime = runtime(engine);
                    Collection collection = runtime.load(OBJECT)) {
                Fault fault = collection
                        .program(program)
                        .run(new Packet(new byte[64]))
                        .fault()
                        .orElseThrow();
                assertThat(fault.kind()).as("%s", fault).isEqualTo(kind);
                assertThat(fault.function()).as("%s", fault).isEqualTo(function);
                assertThat(fault.source().orElseThrow())
                        .startsWith("./features/engine_faults.bpf.c:")
                        .contains(source);
                faults.put(engine, plain(fault));
            }
        }
        assertThat(faults.values()).as("%s", faults).containsOnly(faults.get(EngineKind.INTERPRETER));
    }

    /** Without what the checked interpreter knows better, and with the text of what the host threw alone. */
    private static Fault plain(Fault fault) {
        return new Fault(
                fault.kind(),
                fault.message().replaceFirst("^argument \\d of \\w+: ", ""),
                fault.program(),
                fault.function(),
                fault.insnOffset(),
                fault.source(),
                fault.timeNs(),
                fault.cpu(),
                Optional.empty());
    }

    @Test
    void profilersSeeFunctionsAndLinesOfTheProgram() {
        looking = true;
        try (Runtime runtime = runtime(EngineKind.JIT);
                Collection collection = runtime.load(OBJECT)) {
            collection.program("first").run(new Packet(new byte[64]));
        }
        String file = " ./features/engine_faults.bpf.c:";
        assertThat(lookedAt).containsExactly("third" + file + "190, second" + file + "196, first" + file + "203");
    }

    @ParameterizedTest
    @EnumSource
    void functionOfTheHostsThatUsesUpTheStackEndsTheRun(EngineKind engine) {
        endless = true;
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(OBJECT)) {
            Map.of("first", "third", "far_down", "far_down").forEach((program, function) -> {
                Fault fault = collection
                        .program(program)
                        .run(new Packet(new byte[64]))
                        .fault()
                        .orElseThrow();
                assertThat(fault.kind()).isEqualTo(Fault.Kind.HOST_FAILURE);
                assertThat(fault.message()).isEqualTo("helper 1000 failed: java.lang.StackOverflowError");
                assertThat(fault.function()).isEqualTo(function);
                assertThat(fault.source().orElseThrow()).contains("own_look(");
            });
            endless = false;
            assertThat(collection.program("first").run(new Packet(new byte[64])).returnValue())
                    .isEqualTo(2);
        }
    }
}
