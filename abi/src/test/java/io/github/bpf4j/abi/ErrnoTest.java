package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrnoTest {
    @Test
    void namesResultsOfFailedCalls() {
        assertThat(Errno.name(-22)).isEqualTo("-EINVAL");
        assertThat(Errno.name(-524)).isEqualTo("-ENOTSUPP");
        assertThat(Errno.name(Errno.EDEADLK.result())).isEqualTo("-EDEADLK");
    }

    @Test
    void leavesOtherResultsAsNumbers() {
        assertThat(Errno.name(0)).isEqualTo("0");
        assertThat(Errno.name(22)).isEqualTo("22");
        assertThat(Errno.name(-4000)).isEqualTo("-4000");
        assertThat(Errno.name(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(Errno.name(-22 - (1L << 32))).isEqualTo("-4294967318");
        assertThat(Errno.name(Integer.MIN_VALUE)).isEqualTo("-2147483648");
    }

    @Test
    void isFoundByItsPositiveNumber() {
        assertThat(Errno.byNumber(2)).contains(Errno.ENOENT);
        assertThat(Errno.byNumber(0)).isEmpty();
        assertThat(Errno.byNumber(-2)).isEmpty();
    }
}
