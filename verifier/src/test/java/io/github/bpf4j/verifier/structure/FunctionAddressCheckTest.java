package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import org.junit.jupiter.api.Test;

class FunctionAddressCheckTest {
    private static TestProgram program() {
        return TestProgram.of("""
                r2 = func +3 ll
                r0 = 0
                exit
                r0 = 0
                exit
                """);
    }

    @Test
    void staticDescribedFunctionIsAccepted() {
        program().function(4, true, true).isAccepted();
    }

    @Test
    void functionWithoutFuncInfoIsRefused() {
        program().function(4, true, false).isRefused(Errno.EINVAL, 0, "no func_info");
        program().isRefused(Errno.EINVAL, 0, "no func_info");
    }

    @Test
    void globalFunctionIsRefused() {
        program().function(4, false, true).isRefused(Errno.EINVAL, 0, "f4 must be static");
    }

    @Test
    void mainProgramIsRefused() {
        TestProgram toMain = TestProgram.of("r2 = func -1 ll\nr0 = 0\nexit");
        toMain.isRefused(Errno.EINVAL, 0, "main must be static");
        TestProgram.of("r2 = func -1 ll\nr0 = 0\nexit")
                .function(0, true, true)
                .isRefused(Errno.EINVAL, 0, "main program cannot be a callback");
    }

    @Test
    void addressOfTheMiddleOfAFunctionCutsItInTwo() {
        TestProgram.of("r2 = func +1 ll\nr0 = 0\nexit")
                .function(2, true, true)
                .isRefused(Errno.EINVAL, 0, "does not end in exit");
    }
}
