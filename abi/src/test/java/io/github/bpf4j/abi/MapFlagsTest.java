package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MapFlagsTest {
    @Test
    void contradictingAccessFlagsAreInconsistent() {
        assertThat(MapFlags.accessIsConsistent(MapFlags.RDONLY | MapFlags.WRONLY))
                .isFalse();
        assertThat(MapFlags.accessIsConsistent(MapFlags.RDONLY_PROG | MapFlags.WRONLY_PROG))
                .isFalse();
        assertThat(MapFlags.accessIsConsistent(MapFlags.RDONLY | MapFlags.WRONLY_PROG))
                .isTrue();
    }

    @Test
    void printsNamesAndUnknownBits() {
        assertThat(MapFlags.format(0)).isEqualTo("0");
        assertThat(MapFlags.format(MapFlags.NO_PREALLOC | MapFlags.MMAPABLE)).isEqualTo("NO_PREALLOC|MMAPABLE");
        assertThat(MapFlags.format(1 | 1 << 31)).isEqualTo("NO_PREALLOC|0x80000000");
    }

    @Test
    void updateFlagsHaveTheKernelsNumbers() {
        assertThat(new long[] {UpdateFlags.ANY, UpdateFlags.NOEXIST, UpdateFlags.EXIST, UpdateFlags.LOCK})
                .containsExactly(0, 1, 2, 4);
    }
}
