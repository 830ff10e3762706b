package io.github.bpf4j.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.world.AddressSpace;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The memory of processes that programs write to. */
class UserMemoryTest {
    private static final int PAGE = AddressSpace.PAGE_BYTES;

    @Test
    void programsFillOnlySoManyPagesOfAllProcesses() {
        AtomicInteger left = new AtomicInteger(3);
        AddressSpace space = AddressSpace.empty().map(AddressSpace.Area.anonymous(0x10000, 0x10000 + 64L * PAGE));
        UserMemory one = new UserMemory(space, left);
        UserMemory other = new UserMemory(space, left);
        assertThat(one.write(0x10000 + PAGE - 1, new byte[] {1, 2})).isEqualTo(2);
        assertThat(one.write(0x10000, new byte[2 * PAGE]))
                .as("pages that are there")
                .isEqualTo(2 * PAGE);
        assertThat(other.write(0x10000 + 8, new byte[2 * PAGE]))
                .as("the third, and no more")
                .isEqualTo(PAGE - 8);
        assertThat(one.write(0x10000 + 5L * PAGE, new byte[1])).isZero();
        assertThat(one.writeFromHost(0x10000 + 5L * PAGE, new byte[1])).isTrue();
        assertThat(one.write(0x10000 + 5L * PAGE, new byte[1])).isEqualTo(1);
    }
}
