package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    @Test
    void codeBehindAnExitIsRefused() {
        TestProgram.of("r0 = 0\nexit\nr0 = 1\nexit").isRefused(Errno.EINVAL, 2, "unreachable instruction");
    }

    @Test
    void codeThatIsJumpedOverIsRefused() {
        TestProgram.of("r0 = 0\ngoto +1\nr0 = 1\nexit").isRefused(Errno.EINVAL, 2, "unreachable instruction");
    }

    @Test
    void unreachableWideLoadIsNamedByItsFirstSlot() {
        TestProgram.of("r0 = 0\ngoto +2\nr0 = 1 ll\nexit").isRefused(Errno.EINVAL, 2, "unreachable instruction");
    }

    @Test
    void unreachableLoopIsRefused() {
        TestProgram.of("r0 = 0\nexit\ngoto -1").isRefused(Errno.EINVAL, 2, "unreachable instruction");
    }

    @Test
    void bothSidesOfABranchAreReachable() {
        TestProgram.of("r0 = 0\nif r0 == 0 goto +1\nr0 = 1\nexit").isAccepted();
    }

    @Test
    void functionsAreReachableByCallAndByAddress() {
        TestProgram.of("call f\nexit\nf: r0 = 0\nexit").isAccepted();
        TestProgram.of("r2 = func +3 ll\nr0 = 0\nexit\nr0 = 0\nexit")
                .function(4, true, true)
                .isAccepted();
    }

    @Test
    void functionCalledOnlyFromUnreachableCodeIsNotReachable() {
        TestProgram.of("r0 = 0\nexit\ncall f\nexit\nf: exit").isRefused(Errno.EINVAL, 2, "unreachable instruction");
    }

    @Test
    void functionThatOnlyCallsItselfIsNotReachable() {
        TestProgram.of("r0 = 0\nexit\nf: call f\nexit").isRefused(Errno.EINVAL, 2, "unreachable instruction");
    }

    @Test
    void codeBehindAFunctionThatNeverReturnsCounts() {
        TestProgram.of("call f\nexit\nf: goto f").isAccepted();
    }
}
