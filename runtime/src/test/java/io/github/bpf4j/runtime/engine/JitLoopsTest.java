package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JitLoopsTest {
    private static final long STEP = ALU64 | ADD;
    private static final long END = JMP | EXIT;

    private static long jump(int operation, int distance) {
        return JMP | operation | (distance & 0xffffL) << 16;
    }

    private static JitLoops loops(int[] entries, long... code) {
        return new JitLoops(
                code, new JitChunks.Chunk(IntStream.range(0, code.length).toArray(), entries));
    }

    private static JitLoops loops(long... code) {
        return loops(new int[] {0}, code);
    }

    @Test
    void aJumpBackClosesALoop() {
        JitLoops loops = loops(STEP, STEP, jump(JEQ, -2), END);
        assertThat(loops.isHead(1)).isTrue();
        assertThat(loops.isHead(0)).isFalse();
        assertThat(loops.closes(2)).isTrue();
        assertThat(loops.isShared(2)).isFalse();
    }

    @Test
    void jumpsThatCloseTheSameLoopShare() {
        JitLoops loops = loops(STEP, jump(JEQ, -2), jump(JNE, -3), END);
        assertThat(loops.closes(1)).isTrue();
        assertThat(loops.closes(2)).isTrue();
        assertThat(loops.isShared(1)).isTrue();
        assertThat(loops.isShared(2)).isTrue();
    }

    /** As clang lays a loop out whose body comes before its test: it is entered by a jump back. */
    @Test
    void aJumpBackThatEntersALoopClosesNone() {
        JitLoops loops = loops(jump(JA, 3), STEP, jump(JEQ, -2), END, STEP, jump(JA, -5));
        assertThat(loops.isHead(1)).isTrue();
        assertThat(loops.closes(2)).isTrue();
        assertThat(loops.closes(5)).as("1 does not come before 5").isFalse();
        assertThat(loops.isShared(2)).isFalse();
        assertThat(loops.isShared(5)).isFalse();
    }

    /** As clang lays out what follows a switch. */
    @Test
    void aJumpBackToWhereWaysJoinIsNoLoop() {
        JitLoops loops = loops(jump(JEQ, 3), STEP, STEP, END, jump(JEQ, -4), jump(JA, -5));
        assertThat(loops.isHead(1)).isFalse();
        assertThat(loops.closes(4)).isFalse();
        assertThat(loops.closes(5)).isFalse();
        assertThat(loops.isShared(4)).as("each has its own check").isFalse();
        assertThat(loops.isShared(5)).isFalse();
    }

    @Test
    void aPieceThatIsEnteredInsideItsLoopHasNone() {
        JitLoops loops = loops(new int[] {0, 2}, STEP, STEP, STEP, jump(JEQ, -3), END);
        assertThat(loops.isHead(1)).isFalse();
        assertThat(loops.closes(3)).isFalse();
    }

    @Test
    void whatLeadsOutOfThePieceIsNoLoop() {
        long[] code = {STEP, STEP, jump(JEQ, -2), END};
        JitLoops loops = new JitLoops(code, new JitChunks.Chunk(new int[] {2, 3}, new int[] {2}));
        assertThat(loops.isHead(1)).isFalse();
        assertThat(loops.closes(2)).isFalse();
    }

    @Test
    void aJumpToItselfIsALoop() {
        JitLoops loops = loops(STEP, jump(JEQ, -1), END);
        assertThat(loops.isHead(1)).isTrue();
        assertThat(loops.closes(1)).isTrue();
    }
}
