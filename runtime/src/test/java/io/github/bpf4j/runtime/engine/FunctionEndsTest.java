package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Instruction.pack;
import static io.github.bpf4j.asm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What it costs to enter functions: enough for all that they run without going back. */
class FunctionEndsTest {
    private static final int BUDGET = 500;

    private static Image image(int id, long[] code, int... named) {
        HelperFunction callsBack = (cpu, _, _, _, _, _) -> cpu.callback(Handle.function(id, named[0]), 0, 0, 0, 0);
        HelperFunction[] helpers = {null, callsBack};
        return new Image(id, "p", code, named, helpers, new HelperFunction[0], SourceMap.NONE);
    }

    private static int[] prices(String text, int... named) {
        Image image = image(0, Assembler.assemble(text), named);
        return IntStream.rangeClosed(-1, image.instructions()).map(image::price).toArray();
    }

    @Test
    void aFunctionCostsWhatItIsLong() {
        assertThat(prices("call f\ncall g\nexit\nf: r0 = 1\nexit\ng: r1 = 3 ll\nexit"))
                .containsExactly(0, 3, 2, 1, 2, 1, 3, 2, 1, 0);
        assertThat(prices("r0 = 1\nexit\nr0 = 2\nr0 += 1\nexit", 2)).containsExactly(0, 2, 1, 3, 2, 1, 0);
        assertThat(prices("r0 = 1\nexit\nr0 = 2\nexit")).containsExactly(0, 4, 3, 2, 1, 0);
        assertThat(image(0, new long[0]).price(0)).isZero();
    }

    @Test
    void functionsThatRunOrJumpIntoEachOtherCountAsOne() {
        assertThat(prices("call f\nexit\nf: r0 = 1\ng: r0 += 1\nexit\nh: exit", 3, 5))
                .as("into the next")
                .containsExactly(0, 2, 1, 3, 2, 1, 1, 0);
        assertThat(prices("call f\nexit\nf: if r1 == 0 goto h\nexit\ng: exit\nh: exit\ni: exit", 4, 5, 6))
                .as("over others")
                .containsExactly(0, 2, 1, 4, 3, 2, 1, 1, 0);
        assertThat(prices("call f\nl: r0 = 1\nexit\nf: goto l\ng: exit", 4))
                .as("back")
                .containsExactly(0, 4, 3, 2, 1, 1, 0);
        assertThat(prices("call f\nexit\nf: r0 = 1\nexit\ng: exit", 3))
                .as("a function that begins in another")
                .containsExactly(0, 2, 1, 3, 2, 1, 0);
    }

    /** Instructions that jump about in what calls itself and others, into the middle of anything. */
    private static long[] tangle(SplittableRandom random) {
        long[] code = new long[4 + random.nextInt(60)];
        for (int at = 0; at < code.length; at++) {
            int distance = random.nextInt(code.length) - at - 1;
            int register = random.nextInt(3);
            code[at] = switch (random.nextInt(8)) {
                case 0 -> pack(JMP | JSGT, register, 0, distance, random.nextInt(9));
                case 1 -> pack(JMP32 | JSET, register, 0, distance, 1 + random.nextInt(7));
                case 2 -> pack(random.nextBoolean() ? JMP | JA : JMP | JCOND, 0, 0, distance, 0);
                case 3 -> pack(JMP | CALL, 0, PSEUDO_CALL, 0, distance);
                case 4 -> pack(JMP | EXIT, 0, 0, 0, 0);
                case 5 -> pack(JMP | CALL, 0, 0, 0, random.nextInt(3) == 0 ? 12 : 1);
                default -> pack(ALU64 | ADD, register, 0, 0, 1 + random.nextInt(5));
            };
        }
        return code;
    }

    /** Whatever the code is: what has run was paid for. */
    @Test
    void noRunHasMoreInstructionsThanItsBudget() {
        long seed = Long.getLong("bpf4j.seed", 20_261_128);
        int programs = Integer.getInteger("bpf4j.programs", 3_000);
        int spent = 0;
        int[] ran = {0};
        try (GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT)) {
            Cpu cpu = new Cpu(0, memory);
            for (int i = 0; i < programs; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                long[] code = tangle(random);
                Image image = image(i, code, random.nextInt(code.length));
                CheckedInterpreter counting = new CheckedInterpreter(
                        memory,
                        (on, _, _) -> on.takeTailCall() ? image : null,
                        (_, _, _) -> {},
                        (_, _, _, _) -> ran[0]++);
                ran[0] = 0;
                try {
                    cpu.run(counting, image, 0, null, BUDGET, 0, 0, 0, Repetition.NONE);
                } catch (GuestFault fault) {
                    spent += fault.kind() == FaultKind.OUT_OF_FUEL ? 1 : 0;
                }
                assertThat(ran[0])
                        .as("program %d of %s", seed + i, Arrays.toString(code))
                        .isLessThanOrEqualTo(BUDGET);
            }
        }
        assertThat(spent).as("budgets that were used up").isGreaterThan(programs / 10);
    }
}
