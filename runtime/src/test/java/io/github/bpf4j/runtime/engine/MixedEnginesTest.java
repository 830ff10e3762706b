package io.github.bpf4j.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Programs that call each other by tail calls, detours and callbacks, some of them compiled, others interpreted: whichever they are, the
 * run comes to what it comes to in the interpreter.
 */
class MixedEnginesTest {
    private static final int CALL_BACK = 1;
    private static final int FAULT = 2;
    private static final int LISTENER = 3;
    private static final int END = 4;
    private static final int THROW = 5;
    private static final int MISTAKE = 6;
    private static final int CALL_BACK_THEN_FAULT = 7;

    /** Programs a, b and c are the targets 0, 1 and 2 of tail calls; R1 is the address of their memory. */
    private static final String[] NAMES = {"a", "b", "c"};

    private static final String CALLS_B_IN_A_FUNCTION = """
            r6 = 5
            call f
            r0 += r6
            r0 += 1000
            exit
            f: r3 = 1
            call 12
            r0 = -1
            exit
            """;
    private static final String CALLS_C = "r7 = 9\nr0 = 0\nr3 = 2\ncall 12\nr0 = -2\nexit";

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);
    private final long data = memory.allocate(4096, GuestMemory.Zone.LOW);
    private final List<Image> images = new ArrayList<>();
    private final Map<String, Integer> callbacks = new HashMap<>();
    private int nextId;

    @AfterEach
    void close() {
        memory.close();
    }

    private static final class Mistake extends IllegalStateException {
        private static final long serialVersionUID = 1;
    }

    private HelperFunction[] helpers() {
        HelperFunction[] helpers = new HelperFunction[8];
        helpers[CALL_BACK] = (on, callback, argument, _, _, _) -> on.callback(callback, argument, 0, 0, 0);
        helpers[FAULT] = (_, _, _, _, _, _) -> {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "as asked");
        };
        helpers[LISTENER] = (_, _, _, _, _, _) -> {
            ListenerThrew.tell(
                    _ -> {
                        throw new Mistake();
                    },
                    "something");
            return 0;
        };
        helpers[END] = (_, _, _, _, _, _) -> {
            throw EndOfProgram.ZERO;
        };
        helpers[THROW] = (on, cookie, _, _, _, _) -> {
            throw new ProgramException(on, cookie);
        };
        helpers[MISTAKE] = (_, _, _, _, _, _) -> {
            throw new Mistake();
        };
        helpers[CALL_BACK_THEN_FAULT] = (on, callback, argument, _, _, _) -> {
            on.callback(callback, argument, 0, 0, 0);
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "after its callback");
        };
        return helpers;
    }

    private Image target(Cpu on, long index) {
        return index < images.size() && on.takeTailCall() ? images.get((int) index) : null;
    }

    private Engine auto(int compiled) {
        return new AutoEngine(
                memory,
                (on, _, index) -> target(on, index),
                new AutoPolicy(
                        image -> (compiled >> List.of(NAMES).indexOf(image.name()) & 1) == 1 ? 0 : Long.MAX_VALUE,
                        Runnable::run),
                JitLimits.USUAL);
    }

    /** What a run comes to, in words. */
    private String run(Engine engine, String[] programs, Consumer<List<Image>> before) {
        images.clear();
        for (int i = 0; i < programs.length; i++) {
            int[] entries = callbacks.containsKey(NAMES[i]) ? new int[] {callbacks.get(NAMES[i])} : new int[0];
            Image image = new Image(
                    nextId++,
                    NAMES[i],
                    Assembler.assemble(programs[i]),
                    entries,
                    helpers(),
                    new HelperFunction[0],
                    SourceMap.NONE);
            engine.prepare(image);
            images.add(image);
        }
        before.accept(images);
        memory.setLong(data, 0);
        String came;
        Integer callback = callbacks.get("a");
        long handle = callback == null ? 0 : Handle.function(images.getFirst().id(), callback);
        try {
            came = "R0 " + cpu.run(engine, images.getFirst(), 0, null, 10_000, data, handle, 0, Repetition.NONE);
        } catch (GuestFault fault) {
            String where = fault.image() instanceof Image image ? image.name() : "nowhere";
            came = fault.kind() + " " + fault.getMessage() + " at " + where + " " + fault.insnOffset();
        } catch (ProgramException exception) {
            came = "exception " + exception.cookie() + " of "
                    + exception.image().name();
        } catch (Mistake mistake) {
            came = "a mistake";
        }
        assertThat(cpu.depth()).isZero();
        assertThat(cpu.pendingTailCall).isNull();
        return came + ", left " + memory.getLong(data);
    }

    private void same(String expected, Consumer<List<Image>> before, String... programs) {
        PlainInterpreter interpreter = new PlainInterpreter(memory, (on, _, index) -> target(on, index));
        assertThat(run(interpreter, programs, before)).as("interpreted").isEqualTo(expected);
        JitEngine jit = new JitEngine(memory, (on, _, index) -> target(on, index), JitLimits.USUAL);
        assertThat(run(jit, programs, before)).as("compiled").isEqualTo(expected);
        for (int mixture = 0; mixture < 1 << programs.length; mixture++) {
            assertThat(run(auto(mixture), programs, before))
                    .as("mixture %d", mixture)
                    .isEqualTo(expected);
        }
    }

    private void same(String expected, String... programs) {
        same(expected, _ -> {}, programs);
    }

    @Test
    void theResultOfATailCallGoesToTheCallerOfTheFunctionThatMadeIt() {
        same(
                "R0 1012, left 3",
                CALLS_B_IN_A_FUNCTION,
                CALLS_C,
                "*(u64 *)(r10 - 8) = 7\nr2 = 3\n*(u64 *)(r1 + 0) = r2\nr0 = *(u64 *)(r10 - 8)\nexit");
    }

    @Test
    void aTailCallThatFailsGoesOn() {
        same("R0 999, left 0", CALLS_B_IN_A_FUNCTION, "r3 = 9\ncall 12\nr0 = -6\nexit");
    }

    @Test
    void programsCallEachOtherAsOftenAsOneRunMay() {
        String countsAndCalls =
                "r2 = *(u64 *)(r1 + 0)\nr2 += %d\n*(u64 *)(r1 + 0) = r2\nr3 = %d\nr0 = 1\ncall 12\nr0 = 2\nexit";
        same(
                "R0 2, left 3312",
                countsAndCalls.formatted(1, 1),
                countsAndCalls.formatted(100, 2),
                countsAndCalls.formatted(200, 0));
    }

    @Test
    void faultsSayWhereTheyWere() {
        same("BAD_ARGUMENT as asked at c 2, left 0", CALLS_B_IN_A_FUNCTION, CALLS_C, "r0 = 0\nr2 = 1\ncall 2\nexit");
        String spent = "OUT_OF_FUEL the instruction budget of the run is used up at c 1, left 0";
        same(spent, CALLS_B_IN_A_FUNCTION, CALLS_C, "r0 = 0\nl: goto l\nexit");
        same(spent, CALLS_B_IN_A_FUNCTION, CALLS_C, "r0 = 0\nl: gotol l\nexit");
        same(
                "UNKNOWN_HELPER no helper has the number 99 at c 1, left 0",
                CALLS_B_IN_A_FUNCTION,
                CALLS_C,
                "r0 = 0\ncall 99\nexit");
    }

    @Test
    void aHelperThatFailsFailsTheRun() {
        String fault = "HOST_FAILURE helper 6 failed: " + new Mistake() + " at ";
        same(fault + "c 1, left 0", CALLS_B_IN_A_FUNCTION, CALLS_C, "r0 = 0\ncall 6\nexit");
        callbacks.put("a", 5);
        same(fault + "a 6, left 0", "r1 = r2\nr2 = 0\ncall 1\nr0 += 1\nexit\nr0 = 0\ncall 6\nexit");
    }

    @Test
    void whatAListenerThrowsComesOutOfTheRun() {
        same("a mistake, left 0", CALLS_B_IN_A_FUNCTION, CALLS_C, "r0 = 0\ncall 3\nexit");
        callbacks.put("a", 5);
        same("a mistake, left 0", "r1 = r2\nr2 = 0\ncall 1\nr0 += 1\nexit\nr0 = 0\ncall 3\nexit");
    }

    @Test
    void theEndOfTheProgramIsThatOfAllOfIt() {
        same("R0 0, left 0", CALLS_B_IN_A_FUNCTION, CALLS_C, "r0 = 9\ncall 4\nexit");
    }

    @Test
    void anExceptionIsOfTheProgramThatThrewIt() {
        same("exception 8 of c, left 0", CALLS_B_IN_A_FUNCTION, CALLS_C, "r1 = 8\ncall 5\nexit");
    }

    @Test
    void aHelperThatFailsAfterItsCallbackIsWhereTheProgramCalledIt() {
        callbacks.put("a", 6);
        same(
                "BAD_ARGUMENT after its callback at a 3, left 1",
                "r3 = r1\nr1 = r2\nr2 = r3\ncall 7\nr0 += 1\nexit\n"
                        + "r2 = 1\n*(u64 *)(r1 + 0) = r2\nr3 = 9\ncall 12\nr0 = 0\nexit");
    }

    @Test
    void anotherProgramTakesTheFunctionsPlace() {
        same(
                "R0 1012, left 0",
                all -> all.getFirst().divert(5, new Detour.Instead(all.get(1))),
                "r6 = 5\ncall f\nr0 += r6\nr0 += 1000\nexit\nf: r0 = 1\nexit",
                "call g\nr0 += 1\nexit\ng: r3 = 2\ncall 12\nr0 = -1\nexit",
                "r0 = 6\nexit");
    }

    @Test
    void whatIsAroundAFunctionSeesItOnce() {
        Detour.Around adding = new Detour.Around() {
            @Override
            public void enter(Cpu on, long[] arguments) {
                memory.setLong(data, memory.getLong(data) + 1);
            }

            @Override
            public void leave(Cpu on, long[] arguments, long result) {
                memory.setLong(data, memory.getLong(data) + 10 * result);
            }
        };
        same(
                "R0 1011, left 61",
                all -> all.getFirst().divert(5, adding),
                "r6 = 5\ncall f\nr0 += r6\nr0 += 1000\nexit\nf: r3 = 1\ncall 12\nr0 = -1\nexit",
                "r0 = 6\nexit");
    }

    /** A function of a's with b around it, which runs each time: a pays for what that spends, however it ends. */
    private void tracersArePaidFor(FaultKind kind, String tracer, Engine... engines) {
        for (Engine engine : engines) {
            List<FaultKind> ends = new ArrayList<>();
            Detour.Around around = new Detour.Around() {
                @Override
                public void enter(Cpu on, long[] arguments) {
                    try {
                        on.run(engine, images.get(1), 0, null, 10_000, 0, 0, 0, Repetition.NONE);
                    } catch (GuestFault fault) {
                        ends.add(fault.kind());
                    }
                }

                @Override
                public void leave(Cpu on, long[] arguments, long result) {}
            };
            String[] programs = {
                "r6 = 50\na: call f\nr6 += -1\nif r6 != 0 goto a\nr0 = 0\nexit\nf: r0 = 1\nexit", tracer
            };
            assertThat(run(engine, programs, all -> all.getFirst().divert(6, around)))
                    .as("%s", engine.name())
                    .isEqualTo("OUT_OF_FUEL the instruction budget of the run is used up at a 1, left 0");
            assertThat(ends).containsExactly(kind, kind, kind, FaultKind.OUT_OF_FUEL);
        }
    }

    /** What is around b, which has taken the place of a function of a's: a is who called it. */
    @Test
    void aBudgetThatWhatTracesAReplacementUsesUpEndsAtTheCall() {
        for (boolean before : new boolean[] {true, false}) {
            Detour.Around spends = new Detour.Around() {
                @Override
                public void enter(Cpu on, long[] arguments) {
                    on.spend(before ? 20_000 : 0);
                }

                @Override
                public void leave(Cpu on, long[] arguments, long result) {
                    on.spend(20_000);
                }
            };
            same(
                    "OUT_OF_FUEL the instruction budget of the run is used up at a 1, left 0",
                    all -> {
                        all.getFirst().divert(4, new Detour.Instead(all.get(1)));
                        all.get(1).divert(0, spends);
                    },
                    "r0 = 0\ncall f\nr0 = 1\nexit\nf: r0 = 1\nexit",
                    "r0 = 2\nexit");
        }
    }

    /** What runs on exceptions of b, which has taken the place of a function of a's: a is who called it. */
    @Test
    void aBudgetThatEndsBeforeWhatRunsOnExceptionsEndsAtTheCall() {
        callbacks.put("b", 3);
        same(
                "OUT_OF_FUEL the instruction budget of the run is used up at a 1, left 0",
                all -> {
                    all.getFirst().divert(4, new Detour.Instead(all.get(1)));
                    all.get(1).onException(3);
                },
                "r0 = 0\ncall f\nr0 = 1\nexit\nf: r0 = 1\nexit",
                "r1 = 5\ncall 5\nexit\n" + "r0 = 9\n".repeat(10_000) + "exit");
    }

    @Test
    void whatTracesIsPaidForAlsoWhereItLeavesItsProgram() {
        tracersArePaidFor(
                FaultKind.OUT_OF_PROGRAM,
                "r1 = 1500\nl: r1 += -1\nif r1 != 0 goto l",
                auto(0),
                auto(1),
                auto(2),
                auto(3));
    }

    @Test
    void whatTracesIsPaidForAlsoWhereTheHostHasNoMemory() {
        StepListener fails = (image, at, _, _) -> {
            if (image == images.get(1) && at == 3) {
                throw new InternalError("a fault occurred in an unsafe memory access operation");
            }
        };
        tracersArePaidFor(
                FaultKind.HOST_FAILURE,
                "r1 = 1500\nl: r1 += -1\nif r1 != 0 goto l\nexit",
                new CheckedInterpreter(memory, (_, _, _) -> null, (_, _, _) -> {}, fails));
    }

    @Test
    void callsOutOfAProgramWithDetoursEndOutOfIt() {
        List<Engine> engines = List.of(
                new PlainInterpreter(memory, (_, _, _) -> null),
                new JitEngine(memory, (_, _, _) -> null, JitLimits.USUAL));
        for (int distance : new int[] {1, 2, 100, Integer.MAX_VALUE, -2, -100, Integer.MIN_VALUE}) {
            for (Engine engine : engines) {
                long[] code = {
                    Instruction.pack(Opcode.JMP | Opcode.CALL, 0, Opcode.PSEUDO_CALL, 0, distance),
                    Instruction.pack(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0)
                };
                Image image =
                        new Image(nextId++, "a", code, new int[0], helpers(), new HelperFunction[0], SourceMap.NONE);
                image.divert(1, new Detour.Instead(image));
                assertThatThrownBy(() -> cpu.run(engine, image, 0, null, 10_000, 0, 0, 0, Repetition.NONE))
                        .as("%s, %d", engine.name(), distance)
                        .isInstanceOfSatisfying(GuestFault.class, fault -> {
                            assertThat(fault.kind()).isEqualTo(FaultKind.OUT_OF_PROGRAM);
                            assertThat(fault.insnOffset()).isEqualTo(2);
                        });
            }
        }
    }
}
