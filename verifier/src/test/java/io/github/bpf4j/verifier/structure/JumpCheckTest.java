package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JumpCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"goto", "gotol", "if r1 == 0 goto", "if w1 == w2 goto", "may_goto"})
    void jumpsMayNotLeaveTheProgram(String jump) {
        TestProgram.of("r0 = 0\n" + jump + " +1\nexit").isRefused(Errno.EINVAL, 1, "jump to 3 leaves its function");
        TestProgram.of("r0 = 0\n" + jump + " -3\nexit").isRefused(Errno.EINVAL, 1, "jump to -1 leaves its function");
    }

    @Test
    void farJumpsAreMeasuredInFull() {
        TestProgram.of("gotol +0x7fffffff\nexit").isRefused(Errno.EINVAL, 0, "jump to 2147483648");
    }

    @Test
    void jumpsMayNotEnterAnotherFunction() {
        TestProgram.of("""
                call f
                if r0 == 0 goto f
                exit
                f: r0 = 0
                exit
                """).isRefused(Errno.EINVAL, 1, "jump to 3 leaves its function, which has instructions 0 to 2");
        TestProgram.of("""
                call f
                exit
                f: if r1 == 0 goto -3
                r0 = 0
                exit
                """).isRefused(Errno.EINVAL, 2, "jump to 0 leaves its function");
    }

    @Test
    void jumpsMayNotEnterAWideLoad() {
        TestProgram.of("""
                if r1 == 0 goto +1
                r0 = 1 ll
                exit
                """).isRefused(Errno.EINVAL, 0, "second half of a wide load");
    }

    @Test
    void loopsAreAccepted() {
        TestProgram.of("""
                r0 = 10
                again: r0 += -1
                if r0 != 0 goto again
                exit
                """).isAccepted();
    }

    @Test
    void functionsMayEndInAJump() {
        TestProgram.of("again: r0 = 0\nif r0 == 0 goto out\ngoto again\nout: exit")
                .isAccepted();
        TestProgram.of("""
                call f
                exit
                f: r0 = 0
                if r1 == 0 goto +1
                goto -3
                exit
                """).isAccepted();
        TestProgram.of("r0 = 0\ngoto out\nback: exit\nout: goto back").isAccepted();
        TestProgram.of("r0 = 0\ngoto out\nback: exit\nout: gotol back").isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r0 = 0", "if r0 == 0 goto -1", "call 5", "*(u64 *)(r10 - 8) = r1"})
    void lastInstructionMustEndTheFunction(String last) {
        TestProgram.of("goto +1\nexit\n" + last).isRefused(Errno.EINVAL, 2, "does not end in exit");
    }

    @Test
    void everyFunctionMustEnd() {
        TestProgram.of("""
                call f
                if r0 == 0 goto -2
                f: exit
                """).isRefused(Errno.EINVAL, 1, "does not end in exit");
    }

    @Test
    void wideLoadAtTheEndIsNoEnd() {
        TestProgram.of("goto +1\nexit\nr0 = 1 ll").isRefused(Errno.EINVAL, 2, "does not end in exit");
    }

    @Test
    void mayGotoMustLeadSomewhere() {
        TestProgram.of("r0 = 0\nmay_goto +0\nexit").isRefused(Errno.EINVAL, 1, "may_goto");
        TestProgram.of("r0 = 0\nmay_goto +1\nr0 = 1\nexit").isAccepted();
    }
}
