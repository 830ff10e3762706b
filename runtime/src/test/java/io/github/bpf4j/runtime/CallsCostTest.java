package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.bpf4j.asm.Assembler;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls are paid for: what calls a great deal without any loop ends when its budget does, not in days. */
class CallsCostTest {
    private static final int CALLS = 100;
    private static final long FUEL = 3_000_000;
    private static final Duration LONG = Duration.ofSeconds(100);

    private static RunResult run(EngineKind engine, long fuel, String program) {
        return assertTimeoutPreemptively(LONG, () -> {
            try (Runtime runtime = Runtime.builder().engine(engine).fuel(fuel).build();
                    RawProgram.Loaded loaded =
                            runtime.unchecked(Assembler.assemble(program)).withMemory(new byte[8])) {
                return loaded.run();
            }
        });
    }

    private static void endsByItsBudget(EngineKind engine, String program) {
        Fault fault = run(engine, FUEL, program).fault().orElseThrow();
        assertThat(fault.kind()).as("%s", fault).isEqualTo(Fault.Kind.OUT_OF_FUEL);
    }

    /** Functions of which each calls the next so often, and the last does nothing. */
    private static String functions(int first, int last, int calls) {
        StringBuilder text = new StringBuilder();
        for (int function = first; function < last; function++) {
            text.append("f").append(function).append(": ");
            text.append(("call f" + (function + 1) + "\n").repeat(calls)).append("exit\n");
        }
        return text + "f" + last + ": r0 = 0\nexit\n";
    }

    /** Calls bpf_loop for a function. */
    private static String loop(int rounds, String function) {
        return "r1 = %d\nr2 = func %s ll\nr3 = 0\nr4 = 0\ncall 181\n".formatted(rounds, function);
    }

    @ParameterizedTest
    @EnumSource
    void functionsInEachOther(EngineKind engine) {
        endsByItsBudget(engine, functions(0, 7, CALLS));
    }

    @ParameterizedTest
    @EnumSource
    void functionsThatCallbacksCall(EngineKind engine) {
        endsByItsBudget(engine, loop(CALLS, "f2") + "exit\n" + functions(2, 7, CALLS));
    }

    /** Each function calls the next back, one time each, again and again. */
    @ParameterizedTest
    @EnumSource
    void callbacksInEachOther(EngineKind engine) {
        StringBuilder text = new StringBuilder();
        for (int function = 0; function < 7; function++) {
            text.append("f").append(function).append(": ");
            text.append(loop(1, "f" + (function + 1)).repeat(CALLS)).append("r0 = 0\nexit\n");
        }
        endsByItsBudget(engine, text + "f7: r0 = 0\nexit\n");
    }

    /** Where functions end is far behind them: what is short is long then, and so is what lies between. */
    @ParameterizedTest
    @EnumSource
    void functionsWithALongEndInCommon(EngineKind engine) {
        int calls = 2_000;
        String program = "call f\n".repeat(calls) + "exit\nf: goto end\ng: r0 = 0\nexit\n" + "end: call g\n"
                + "r0 += 1\n".repeat(calls) + "exit\n";
        endsByItsBudget(engine, program);
        assertThat(run(engine, 3 * FUEL, program).returnValue()).isEqualTo(calls);
    }

    /** All that runs is paid for once: the program's 4 instructions, and both functions' as often as they are called. */
    @ParameterizedTest
    @EnumSource
    void whatRunsCostsWhatItIsLong(EngineKind engine) {
        String program = "call f\nr6 = r0\ncall f\nexit\nf: r0 = 1\ncall g\nexit\ng: r0 += 2\nexit\n";
        int all = 4 + 2 * (3 + 2);
        assertThat(run(engine, all, program).fault()).isEmpty();
        Fault fault = run(engine, all - 1, program).fault().orElseThrow();
        assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL);
        assertThat(fault.insnOffset()).as("the call").isEqualTo(5);
        Fault first = run(engine, 3, program).fault().orElseThrow();
        assertThat(first.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL);
        assertThat(first.insnOffset()).as("the program itself").isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aCallbackIsPaidForWhereItIsCalledBack(EngineKind engine) {
        String program = loop(10, "f") + "exit\nf: r0 = 0\nr0 += 0\nexit\n";
        int length = 7;
        assertThat(run(engine, length + 30, program).fault()).isEmpty();
        Fault fault = run(engine, length + 29, program).fault().orElseThrow();
        assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL);
        assertThat(fault.insnOffset()).as("the call of bpf_loop").isEqualTo(5);
    }
}
