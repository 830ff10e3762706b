package io.github.bpf4j.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.asm.Assembler;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubprogramsTest {
    private static final String CALLS_AND_ADDRESS = """
            call f
            r1 = func +3 ll
            exit
            f: r0 = 1
            exit
            r0 = 0
            exit
            """;

    @Test
    void callsAndAddressesBeginFunctions() {
        Subprograms found =
                Subprograms.discover(new Instructions(Assembler.assemble(CALLS_AND_ADDRESS)), List.of(), 256);
        assertThat(found.count()).isEqualTo(3);
        assertThat(new int[] {found.start(0), found.start(1), found.start(2)}).containsExactly(0, 4, 5);
        assertThat(new int[] {found.end(0), found.end(1), found.end(2)}).containsExactly(4, 5, 8);
        assertThat(found.indexAt(0)).isZero();
        assertThat(found.indexAt(3)).isZero();
        assertThat(found.indexAt(4)).isEqualTo(1);
        assertThat(found.indexAt(7)).isEqualTo(2);
    }

    @Test
    void callOutsideOfTheProgramIsRefused() {
        TestProgram.of("call +1\nexit").isRefused(Errno.EINVAL, 0, "call destination 2");
        TestProgram.of("call -2\nexit").isRefused(Errno.EINVAL, 0, "call destination -1");
        TestProgram.of("call +0x7fffffff\nexit").isRefused(Errno.EINVAL, 0, "call destination 2147483648");
        TestProgram.of("r1 = func +9 ll\nexit").isRefused(Errno.EINVAL, 0, "call destination 10");
    }

    @Test
    void callIntoAWideLoadIsRefused() {
        TestProgram.of("call +2\nexit\nr1 = 1 ll\nexit").isRefused(Errno.EINVAL, 0, "second half");
    }

    private static TestProgram calls(int functions) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < functions; i++) {
            text.append("call f").append(i).append('\n');
        }
        text.append("exit\n");
        for (int i = 0; i < functions; i++) {
            text.append('f').append(i).append(":\nexit\n");
        }
        return TestProgram.of(text.toString());
    }

    @Test
    void mainAnd255FunctionsAreTheMost() {
        calls(255).isAccepted();
        calls(256).isRefused(Errno.E2BIG, 255, "256 functions");
    }
}
