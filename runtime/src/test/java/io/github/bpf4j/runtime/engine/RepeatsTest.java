package io.github.bpf4j.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that follow each other in one place of a CPU, in each engine. */
class RepeatsTest {
    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);
    private int asked;

    @AfterEach
    void close() {
        memory.close();
    }

    private Engine engine(String name) {
        return name.equals("jit")
                ? new JitEngine(memory, (_, _, _) -> null, JitLimits.USUAL)
                : new PlainInterpreter(memory, (_, _, _) -> null);
    }

    private static Image image(String text) {
        return new Image(
                1,
                "repeated",
                Assembler.assemble(text),
                new int[] {0},
                new HelperFunction[0],
                new HelperFunction[0],
                SourceMap.NONE);
    }

    private long run(String engine, Image image, long budget, Repetition repetition) {
        return cpu.run(engine(engine), image, 0, null, budget, 0, 0, 0, repetition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jit", "interpreter"})
    void eachRunHasItsOwnBudgetAndNobodyIsAskedAfterTheLast(String engine) {
        Image image = image("r1 = 5\na: r1 += -1\nr0 += r1\nif r1 != 0 goto a\nexit"); // 5 and 4 times 3
        assertThat(run(engine, image, 17, _ -> ++asked < 1000)).isEqualTo(10);
        assertThat(asked).isEqualTo(1000);
        assertThatThrownBy(() -> run(engine, image, 16, _ -> true))
                .isInstanceOfSatisfying(
                        GuestFault.class,
                        fault -> assertThat(fault.insnOffset()).isEqualTo(3));
        assertThat(cpu.depth()).isZero();
    }

    /** What comes to be in the place of a function between two runs is what the second runs. */
    @ParameterizedTest
    @ValueSource(strings = {"jit", "interpreter"})
    void aDetourCountsFromTheNextRunOn(String engine) {
        Image image = image("r0 = 7\nexit");
        Image other = image("r0 = 9\nexit");
        Repetition diverts = _ -> {
            asked++;
            if (asked == 3) {
                image.divert(0, new Detour.Instead(other));
            }
            return asked < 4;
        };
        assertThat(run(engine, image, 100, diverts)).isEqualTo(9);
        assertThat(asked).isEqualTo(4);
        asked = 0;
        Repetition restores = _ -> {
            asked++;
            if (asked == 3) {
                image.restore(0);
            }
            return asked < 4;
        };
        assertThat(run(engine, image, 100, restores)).isEqualTo(7);
        assertThat(asked).isEqualTo(4);
        assertThat(cpu.depth()).isZero();
    }

    /** Who is asked between runs is no helper, whatever it throws. */
    @ParameterizedTest
    @ValueSource(strings = {"jit", "interpreter"})
    void whatIsThrownBetweenRunsStaysWhatItIs(String engine) {
        IllegalStateException thrown = new IllegalStateException("between runs");
        Repetition fails = _ -> {
            throw thrown;
        };
        assertThatThrownBy(() -> run(engine, image("r0 = 7\nexit"), 100, fails)).isSameAs(thrown);
        assertThat(cpu.depth()).isZero();
    }
}
