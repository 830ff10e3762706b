package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.asm.InvalidInstructionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RawProgramTest {
    private static RunResult run(EngineKind engine, String text, byte... memory) {
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(1_000_000).build();
                RawProgram.Loaded loaded = runtime.raw(Assembler.assemble(text)).withMemory(memory)) {
            return loaded.run();
        }
    }

    private static Fault.Kind faultOf(EngineKind engine, String text) {
        return run(engine, text, (byte) 1, (byte) 2).fault().orElseThrow().kind();
    }

    @ParameterizedTest
    @EnumSource
    void firstTwoRegistersAreMemoryAndItsLength(EngineKind engine) {
        assertThat(run(engine, "r0 = *(u8 *)(r1 + 2)\nr0 <<= 8\nr0 |= r2\nexit", (byte) 0, (byte) 0, (byte) 7)
                        .returnValue())
                .isEqualTo(0x703);
    }

    @ParameterizedTest
    @EnumSource
    void otherRegistersBeginAtZero(EngineKind engine) {
        String text = "r0 |= r3\nr0 |= r4\nr0 |= r5\nr0 |= r6\nr0 |= r7\nr0 |= r8\nr0 |= r9\nexit";
        assertThat(run(engine, text).returnValue()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void guestFailuresAreTyped(EngineKind engine) {
        assertThat(faultOf(engine, "a: goto a")).isEqualTo(Fault.Kind.OUT_OF_FUEL);
        assertThat(faultOf(engine, "a: r0 += 1\nif r0 != 0 goto a\nexit")).isEqualTo(Fault.Kind.OUT_OF_FUEL);
        assertThat(faultOf(engine, "f: call f\nexit")).isEqualTo(Fault.Kind.CALL_DEPTH);
        assertThat(faultOf(engine, "call 9999\nexit")).isEqualTo(Fault.Kind.UNKNOWN_HELPER);
        assertThat(faultOf(engine, "call kfunc 1\nexit")).isEqualTo(Fault.Kind.UNKNOWN_HELPER);
        assertThat(faultOf(engine, "goto +5\nexit")).isEqualTo(Fault.Kind.OUT_OF_PROGRAM);
        assertThat(faultOf(engine, "r0 = 1")).isEqualTo(Fault.Kind.OUT_OF_PROGRAM);
        assertThat(faultOf(engine, "lock *(u64 *)(r10 - 9) += r1\nexit")).isEqualTo(Fault.Kind.MISALIGNED_ATOMIC);
        assertThat(faultOf(engine, "r1 = 5\ncall 1\nexit")).isEqualTo(Fault.Kind.BAD_ARGUMENT);
    }

    @ParameterizedTest
    @EnumSource
    void faultSaysWhichInstruction(EngineKind engine) {
        Fault fault = run(engine, "r0 = 1\nr0 = 2\ncall 9999\nexit").fault().orElseThrow();
        assertThat(fault.insnOffset()).isEqualTo(2);
        assertThat(fault.toString()).contains("9999").contains("instruction 2");
    }

    @ParameterizedTest
    @EnumSource
    void reservedEncodingIsRefusedBeforeItRuns(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build()) {
            assertThatThrownBy(() -> runtime.raw(new long[] {0xff})).isInstanceOf(InvalidInstructionException.class);
        }
    }

    @Test
    void wildAccessReadsZerosInThePlainInterpreterAndFaultsInTheChecked() {
        String text = "r1 = 0x123456789 ll\nr0 = *(u64 *)(r1 + 0)\nexit";
        assertThat(run(EngineKind.INTERPRETER, text).returnValue()).isZero();
        Fault fault = run(EngineKind.CHECKED, text).fault().orElseThrow();
        assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_ACCESS);
        assertThat(fault.message()).contains("read of 8 bytes").contains("123456789");
    }

    @Test
    void checkedModeFindsAccessPastTheMemory() {
        Fault fault = run(EngineKind.CHECKED, "r0 = *(u32 *)(r1 + 1)\nexit", new byte[4])
                .fault()
                .orElseThrow();
        assertThat(fault.message()).contains("leaves the memory (4 bytes)");
    }

    @Test
    void checkedModeFindsAccessBelowTheFrame() {
        assertThat(run(EngineKind.CHECKED, "*(u64 *)(r10 - 512) = 1\nexit").fault())
                .isEmpty();
        Fault fault =
                run(EngineKind.CHECKED, "*(u64 *)(r10 - 520) = 1\nexit").fault().orElseThrow();
        assertThat(fault.message()).contains("open frames on the stack");
    }

    @ParameterizedTest
    @EnumSource
    void unwindHelperEndsTheProgram(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                RawProgram.Loaded loaded = runtime.raw(
                                Assembler.assemble("call f\nr0 = 7\nexit\nf: call 8\nr0 = 9\nexit"))
                        .unwindOn(8)
                        .withMemory(new byte[0])) {
            assertThat(loaded.run().returnValue()).isZero();
            assertThat(loaded.run().returnValue()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void loopCallsItsBodyWithIndexAndContext(EngineKind engine) {
        String text = """
                *(u64 *)(r10 - 8) = 0
                r1 = 10
                r2 = func body ll
                r3 = r10
                r3 += -8
                r4 = 0
                call 181
                r6 = r0
                r0 = *(u64 *)(r10 - 8)
                r0 <<= 8
                r0 |= r6
                exit
                body:
                r3 = *(u64 *)(r2 + 0)
                r3 += r1
                *(u64 *)(r2 + 0) = r3
                r0 = 0
                if r1 != 5 goto out
                r0 = 1
                out: exit
                """;
        assertThat(run(engine, text).returnValue()).isEqualTo(15 << 8 | 6);
    }

    @ParameterizedTest
    @EnumSource
    void randomInstructionsEndInAResultOrATypedFault(EngineKind engine) {
        long seed = 20_261_125;
        System.out.println("RawProgramTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        long[] valid = validWords(random, 4000);
        int ran = 0;
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(10_000).build()) {
            for (int i = 0; i < 4_000; i++) {
                long[] code = new long[1 + random.nextInt(20)];
                for (int j = 0; j < code.length; j++) {
                    code[j] = valid[random.nextInt(valid.length)];
                }
                try (RawProgram.Loaded loaded = runtime.raw(code).withMemory(new byte[16])) {
                    loaded.run();
                    ran++;
                }
            }
        }
        assertThat(ran).isEqualTo(4_000);
    }

    private static long[] validWords(SplittableRandom random, int count) {
        long[] words = new long[count];
        for (int i = 0; i < count; ) {
            words[i] = random.nextLong() & (random.nextBoolean() ? -1 : 0xffff_ffff_0fff_ffffL >> random.nextInt(40));
            try {
                Decoder.check(new long[] {words[i]});
                i++;
            } catch (InvalidInstructionException e) {
                // the next one may be valid
            }
        }
        return words;
    }

    private static long sharedKiB() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssShmem"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    /** Formats take any number as the address of a string, also in programs that were verified. */
    @ParameterizedTest
    @EnumSource
    void stringsToPrintThatAreNoMemoryCommitNone(EngineKind engine) throws IOException {
        assumeThat(Path.of("/proc/self/status")).exists();
        String text = """
                r6 = r1
                r7 = 0x100000000 ll
                r8 = 8192
                a: r1 = r6
                r2 = 3
                r3 = r7
                call 6
                r7 += 4096
                r8 += -1
                if r8 != 0 goto a
                exit
                """;
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                RawProgram.Loaded loaded = runtime.raw(Assembler.assemble(text)).withMemory(new byte[] {'%', 's', 0})) {
            long before = sharedKiB();
            assertThat(loaded.run().fault()).isEmpty();
            assertThat(sharedKiB() - before).isLessThan(8 << 10);
        }
    }

    /** Helpers that fill memory do not fill what no program has, and take nothing of the host's for it. */
    @ParameterizedTest
    @CsvSource({"16, 1, 2", "45, 1, 2", "56, 2, 3", "67, 2, 3", "112, 1, 2", "113, 1, 2", "115, 1, 2", "120, 3, 4"})
    void sizesThatNoProgramHasAreFaults(int helper, int to, int size) {
        String program = """
                r6 = r1
                r1 = 0
                r2 = 0
                r3 = 0
                r4 = 0
                r5 = 0
                r%d = r6
                r%d = 0x40000000
                call %d
                exit
                """.formatted(to, size, helper);
        try (Runtime runtime = Runtime.builder().engine(EngineKind.INTERPRETER).build();
                RawProgram.Loaded loaded =
                        runtime.raw(Assembler.assemble(program)).withMemory(new byte[16])) {
            assertThat(loaded.run().fault())
                    .hasValueSatisfying(fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT));
        }
    }

    /** What a process has no room for is not copied first. */
    @Test
    void nothingIsCopiedForAProcessThatIsNotThere() {
        String program = """
                r2 = r1
                r1 = 0x10000
                r3 = 0x7fffffff
                call 36
                exit
                """;
        try (Runtime runtime = Runtime.builder()
                        .engine(EngineKind.INTERPRETER)
                        .memoryReserveBytes(1L << 32)
                        .build();
                RawProgram.Loaded loaded =
                        runtime.raw(Assembler.assemble(program)).withMemory(new byte[16])) {
            RunResult result = loaded.run();
            assertThat(result.fault()).isEmpty();
            assertThat(result.returnValue()).isEqualTo(-14);
        }
    }

    private static RunResult batch(EngineKind engine, String text, int runs, byte[] memory) {
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(1000).build();
                RawProgram.Loaded loaded = runtime.raw(Assembler.assemble(text)).withMemory(memory)) {
            RunResult result = loaded.runBatch(runs);
            System.arraycopy(loaded.memory(), 0, memory, 0, memory.length);
            return result;
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchRunsOnWhatTheRunBeforeLeft(EngineKind engine) {
        byte[] memory = new byte[8];
        String text = "r0 = *(u64 *)(r1 + 0)\nr0 += r2\n*(u64 *)(r1 + 0) = r0\nexit";
        assertThat(batch(engine, text, 5000, memory).returnValue()).isEqualTo(40_000);
        assertThat(memory).startsWith(40_000 & 0xff, 40_000 >> 8);
    }

    @ParameterizedTest
    @EnumSource
    void eachRunOfABatchHasItsOwnBudget(EngineKind engine) {
        assertThat(batch(engine, "a: r0 += 1\nif r0 != 300 goto a\nexit", 100, new byte[8]))
                .isEqualTo(RunResult.of(300));
    }

    @ParameterizedTest
    @EnumSource
    void aBatchEndsWithItsFirstFault(EngineKind engine) {
        byte[] memory = new byte[8];
        String text =
                "r3 = 1\nr0 = *(u64 *)(r1 + 0)\nr0 += r3\n*(u64 *)(r1 + 0) = r0\nif r0 != 7 goto +1\ncall 9999\nexit";
        assertThat(batch(engine, text, 100, memory).fault().orElseThrow().insnOffset())
                .isEqualTo(5);
        assertThat(memory).startsWith(7, 0);
    }

    @Test
    void aBatchHasARun() {
        assertThatThrownBy(() -> batch(EngineKind.JIT, "exit", 0, new byte[8]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
