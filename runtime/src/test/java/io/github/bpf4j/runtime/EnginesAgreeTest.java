package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.engine.Cpu;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Raw programs end the same way in every engine: the same result, or the same fault at the same instruction, with the same memory left;
 * and they need exactly the same fuel.
 */
class EnginesAgreeTest {
    private static final long MOST_FUEL = 20_000;

    /** What a run comes to, as far as engines have to agree. */
    private record Outcome(String end, List<Byte> memory) {
        static Outcome of(RunResult result, byte[] memory) {
            String end = result.fault()
                    .map(fault -> fault.kind() + " at " + fault.insnOffset() + ": "
                            + fault.message().replaceFirst("^argument \\d of \\w+: ", "")) // what the checked one adds
                    .orElse("returns " + result.returnValue());
            return new Outcome(end, bytes(memory));
        }

        private static List<Byte> bytes(byte[] memory) {
            Byte[] all = new Byte[memory.length];
            Arrays.setAll(all, i -> memory[i]);
            return List.of(all);
        }

        boolean isOutOfFuel() {
            return end.startsWith("OUT_OF_FUEL");
        }
    }

    /** A program with a name that says what it is about. */
    private record Case(String name, long[] code) {
        static Case of(String name, String text) {
            return new Case(name, Assembler.assemble(text));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Outcome outcome(EngineKind engine, long[] code, long fuel) {
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(fuel).build();
                RawProgram.Loaded loaded = runtime.unchecked(code).withMemory(new byte[64])) {
            RunResult first = loaded.run();
            Outcome outcome = Outcome.of(first, loaded.memory());
            assertThat(Outcome.of(loaded.run(), new byte[0]).end())
                    .as("the second run in %s", engine)
                    .isEqualTo(outcome.end());
            return outcome;
        }
    }

    private static void agree(long[] code, long fuel) {
        Outcome expected = outcome(EngineKind.INTERPRETER, code, fuel);
        for (EngineKind engine : EngineKind.values()) {
            assertThat(outcome(engine, code, fuel))
                    .as("%s with %d instructions to spend", engine, fuel)
                    .isEqualTo(expected);
        }
    }

    /** The least fuel with which a program does not run out of it. */
    private static long leastFuel(long[] code) {
        long tooLittle = -1;
        long enough = MOST_FUEL;
        assertThat(outcome(EngineKind.INTERPRETER, code, enough).isOutOfFuel()).isFalse();
        while (enough - tooLittle > 1) {
            long middle = (tooLittle + enough) >> 1;
            if (outcome(EngineKind.INTERPRETER, code, middle).isOutOfFuel()) {
                tooLittle = middle;
            } else {
                enough = middle;
            }
        }
        return enough;
    }

    private static String times(int count, String text) {
        return text.repeat(count);
    }

