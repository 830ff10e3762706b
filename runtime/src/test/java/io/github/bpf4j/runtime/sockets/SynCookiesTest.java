package io.github.bpf4j.runtime.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SynCookiesTest {
    /** The vector that SipHash was published with: key 00..0f, message 00..0e. */
    @Test
    void sipHashIsTheOneThatWasPublished() {
        byte[] message = new byte[15];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) i;
        }
        assertThat(SynCookies.sipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, message))
                .isEqualTo(0xa129ca6149be45e5L);
    }
}
