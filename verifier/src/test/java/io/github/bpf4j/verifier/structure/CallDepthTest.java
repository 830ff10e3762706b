package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import org.junit.jupiter.api.Test;

class CallDepthTest {
    private static TestProgram chain(int frames) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < frames; i++) {
            text.append('f').append(i).append(": call f").append(i + 1).append("\nexit\n");
        }
        text.append('f').append(frames).append(": r0 = 0\nexit\n");
        return TestProgram.of(text.toString());
    }

    @Test
    void eightFramesAreTheMost() {
        chain(8).isAccepted();
        chain(9).isRefused(Errno.E2BIG, 0, "more than 8 nested calls");
    }

    @Test
    void longestChainCounts() {
        StringBuilder text = new StringBuilder("call a1\ncall b1\nexit\nb1: r0 = 0\nexit\n");
        for (int i = 1; i < 8; i++) {
            text.append('a').append(i).append(": call a").append(i + 1).append("\nexit\n");
        }
        text.append("a8: r0 = 0\nexit\n");
        TestProgram.of(text.toString()).isRefused(Errno.E2BIG, 0, "more than 8 nested calls");
    }

    @Test
    void recursionIsRefused() {
        TestProgram.of("call f\nexit\nf: call f\nexit").isRefused(Errno.E2BIG, 2, "recursive");
        TestProgram.of("call f\nexit\nf: call g\nexit\ng: call f\nexit").isRefused(Errno.E2BIG, 4, "recursive");
        TestProgram.of("main: call main\nexit").isRefused(Errno.E2BIG, 0, "recursive");
    }

    @Test
    void callbackThatSetsItselfIsNoRecursion() {
        TestProgram.of("""
                r2 = func +3 ll
                r0 = 0
                exit
                r2 = func -1 ll
                r0 = 0
                exit
                """).function(4, true, true).isAccepted();
    }

    @Test
    void callbacksThatSetEachOtherAreNoRecursion() {
        TestProgram.of("""
                r2 = func +3 ll
                r0 = 0
                exit
                r2 = func +3 ll
                r0 = 0
                exit
                r2 = func -5 ll
                r0 = 0
                exit
                """).function(4, true, true).function(8, true, true).isAccepted();
    }

    @Test
    void callbackBeginsAChainOfItsOwn() {
        StringBuilder text = new StringBuilder("call f1\nexit\n");
        for (int i = 1; i < 7; i++) {
            text.append('f').append(i).append(": call f").append(i + 1).append("\nexit\n");
        }
        text.append("f7: r2 = func +3 ll\nr0 = 0\nexit\ncall g\nexit\ng: r0 = 0\nexit\n");
        TestProgram.of(text.toString()).function(18, true, true).isAccepted();
    }

    @Test
    void manyWaysToTheSameFunctionCostNoMore() {
        StringBuilder text = new StringBuilder();
        for (int level = 0; level < 7; level++) {
            text.append("f").append(level).append(":\n");
            for (int call = 0; call < 2000; call++) {
                text.append("call f").append(level + 1).append('\n');
            }
            text.append("exit\n");
        }
        text.append("f7: r0 = 0\nexit\n");
        TestProgram.of(text.toString()).isAccepted();
    }
}
