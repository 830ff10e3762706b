package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Instruction.pack;
import static io.github.bpf4j.asm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Programs that nobody verified, whose functions begin and end anywhere in each other, call, call back, make tail calls, throw and fault:
 * whatever runs them, they come to the same result or fault, at the same place and budget, with the same memory.
 * {@code -Dbpf4j.programs} of them from {@code -Dbpf4j.seed}.
 */
/*
 * A statement sets what registers it reads, and behind a call all that is not defined there; jumps and calls lead to where statements begin,
 * or out of everything.
 */
class TangledProgramsTest {
    private static final long SEED = Long.getLong("bpf4j.seed", 20_261_128);
    private static final int PROGRAMS = Integer.getInteger("bpf4j.programs", 300);
    private static final int IMAGES = 3;
    private static final int WORDS = 16;
    private static final int NESTED_RUNS = 12;
    private static final int NESTED_BUDGET = 60;
    private static final int[] COMPARISONS = {JEQ, JNE, JGT, JGE, JLT, JLE, JSGT, JSGE, JSLT, JSLE, JSET};
    private static final JitLimits PIECES = new JitLimits(250, 100, 30);

    private static final int CALL_BACK = 1;
    private static final int LOOP = 2;
    private static final int NESTED_RUN = 3;
    private static final int SPEND = 4;
    private static final int WHERE = 5;
    private static final int FAULT = 6;
    private static final int END = 7;
    private static final int THROW = 8;
    private static final int CALL_BACK_THEN_FAULT = 9;
    private static final int TAIL_CALL = 12;

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);
    private final long data = memory.allocate(4096, GuestMemory.Zone.LOW);
    private final long stack = cpu.framePointer() - Cpu.FRAME_BYTES - Cpu.STACK_BYTES;
    private final Image[] images = new Image[IMAGES];
    private Engine engine = new PlainInterpreter(memory, (_, _, _) -> null);
    private int nestedRuns;

    @AfterEach
    void close() {
        memory.close();
    }

    /** Code, the functions that can be called back, and the one of them that is for exceptions. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Program(long[] code, int[] entries, int exceptionCallback) {}

    /** What else is around: who may be replaced by whom. */
    private record Replacement(int image, int entry, int by, boolean around) {}

    private final class Maker {
        private final SplittableRandom random;
        private final int id;
        private final List<Long> words = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private final List<int[]> jumps = new ArrayList<>();
        private int[] entries = new int[0];

        Maker(SplittableRandom random, int id) {
            this.random = random;
            this.id = id;
        }

        private boolean oneIn(int chances) {
            return random.nextInt(chances) == 0;
        }

        private void emit(int opcode, int dst, int src, int offset, int imm) {
            words.add(pack(opcode, dst, src, offset, imm));
        }

        private void wide(int dst, long value) {
            emit(LD | IMM | DW, dst, 0, 0, (int) value);
            emit(0, 0, 0, 0, (int) (value >>> 32));
        }

        /** The next instruction leads to some statement, by its offset or its immediate. */
        private void leads(boolean byImm) {
            jumps.add(new int[] {words.size(), byImm ? 1 : 0});
        }

        Program program() {
            int statements = 1 + random.nextInt(oneIn(4) ? 60 : 14);
            int callbacks = random.nextInt(4);
            entries = new int[callbacks];
            for (int i = 0; i < statements; i++) {
                starts.add(words.size());
                statement();
            }
            if (!oneIn(8)) {
                starts.add(words.size());
                exit();
            }
            long[] code = words.stream().mapToLong(Long::longValue).toArray();
            for (int[] jump : jumps) {
                int distance = target(code) - jump[0] - 1;
                code[jump[0]] |= jump[1] == 1 ? (long) distance << 32 : (distance & 0xffffL) << 16;
            }
            for (int i = 0; i < callbacks; i++) {
                entries[i] = starts.get(random.nextInt(starts.size()));
            }
            for (int at = 0; at < code.length; at++) { // functions to call back, which are known now
                if (Instruction.isWide(code[at]) && Instruction.src(code[at]) == PSEUDO_FUNC) {
                    int entry = callbacks == 0 ? 0 : entries[Instruction.imm(code[at]) % callbacks];
                    long handle = Handle.function(id, entry);
                    code[at] = pack(LD | IMM | DW, Instruction.dst(code[at]), 0, 0, (int) handle);
                    code[at + 1] = pack(0, 0, 0, 0, (int) (handle >>> 32));
                }
            }
            int[] sorted = Arrays.stream(entries).sorted().distinct().toArray();
            boolean catches = callbacks > 0 && oneIn(2);
            return new Program(code, sorted, catches ? entries[random.nextInt(callbacks)] : Image.NO_FUNCTION);
        }

        private int target(long[] code) {
            int start = starts.get(random.nextInt(starts.size()));
            return switch (random.nextInt(40)) {
                case 0 -> code.length + random.nextInt(3);
                case 1 -> -1 - random.nextInt(3);
                case 2, 3 -> Instruction.isWide(code[start]) ? start + 1 : 0;
                default -> start;
            };
        }

        private int slot() {
            return -8 * (1 + random.nextInt(6));
        }

        private int word() {
            return 8 * random.nextInt(WORDS);
        }

        /** R1 becomes something that was stored, or any number. */
        private void load() {
            switch (random.nextInt(3)) {
                case 0 -> emit(LDX | MEM | DW, 1, 10, slot(), 0);
                case 1 -> {
                    wide(2, data);
                    emit(LDX | MEM | DW, 1, 2, word(), 0);
                }
                default -> emit(ALU64 | MOV, 1, 0, 0, random.nextInt(-3, 12));
            }
        }

        private void keepR0() {
            wide(2, data);
            int word = word();
            emit(LDX | MEM | DW, 3, 2, word, 0);
            emit(ALU64 | MUL, 3, 0, 0, 31);
            emit(ALU64 | ADD | X, 3, 0, 0, 0);
            emit(STX | MEM | DW, 2, 3, word, 0);
        }

        private void exit() {
            emit(ALU64 | MOV, 0, 0, 0, random.nextInt(100));
            emit(JMP | EXIT, 0, 0, 0, 0);
        }

        private void statement() {
            switch (random.nextInt(26)) {
                case 0, 1 -> {
                    load();
                    emit(oneIn(2) ? ALU64 | ADD : ALU | XOR, 1, 0, 0, random.nextInt(1, 9));
                    emit(STX | MEM | DW, 10, 1, slot(), 0);
                }
                case 2, 3, 4 -> count();
                case 5, 6, 7 -> {
                    load();
                    leads(false);
                    emit(
                            (oneIn(2) ? JMP : JMP32) | COMPARISONS[random.nextInt(COMPARISONS.length)],
                            1,
                            0,
                            0,
                            random.nextInt(-1, 8));
                }
                case 8 -> {
                    boolean far = oneIn(2);
                    leads(far);
                    emit(far ? JMP32 | JA : JMP | (oneIn(2) ? JA : JCOND), 0, 0, 0, 0);
                }
                case 9, 10, 11, 12 -> call();
                case 13, 14, 15 -> {
                    int helper = oneIn(2) ? CALL_BACK : LOOP;
                    callHelper(oneIn(12) ? CALL_BACK_THEN_FAULT : helper);
                }
                case 16, 17 -> {
                    emit(ALU64 | MOV, 3, 0, 0, random.nextInt(IMAGES + 1));
                    emit(ALU64 | MOV, 1, 0, 0, 7);
                    emit(JMP | CALL, 0, 0, 0, TAIL_CALL);
                }
                case 18 -> callHelper(NESTED_RUN);
                case 19 -> callHelper(oneIn(2) ? SPEND : WHERE);
                case 20 -> chain();
                case 21, 22 -> exit();
                case 23 -> {
                    wide(random.nextInt(10), random.nextLong());
                    call();
                }
                default -> rare();
            }
        }

        private void count() {
            wide(2, data);
            emit(ALU64 | MOV, 1, 0, 0, 1);
            boolean whole = oneIn(2);
            int offset = oneIn(25) ? 3 : word();
            emit(STX | ATOMIC | (whole ? DW : W), 2, 1, offset, oneIn(2) ? ADD : ADD | FETCH);
        }

        private void call() {
            emit(ALU64 | MOV, 6, 0, 0, random.nextInt(1000));
            leads(true);
            emit(JMP | CALL, 0, PSEUDO_CALL, 0, 0);
            emit(ALU64 | ADD | X, 0, 6, 0, 0);
            for (int register = 1; register <= 5; register++) {
                emit(ALU64 | MOV, register, 0, 0, register);
            }
            keepR0();
        }

        private void callHelper(int helper) {
            emit(LD | IMM | DW, 1, PSEUDO_FUNC, 0, random.nextInt(100));
            emit(0, 0, 0, 0, 0);
            emit(ALU64 | MOV, 2, 0, 0, random.nextInt(5));
            emit(JMP | CALL, 0, 0, 0, helper);
            keepR0();
        }

        /** Comparisons as of a switch, some of which lead back. */
        private void chain() {
            load();
            for (int value = random.nextInt(3), last = value + 5 + random.nextInt(6); value < last; value++) {
                leads(false);
                emit(JMP32 | (oneIn(9) ? JSGT : JEQ), 1, 0, 0, value);
            }
        }

        private void rare() {
            switch (random.nextInt(9)) {
                case 0 -> callHelper(FAULT);
                case 1 -> callHelper(END);
                case 2, 3 -> callHelper(THROW);
                case 4 -> callHelper(99);
                case 5 -> emit(0xff, 0, 0, 0, 0);
                case 6 -> emit(LD | ABS | B, 0, 0, 0, 3);
                default -> emit(ALU64 | NEG, 4, 0, 0, 0);
            }
        }
    }

    private HelperFunction[] helpers() {
        HelperFunction[] helpers = new HelperFunction[10];
        helpers[CALL_BACK] = (on, function, argument, _, _, _) -> on.callback(function, argument, 0, 0, 0);
        helpers[LOOP] = (on, function, rounds, _, _, _) -> {
            long result = 0;
            for (long round = 0; round < rounds; round++) {
                result = 3 * result + on.callback(function, round, 0, 0, 0);
            }
            return result;
        };
        helpers[NESTED_RUN] = (on, _, index, _, _, _) -> nestedRun(on, (int) index % IMAGES);
        helpers[SPEND] = (on, _, amount, _, _, _) -> {
            on.spend(amount * 3);
            return 0;
        };
        helpers[WHERE] = (on, _, _, _, _, _) -> on.currentImage().id() * 1000L + on.callSite();
        helpers[FAULT] = (_, _, _, _, _, _) -> {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "as asked");
        };
        helpers[END] = (_, _, _, _, _, _) -> {
            throw EndOfProgram.ZERO;
        };
        helpers[THROW] = (on, _, cookie, _, _, _) -> {
            throw new ProgramException(on, cookie);
        };
        helpers[CALL_BACK_THEN_FAULT] = (on, function, argument, _, _, _) -> {
            on.callback(function, argument, 0, 0, 0);
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "after its callback");
        };
        return helpers;
    }

    /** A run of its own, as of a program that traces something; what it came to, as a number. */
    private long nestedRun(Cpu on, int index) {
        if (on.isFull() || nestedRuns++ == NESTED_RUNS) {
            return -1;
        }
        try {
            return on.run(engine, images[index], 0, null, NESTED_BUDGET, 1, 2, 3, Repetition.NONE);
        } catch (GuestFault fault) {
            return end(fault).hashCode();
        } catch (ProgramException exception) {
            return -5;
        }
    }

    private static String end(GuestFault fault) {
        String where = fault.image() instanceof Image image ? image.name() : "nowhere";
        return fault.kind() + " " + fault.getMessage() + " at " + where + " " + fault.insnOffset();
    }

    private Image target(Cpu on, long index) {
        return index < IMAGES && on.takeTailCall() ? images[(int) index] : null;
    }

    private Detour detour(Replacement replacement) {
        Image by = images[replacement.by()];
        if (!replacement.around()) {
            return new Detour.Instead(by);
        }
        return new Detour.Around() {
            @Override
            public void enter(Cpu on, long[] arguments) {
                nestedRun(on, replacement.by());
            }

            @Override
            public void leave(Cpu on, long[] arguments, long result) {
                memory.setLong(data, 5 * memory.getLong(data) + result);
            }
        };
    }

    /** What a run comes to with each of some budgets, and all that it leaves. */
    private List<String> run(Engine by, List<Program> programs, List<Replacement> replacements, int[] budgets) {
        engine = by;
        for (int i = 0; i < IMAGES; i++) {
            Program program = programs.get(i);
            images[i] = new Image(
                    i,
                    String.valueOf((char) ('a' + i)),
                    program.code(),
                    program.entries(),
                    helpers(),
                    new HelperFunction[0],
                    SourceMap.NONE);
            images[i].onException(program.exceptionCallback());
            by.prepare(images[i]);
        }
        replacements.forEach(each -> images[each.image()].divert(each.entry(), detour(each)));
        List<String> all = new ArrayList<>();
        for (int budget : budgets) {
            memory.segment().asSlice(memory.index(data, 0), 8 * WORDS).fill((byte) 0);
            memory.segment().asSlice(memory.index(stack, 0), Cpu.STACK_BYTES).fill((byte) 0);
            nestedRuns = 0;
            String came;
            try {
                came = "R0 " + cpu.run(by, images[0], 0, null, budget, 1, 2, 3, Repetition.NONE);
            } catch (GuestFault fault) {
                came = end(fault);
            } catch (ProgramException exception) {
                came = "exception " + exception.cookie() + " of "
                        + exception.image().name();
            }
            long[] left = new long[WORDS];
            Arrays.setAll(left, i -> memory.getLong(data + 8L * i));
            all.add(came + " with " + budget + ", left " + Arrays.toString(left));
            assertThat(came).doesNotContain("nowhere");
            assertThat(cpu.depth()).isZero();
            assertThat(cpu.pendingTailCall).isNull();
        }
        return all;
    }

    private List<Engine> engines(SplittableRandom random) {
        List<Engine> engines = new ArrayList<>();
        engines.add(new JitEngine(memory, (on, _, index) -> target(on, index), JitLimits.USUAL));
        engines.add(new JitEngine(memory, (on, _, index) -> target(on, index), PIECES));
        int compiled = random.nextInt(1 << IMAGES);
        engines.add(new AutoEngine(
                memory,
                (on, _, index) -> target(on, index),
                new AutoPolicy(image -> (compiled >> image.id() & 1) == 1 ? 0 : Long.MAX_VALUE, Runnable::run),
                random.nextBoolean() ? JitLimits.USUAL : PIECES));
        int first = random.nextInt(3_000);
        engines.add(new AutoEngine(
                memory,
                (on, _, index) -> target(on, index),
                new AutoPolicy(_ -> first, Runnable::run),
                JitLimits.USUAL));
        return engines;
    }

    private static String listing(List<Program> programs, List<Replacement> replacements) {
        StringBuilder text = new StringBuilder(replacements + "\n");
        for (Program program : programs) {
            text.append("entries ").append(Arrays.toString(program.entries())).append('\n');
            for (int at = 0; at < program.code().length; at++) {
                long insn = program.code()[at];
                text.append("%4d: op 0x%02x dst %d src %d off %d imm %d%n"
                        .formatted(
                                at,
                                (int) insn & 0xff,
                                insn >> 8 & 15,
                                insn >> 12 & 15,
                                (short) (insn >> 16),
                                insn >> 32));
            }
        }
        return text.toString();
    }

    @Test
    void enginesAgree() {
        System.out.println("TangledProgramsTest seed " + SEED);
        Map<String, Integer> ends = new TreeMap<>();
        for (int i = 0; i < PROGRAMS; i++) {
            SplittableRandom random = new SplittableRandom(SEED + i);
            List<Program> programs = new ArrayList<>();
            for (int id = 0; id < IMAGES; id++) {
                programs.add(new Maker(random, id).program());
            }
            List<Replacement> replacements = new ArrayList<>();
            for (int id = 0; id < IMAGES && random.nextInt(3) == 0; id++) {
                int[] entries = programs.get(id).entries();
                int entry = entries.length == 0 ? 0 : entries[random.nextInt(entries.length)];
                boolean around = id == IMAGES - 1 || random.nextBoolean();
                int by = around
                        ? random.nextInt(IMAGES)
                        : random.nextInt(id + 1, IMAGES); // nobody is replaced by himself
                replacements.add(new Replacement(id, entry, by, around));
            }
            int[] budgets = new int[8];
            Arrays.setAll(budgets, k -> k < 5 ? random.nextInt(400) : random.nextInt(3_000));
            budgets[0] = 4_000;
            PlainInterpreter interpreter = new PlainInterpreter(memory, (on, _, index) -> target(on, index));
            List<String> expected = run(interpreter, programs, replacements, budgets);
            ends.merge(expected.getFirst().replaceAll("[ ].*", ""), 1, Integer::sum);
            List<Engine> engines = engines(random);
            for (int k = 0; k < engines.size(); k++) {
                assertThat(run(engines.get(k), programs, replacements, budgets))
                        .as("program %d, engine %d%n%s", SEED + i, k, listing(programs, replacements))
                        .isEqualTo(expected);
            }
        }
        System.out.println(ends);
        assertThat(ends.getOrDefault("R0", 0)).isGreaterThan(PROGRAMS / 20);
        assertThat(ends).containsKeys("OUT_OF_FUEL", "OUT_OF_PROGRAM", "CALL_DEPTH", "exception", "BAD_ARGUMENT");
    }
}
