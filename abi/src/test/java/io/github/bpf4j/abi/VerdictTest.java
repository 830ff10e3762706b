package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void unknownXdpResultIsAborted() {
        assertThat(XdpAction.ofResult(2)).isEqualTo(XdpAction.PASS);
        assertThat(XdpAction.ofResult(5)).isEqualTo(XdpAction.ABORTED);
        assertThat(XdpAction.ofResult(-1)).isEqualTo(XdpAction.ABORTED);
    }

    @Test
    void onlyLowHalfOfTheResultCounts() {
        assertThat(XdpAction.ofResult(7L << 32 | 3)).isEqualTo(XdpAction.TX);
        assertThat(TcAction.ofResult(7L << 32 | 2)).contains(TcAction.SHOT);
        assertThat(TcAction.ofResult(0xffff_ffffL)).contains(TcAction.UNSPEC);
    }

    @Test
    void unknownTcResultHasNoName() {
        assertThat(TcAction.ofResult(9)).isEmpty();
    }
}
