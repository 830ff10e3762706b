package io.github.bpf4j.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When images are compiled, by whom, and what if they cannot be. */
class AutoEngineTest {
    private static final String SEVEN = "r0 = 7\nexit";

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);
    private final List<Runnable> tasks = new ArrayList<>();
    private Runnable onCallback = () -> {};
    private int images;

    @AfterEach
    void close() {
        memory.close();
    }

    private AutoEngine engine(long untilHot, Executor compiler) {
        return new AutoEngine(memory, (_, _, _) -> null, new AutoPolicy(_ -> untilHot, compiler), JitLimits.USUAL);
    }

    private Image image(AutoEngine engine, String text, int... entries) {
        HelperFunction callsBack = (on, callback, _, _, _, _) -> {
            onCallback.run();
            return on.callback(callback, 0, 0, 0, 0);
        };
        HelperFunction[] helpers = {null, callsBack};
        Image image = new Image(
                images++, "p", Assembler.assemble(text), entries, helpers, new HelperFunction[0], SourceMap.NONE);
        engine.prepare(image);
        return image;
    }

    private long run(Engine engine, Image image, long r1) {
        return cpu.run(engine, image, 0, null, 1 << 30, r1, 0, 0, Repetition.NONE);
    }

    private void compile() {
        tasks.forEach(Runnable::run);
        tasks.clear();
    }

    @Test
    void anImageIsHandedOverOnceWhenItHasRunOftenEnough() {
        AutoEngine engine = engine(3 * AutoPolicy.RUN, tasks::add);
        Image image = image(engine, SEVEN);
        for (int runs = 1; runs <= 10; runs++) {
            assertThat(run(engine, image, 0)).isEqualTo(7);
            assertThat(tasks).as("after %d runs", runs).hasSize(runs < 3 ? 0 : 1);
        }
        assertThat(image.isCompiled()).isFalse();
        assertThat(engine.compileCounts().waiting()).isEqualTo(1);
        compile();
        assertThat(image.isCompiled()).isTrue();
        assertThat(run(engine, image, 0)).isEqualTo(7);
        CompileCounts counts = engine.compileCounts();
        assertThat(counts.compiled()).isEqualTo(1);
        assertThat(counts.waiting()).isZero();
        assertThat(counts.classBytes())
                .isPositive()
                .isEqualTo(image.compilation().classBytes());
        assertThat(counts.tookNs()).isPositive().isEqualTo(image.compilation().tookNs());
    }

    @Test
    void loopsCountAsMuchAsTheySpend() {
        AutoEngine engine = engine(10_000, tasks::add);
        Image image = image(engine, "r0 = r1\nagain: r0 += -1\nif r0 != 0 goto again\nexit");
        run(engine, image, 10);
        assertThat(tasks).isEmpty();
        run(engine, image, 5_000);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void callbacksOfALongRunCountWhileItGoesOn() {
        AutoEngine engine = engine(20 * AutoPolicy.RUN, Runnable::run);
        List<Boolean> compiled = new ArrayList<>();
        Image image = image(
                engine,
                "r6 = r1\nr7 = 50\nagain: r1 = r6\ncall 1\nr7 += -1\nif r7 != 0 goto again\nr0 = 1\nexit\nr0 = 2\nexit",
                8);
        onCallback = () -> compiled.add(image.isCompiled());
        assertThat(run(engine, image, Handle.function(image.id(), 8))).isEqualTo(1);
        assertThat(compiled).hasSize(50).startsWith(false).endsWith(true);
    }

    /** A tail call in a function: its caller goes on with all the fuel that the compiled target left. */
    @Test
    void anInterpretedCallerKeepsTheFuelThatACompiledTargetOfATailCallLeaves() {
        List<Image> targets = new ArrayList<>();
        AutoEngine engine = new AutoEngine(
                memory,
                (_, _, _) -> targets.getFirst(),
                new AutoPolicy(image -> image.id() == 0 ? 0 : Long.MAX_VALUE, Runnable::run),
                JitLimits.USUAL);
        targets.add(image(engine, "r0 = 0\na: r0 += 1\nif r0 != 5 goto a\nexit"));
        Image caller = image(engine, "call f\nb: r0 += 1\nif r0 != 9 goto b\nexit\nf: call 12\nexit");
        assertThat(targets.getFirst().isCompiled()).isTrue();
        assertThat(caller.isCompiled()).isFalse();
        assertThat(cpu.run(engine, caller, 0, null, 100, 0, 0, 0, Repetition.NONE))
                .isEqualTo(9);
        int loops = 2 * 4 + 2 * 3;
        int spent = 4 + 2 + 4 + loops; // what the program, its function and the target are long
        assertThat(cpu.run(engine, caller, 0, null, spent, 0, 0, 0, Repetition.NONE))
                .isEqualTo(9);
        assertThatThrownBy(() -> cpu.run(engine, caller, 0, null, spent - 1, 0, 0, 0, Repetition.NONE))
                .isInstanceOf(GuestFault.class)
                .hasMessageContaining("budget");
    }

    @Test
    void whatNeedNotRunFirstIsCompiledWhenItIsLoaded() {
        AutoEngine engine = engine(0, Runnable::run);
        assertThat(image(engine, SEVEN).isCompiled()).isTrue();
    }

    @Test
    void anImageWhoseProgramIsGoneMeanwhileIsNotCompiled() {
        AutoEngine engine = engine(1, tasks::add);
        Image image = image(engine, SEVEN);
        run(engine, image, 0);
        image.retire();
        compile();
        assertThat(image.isCompiled()).isFalse();
        assertThat(engine.compileCounts()).isEqualTo(CompileCounts.NONE);
    }

    @Test
    void anImageThatCannotBeCompiledStaysInterpretedAndSaysWhy() {
        JitLimits none = new JitLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
        AutoEngine engine = new AutoEngine(memory, (_, _, _) -> null, new AutoPolicy(_ -> 1, tasks::add), none);
        Image image = image(engine, "r1 += 12345\n".repeat(20_000) + SEVEN); // no method of the JVM can be as long
        run(engine, image, 0);
        compile();
        for (int runs = 0; runs < 5; runs++) {
            assertThat(run(engine, image, 0)).isEqualTo(7);
        }
        assertThat(tasks).as("it is not tried again").isEmpty();
        assertThat(image.isCompiled()).isFalse();
        assertThat(image.compilation().failure()).contains("Exception");
        assertThat(engine.compileCounts().failed()).isEqualTo(1);
        assertThat(engine.compileCounts().compiled()).isZero();
        assertThat(engine.compileCounts().waiting()).isZero();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aDaemonThreadCompilesInTheBackground() {
        AutoEngine engine = new AutoEngine(memory, (_, _, _) -> null, new AutoPolicy(_ -> 1, null), JitLimits.USUAL);
        Image image = image(engine, SEVEN);
        while (!image.isCompiled()) {
            assertThat(run(engine, image, 0)).isEqualTo(7);
            Thread.onSpinWait();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("bpf4j-compiler"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
        engine.close();
        Image late = image(engine, SEVEN);
        for (int runs = 0; runs < 5; runs++) {
            assertThat(run(engine, late, 0)).isEqualTo(7);
        }
        assertThat(late.isCompiled()).isFalse();
        assertThat(engine.compileCounts().waiting()).isZero();
    }

    @Test
    void aRunGoesOnIfThereIsNoRoomForTheThreadThatCompiles() {
        AutoEngine engine = engine(1, _ -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        Image image = image(engine, SEVEN);
        assertThatCode(() -> assertThat(run(engine, image, 0)).isEqualTo(7)).doesNotThrowAnyException();
        assertThat(engine.compileCounts().waiting()).isZero();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void theThreadThatCompilesHasNothingOfTheOneThatRanTheProgram() throws IOException {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        AutoEngine engine = new AutoEngine(memory, (_, _, _) -> null, new AutoPolicy(_ -> 1, null), JitLimits.USUAL);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (URLClassLoader ofAnApplication = new URLClassLoader(new URL[0], own)) {
            Thread.currentThread().setContextClassLoader(ofAnApplication);
            Image image = image(engine, SEVEN);
            run(engine, image, 0);
            while (!image.isCompiled()) {
                Thread.onSpinWait();
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("bpf4j-compiler") && !before.contains(thread))
                    .isNotEmpty()
                    .noneMatch(thread -> thread.getContextClassLoader() == ofAnApplication);
        } finally {
            Thread.currentThread().setContextClassLoader(own);
            engine.close();
        }
    }

    @Test
    void closingDropsWhatWaits() {
        AutoEngine engine = new AutoEngine(memory, (_, _, _) -> null, new AutoPolicy(_ -> 1, null), JitLimits.USUAL);
        for (int i = 0; i < 200; i++) {
            run(engine, image(engine, SEVEN), 0);
        }
        engine.close();
        assertThat(engine.compileCounts().waiting()).as("one may be under way").isBetween(0, 1);
    }

    @Test
    void chanceDecidesTheSameForTheSameSeed() {
        AutoEngine engine = engine(1, tasks::add);
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Image image = image(engine, SEVEN);
            first.add(AutoPolicy.random(20261128).untilHot().applyAsLong(image));
            second.add(AutoPolicy.random(20261128).untilHot().applyAsLong(image));
        }
        assertThat(first).isEqualTo(second).contains(0L, AutoPolicy.RUN, Long.MAX_VALUE);
    }

    @Test
    void longerProgramsAreCompiledLater() {
        AutoEngine engine = engine(1, tasks::add);
        Image shortOne = image(engine, SEVEN);
        Image longOne = image(engine, "r0 = 7\n".repeat(5_000) + "exit\n");
        assertThat(AutoPolicy.DEFAULT.untilHot().applyAsLong(shortOne)).isEqualTo(AutoPolicy.HOT);
        assertThat(AutoPolicy.DEFAULT.untilHot().applyAsLong(longOne))
                .isEqualTo(5_001 * AutoPolicy.HOT_PER_INSTRUCTION);
    }
}
