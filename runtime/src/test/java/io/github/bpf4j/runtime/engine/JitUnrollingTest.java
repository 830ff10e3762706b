package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Instruction.pack;
import static io.github.bpf4j.asm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitUnrollingTest {
    private static final long SEED = Long.getLong("bpf4j.seed", 20_261_128);
    private static final int PROGRAMS = Integer.getInteger("bpf4j.programs", 300);
    private static final int COUNTER = 9;

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);

    @AfterEach
    void close() {
        memory.close();
    }

    /** How often the loop runs that begins at the second instruction, which is in one function and one piece; 0 if nobody knows. */
    private static int rounds(String text) {
        long[] code = Assembler.assemble(text);
        JitFlow flow = JitFunctions.of(code, new int[] {0}).getFirst();
        JitChunks.Chunk chunk = JitChunks.cut(code, flow, JitLimits.USUAL).getFirst();
        JitUnrolling.Loop loop = new JitUnrolling(code, flow, chunk, 0).at(1);
        return loop == null ? 0 : loop.rounds();
    }

    @ParameterizedTest
    @CsvSource({
        "r1 = 0,  r1 += 1,  r1 != 3,          3",
        "r1 = 0,  r1 += 8,  r1 < 17,          3",
        "r1 = 0,  r1 += 8,  r1 <= 16,         3",
        "r1 = 9,  r1 += -1, r1 s> 5,          4",
        "r1 = 9,  r1 += -1, r1 s>= 5,         5",
        "r1 = -9, r1 += 4,  r1 s< 0,          3",
        "r1 = -9, r1 += 4,  r1 s<= 0,         3",
        "r1 = -9, r1 += 4,  r1 > 5,           3",
        "r1 = -9, r1 += 4,  r1 >= 5,          3",
        "w1 = -9, r1 += 4,  r1 s< 0,          0", // one round is no loop
        "w1 = -1, r1 += 1,  r1 s> 9,          0", // more rounds than are written down
        "r1 = 0,  r1 += 2,  r1 != 3,          0", // never
        "r1 = 0,  w1 += 1,  r1 != 3,          0",
        "r1 = 0,  r1 += 1,  w1 != 3,          0",
        "r1 = 0,  r1 += r2, r1 != 3,          0",
        "r2 = 0,  r1 += 1,  r1 != 3,          0",
        "r1 = r2, r1 += 1,  r1 != 3,          0",
        "r1 = 0,  r2 += 1,  r1 != 3,          0",
        "r1 = 0,  r1 += 1,  r1 & 3,           0"
    })
    void counterSaysHowOftenALoopRuns(String start, String step, String condition, int rounds) {
        assertThat(rounds("%s\na: r0 += 7\n%s\nif %s goto a\nexit".formatted(start, step, condition)))
                .isEqualTo(rounds);
    }

    @ParameterizedTest
    @CsvSource({
        "*(u64 *)(r10 - 8) = r1,            3",
        "r2 = *(u64 *)(r10 - 8),            3",
        "r1 = *(u64 *)(r10 - 8),            0", // the counter
        "r1 += 1,                           0",
        "lock *(u64 *)(r10 - 8) += r2,      0", // may fault
        "call 8,                            0",
        "if r2 == 7 goto +0,                0",
        "exit,                              0"
    })
    void nothingInTheLoopFaultsCallsOrJumps(String insn, int rounds) {
        assertThat(rounds("r1 = 0\na: %s\nr1 += 1\nif r1 != 3 goto a\nexit".formatted(insn)))
                .isEqualTo(rounds);
    }

    @Test
    void whereTheCounterStartsIsKnownOnlyIfNothingElseLeadsThere() {
        assertThat(rounds("r1 = 0\na: r1 += 1\nif r1 != 3 goto a\nexit")).isEqualTo(3);
        long[] code = Assembler.assemble("""
                r1 = 0
                if r2 == 0 goto b
                r1 = 1
                b: r2 += 1
                a: r1 += 1
                if r1 != 3 goto a
                exit
                """);
        JitFlow flow = JitFunctions.of(code, new int[] {0}).getFirst();
        JitChunks.Chunk chunk = JitChunks.cut(code, flow, JitLimits.USUAL).getFirst();
        assertThat(new JitUnrolling(code, flow, chunk, 0).at(4)).isNull();
    }

    @Test
    void whatAMethodMayComeToIsForAllOfItsLoops() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("r1 = 0\na%d: %sr1 += 1\nif r1 != 30 goto a%d\n".formatted(i, "r0 *= 7\n".repeat(5), i));
        }
        long[] code = Assembler.assemble(text + "exit");
        JitFlow flow = JitFunctions.of(code, new int[] {0}).getFirst();
        JitChunks.Chunk chunk = JitChunks.cut(code, flow, JitLimits.USUAL).getFirst();
        JitUnrolling unrolling = new JitUnrolling(code, flow, chunk, 0);
        int found = 0;
        for (int at = 1; at < chunk.instructions().length; at += 8) {
            found += unrolling.at(at) == null ? 0 : 1;
        }
        assertThat(found).isBetween(1, 5);
    }

    /** Loops after each other, most of them with a counter that is known, on a few bytes of the stack. */
    private static long[] loops(SplittableRandom random) {
        List<Long> code = new ArrayList<>();
        for (int slot = 1; slot <= 3; slot++) {
            code.add(pack(ST | MEM | DW, 10, 0, -8 * slot, slot));
        }
        int loops = 1 + random.nextInt(4);
        for (int loop = 0; loop < loops; loop++) {
            int step = 1 + random.nextInt(4);
            int rounds = 1 + random.nextInt(9);
            int start = random.nextInt(100) - 50;
            code.add(pack((random.nextInt(8) == 0 ? ALU : ALU64) | MOV, COUNTER, 0, 0, start));
            code.add(pack(ALU64 | ADD, 0, 0, 0, random.nextInt()));
            int head = code.size();
            int length = random.nextInt(6);
            for (int i = 0; i < length; i++) {
                code.add(body(random));
            }
            code.add(random.nextInt(length + 1) + head, pack(ALU64 | ADD, COUNTER, 0, 0, step));
            int[] operations = {JNE, JSLT, JSLE, JLT};
            int operation = operations[random.nextInt(operations.length)];
            code.add(pack(JMP | operation, COUNTER, 0, head - code.size() - 1, start + step * rounds));
        }
        for (int slot = 1; slot <= 3; slot++) {
            code.add(pack(LDX | MEM | DW, 1, 10, -8 * slot, 0));
            code.add(pack(ALU64 | XOR | X, 0, 1, 0, 0));
        }
        code.add(pack(JMP | EXIT, 0, 0, 0, 0));
        return code.stream().mapToLong(Long::longValue).toArray();
    }

    private static long body(SplittableRandom random) {
        int register = random.nextInt(4);
        int other = random.nextInt(8) == 0 ? COUNTER : random.nextInt(4);
        int offset = -8 * (1 + random.nextInt(3));
        return switch (random.nextInt(6)) {
            case 0 -> pack(ALU64 | ADD | X, register, other, 0, 0);
            case 1 -> pack(ALU | MUL, register, 0, 0, random.nextInt());
            case 2 -> pack(ALU64 | DIV | X, register, other, 0, 0);
            case 3 -> pack(LDX | MEM | DW, register, 10, offset, 0);
            case 4 -> pack(STX | MEM | W, 10, other, offset, 0);
            default -> pack(ST | MEM | DW, 10, 0, offset, random.nextInt());
        };
    }

    private String end(Engine engine, Image image, long fuel) {
        try {
            return "returns " + cpu.run(engine, image, 0, null, fuel, 1, 2, 3, Repetition.NONE);
        } catch (GuestFault fault) {
            return fault.kind() + " at " + fault.insnOffset();
        }
    }

    @Test
    void loopsPaidForBeforeComeToTheSameAsThoseThatAreNot() {
        Engine interpreter = new PlainInterpreter(memory, (_, _, _) -> null);
        SplittableRandom random = new SplittableRandom(SEED);
        int faults = 0;
        for (int i = 0; i < PROGRAMS; i++) {
            long[] code = loops(random);
            Image image = new Image(
                    1, "loops", code, new int[] {0}, new HelperFunction[0], new HelperFunction[0], SourceMap.NONE);
            Engine jit = new JitEngine(memory, (_, _, _) -> null, JitLimits.USUAL);
            for (int fuel = 0; fuel < 250; fuel += 1 + random.nextInt(5)) {
                String expected = end(interpreter, image, fuel);
                faults += expected.startsWith("OUT_OF_FUEL") ? 1 : 0;
                assertThat(end(jit, image, fuel))
                        .as("program %d of seed %d with %d instructions to spend", i, SEED, fuel)
                        .isEqualTo(expected);
            }
        }
        assertThat(faults).isGreaterThan(PROGRAMS);
    }

    /** Calls of functions come to more than anything else. */
    @Test
    void callsLeaveLessRoomInAMethod() {
        String loop = "r1 = 0\na: %sr1 += 1\nif r1 != 30 goto a\n".formatted("r7 ^= r6\n".repeat(9));
        String end = "exit\nf: r0 = 1\nexit";
        assertThat(rounds(loop + "call f\n".repeat(40) + end)).isEqualTo(30);
        assertThat(rounds(loop + "call f\n".repeat(44) + end)).isZero();
    }

    /** The head of a loop that is written down round by round is that of a counted one, too, which code in front of it leads back to. */
    @Test
    void aLoopInACountedOneThatHasCodeInFrontOfIt() {
        String text = """
                r0 = 0
                r3 = 0
                goto s
                low: r0 += 1
                goto head
                s: r2 = 0
                head: r3 += 1
                r0 += r3
                r2 += 1
                if r2 < 4 goto head
                r0 += 7
                if r3 < 100 goto low
                exit
                """;
        Image image = new Image(
                1,
                "both",
                Assembler.assemble(text),
                new int[] {0},
                new HelperFunction[0],
                new HelperFunction[0],
                SourceMap.NONE);
        Engine interpreter = new PlainInterpreter(memory, (_, _, _) -> null);
        Engine jit = new JitEngine(memory, (_, _, _) -> null, JitLimits.USUAL);
        assertThat(cpu.run(jit, image, 0, null, 10_000, 0, 0, 0, Repetition.NONE))
                .isEqualTo(cpu.run(interpreter, image, 0, null, 10_000, 0, 0, 0, Repetition.NONE));
    }
}
