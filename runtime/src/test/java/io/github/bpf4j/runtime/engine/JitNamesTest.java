package io.github.bpf4j.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JitNamesTest {
    /** Objects name files, functions and programs as they like, also as no class file can. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a;b[c/d.e<f>g", "run", "chunk", "<init>", "\ud800", "\u0000", "x", "long"})
    void whateverNamesAreTheProgramCompilesAndRuns(String text) {
        String name = text.equals("long") ? "\u20ac".repeat(70_000) : text;
        SourceMap source = new SourceMap() {
            @Override
            public String function(int insnOffset) {
                return name;
            }

            @Override
            public Optional<Line> line(int insnOffset) {
                return Optional.of(new Line(name, 1_000_000 * insnOffset));
            }
        };
        long[] code = Assembler.assemble("call f\nr0 += 1\nexit\nf: r0 = 7\nexit");
        try (GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT)) {
            for (JitLimits limits : new JitLimits[] {JitLimits.USUAL, new JitLimits(20, 10, 1)}) {
                Image image = new Image(
                        1, name, code, new int[] {0, 3}, new HelperFunction[0], new HelperFunction[0], source);
                JitEngine jit = new JitEngine(memory, (_, _, _) -> null, limits);
                assertThat(new Cpu(0, memory).run(jit, image, 0, null, 100, 0, 0, 0, Repetition.NONE))
                        .isEqualTo(8);
            }
        }
    }
}
