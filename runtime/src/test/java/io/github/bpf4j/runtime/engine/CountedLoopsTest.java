package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Instruction.pack;
import static io.github.bpf4j.asm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Loops whose iterations the JIT counts ahead: random ones, with numbers near where comparisons and sums turn over, come to the same as in
 * the interpreter, with the same budget. {@code -Dbpf4j.programs} of them from {@code -Dbpf4j.seed}.
 */
class CountedLoopsTest {
    private static final long SEED = Long.getLong("bpf4j.seed", 20_261_128);
    private static final int PROGRAMS = Integer.getInteger("bpf4j.programs", 1_500);
    private static final int WORDS = 24;
    private static final int[] COMPARISONS = {JEQ, JNE, JGT, JGE, JLT, JLE, JSGT, JSGE, JSLT, JSLE, JSET};
    private static final int[] BUDGETS = {7, 60, 333, 1_000, 20_000};
    private static final int DATA = 9;

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);
    private final long data = memory.allocate(4096, GuestMemory.Zone.LOW);
    private final Engine interpreter = new PlainInterpreter(memory, (_, _, _) -> null);
    private final Engine jit = new JitEngine(memory, (_, _, _) -> null, JitLimits.USUAL);

    @AfterEach
    void close() {
        memory.close();
    }

    private static final class Maker {
        private final SplittableRandom random;
        private final List<Long> words = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private final List<int[]> jumps = new ArrayList<>();

        private final long data;
        private int counter;

        Maker(SplittableRandom random, long data) {
            this.random = random;
            this.data = data;
        }

        private void emit(int opcode, int dst, int src, int offset, int imm) {
            words.add(pack(opcode, dst, src, offset, imm));
        }

        private void wide(int dst, long value) {
            emit(LD | IMM | DW, dst, 0, 0, (int) value);
            emit(0, 0, 0, 0, (int) (value >>> 32));
        }

        private int any() {
            return random.nextInt(DATA);
        }

        private int small() {
            return random.nextInt(-9, 10);
        }

        private long edge() {
            long near = switch (random.nextInt(6)) {
                case 0, 1 -> 0;
                case 2 -> 1L << 31;
                case 3 -> 1L << 32;
                case 4 -> Long.MIN_VALUE;
                default -> random.nextLong();
            };
            return near + random.nextInt(-200, 200);
        }

        long[] program() {
            for (int register = 0; register < DATA; register++) {
                wide(register, edge());
            }
            wide(DATA, data);
            int statements = 2 + random.nextInt(7);
            counter = any();
            boolean entersInside = random.nextInt(4) == 0;
            if (entersInside) {
                jump(JMP | JA, 0, 0, 0, 1 + random.nextInt(statements - 1));
            }
            for (int i = 0; i < statements; i++) {
                starts.add(words.size());
                statement(i, statements);
            }
            starts.add(words.size());
            close();
            starts.add(words.size());
            for (int register = 0; register < DATA; register++) {
                emit(STX | MEM | DW, DATA, register, 8 * register, 0);
            }
            emit(JMP | EXIT, 0, 0, 0, 0);
            long[] code = words.stream().mapToLong(Long::longValue).toArray();
            for (int[] jump : jumps) {
                code[jump[0]] |= (starts.get(jump[1]) - jump[0] - 1 & 0xffffL) << 16;
            }
            return code;
        }

        private void jump(int opcode, int dst, int src, int imm, int statement) {
            jumps.add(new int[] {words.size(), statement});
            emit(opcode, dst, src, 0, imm);
        }

        private void when(int statement) {
            int kind = random.nextInt(3) == 0 ? JMP32 : JMP;
            int comparison = COMPARISONS[random.nextInt(COMPARISONS.length)];
            int compared = random.nextInt(4) == 0 ? any() : counter;
            if (random.nextInt(3) > 0) {
                jump(kind | X | comparison, compared, any(), 0, statement);
            } else {
                jump(kind | comparison, compared, 0, random.nextInt(-300, 300), statement);
            }
        }

        private int sometimes32() {
            return random.nextInt(4) == 0 ? ALU : ALU64;
        }

        private void factor() {
            int operation = random.nextBoolean() ? LSH : MUL;
            if (random.nextBoolean()) {
                emit(sometimes32() | X | operation, written(), any(), 0, 0);
            } else {
                emit(sometimes32() | operation, written(), 0, 0, random.nextInt(4));
            }
        }

        /** A register that is written: rarely what the loop counts. */
        private int written() {
            int register = any();
            return register == counter && random.nextInt(8) > 0 ? (counter + 1) % DATA : register;
        }

        private void statement(int at, int statements) {
            int step = random.nextInt(5) == 0 ? random.nextInt() : small();
            switch (random.nextInt(15)) {
                case 0, 1 -> emit(sometimes32() | ADD, written(), 0, 0, step);
                case 2, 3 -> emit(sometimes32() | ADD, counter, 0, 0, step);
                case 4 -> emit(ALU64 | X | (random.nextBoolean() ? ADD : SUB), written(), any(), 0, 0);
                case 5 -> emit(sometimes32() | X | MOV, written(), any(), 0, 0);
                case 6 -> factor();
                case 7 -> emit(sometimes32() | MOV, written(), 0, 0, small());
                case 8 ->
                    emit(LDX | MEM | (random.nextBoolean() ? B : DW), written(), DATA, 8 * random.nextInt(WORDS), 0);
                case 9, 10 -> emit(STX | MEM | DW, DATA, any(), 8 * random.nextInt(WORDS), 0);
                case 11 -> when(Math.min(statements, at + 1 + random.nextInt(3)));
                case 12 -> when(statements + 1);
                case 13 -> { // leaves by not jumping
                    when(at + 1);
                    jump(JMP | JA, 0, 0, 0, statements + 1);
                }
                default -> emit(ALU64 | X | XOR, written(), any(), 0, 0);
            }
        }

        private void close() {
            if (random.nextBoolean()) {
                when(0);
            } else {
                when(starts.size());
                int last = starts.size() - 1;
                jumps.getLast()[1] = last + 1;
                jump(JMP | JA, 0, 0, 0, 0);
            }
        }
    }

    private Image image(long[] code) {
        return new Image(0, "loop", code, new int[0], new HelperFunction[0], new HelperFunction[0], SourceMap.NONE);
    }

    private List<String> run(Engine by, long[] code) {
        Image image = image(code);
        by.prepare(image);
        List<String> all = new ArrayList<>();
        for (int budget : BUDGETS) {
            memory.segment().asSlice(memory.index(data, 0), 8 * WORDS).fill((byte) 3);
            String came;
            try {
                came = "R0 " + cpu.run(by, image, 0, null, budget, 0, 0, 0, Repetition.NONE);
            } catch (GuestFault fault) {
                came = fault.kind() + " at " + fault.insnOffset();
            }
            long[] left = new long[WORDS];
            Arrays.setAll(left, i -> memory.getLong(data + 8L * i));
            all.add(came + " with " + budget + ", left " + Arrays.toString(left));
        }
        return all;
    }

    private static Map<Integer, JitCountedLoop> loops(long[] code) {
        return JitCountedLoops.of(
                code, new JitChunks.Chunk(IntStream.range(0, code.length).toArray(), new int[] {0}), 1_500);
    }

    private static String listing(long[] code) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < code.length; at++) {
            long insn = code[at];
            text.append("%4d: op 0x%02x dst %d src %d off %d imm %d%n"
                    .formatted(
                            at,
                            Instruction.opcode(insn),
                            Instruction.dst(insn),
                            Instruction.src(insn),
                            Instruction.offset(insn),
                            Instruction.imm(insn)));
        }
        return text.toString();
    }

    @Test
    void randomLoopsComeToTheSame() {
        SplittableRandom random = new SplittableRandom(SEED);
        int counted = 0;
        for (int i = 0; i < PROGRAMS; i++) {
            long[] code = new Maker(random.split(), data).program();
            counted += loops(code).isEmpty() ? 0 : 1;
            assertThat(run(jit, code))
                    .as(() -> "seed " + SEED + ", loops " + loops(code).values() + "\n" + listing(code))
                    .isEqualTo(run(interpreter, code));
        }
        assertThat(counted).as("loops that are counted ahead").isGreaterThan(PROGRAMS / 8);
    }

    private void comesToTheSame(long... code) {
        assertThat(loops(code)).isNotEmpty();
        assertThat(run(jit, code)).isEqualTo(run(interpreter, code));
    }

    @Test
    void aFactorOf32BitsIsNotNegative() {
        comesToTheSame(
                op(ALU64 | MOV, 1, 0, 0, 0),
                op(ALU | MOV, 4, 0, 0, -1),
                op(ALU64 | MUL, 4, 0, 0, 40),
                op(ALU | MOV, 2, 0, 0, -1),
                op(ALU64 | X | MOV, 3, 1, 0, 0),
                op(ALU64 | X | MUL, 3, 2, 0, 0),
                op(ALU64 | ADD, 1, 0, 0, 1),
                op(JMP | JEQ, 1, 0, 1, 50),
                op(JMP | X | JNE, 3, 4, -6, 0),
                op(ALU64 | X | MOV, 0, 1, 0, 0),
                END);
    }

    /** By falling through to what stands before the head, and to which no jump leads. */
    @Test
    void itIsLeftToBeforeItsHead() {
        comesToTheSame(
                op(ALU64 | MOV, 1, 0, 0, 0),
                op(ALU64 | MOV, 3, 0, 0, 0),
                op(JMP | JA, 0, 0, 4, 0),
                op(ALU64 | ADD, 1, 0, 0, 1),
                op(JMP | JNE, 3, 0, 2, 50),
                op(ALU64 | X | MOV, 0, 1, 0, 0),
                END,
                op(ALU64 | ADD, 3, 0, 0, 3),
                op(ALU64 | X | XOR, 3, 1, 0, 0),
                op(JMP | JEQ, 1, 0, 1, 100),
                op(JMP | JA, 0, 0, -8, 0),
                op(ALU64 | MOV, 0, 0, 0, 7),
                END);
    }

    // ---- shapes: registers are R1 to R3, the loop begins at 0

    private static long op(int opcode, int dst, int src, int offset, int imm) {
        return pack(opcode, dst, src, offset, imm);
    }

    private static JitCountedLoop only(long... code) {
        Map<Integer, JitCountedLoop> loops = loops(code);
        assertThat(loops).hasSize(1);
        return loops.values().iterator().next();
    }

    private static final long STEP = op(ALU64 | ADD, 1, 0, 0, 2);
    private static final long LOAD = op(LDX | MEM | DW, 3, 2, 0, 0);
    private static final long END = op(JMP | EXIT, 0, 0, 0, 0);

    @Test
    void aLoopToAConstantIsCounted() {
        JitCountedLoop loop = only(STEP, LOAD, op(JMP | JNE, 1, 0, -3, 100), END);
        assertThat(loop.order()).containsExactly(0, 1, 2);
        assertThat(loop.cost()).isEqualTo(3);
        JitCountedLoop.Test test = loop.tests().get(2);
        assertThat(test.relation()).isEqualTo(JitCountedLoop.Relation.UNEQUAL);
        assertThat(test.from().constant()).as("the step comes first").isEqualTo(2);
        assertThat(test.step().constant()).isEqualTo(2);
    }

    @Test
    void whatIsBesideTheTestMayEndItToo() {
        JitCountedLoop loop = only(
                STEP, LOAD, op(JMP | JEQ, 3, 0, 2, 0), op(JMP | X | JGT, 1, 2, 1, 0), op(JMP | JA, 0, 0, -5, 0), END);
        assertThat(loop.tests()).containsOnlyKeys(3);
        assertThat(loop.tests().get(3).relation()).isEqualTo(JitCountedLoop.Relation.AT_MOST);
    }

    @Test
    void aStepMayBeARegister() {
        JitCountedLoop loop = only(LOAD, op(ALU64 | X | ADD, 1, 2, 0, 0), op(JMP | JLT, 1, 0, -3, 100), END);
        assertThat(loop.tests().get(2).step().register()).isEqualTo(2);
    }

    /** As clang lays it out when the body comes before the test. */
    @Test
    void theHeadIsWhereItIsEntered() {
        JitCountedLoop loop =
                only(op(JMP | JA, 0, 0, 2, 0), STEP, op(JMP | JEQ, 1, 0, 2, 64), LOAD, op(JMP | JA, 0, 0, -4, 0), END);
        assertThat(loop.head()).isEqualTo(3);
        assertThat(loop.order()).containsExactly(3, 4, 1, 2);
        assertThat(loop.cost()).isEqualTo(4);
    }

    @Test
    void whatIsNotCounted() {
        assertThat(loops(new long[] {STEP, op(JMP | CALL, 0, 0, 0, 5), op(JMP | JNE, 1, 0, -3, 100), END}))
                .as("it calls")
                .isEmpty();
        assertThat(loops(new long[] {LOAD, op(JMP | JNE, 3, 0, -2, 100), END}))
                .as("what it tests is read")
                .isEmpty();
        assertThat(loops(new long[] {STEP, op(ALU64 | X | ADD, 2, 1, 0, 0), op(JMP | JNE, 2, 0, -3, 100), END}))
                .as("its step grows")
                .isEmpty();
        assertThat(loops(new long[] {STEP, op(JMP | JGT, 1, 0, -2, 100), END}))
                .as("it ends when the number turns over")
                .isEmpty();
        assertThat(loops(new long[] {op(ALU | ADD, 1, 0, 0, 1), op(JMP | JNE, 1, 0, -2, 100), END}))
                .as("all of a number is compared of which the upper half was another before the first step")
                .isEmpty();
        assertThat(loops(new long[] {op(JMP | JEQ, 3, 0, 1, 0), STEP, LOAD, op(JMP | JNE, 1, 0, -4, 100), END}))
                .as("not each iteration steps")
                .isEmpty();
    }

    @Test
    void onlyTheInnermostLoopIsCounted() {
        JitCountedLoop loop = only(
                op(ALU64 | MOV, 1, 0, 0, 0),
                STEP,
                op(JMP | JNE, 1, 0, -2, 100),
                op(ALU64 | ADD, 2, 0, 0, 1),
                op(JMP | JNE, 2, 0, -5, 9),
                END);
        assertThat(loop.head()).isEqualTo(1);
    }

    @Test
    void aJumpIntoTheLoopMakesItNone() {
        assertThat(loops(new long[] {op(JMP | JEQ, 3, 0, 1, 0), STEP, LOAD, op(JMP | JNE, 1, 0, -3, 100), END}))
                .isEmpty();
    }

    // ---- how often

    private static int naive(int most, long from, long step, LongPredicate stays) {
        int count = 0;
        for (long number = from; count < most && stays.test(number); number += step) {
            count++;
        }
        return count;
    }

    @Test
    void tripsAreAsManyAsCanBeAndNoMore() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            long step = random.nextInt(1, 12);
            long base = new long[] {0, Long.MAX_VALUE, 1L << 32}[random.nextInt(3)];
            long from = base + random.nextInt(-90, 90);
            long limit = base + random.nextInt(-90, 90);
            int most = random.nextInt(40);
            // where numbers turn over the sure ones are fewer: only what ends below the limit is compared
            if (Long.compareUnsigned(from, limit) <= 0) {
                assertThat(JitTrips.below(most, from, limit, step))
                        .isEqualTo(Math.min(
                                most, naive(100, from, step, n -> Long.compareUnsigned(n - from, limit - from) < 0)));
                assertThat(JitTrips.atMost(most, from, limit, step))
                        .isEqualTo(Math.min(
                                most, naive(100, from, step, n -> Long.compareUnsigned(n - from, limit - from) <= 0)));
            } else {
                assertThat(JitTrips.below(most, from, limit, step)).isZero();
                assertThat(JitTrips.atMost(most, from, limit, step)).isZero();
            }
            assertThat(JitTrips.unequal(most, from, limit, step))
                    .isLessThanOrEqualTo(naive(most, from, step, n -> n != limit));
            long low = from & JitCode.LOW;
            long lowLimit = limit & JitCode.LOW;
            assertThat(JitTrips.unequal32(most, low, lowLimit, step))
                    .isLessThanOrEqualTo(naive(most, low, step, n -> (n & JitCode.LOW) != lowLimit));
        }
        assertThat(JitTrips.below(50, 0, 100, 0)).as("it stands").isZero();
        assertThat(JitTrips.below(50, 0, 100, -1)).as("it falls").isZero();
        assertThat(JitTrips.below(50, 0, -1, 1L << 40)).as("too far").isZero();
        assertThat(JitTrips.below(Integer.MAX_VALUE, 0, -1, 1)).isEqualTo(Integer.MAX_VALUE);
        assertThat(JitTrips.unequal(9, 0, 18, 2)).isEqualTo(9);
        assertThat(JitTrips.unequal32(9, JitCode.LOW, 7, 2)).as("it turns over").isEqualTo(4);
    }
}