    static Stream<Case> spenders() {
        return Stream.of(
                Case.of("goto", "r0 = 9\na: if r0 == 0 goto b\nr0 -= 1\ngoto a\nb: exit"),
                Case.of("gotol", "r0 = 9\na: if r0 == 0 goto b\nr0 -= 1\ngotol a\nb: exit"),
                Case.of("conditions", "a: r0 += 1\nif r0 != 5 goto a\nb: w0 += 1\nif w0 < 11 goto b\nexit"),
                Case.of("nested", "a: r6 = 0\nr7 += 1\nb: r6 += 1\nif r6 != 4 goto b\nif r7 != 3 goto a\nexit"),
                Case.of("calls", """
                        a: call f
                        r6 += 1
                        if r6 != 4 goto a
                        r0 = r6
                        exit
                        f: r0 = 0
                        e: r0 += 1
                        if r0 != 3 goto e
                        call g
                        exit
                        g: r0 = 0
                        h: r0 += 1
                        if r0 s< 5 goto h
                        exit
                        """),
                Case.of("helpers", "a: call 8\nr6 += 1\nif r6 != 4 goto a\nr0 = r6\nexit"),
                Case.of("callbacks", """
                        r1 = 7
                        r2 = func body ll
                        r3 = 0
                        r4 = 0
                        call 181
                        r6 = 0
                        a: r6 += 1
                        if r6 != 3 goto a
                        exit
                        body: r6 = r1
                        b: r6 -= 1
                        if r6 s> 0 goto b
                        call 8
                        r0 = 0
                        exit
                        """),
                Case.of("callbacks in callbacks", """
                        r1 = 5
                        r2 = func outer ll
                        r3 = 0
                        r4 = 0
                        call 181
                        exit
                        outer: r1 = 6
                        r2 = func inner ll
                        r3 = 0
                        r4 = 0
                        call 181
                        r6 = 0
                        a: r6 += 1
                        if r6 != 3 goto a
                        r0 = 0
                        exit
                        inner: r6 += 1
                        if r6 != 2 goto inner
                        call 8
                        r0 = 0
                        exit
                        """),
                Case.of(
                        "a loop over pieces",
                        "r1 = 0\nr2 = 3\na: " + times(600, "r1 += 1\nr1 ^= 5\n") + "r2 -= 1\nif r2 != 0 goto a\n"
                                + times(300, "r1 += 3\n") + "b: r2 += 1\nif r2 s< 7 goto b\nr0 = r1\nexit"),
                Case.of(
                        "a loop in the last of the pieces that calls",
                        times(600, "r7 += 1\nr7 *= 3\n") + "a: call f\nr6 += 1\nif r6 != 4 goto a\nr0 = r7\nexit\n"
                                + "f: r0 = 0\ne: r0 += 1\nif r0 != 3 goto e\nexit"));
    }

    @ParameterizedTest
    @MethodSource("spenders")
    void fuelIsSpentAlike(Case program) {
        long least = leastFuel(program.code());
        assertThat(least).as("it spends something").isPositive();
        for (long fuel : new long[] {least, least - 1, least / 2, 1, 0}) {
            agree(program.code(), fuel);
        }
    }

    /** The loop ends after 8 Mi rounds of three instructions. */
    @Test
    void mayGotoSpendsWhatItsLoopTakes() {
        long[] code = Assembler.assemble("a: r0 += 1\nmay_goto b\ngoto a\nb: r0 &= 0xff\nexit");
        long least = code.length + 3L * Cpu.MAY_GOTO_BUDGET;
        assertThat(outcome(EngineKind.INTERPRETER, code, least).end()).isEqualTo("returns 1");
        agree(code, least);
        agree(code, least - 1);
    }

