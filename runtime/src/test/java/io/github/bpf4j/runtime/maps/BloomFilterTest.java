package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BloomFilterTest {
    private final MapFixture fixture = new MapFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private BloomFilter filter(int valueSize, int entries, int hashes) {
        return BloomFilter.create(fixture.memory, MapFixture.shape(0, valueSize, entries), entries, hashes, 5);
    }

    /** The number of bits at which a kernel's rate of false answers jumps. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 64",
        "46700, 1, 65536",
        "46811, 1, 65536",
        "46900, 1, 131072",
        "10000, 5, 131072",
        "10000, 3, 65536",
        "4294967295, 15, 4294967296",
        "4294967295, 1, 4294967296"
    })
    void hasAsManyBitsAsLinux(long entries, int hashes, long bits) {
        assertThat(BloomFilter.bits(entries, hashes)).isEqualTo(bits);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 8, 13, 16, 33})
    void neverForgetsAndSeldomInvents(int valueSize) {
        int values = valueSize == 1 ? 100 : 10_000;
        BloomFilter filter = filter(valueSize, 10_000, 5);
        for (int i = 0; i < values; i++) {
            assertThat(filter.push(fixture.value(i), 0)).isZero();
        }
        int invented = 0;
        int others = valueSize == 1 ? 100 : 100_000;
        for (int i = 0; i < values + others; i++) {
            long result = filter.peek(fixture.value(i));
            if (i < values) {
                assertThat(result).isZero();
            } else if (result == 0) {
                invented++;
            } else {
                assertThat(result).isEqualTo(ENOENT.result());
            }
        }
        double share = 1 - Math.exp(-5.0 * values / 131_072);
        assertThat((double) invented / others).isCloseTo(Math.pow(share, 5), within(0.002));
    }

    @Test
    void eachNumberOfHashesHasTheRateThatTheoryPromises() {
        for (int hashes = 1; hashes <= 15; hashes++) {
            BloomFilter filter = filter(8, 5000, hashes);
            for (int i = 0; i < 5000; i++) {
                filter.push(fixture.value(i), 0);
            }
            int invented = 0;
            for (int i = 5000; i < 55_000; i++) {
                invented += filter.peek(fixture.value(i)) == 0 ? 1 : 0;
            }
            double share = 1 - Math.exp(-5000.0 * hashes / BloomFilter.bits(5000, hashes));
            assertThat(invented / 50_000.0)
                    .as("%d hashes", hashes)
                    .isCloseTo(Math.pow(share, hashes), within(0.01 + Math.pow(share, hashes) / 20));
            filter.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, 1L << 32, -1})
    void flagsAreRefused(long flags) {
        BloomFilter filter = filter(8, 10, 0);
        assertThat(filter.push(fixture.value(1), flags)).isEqualTo(EINVAL.result());
        assertThat(filter.peek(fixture.value(1))).isEqualTo(ENOENT.result());
        assertThat(filter.count()).isZero();
    }
}
