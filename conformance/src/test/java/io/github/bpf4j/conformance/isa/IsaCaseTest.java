package io.github.bpf4j.conformance.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class IsaCaseTest {
    private static final long[] CODE = {0x95};

    @Test
    void theExpectedResultAgrees() {
        assertThat(disagreement("mem: 01 02\nresult: 0xff", memory -> new IsaOutcome.Returned(255)))
                .isEmpty();
    }

    @Test
    void anotherResultIsReportedWithBothValues() {
        assertThat(disagreement("result: 0xff", memory -> new IsaOutcome.Returned(-1)))
                .contains("x.case:1 x: expected result 0xff, got result 0xffffffffffffffff");
    }

    @Test
    void memoryMustStayAsItWasWhereNothingElseIsSaid() {
        assertThat(disagreement("mem: 01 02\nresult: 0x0", memory -> {
                    memory[1] = 3;
                    return new IsaOutcome.Returned(0);
                }))
                .contains("x.case:1 x: expected memory 01 02, got 01 03");
    }

    @Test
    void memoryAfterIsCompared() {
        assertThat(disagreement("mem: 01 02\nresult: 0x0\nmem-after: 01 03", memory -> new IsaOutcome.Returned(0)))
                .contains("x.case:1 x: expected memory 01 03, got 01 02");
    }

    @Test
    void theExpectedFaultAgreesWhateverIsInMemory() {
        assertThat(disagreement("mem: 01\nfault: call-depth", memory -> {
                    memory[0] = 9;
                    return new IsaOutcome.Faulted(IsaFault.CALL_DEPTH, "");
                }))
                .isEmpty();
    }

    @Test
    void memoryAfterAFaultIsComparedWhereGiven() {
        assertThat(disagreement("mem: 01\nmem-after: 01\nfault: call-depth", memory -> {
                    memory[0] = 9;
                    return new IsaOutcome.Faulted(IsaFault.CALL_DEPTH, "");
                }))
                .contains("x.case:1 x: expected memory 01, got 09");
    }

    @Test
    void anotherFaultAndAResultInsteadOfOneAreReported() {
        assertThat(disagreement("fault: call-depth", memory -> new IsaOutcome.Faulted(IsaFault.OUT_OF_FUEL, "at 3")))
                .contains("x.case:1 x: expected fault call-depth, got fault out-of-fuel (at 3)");
        assertThat(disagreement("fault: call-depth", memory -> new IsaOutcome.Returned(7)))
                .contains("x.case:1 x: expected fault call-depth, got result 0x7");
    }

    private static Optional<String> disagreement(String expectation, Function<byte[], IsaOutcome> behaviour) {
        IsaEngine engine = new IsaEngine() {
            @Override
            public String name() {
                return "scripted";
            }

            @Override
            public IsaOutcome run(long[] code, byte[] memory) {
                return behaviour.apply(memory);
            }
        };
        return IsaCaseFile.parse("x.case", "case: x\ncode: 95 00 00 00 00 00 00 00\n" + expectation)
                .getFirst()
                .disagreement(engine, CODE);
    }
}
