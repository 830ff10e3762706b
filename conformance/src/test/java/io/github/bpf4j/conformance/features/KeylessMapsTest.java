package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.FdAccess;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteOrder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps without keys as the host has them. */
class KeylessMapsTest {
    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2};
    private static final byte[] NONE = {};

    private final Runtime runtime = Runtime.create();

    @AfterEach
    void close() {
        runtime.close();
    }

    private BpfMap map(MapType type, int keySize) {
        return runtime.createMap(MapSpec.of("map", type, keySize, 1, 2), Btf.empty(ByteOrder.LITTLE_ENDIAN));
    }

    private static void refused(Errno errno, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "STACK"})
    void commandsWithAnEmptyKeyAreThoseWithout(MapType type) {
        try (BpfMap map = map(type, 0)) {
            map.update(NONE, ONE);
            map.push(TWO);
            refused(Errno.E2BIG, () -> map.push(ONE));
            map.push(ONE, UpdateFlags.EXIST);
            assertThat(map.size()).isEqualTo(2);
            boolean newest = type == MapType.STACK;
            assertThat(map.waiting()).containsExactly(newest ? ONE : TWO, newest ? TWO : ONE);
            assertThat(map.lookup(NONE)).hasValue(newest ? ONE : TWO);
            assertThat(map.peek()).hasValue(newest ? ONE : TWO);
            assertThat(map.lookupAndDelete(NONE)).hasValue(newest ? ONE : TWO);
            assertThat(map.pop()).hasValue(newest ? TWO : ONE);
            assertThat(map.pop()).isEmpty();
            assertThat(map.waiting()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "STACK", "BLOOM_FILTER"})
    void thereIsNothingToIterate(MapType type) {
        Errno errno = type == MapType.BLOOM_FILTER ? Errno.EOPNOTSUPP : Errno.EINVAL;
        try (BpfMap map = map(type, 0)) {
            refused(errno, () -> map.nextKey(null));
            refused(errno, map::entries);
            refused(errno, () -> map.delete(NONE));
            refused(Errno.ENOTSUPP, () -> map.lookupBatch(0, 1));
            refused(Errno.ENOTSUPP, map::mmap);
            assertThat(map.timers()).isEmpty();
            assertThatThrownBy(() -> map.update(ONE, ONE)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> map.push(new byte[2])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "BLOOM_FILTER"})
    void onlyQueuesHaveWhatWaits(MapType type) {
        try (BpfMap map = map(type, type == MapType.HASH ? 1 : 0)) {
            refused(Errno.EINVAL, map::waiting);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"QUEUE", "STACK"})
    void onlyFiltersMayContain(MapType type) {
        try (BpfMap map = map(type, 0);
                BpfMap filter = map(MapType.BLOOM_FILTER, 0)) {
            refused(Errno.EINVAL, () -> map.mayContain(ONE));
            refused(Errno.EOPNOTSUPP, () -> filter.lookup(NONE));
            refused(Errno.ENOTSUPP, filter::pop);
        }
    }

    @Test
    void pinsKeepWhatWaitsAndLimitWhoOpensThem() {
        try (BpfMap map = map(MapType.QUEUE, 0)) {
            map.push(ONE);
            runtime.bpffs().pin("/sys/fs/bpf/queue", map);
        }
        try (BpfMap readOnly = runtime.bpffs().openMap("/sys/fs/bpf/queue", FdAccess.READ_ONLY);
                BpfMap writeOnly = runtime.bpffs().openMap("/sys/fs/bpf/queue", FdAccess.WRITE_ONLY)) {
            assertThat(readOnly.peek()).hasValue(ONE);
            refused(Errno.EPERM, readOnly::pop);
            refused(Errno.EPERM, () -> readOnly.push(TWO));
            refused(Errno.EPERM, readOnly::freeze);
            refused(Errno.EPERM, writeOnly::peek);
            refused(Errno.EPERM, writeOnly::pop);
            writeOnly.push(TWO);
            assertThat(readOnly.waiting()).containsExactly(ONE, TWO);
        }
    }

    @Test
    void creationFlagsLimitTheDescriptorButNotOthers() {
        MapSpec spec = MapSpec.of("queue", MapType.QUEUE, 0, 1, 2).withFlags(MapFlags.RDONLY);
        try (BpfMap map = runtime.createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN));
                BpfMap other = runtime.openMap(map.id())) {
            refused(Errno.EPERM, () -> map.push(ONE));
            other.push(ONE);
            assertThat(map.peek()).hasValue(ONE);
        }
    }
}