    static Stream<Case> endless() {
        return Stream.of(
                Case.of("on the spot", "a: goto a"),
                Case.of("a loop", "r0 = 0\na: r0 += 1\nif r0 != 0 goto a\nexit"),
                Case.of("two ways into a loop", """
                        if r2 == 64 goto b
                        a: r0 += 1
                        if r0 == 0 goto end
                        b: r1 += 1
                        if r1 != 0 goto a
                        end: exit
                        """),
                Case.of("in a function", "call f\nexit\nf: r6 += 1\ncall g\ngoto f\ng: r0 = 0\nexit"),
                Case.of("loops of loops", """
                        r1 = 0x800000
                        r2 = func outer ll
                        r3 = 0
                        r4 = 0
                        call 181
                        exit
                        outer: r1 = 0x800000
                        r2 = func inner ll
                        r3 = 0
                        r4 = 0
                        call 181
                        r0 = 0
                        exit
                        inner: r0 = 0
                        exit
                        """),
                Case.of("may_goto that ends nothing", "a: may_goto b\nb: r0 += 1\nif r0 != 0 goto a\nexit"),
                Case.of(
                        "over pieces",
                        "a: " + times(700, "r1 += 1\nr1 ^= 5\n") + "if r1 == r2 goto a\nr3 += 1\ngoto a\nexit"));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void whatNeverEndsRunsOutOfFuelAtTheSameInstruction(Case program) {
        assertThat(outcome(EngineKind.INTERPRETER, program.code(), 1_000_003).isOutOfFuel())
                .isTrue();
        for (long fuel : new long[] {1_000_003, 1_000_004, 1_000_005, 17}) {
            agree(program.code(), fuel);
        }
    }

    /** Jumps between a few places, most of them backward: loops with several heads, entries and latches, whole and in pieces. */
    private static Case loops(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = 3 + random.nextInt(12);
        long[] code = new long[size * 3 + 1];
        int filled = 0;
        for (int i = 0; i < size; i++) {
            int register = random.nextInt(6);
            code[filled++] = Instruction.pack(Opcode.ALU64 | Opcode.ADD, register, 0, 0, 1 + random.nextInt(3));
            code[filled++] = Instruction.pack(Opcode.ALU64 | Opcode.AND, register, 0, 0, 63);
            int target = random.nextInt(random.nextInt(4) == 0 ? 3 * size : filled + 1);
            int distance = target - filled - 1;
            int kind = random.nextInt(8);
            code[filled++] = kind == 0
                    ? Instruction.pack(Opcode.JMP | Opcode.JA, 0, 0, distance, 0)
                    : kind == 1
                            ? Instruction.pack(Opcode.JMP | Opcode.CALL, 0, 0, 0, 8)
                            : Instruction.pack(
                                    Opcode.JMP | (random.nextBoolean() ? Opcode.JLT : Opcode.JSET),
                                    random.nextInt(6),
                                    0,
                                    distance,
                                    1 + random.nextInt(40));
        }
        code[filled] = Instruction.pack(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0);
        return new Case("loops of seed " + seed, code);
    }

    /** The same jumps, with so much between them that the function is cut into pieces. */
    private static long[] stretched(long[] code) {
        int between = 120;
        long[] all = new long[code.length / 3 * (3 + between) + 1];
        int[] places = new int[code.length];
        for (int i = 0; i < code.length; i++) {
            places[i] = i / 3 * (3 + between) + i % 3;
        }
        Arrays.fill(all, Instruction.pack(Opcode.ALU64 | Opcode.ADD, 9, 0, 0, 1));
        for (int i = 0; i < code.length; i++) {
            long insn = code[i];
            boolean jumps = i % 3 == 2 && Instruction.operation(insn) != Opcode.CALL;
            all[places[i]] = jumps
                    ? Instruction.pack(
                            Instruction.opcode(insn),
                            Instruction.dst(insn),
                            0,
                            places[i + 1 + Instruction.offset(insn)] - places[i] - 1,
                            Instruction.imm(insn))
                    : insn;
        }
        return all;
    }

    @Test
    void loopsOfAnyShapeSpendAlike() {
        long seed = Long.getLong("bpf4j.seed", 20_261_128);
        int programs = Integer.getInteger("bpf4j.programs", 40);
        for (int i = 0; i < programs; i++) {
            Case loops = loops(seed + i);
            for (long[] code : new long[][] {loops.code(), stretched(loops.code())}) {
                boolean ends = !outcome(EngineKind.INTERPRETER, code, MOST_FUEL).isOutOfFuel();
                long most = ends ? leastFuel(code) : MOST_FUEL;
                for (long fuel : new long[] {most, most - 1, most - 2, most / 2, most / 3, 1, 0}) {
                    Outcome expected = outcome(EngineKind.INTERPRETER, code, Math.max(0, fuel));
                    assertThat(outcome(EngineKind.JIT, code, Math.max(0, fuel)))
                            .as("%s with %d instructions to spend", loops, fuel)
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static String recursion(int calls) {
        return """
                r1 = %d
                call f
                exit
                f: r0 = r1
                r1 -= 1
                if r1 == 0 goto out
                call f
                out: r0 += 1
                exit
                """.formatted(calls);
    }

    static Stream<Case> faults() {
        String fault = "r1 = r10\nr1 += -9\nr2 = 1\nlock *(u64 *)(r1 + 0) += r2\n";
        return Stream.of(
                Case.of("endless recursion", "f: call f\nexit"),
                Case.of("recursion that ends", recursion(7)),
                Case.of("recursion that is too deep by one", recursion(8)),
                Case.of("recursion through callbacks", """
                        f: r1 = 3
                        r2 = func f ll
                        r3 = 0
                        r4 = 0
                        call 181
                        exit
                        """),
                Case.of("each frame has a stack of its own", """
                        *(u64 *)(r10 - 512) = 77
                        r1 = 5
                        call f
                        r0 = *(u64 *)(r10 - 512)
                        exit
                        f: *(u64 *)(r10 - 512) = r1
                        r1 -= 1
                        if r1 == 0 goto out
                        call f
                        out: exit
                        """),
                Case.of("misaligned 64", fault + "exit"),
                Case.of("misaligned 32", "w2 = 1\nlock *(u32 *)(r10 - 7) += w2\nexit"),
                Case.of("misaligned exchange", "r2 = 1\nr2 = xchg_64(r10 - 9, r2)\nexit"),
                Case.of("misaligned compare and exchange", "r2 = 1\nr0 = cmpxchg_64(r10 - 9, r0, r2)\nexit"),
                Case.of("misaligned in a function", "r6 = 1\ncall f\nexit\nf: r0 = 1\n" + fault + "exit"),
                Case.of(
                        "misaligned in a callback",
                        "r1 = 2\nr2 = func f ll\nr3 = 0\nr4 = 0\ncall 181\nexit\nf: call 8\n" + fault + "exit"),
                Case.of(
                        "misaligned in a later piece",
                        times(600, "r7 += 1\nr7 *= 3\n") + fault + times(600, "r7 += 1\nr7 *= 3\n") + "exit"),
                Case.of(
                        "misaligned in a function of pieces",
                        "call f\nr0 = 5\nexit\nf: " + times(600, "r7 += 1\nr7 *= 3\n") + fault + "exit"),
                Case.of("a helper that is not there", "r0 = 3\ncall 9999\nexit"),
                Case.of("a helper that nobody has, unreached", "goto a\ncall 9999\na: r0 = 4\nexit"),
                Case.of("a kernel function that is not there", "call kfunc 1\nexit"),
                Case.of("no map", "r1 = 5\ncall 1\nexit"),
                Case.of("no map in a function after a call", "call f\nr1 = 5\ncall 1\nexit\nf: call 8\nr0 = 0\nexit"),
                Case.of("no function to call back", "r1 = 5\nr2 = 7\nr3 = 0\nr4 = 0\ncall 181\nexit"),
                Case.of("no program array", "r2 = 5\nr3 = 0\ncall 12\nexit"),
                Case.of("no packet", "r0 = *(u8 *)skb[4]\nexit"),
                Case.of("behind the end", "r0 = 1"),
                Case.of("jump behind the end", "r1 = 1\ngoto +5\nexit"),
                Case.of("conditional jump behind the end", "if r1 != 0 goto +5\nexit"),
                new Case("jump before the beginning", new long[] {Instruction.pack(Opcode.JMP | Opcode.JA, 0, 0, -5, 0)
                }),
                new Case(
                        "the longest jump back",
                        new long[] {Instruction.pack(Opcode.JMP32 | Opcode.JA, 0, 0, 0, Integer.MIN_VALUE)}),
                new Case(
                        "call behind the end",
                        new long[] {Instruction.pack(Opcode.JMP | Opcode.CALL, 0, Opcode.PSEUDO_CALL, 0, 9)}),
                new Case(
                        "call before the beginning",
                        new long[] {Instruction.pack(Opcode.JMP | Opcode.CALL, 0, Opcode.PSEUDO_CALL, 0, -9)}),
                new Case("half an instruction", new long[] {Instruction.pack(Opcode.LD | Opcode.DW, 1, 0, 0, 9)}),
                new Case("no instruction", new long[] {Instruction.pack(0xff, 0, 0, 0, 0)}),
                new Case("no code", new long[0]),
                jumpIntoAnInstruction(0),
                jumpIntoAnInstruction(7));
    }

    /** A jump to the second half of a wide instruction, which is none. */
    private static Case jumpIntoAnInstruction(int upper) {
        long[] code = Assembler.assemble("if r1 == 0 goto a\nr0 = 9 ll\na: r0 += 1\nexit");
        code[0] = Instruction.pack(Opcode.JMP | Opcode.JNE, 1, 0, 1, 0);
        code[2] = Instruction.pack(0, 0, 0, 0, upper);
        return new Case("a jump into an instruction, " + upper, code);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultsAreTheSame(Case program) {
        agree(program.code(), 100_000);
    }
}
