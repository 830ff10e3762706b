package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What matters in a state that a loop comes back to, where that is learnt by coming back. */
class LoopMarksTest {
    /** The number in the stack comes to the access in the third round; two branches put different ones there. */
    private static final String PROGRAM = """
            r2 = r10
            r2 += -80
            *(u32 *)(r2 + 0) = 0
            r1 = 1296125955 ll
            call 1
            if r0 != 0 goto m_v
            exit
            m_v: r9 = r0
            r7 = *(u64 *)(r9 + 0)
            r8 = *(u8 *)(r0 + 32)
            r8 &= 7
            r6 = r8
            *(u64 *)(r10 - 8) = r7
            if r7 > 7 goto m_4
            r0 = 0
            if r9 == 0 goto m_4
            r0 = 0
            m_4: r0 = 0
            r1 = r10
            r1 += -208
            r2 = 0
            r3 = 14
            call kfunc 10
            m_6: r0 = 0
            r1 = r10
            r1 += -208
            call kfunc 11
            if r0 == 0 goto m_7
            r1 = r9
            r1 += r8
            r0 = *(u8 *)(r1 + 0)
            r8 = r6
            r6 = *(u64 *)(r10 - 8)
            goto m_6
            m_7: r0 = 0
            r1 = r10
            r1 += -208
            call kfunc 12
            r0 = 2
            exit
            """;

    @Test
    void whatMattersInALaterRoundMattersBeforeTheLoop() {
        try (Oracles oracles = new Oracles(1, true)) {
            assertThat(oracles.check(Oracles.assemble(PROGRAM).orElseThrow(), 1, 8))
                    .isEmpty();
            assertThat(oracles.counts).containsEntry("refused", 1L);
        }
    }
}
