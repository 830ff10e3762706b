package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Instruction.pack;
import static io.github.bpf4j.asm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs of many instructions, which nobody verified, compile and run as the interpreter runs them: whatever a class file, a method or
 * a table can hold. {@code -Dbpf4j.jit.insns=1000000} is the largest that Linux takes; several numbers measure what each size takes.
 */
class JitScaleTest {
    private static final String[] SIZES =
            System.getProperty("bpf4j.jit.insns", "50,4000,30000").split(",");
    private static final long SEED = Long.getLong("bpf4j.seed", 20_261_128);
    private static final int HUGE_METHOD_BYTES = 8000;
    private static final int HELPERS = 200;
    private static final long FUEL = 3_000_000;
    private static final long EXIT_WORD = pack(JMP | EXIT, 0, 0, 0, 0);

    /** One for each engine: they begin with the same. */
    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);

    private final GuestMemory other = GuestMemory.open(MemoryOptions.DEFAULT);
    private final HelperFunction[] helpers = new HelperFunction[HELPERS];

    JitScaleTest() {
        Arrays.setAll(helpers, id -> (_, r1, _, _, _, _) -> r1 * 31 + id);
    }

    @AfterEach
    void close() {
        memory.close();
        other.close();
    }

    /** What programs are made of. */
    enum Shape {
        ARITHMETIC,
        CONSTANTS,
        MEMORY,
        ATOMICS,
        HELPERS,
        HELPERS_OF_ONE_ARGUMENT,
        BRANCHES,
        SPAGHETTI,
        SWITCH,
        ONE_LOOP,
        NESTED_LOOPS,
        KNOWN_LOOPS,
        FUNCTIONS,
        FUNCTIONS_OF_NOTHING,
        LONG_FUNCTIONS,
        FUNCTIONS_IN_EACH_OTHER
    }

    private static long[] code(Shape shape, int size) {
        SplittableRandom random = new SplittableRandom(SEED);
        long[] code = new long[size];
        Arrays.fill(code, EXIT_WORD);
        for (int at = 0; at < size - 2; at++) {
            switch (shape) {
                case ARITHMETIC -> code[at] = arithmetic(random);
                case CONSTANTS -> {
                    code[at++] = pack(LD | IMM | DW, random.nextInt(6), 0, 0, random.nextInt());
                    code[at] = pack(0, 0, 0, 0, random.nextInt());
                }
                case MEMORY ->
                    code[at] = switch (random.nextInt(3)) {
                        case 0 -> pack(LDX | MEM | DW, random.nextInt(6), 10, -8 * (1 + random.nextInt(4000)), 0);
                        case 1 -> pack(ST | MEM | DW, 10, 0, -8 * (1 + random.nextInt(64)), random.nextInt());
                        default -> pack(STX | MEM | W, 10, random.nextInt(6), -4 * (1 + random.nextInt(128)), 0);
                    };
                case ATOMICS ->
                    code[at] = pack(
                            STX | ATOMIC | DW,
                            10,
                            random.nextInt(6),
                            -8 * (1 + random.nextInt(64)),
                            random.nextBoolean() ? ADD | FETCH : random.nextBoolean() ? CMPXCHG : XOR);
                case HELPERS ->
                    code[at] = random.nextBoolean()
                            ? pack(JMP | CALL, 0, 0, 0, 13 + random.nextInt(HELPERS - 13))
                            : pack(ALU64 | MOV | X, 1, 0, 0, 0);
                case HELPERS_OF_ONE_ARGUMENT ->
                    code[at] = at % 2 == 0
                            ? pack(ALU64 | MOV | X, 1, 6, 0, 0)
                            : pack(JMP | CALL, 0, 0, 0, 13 + random.nextInt(HELPERS - 13));
                case BRANCHES ->
                    code[at] = at % 3 == 0
                            ? branch(random, Math.min(random.nextInt(1000), size - 2 - at))
                            : arithmetic(random);
                case SPAGHETTI ->
                    code[at] = at % 3 == 0
                            ? branch(random, Math.clamp(random.nextInt(-32_000, 32_000), -at - 1, size - 2 - at))
                            : arithmetic(random);
                case SWITCH -> code[at] = pack(JMP | JEQ, 1, 0, Math.min(30_000, size - 2 - at), random.nextInt());
                case ONE_LOOP -> code[at] = arithmetic(random);
                case NESTED_LOOPS ->
                    code[at] = at % 50 == 49
                            ? branch(random, -Math.min(at, 50 * (1 + random.nextInt(20))))
                            : arithmetic(random);
                case KNOWN_LOOPS -> code[at] = knownLoop(at % 12, random);
                case FUNCTIONS -> at = function(code, at, at == 0 ? Math.max(8, size / 16) : 8, random);
                case FUNCTIONS_OF_NOTHING ->
                    code[at] = at < size / 2 ? pack(JMP | CALL, 0, PSEUDO_CALL, 0, size / 2 - 1) : EXIT_WORD;
                case LONG_FUNCTIONS -> at = function(code, at, 2000, random);
                case FUNCTIONS_IN_EACH_OTHER ->
                    code[at] = at < size / 2 ? pack(JMP | CALL, 0, PSEUDO_CALL, 0, size / 2 - 1) : onStack(random);
            }
        }
        if (shape == Shape.ONE_LOOP) {
            code[size - 2] = pack(JMP32 | JA, 0, 0, 0, -(size - 1));
        }
        return code;
    }

    /** Loops of seven rounds that are told by R9. */
    private static long knownLoop(int place, SplittableRandom random) {
        return switch (place) {
            case 0 -> pack(ALU64 | MOV, 9, 0, 0, 0);
            case 10 -> pack(ALU64 | ADD, 9, 0, 0, 1);
            case 11 -> pack(JMP | JNE, 9, 0, -11, 7);
            default -> pack(ALU64 | XOR | X, random.nextInt(9), random.nextInt(9), 0, 0);
        };
    }

    /** A function that calls the next one sometimes, so that frames do not run out. */
    private static int function(long[] code, int start, int length, SplittableRandom random) {
        int end = Math.min(start + length, code.length - 2);
        for (int at = start; at < end; at++) {
            code[at] = onStack(random);
        }
        boolean first = start == 0;
        int step = length == 2000 ? length : 8;
        int functions = (code.length - 2 - length) / step;
        for (int at = start; first && at < end; at++) {
            int target = length + step * random.nextInt(Math.max(1, functions));
            code[at] = pack(JMP | CALL, 0, PSEUDO_CALL, 0, Math.min(target, code.length - 1) - at - 1);
        }
        if (!first && end - start == length && start / length % 6 != 0 && end + length < code.length) {
            code[start + 2] = pack(JMP | CALL, 0, PSEUDO_CALL, 0, end - start - 3);
        }
        if (end > start) {
            code[end - 1] = EXIT_WORD;
        }
        return end - 1;
    }

    /** An instruction that depends on no register but the frame pointer: others are not defined where functions begin, and after calls. */
    private static long onStack(SplittableRandom random) {
        int offset = -8 * (1 + random.nextInt(64));
        return random.nextBoolean()
                ? pack(LDX | MEM | DW, 0, 10, offset, 0)
                : pack(ST | MEM | DW, 10, 0, offset, random.nextInt());
    }

    private static long arithmetic(SplittableRandom random) {
        int[] operations = {ADD, SUB, MUL, OR, AND, XOR, MOV, LSH};
        int operation = operations[random.nextInt(operations.length)];
        int kind = random.nextBoolean() ? ALU64 : ALU;
        return random.nextBoolean()
                ? pack(kind | operation | X, random.nextInt(10), random.nextInt(10), 0, 0)
                : pack(kind | operation, random.nextInt(10), 0, 0, operation == LSH ? 3 : random.nextInt());
    }

    private static long branch(SplittableRandom random, int distance) {
        int[] operations = {JEQ, JNE, JGT, JSLT, JSET};
        return pack(
                (random.nextBoolean() ? JMP : JMP32) | operations[random.nextInt(operations.length)],
                random.nextInt(10),
                0,
                distance,
                random.nextInt());
    }

    /** What a run comes to. */
    private static String end(Engine engine, GuestMemory memory, Image image) {
        Cpu cpu = new Cpu(0, memory);
        try {
            return "returns " + cpu.run(engine, image, 0, null, FUEL, 1, 2, 3, Repetition.NONE);
        } catch (GuestFault fault) {
            return fault.kind() + " at " + fault.insnOffset() + ": " + fault.getMessage();
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyInstructionsCompile(Shape shape) {
        for (String each : SIZES) {
            int size = Integer.parseInt(each);
            Image image = new Image(
                    1, "scale", code(shape, size), new int[] {0}, helpers, new HelperFunction[0], SourceMap.NONE);
            long longest = 0;
            long bytes = 0;
            int classes = 0;
            for (JitUnit unit : new JitCompiler(image, memory, JitLimits.USUAL).units()) {
                byte[] file = unit.generate();
                bytes += file.length;
                classes++;
                longest = Math.max(longest, longestMethod(file));
            }
            long beganNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            JitEngine jit = new JitEngine(memory, (_, _, _) -> null, JitLimits.USUAL);
            jit.compile(image);
            long tookNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - beganNs;
            String compiled = end(jit, memory, image);
            System.out.printf(
                    "%-24s %8d insns: %5d ms, %6.2f us and %5.1f bytes each, %4d classes, longest method %d bytes,"
                            + " %s%n",
                    shape,
                    size,
                    tookNs / 1_000_000,
                    tookNs / 1e3 / size,
                    (double) bytes / size,
                    classes,
                    longest,
                    compiled);
            assertThat(longest).as("bytes of the longest method").isLessThan(HUGE_METHOD_BYTES);
            assertThat(compiled).isEqualTo(end(new PlainInterpreter(other, (_, _, _) -> null), other, image));
        }
    }

    private static long longestMethod(byte[] file) {
        long longest = 0;
        for (MethodModel method : ClassFile.of().parse(file).methods()) {
            longest = Math.max(
                    longest,
                    method.code()
                            .map(code -> ((CodeAttribute) code).codeLength())
                            .orElse(0));
        }
        return longest;
    }
}
