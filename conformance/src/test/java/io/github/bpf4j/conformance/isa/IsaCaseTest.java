package io.github.bpf4j.conformance.isa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.RunResult;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class IsaCaseTest {
    private static final long[] CODE = {0x95};

    @Test
    void theExpectedResultAgrees() {
        assertThat(disagreement("mem: 01 02\nresult: 0xff", memory -> returned(255)))
                .isEmpty();
    }

    @Test
    void anotherResultIsReportedWithBothValues() {
        assertThat(disagreement("result: 0xff", memory -> returned(-1)))
                .contains("x.case:1 x: expected result 0xff, got result 0xffffffffffffffff");
    }

    @Test
    void memoryMustStayAsItWasWhereNothingElseIsSaid() {
        assertThat(disagreement("mem: 01 02\nresult: 0x0", memory -> {
                    memory[1] = 3;
                    return returned(0);
                }))
                .contains("x.case:1 x: expected memory 01 02, got 01 03");
    }

    @Test
    void memoryAfterIsCompared() {
        assertThat(disagreement("mem: 01 02\nresult: 0x0\nmem-after: 01 03", memory -> returned(0)))
                .contains("x.case:1 x: expected memory 01 03, got 01 02");
    }

    @Test
    void theExpectedFaultAgreesWhateverIsInMemory() {
        assertThat(disagreement("mem: 01\nfault: call-depth", memory -> {
                    memory[0] = 9;
                    return faulted(Fault.Kind.CALL_DEPTH, "");
                }))
                .isEmpty();
    }

    @Test
    void memoryAfterAFaultIsComparedWhereGiven() {
        assertThat(disagreement("mem: 01\nmem-after: 01\nfault: call-depth", memory -> {
                    memory[0] = 9;
                    return faulted(Fault.Kind.CALL_DEPTH, "");
                }))
                .contains("x.case:1 x: expected memory 01, got 09");
    }

    @Test
    void anotherFaultAndAResultInsteadOfOneAreReported() {
        assertThat(disagreement("fault: call-depth", memory -> faulted(Fault.Kind.OUT_OF_FUEL, "at 3")))
                .contains("x.case:1 x: expected fault call-depth, got fault out-of-fuel: at 3");
        assertThat(disagreement("fault: call-depth", memory -> returned(7)))
                .contains("x.case:1 x: expected fault call-depth, got result 0x7");
    }

    private static RunResult returned(long r0) {
        return new RunResult(r0, Optional.empty());
    }

    private static RunResult faulted(Fault.Kind kind, String message) {
        return new RunResult(0, Optional.of(new Fault(kind, message, "raw", "", 0, Optional.empty(), 0, 0)));
    }

    private static Optional<String> disagreement(String expectation, Function<byte[], RunResult> behaviour) {
        IsaEngine engine = new IsaEngine() {
            @Override
            public String name() {
                return "scripted";
            }

            @Override
            public RunResult run(long[] code, byte[] memory) {
                return behaviour.apply(memory);
            }
        };
        return IsaCaseFile.parse("x.case", "case: x\ncode: 95 00 00 00 00 00 00 00\n" + expectation)
                .getFirst()
                .disagreement(engine, CODE);
    }
}
