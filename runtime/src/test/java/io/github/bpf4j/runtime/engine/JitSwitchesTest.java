package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JitSwitchesTest {
    private static final long SEED = 20261128;
    private static final int[] OPERATIONS = {JEQ, JNE, JGT, JGE, JLT, JLE, JSGT, JSGE, JSLT, JSLE};

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);
    private final Engine jit = new JitEngine(memory, (_, _, _) -> null, JitLimits.USUAL);
    private final Engine pieces = new JitEngine(memory, (_, _, _) -> null, new JitLimits(150, 60, 20));
    private final Engine interpreter = new PlainInterpreter(memory, (_, _, _) -> null);

    @AfterEach
    void close() {
        memory.close();
    }

    /** A tree of comparisons of R1, each of whose leaves returns another number. */
    private static final class Tree {
        private final Random random;
        private final int kind;
        private final int bias;
        private final List<Long> code = new ArrayList<>();
        private int leaves;

        Tree(Random random, int kind, int bias) {
            this.random = random;
            this.kind = kind;
            this.bias = bias;
        }

        void grow(int depth) {
            if (depth == 0 || random.nextInt(8) == 0) {
                code.add((long) (ALU64 | MOV) | (long) ++leaves << 32);
                code.add((long) (JMP | EXIT));
                return;
            }
            int at = code.size();
            code.add(0L);
            grow(depth - 1);
            int distance = code.size() - at - 1;
            int operation = OPERATIONS[random.nextInt(OPERATIONS.length)];
            code.set(at, kind | operation | 1L << 8 | (long) distance << 16 | (long) (random.nextInt(20) - bias) << 32);
            grow(depth - 1);
        }

        long[] code() {
            return code.stream().mapToLong(Long::longValue).toArray();
        }
    }

    private static JitSwitches switches(long[] code) {
        return new JitSwitches(
                code, new JitChunks.Chunk(IntStream.range(0, code.length).toArray(), new int[] {0}));
    }

    private static Image image(long[] code) {
        return new Image(
                1, "switch", code, new int[] {0}, new HelperFunction[0], new HelperFunction[0], SourceMap.NONE);
    }

    private long run(Engine engine, Image image, long r1) {
        return cpu.run(engine, image, 0, null, 1 << 20, r1, 0, 0, Repetition.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {JMP, JMP32})
    void valuesLeadWhereTheComparisonsLead(int kind) {
        System.out.println("JitSwitchesTest seed " + SEED);
        Random random = new Random(SEED);
        int tables = 0;
        for (int i = 0; i < 300; i++) {
            Tree tree = new Tree(random, kind, random.nextInt(3) * 10);
            tree.grow(1 + random.nextInt(5));
            long[] code = tree.code();
            tables += switches(code).at(0) == null ? 0 : 1;
            Image image = image(code);
            Image cut = image(code);
            for (long value : values(random)) {
                assertThat(run(jit, image, value))
                        .as("tree %d, R1 = %d", i, value)
                        .isEqualTo(run(pieces, cut, value))
                        .isEqualTo(run(interpreter, image, value));
            }
        }
        assertThat(tables).as("trees that have a table").isGreaterThan(30);
    }

    private static long[] values(Random random) {
        long[] values = new long[80];
        Arrays.setAll(values, i -> i - 30);
        for (int i = 50; i < 80; i++) {
            values[i] = switch (i % 5) {
                case 0 -> random.nextLong();
                case 1 -> random.nextInt();
                case 2 -> (1L << 32) + random.nextInt(20);
                case 3 -> (random.nextBoolean() ? Integer.MIN_VALUE : Integer.MAX_VALUE) + (long) random.nextInt(3) - 1;
                default -> (random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE) + random.nextInt(3) - 1;
            };
        }
        return values;
    }

    /** As clang splits a switch over 0 to 7. */
    private static long[] eightWays(int lastDistance) {
        List<Long> code = new ArrayList<>();
        for (int value = 0; value < 7; value++) {
            code.add(JMP32 | JEQ | 1L << 8 | (long) (6 - value + 2 + 2 * value) << 16 | (long) value << 32);
        }
        code.set(6, code.get(6) & 0xffff_ffff_0000_ffffL | (lastDistance & 0xffffL) << 16);
        for (int value = 0; value < 8; value++) {
            code.add((long) (ALU64 | MOV) | (long) value << 32);
            code.add((long) (JMP | EXIT));
        }
        return code.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void oneTreeHasOneTable() {
        long[] code = eightWays(14);
        JitSwitches switches = switches(code);
        JitSwitches.Table table = switches.at(0);
        assertThat(table).isNotNull();
        assertThat(table.low()).isZero();
        assertThat(table.targets()).containsExactly(9, 11, 13, 15, 17, 19, 21, 7);
        assertThat(switches.at(1)).as("part of a tree that has one").isNull();
        assertThat(run(jit, image(code), 5)).isEqualTo(6);
    }

    @Test
    void jumpsBackAreNotInTheTable() {
        long[] code = eightWays(-1);
        JitSwitches.Table table = switches(code).at(0);
        assertThat(table).isNotNull();
        assertThat(table.targets())
                .as("6 and others go on where it is compared")
                .endsWith(6)
                .doesNotContain(7);
    }

    @Test
    void fewComparisonsAndSparseValuesHaveNone() {
        assertThat(switches(new long[] {JMP | JEQ | 1L << 8 | 1L << 16, JMP | EXIT, JMP | EXIT})
                        .at(0))
                .isNull();
        long[] code = eightWays(14);
        code[3] = code[3] & 0xffff_ffffL | 1_000_000L << 32;
        assertThat(switches(code).at(0)).isNull();
    }

    /** Comparisons of R1 one after the other, each of which leads to a leaf of its own. */
    private static long[] chain(int kind, int[] values) {
        long[] code = new long[values.length + 2 * (values.length + 1)];
        for (int i = 0; i < values.length; i++) {
            int leaf = values.length + 2 * (i + 1);
            code[i] = kind | JEQ | 1L << 8 | (long) (leaf - i - 1) << 16 | (long) values[i] << 32;
        }
        for (int leaf = 0; leaf <= values.length; leaf++) {
            code[values.length + 2 * leaf] = (long) (ALU64 | MOV) | (long) (leaf + 1) << 32;
            code[values.length + 2 * leaf + 1] = (long) (JMP | EXIT);
        }
        return code;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000_003})
    void giantSwitches(int step) {
        int[] values = IntStream.range(0, 3_000).map(i -> (i - 20) * step).toArray();
        for (int kind : new int[] {JMP, JMP32}) {
            long[] code = chain(kind, values);
            Image image = image(code);
            Image cut = image(code);
            for (int i = 0; i < 6_200; i++) {
                long value = i - 100L + (i % 7 == 0 ? 1L << 32 : 0);
                long r1 = step > 3 ? value * step : value;
                assertThat(run(jit, image, r1))
                        .as("R1 = %d", r1)
                        .isEqualTo(run(interpreter, image, r1))
                        .isEqualTo(i % 3 == 0 ? run(pieces, cut, r1) : run(jit, image, r1));
            }
        }
    }

    /** What has no table is looked at from each of its comparisons: all of that together has an end, too. */
    @Test
    void thereIsAnEndToLookingForTables() {
        int[] sparse = IntStream.range(0, 400).map(i -> i * 1_000).toArray();
        long[] before = chain(JMP32, sparse);
        long[] all = Arrays.copyOf(before, before.length + 23);
        long[] tree = eightWays(14);
        System.arraycopy(tree, 0, all, before.length, tree.length);
        JitSwitches switches = switches(all);
        assertThat(switches(all).at(before.length)).as("alone").isNotNull();
        for (int at = 0; at < sparse.length; at++) {
            assertThat(switches.at(at)).isNull();
        }
        assertThat(switches.at(before.length)).as("after much looking").isNull();
    }

    /** To look at a method takes what the method is long, not the program that it is in. */
    @Test
    void theLengthOfTheProgramDoesNotMatter() {
        int length = 1_000_000;
        long[] code = new long[length];
        for (int at = 0; at < length; at++) {
            code[at] = JMP | JEQ | 1L + at % 2 << 8 | 1L << 16 | (long) at << 32;
        }
        int[] instructions = IntStream.range(length - 400, length - 2).toArray();
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        JitSwitches switches = new JitSwitches(code, new JitChunks.Chunk(instructions, new int[] {length - 400}));
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int at : instructions) {
            assertThat(switches.at(at)).isNull();
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8L << 20);
    }
}
