package io.github.bpf4j.runtime.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program may touch of a ring that it drains, and where user space sees what it wrote. */
class UserRingBufferTest {
    private static final int SIZE = 4096;
    private final MapFixture fixture = new MapFixture();
    private UserRingBuffer ring;

    @BeforeEach
    void open() {
        ring = UserRingBuffer.create(fixture.memory, MapFixture.shape(0, 0, SIZE));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void check(long address, long bytes, Access access) {
        fixture.memory.objects().check(address & fixture.memory.mask(), bytes, access);
    }

    @Test
    void onlyTheSampleThatIsDrainedCanBeTouched() {
        ring.reserve(24);
        ring.commit(0, new byte[24], false);
        assertThat(ring.peek()).isEqualTo(24);
        long sample = ring.open(24);
        check(sample, 24, Access.WRITE);
        check(sample + 16, 8, Access.READ);
        assertThatThrownBy(() -> check(sample + 17, 8, Access.READ))
                .isInstanceOf(GuestFault.class)
                .hasMessageContaining("leaves the sample");
        assertThatThrownBy(() -> check(sample - 8, 8, Access.READ)).isInstanceOf(GuestFault.class);
        ring.pass(24);
        assertThatThrownBy(() -> check(sample, 8, Access.READ)).isInstanceOf(GuestFault.class);
        assertThat(ring.peek()).isEqualTo(Errno.ENODATA.result());
    }

    @Test
    void whatIsWrittenToASampleIsSeenInBothHalves() {
        ring.setProducer(SIZE - 24);
        ring.write(0, new byte[] {(byte) (SIZE - 32), 0xf});
        assertThat(ring.peek()).isEqualTo(SIZE - 32);
        ring.open(SIZE - 32);
        ring.pass(SIZE - 32);
        ring.reserve(32);
        ring.commit(SIZE - 24, new byte[32], false);
        long sample = ring.open(ring.peek());
        for (int i = 0; i < 32; i++) {
            fixture.memory.setU8(sample + i, i + 1);
        }
        ring.pass(32);
        assertThat(ring.read(0, 16)).startsWith(17, 18).endsWith(31, 32);
        assertThat(ring.read(SIZE - 16, 32)).startsWith(1, 2).endsWith(31, 32);
        assertThat(ring.read(SIZE - 4, 8)).containsExactly(13, 14, 15, 16, 17, 18, 19, 20);
    }
}
