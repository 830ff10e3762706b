package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.KernelProfile.V5_15;
import static io.github.bpf4j.abi.KernelProfile.V6_12;
import static io.github.bpf4j.abi.KernelProfile.V7_0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.SpecialField.Kind;
import io.github.bpf4j.btf.Btf;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MapShapeTest {
    private static final int VALUE_SIZE = 32;

    private final BtfBuilder types = new BtfBuilder();
    private final int u32 = types.integer("u32", 4);
    private final int u64 = types.integer("u64", 8);
    private final int timer = types.struct("bpf_timer", 16);
    private final int value = types.struct("value", VALUE_SIZE, new BtfBuilder.Field("t", timer, 8));
    private final int trieKey = types.struct("trie_key", 8, new BtfBuilder.Field("prefix", u32, 0));
    private final Btf btf = types.build(ByteOrder.LITTLE_ENDIAN);
    private final MapTypes timerTypes = new MapTypes(btf, u32, value);
    private final SpecialFields timerFields = SpecialFields.parse(btf, value, V6_12);

    private static String check(MapShape shape) {
        return Errno.name(shape.check(MapTypes.NONE, V6_12.has(shape.type()) ? V6_12 : V7_0, true));
    }

    private static int flags(String names) {
        int flags = 0;
        for (String name : names == null ? new String[0] : names.split(" ")) {
            for (int bit = 0; bit < 19; bit++) {
                flags |= MapFlags.format(1 << bit).equals(name) ? 1 << bit : 0;
            }
        }
        return flags;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # type                  | key | value   | entries    | flags                     | answer
            ARRAY                   | 4   | 1       | 1          |                           | 0
            ARRAY                   | 8   | 1       | 1          |                           | -EINVAL
            ARRAY                   | 4   | 0       | 1          |                           | -EINVAL
            ARRAY                   | 4   | 1       | 0          |                           | -EINVAL
            ARRAY                   | 4   | 2147483647 | 1       |                           | 0
            ARRAY                   | 4   | 2147483648 | 1       |                           | -E2BIG
            ARRAY                   | 4   | 1       | 4294967295 | MMAPABLE INNER_MAP        | 0
            ARRAY                   | 4   | 1       | 1          | NO_PREALLOC               | -EINVAL
            ARRAY                   | 4   | 1       | 1          | RDONLY_PROG RDONLY        | 0
            ARRAY                   | 4   | 1       | 1          | RDONLY_PROG WRONLY_PROG   | -EINVAL
            ARRAY                   | 4   | 1       | 1          | RDONLY WRONLY             | -EINVAL
            ARRAY                   | 4   | 1       | 1          | PRESERVE_ELEMS            | -EINVAL
            PERCPU_ARRAY            | 4   | 32768   | 1          |                           | 0
            PERCPU_ARRAY            | 4   | 32769   | 1          |                           | -E2BIG
            PERCPU_ARRAY            | 4   | 8       | 1          | MMAPABLE                  | -EINVAL
            PERCPU_ARRAY            | 4   | 8       | 1          | INNER_MAP                 | -EINVAL
            PERCPU_ARRAY            | 4   | 8       | 1          | NUMA_NODE                 | -EINVAL
            HASH                    | 1   | 1       | 1          | NO_PREALLOC NUMA_NODE     | 0
            HASH                    | 0   | 1       | 1          |                           | -EINVAL
            HASH                    | 1   | 0       | 1          |                           | -EINVAL
            HASH                    | 1   | 1       | 0          |                           | -EINVAL
            HASH                    | 4   | 4194251 | 1          |                           | 0
            HASH                    | 4   | 4194252 | 1          |                           | -E2BIG
            HASH                    | 4   | 4294967295 | 1       |                           | -E2BIG
            HASH                    | 4   | 8       | 134217728  |                           | 0
            HASH                    | 4   | 8       | 134217729  |                           | -E2BIG
            HASH                    | 4   | 8       | 1          | MMAPABLE                  | -EINVAL
            HASH                    | 4   | 8       | 1          | NO_COMMON_LRU             | -EINVAL
            PERCPU_HASH             | 4   | 32768   | 1          | NO_PREALLOC               | 0
            PERCPU_HASH             | 4   | 32769   | 1          |                           | -E2BIG
            PERCPU_HASH             | 4   | 8       | 1          | NUMA_NODE                 | -EINVAL
            LRU_HASH                | 4   | 8       | 1          | NO_COMMON_LRU             | 0
            LRU_HASH                | 4   | 8       | 1          | NO_PREALLOC               | -ENOTSUPP
            LRU_HASH                | 0   | 8       | 1          | NO_PREALLOC               | -ENOTSUPP
            LRU_HASH                | 4   | 8       | 1          | NO_PREALLOC MMAPABLE      | -EINVAL
            LRU_HASH                | 4   | 8       | 1          | NO_COMMON_LRU NUMA_NODE   | -EINVAL
            LRU_PERCPU_HASH         | 4   | 8       | 1          |                           | 0
            LRU_PERCPU_HASH         | 4   | 8       | 1          | NO_PREALLOC               | -ENOTSUPP
            LPM_TRIE                | 5   | 1       | 1          | NO_PREALLOC               | 0
            LPM_TRIE                | 8   | 1       | 1          |                           | -EINVAL
            LPM_TRIE                | 4   | 1       | 1          | NO_PREALLOC               | -EINVAL
            LPM_TRIE                | 260 | 1       | 1          | NO_PREALLOC               | 0
            LPM_TRIE                | 261 | 1       | 1          | NO_PREALLOC               | -EINVAL
            LPM_TRIE                | 8   | 0       | 1          | NO_PREALLOC               | -EINVAL
            LPM_TRIE                | 8   | 4194304 | 1          | NO_PREALLOC               | -EINVAL
            QUEUE                   | 0   | 4       | 1          |                           | 0
            QUEUE                   | 4   | 4       | 1          |                           | -EINVAL
            STACK                   | 0   | 0       | 1          |                           | -EINVAL
            STACK                   | 0   | 4194305 | 1          |                           | -E2BIG
            BLOOM_FILTER            | 0   | 4       | 1          | ZERO_SEED                 | 0
            BLOOM_FILTER            | 4   | 4       | 1          |                           | -EINVAL
            RINGBUF                 | 0   | 0       | 4096       |                           | 0
            RINGBUF                 | 0   | 0       | 2048       |                           | -EINVAL
            RINGBUF                 | 0   | 0       | 12288      |                           | -EINVAL
            RINGBUF                 | 0   | 0       | 0          |                           | -EINVAL
            RINGBUF                 | 4   | 0       | 4096       |                           | -EINVAL
            RINGBUF                 | 0   | 0       | 4096       | RDONLY_PROG               | -EINVAL
            USER_RINGBUF            | 0   | 4       | 4096       |                           | -EINVAL
            PROG_ARRAY              | 4   | 4       | 1          |                           | 0
            PROG_ARRAY              | 4   | 8       | 1          |                           | -EINVAL
            PROG_ARRAY              | 4   | 4       | 1          | RDONLY_PROG               | -EINVAL
            PERF_EVENT_ARRAY        | 4   | 4       | 2          | PRESERVE_ELEMS            | 0
            PERF_EVENT_ARRAY        | 4   | 4       | 0          |                           | -EINVAL
            CGROUP_ARRAY            | 4   | 4       | 1          |                           | 0
            ARRAY_OF_MAPS           | 4   | 4       | 1          |                           | 0
            ARRAY_OF_MAPS           | 4   | 8       | 1          |                           | -EINVAL
            HASH_OF_MAPS            | 8   | 4       | 1          | NO_PREALLOC               | 0
            HASH_OF_MAPS            | 8   | 8       | 1          |                           | -EINVAL
            STACK_TRACE             | 4   | 1016    | 1          |                           | 0
            STACK_TRACE             | 4   | 1024    | 1          |                           | -EINVAL
            STACK_TRACE             | 4   | 12      | 1          |                           | -EINVAL
            STACK_TRACE             | 4   | 32      | 1          | STACK_BUILD_ID            | 0
            STACK_TRACE             | 4   | 40      | 1          | STACK_BUILD_ID            | -EINVAL
            CGROUP_STORAGE          | 16  | 8       | 0          |                           | 0
            CGROUP_STORAGE          | 8   | 8       | 0          |                           | 0
            CGROUP_STORAGE          | 4   | 8       | 0          |                           | -EINVAL
            CGROUP_STORAGE          | 8   | 8       | 1          |                           | -EINVAL
            CGROUP_STORAGE          | 8   | 32769   | 0          |                           | 0
            PERCPU_CGROUP_STORAGE   | 8   | 32769   | 0          |                           | -E2BIG
            SK_STORAGE              | 4   | 8       | 0          | NO_PREALLOC               | -EINVAL
            DEVMAP                  | 4   | 8       | 1          |                           | 0
            DEVMAP                  | 4   | 6       | 1          |                           | -EINVAL
            DEVMAP_HASH             | 8   | 4       | 1          |                           | -EINVAL
            CPUMAP                  | 4   | 4       | 8192       |                           | 0
            CPUMAP                  | 4   | 4       | 8193       |                           | -E2BIG
            XSKMAP                  | 4   | 4       | 1          |                           | 0
            XSKMAP                  | 4   | 8       | 1          |                           | -EINVAL
            SOCKMAP                 | 4   | 8       | 1          |                           | 0
            SOCKHASH                | 512 | 8       | 1          |                           | 0
            SOCKHASH                | 513 | 8       | 1          |                           | -E2BIG
            REUSEPORT_SOCKARRAY     | 4   | 8       | 1          |                           | 0
            REUSEPORT_SOCKARRAY     | 4   | 16      | 1          |                           | -EINVAL
            STRUCT_OPS              | 4   | 64      | 1          | LINK                      | 0
            STRUCT_OPS              | 4   | 64      | 2          |                           | -EINVAL
            ARENA                   | 0   | 0       | 100        | MMAPABLE                  | 0
            ARENA                   | 0   | 0       | 100        |                           | -EINVAL
            INSN_ARRAY              | 4   | 16      | 1          |                           | 0
            INSN_ARRAY              | 8   | 16      | 1          |                           | -EINVAL
            """)
    void sizesAndFlagsHaveTheKernelsLimits(
            MapType type, long keySize, long valueSize, long entries, String flags, String answer) {
        assertThat(check(MapShape.of(type, keySize, valueSize, entries, flags(flags))))
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @EnumSource(MapType.class)
    void unknownFlagsAreRefused(MapType type) {
        for (long size : new long[] {0, 4, 8, 16}) {
            MapShape shape = MapShape.of(type, size == 0 ? 0 : 4, size, 4096, 1 << 30);
            assertThat(check(shape)).isEqualTo("-EINVAL");
        }
    }

    @Test
    void perCpuMapsTakeAnyNode() {
        MapShape any = new MapShape(MapType.PERCPU_ARRAY, 4, 8, 1, MapFlags.NUMA_NODE, -1, 0);
        assertThat(check(any)).isEqualTo("0");
        MapShape absent = new MapShape(MapType.ARRAY, 4, 8, 1, MapFlags.NUMA_NODE, 1, 0);
        assertThat(check(absent)).isEqualTo("-EINVAL");
    }

    @Test
    void extraNumberIsForBloomFiltersAndArenas() {
        assertThat(check(new MapShape(MapType.ARRAY, 4, 8, 1, 0, 0, 1))).isEqualTo("-EINVAL");
        assertThat(check(new MapShape(MapType.BLOOM_FILTER, 0, 8, 1, 0, 0, 15))).isEqualTo("0");
        assertThat(check(new MapShape(MapType.BLOOM_FILTER, 0, 8, 1, 0, 0, 16))).isEqualTo("-EINVAL");
        assertThat(check(new MapShape(MapType.ARENA, 0, 0, 1, MapFlags.MMAPABLE, 0, 1)))
                .isEqualTo("-EINVAL");
    }

    @Test
    void localStorageNeedsBtf() {
        MapShape storage = MapShape.of(MapType.TASK_STORAGE, 4, 8, 0, MapFlags.NO_PREALLOC);
        assertThat(storage.check(new MapTypes(btf, u32, u64), V6_12, true)).isZero();
        assertThat(Errno.name(
                        MapShape.of(MapType.TASK_STORAGE, 4, 8, 0, 0).check(new MapTypes(btf, u32, u64), V6_12, true)))
                .isEqualTo("-EINVAL");
        assertThat(Errno.name(MapShape.of(MapType.TASK_STORAGE, 4, 65408, 0, MapFlags.NO_PREALLOC)
                        .check(new MapTypes(btf, u32, u64), V6_12, true)))
                .isEqualTo("-E2BIG");
    }

    @Test
    void zeroSeedIsPrivilegedBeforeAnythingElse() {
        MapShape shape = MapShape.of(MapType.HASH, 0, 0, 0, MapFlags.ZERO_SEED | MapFlags.MMAPABLE);
        assertThat(Errno.name(shape.check(MapTypes.NONE, V6_12, false))).isEqualTo("-EPERM");
        assertThat(check(shape)).isEqualTo("-EINVAL");
    }

    @Test
    void someTypesNeedCapBpfAfterTheirOwnLimits() {
        assertThat(Errno.name(MapShape.of(MapType.LRU_HASH, 4, 8, 1, 0).check(MapTypes.NONE, V6_12, false)))
                .isEqualTo("-EPERM");
        assertThat(Errno.name(MapShape.of(MapType.LRU_HASH, 0, 8, 1, 0).check(MapTypes.NONE, V6_12, false)))
                .isEqualTo("-EINVAL");
        assertThat(MapShape.of(MapType.HASH, 4, 8, 1, 0).check(MapTypes.NONE, V6_12, false))
                .isZero();
    }

    private String checkTimer(MapType type, int flags, KernelProfile profile, boolean capable) {
        MapShape shape = MapShape.of(type, 4, VALUE_SIZE, 1, flags);
        return Errno.name(shape.check(timerTypes, timerFields, profile, capable));
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"ARRAY", "HASH", "LRU_HASH"})
    void timersMayLiveInArraysAndHashes(MapType type) {
        assertThat(checkTimer(type, 0, V6_12, true)).isEqualTo("0");
    }

    @ParameterizedTest
    @EnumSource(
            value = MapType.class,
            names = {"PERCPU_ARRAY", "PERCPU_HASH", "LRU_PERCPU_HASH"})
    void timersMayNotLivePerCpu(MapType type) {
        assertThat(checkTimer(type, 0, V6_12, true)).isEqualTo("-EOPNOTSUPP");
    }

    @ParameterizedTest
    @CsvSource({"TASK_STORAGE,5.15", "BLOOM_FILTER,6.12", "ARENA,6.12", "INSN_ARRAY,7.0", "RHASH,later"})
    void typesThatTheKernelLacksAreRefused(MapType type, String first) {
        boolean known = false;
        for (KernelProfile profile : KernelProfile.values()) {
            known |= profile.release().equals(first);
            assertThat(profile.has(type)).isEqualTo(known);
            if (!known) {
                assertThat(MapShape.of(type, 4, 4, 1, 0).check(MapTypes.NONE, profile, true))
                        .isEqualTo(Errno.EINVAL.result());
            }
        }
    }

    @Test
    void capabilityThenAccessThenTypeIsTheOrder() {
        int readOnly = MapFlags.RDONLY_PROG;
        assertThat(checkTimer(MapType.PERCPU_ARRAY, readOnly, V6_12, false)).isEqualTo("-EPERM");
        assertThat(checkTimer(MapType.PERCPU_ARRAY, readOnly, V6_12, true)).isEqualTo("-EACCES");
        assertThat(checkTimer(MapType.ARRAY, MapFlags.WRONLY_PROG, V6_12, true)).isEqualTo("-EACCES");
        assertThat(checkTimer(MapType.ARRAY, MapFlags.WRONLY_PROG, V5_15, true)).isEqualTo("0");
        assertThat(checkTimer(MapType.ARRAY, 0, V5_15, false)).isEqualTo("0");
    }

    @Test
    void typesMustHaveTheMapsSizes() {
        MapShape shape = MapShape.of(MapType.HASH, 4, 24, 1, 0).withFields(timerFields);
        assertThat(Errno.name(shape.check(timerTypes, V6_12, true))).isEqualTo("-EINVAL");
        MapShape longKey = MapShape.of(MapType.HASH, 8, VALUE_SIZE, 1, MapFlags.RDONLY_PROG)
                .withFields(timerFields);
        assertThat(Errno.name(longKey.check(timerTypes, V6_12, true))).isEqualTo("-EINVAL");
        MapShape keyOnly = MapShape.of(MapType.HASH, 4, 8, 1, 0);
        assertThat(Errno.name(keyOnly.check(new MapTypes(btf, u32, 0), V6_12, true)))
                .isEqualTo("-EINVAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUE", "STACK"})
    void btfIsRefusedForQueues(MapType type) {
        MapShape queue = MapShape.of(type, 0, VALUE_SIZE, 1, 0).withFields(timerFields);
        assertThat(Errno.name(queue.check(new MapTypes(btf, 0, value), V6_12, true)))
                .isEqualTo("-EINVAL");
    }

    @Test
    void typesJudgeTheirKeys() {
        assertThat(MapShape.of(MapType.ARRAY, 4, 8, 1, 0).check(new MapTypes(btf, u32, u64), V6_12, true))
                .isZero();
        assertThat(Errno.name(MapShape.of(MapType.ARRAY, 4, 8, 1, 0).check(new MapTypes(btf, 0, u64), V6_12, true)))
                .isEqualTo("-EINVAL");
        assertThat(MapShape.of(MapType.LPM_TRIE, 8, 8, 1, MapFlags.NO_PREALLOC)
                        .check(new MapTypes(btf, trieKey, u64), V6_12, true))
                .isZero();
        assertThat(Errno.name(MapShape.of(MapType.LPM_TRIE, 8, 8, 1, MapFlags.NO_PREALLOC)
                        .check(new MapTypes(btf, u64, u64), V6_12, true)))
                .isEqualTo("-EINVAL");
        assertThat(Errno.name(MapShape.of(MapType.DEVMAP, 4, 8, 1, 0).check(new MapTypes(btf, u32, u64), V6_12, true)))
                .isEqualTo("-ENOTSUPP");
        assertThat(MapShape.of(MapType.BLOOM_FILTER, 0, 8, 1, 0).check(new MapTypes(btf, 0, u64), V6_12, true))
                .isZero();
    }

    private static Set<MapType> homes(Kind kind) {
        EnumSet<MapType> types = EnumSet.noneOf(MapType.class);
        Arrays.stream(MapType.values()).filter(kind::allowedIn).forEach(types::add);
        return types;
    }

    @Test
    void eachKindOfFieldHasItsHomes() {
        Set<MapType> tables = EnumSet.of(MapType.ARRAY, MapType.HASH, MapType.LRU_HASH);
        Set<MapType> storages =
                EnumSet.of(MapType.SK_STORAGE, MapType.INODE_STORAGE, MapType.TASK_STORAGE, MapType.CGRP_STORAGE);
        Set<MapType> timers = EnumSet.copyOf(tables);
        timers.add(MapType.RHASH);
        Set<MapType> locks = EnumSet.copyOf(storages);
        locks.addAll(Set.of(MapType.ARRAY, MapType.HASH, MapType.CGROUP_STORAGE));
        Set<MapType> pointers = EnumSet.copyOf(storages);
        pointers.addAll(tables);
        pointers.addAll(Set.of(MapType.PERCPU_ARRAY, MapType.PERCPU_HASH, MapType.LRU_PERCPU_HASH));

        assertThat(homes(Kind.TIMER)).isEqualTo(timers);
        assertThat(homes(Kind.WORKQUEUE)).isEqualTo(timers);
        assertThat(homes(Kind.LIST_HEAD)).isEqualTo(tables);
        assertThat(homes(Kind.RB_ROOT)).isEqualTo(tables);
        assertThat(homes(Kind.SPIN_LOCK)).isEqualTo(locks);
        for (Kind kind : Set.of(Kind.KPTR_REF, Kind.KPTR_UNREF, Kind.KPTR_PERCPU, Kind.REFCOUNT)) {
            assertThat(homes(kind)).as(kind.name()).isEqualTo(pointers);
        }
    }

    @Test
    void innerMapsMustFitTheirTemplate() {
        MapShape template = MapShape.of(MapType.HASH, 4, VALUE_SIZE, 8, 0).withFields(timerFields);
        assertThat(template.fitsTemplate(template)).isTrue();
        assertThat(MapShape.of(MapType.HASH, 4, VALUE_SIZE, 16, 0)
                        .withFields(timerFields)
                        .fitsTemplate(template))
                .isTrue();
        assertThat(template.withFields(SpecialFields.NONE).fitsTemplate(template))
                .isFalse();
        SpecialFields moved = SpecialFields.of(new SpecialField(Kind.TIMER, 16, ""));
        assertThat(template.withFields(moved).fitsTemplate(template)).isFalse();
        assertThat(MapShape.of(MapType.LRU_HASH, 4, VALUE_SIZE, 8, 0)
                        .withFields(timerFields)
                        .fitsTemplate(template))
                .isFalse();
        assertThat(MapShape.of(MapType.HASH, 8, VALUE_SIZE, 8, 0)
                        .withFields(timerFields)
                        .fitsTemplate(template))
                .isFalse();
        assertThat(MapShape.of(MapType.HASH, 4, VALUE_SIZE, 8, MapFlags.NO_PREALLOC)
                        .withFields(timerFields)
                        .fitsTemplate(template))
                .isFalse();
    }

    @Test
    void unparsableRecordFitsATemplateWithout() {
        MapShape template = MapShape.of(MapType.HASH, 4, VALUE_SIZE, 8, 0);
        SpecialFields unparsable = new SpecialFields(List.of(), Errno.E2BIG);
        assertThat(template.withFields(unparsable).fitsTemplate(template)).isTrue();
    }

    @Test
    void innerArraysHaveTheTemplatesLengthUnlessItIsFree() {
        MapShape eight = MapShape.of(MapType.ARRAY, 4, 8, 8, 0);
        assertThat(MapShape.of(MapType.ARRAY, 4, 8, 9, 0).fitsTemplate(eight)).isFalse();
        MapShape free = MapShape.of(MapType.ARRAY, 4, 8, 8, MapFlags.INNER_MAP);
        assertThat(MapShape.of(MapType.ARRAY, 4, 8, 9, MapFlags.INNER_MAP).fitsTemplate(free))
                .isTrue();
    }

    @Test
    void mapsInMapsNestOnce() {
        assertThat(Errno.name(MapShape.of(MapType.ARRAY_OF_MAPS, 4, 4, 1, 0).checkAsInnerTemplate()))
                .isEqualTo("-EINVAL");
        assertThat(Errno.name(MapShape.of(MapType.PROG_ARRAY, 4, 4, 1, 0).checkAsInnerTemplate()))
                .isEqualTo("-ENOTSUPP");
        assertThat(MapShape.of(MapType.ARRAY, 4, 4, 1, 0).checkAsInnerTemplate())
                .isZero();
    }

    @Test
    void namesAreShortAndPlain() {
        assertThat(MapShape.isValidName("flow_table.15ch")).isTrue();
        assertThat(MapShape.isValidName("")).isTrue();
        assertThat(MapShape.isValidName("sixteen_chars_ab")).isFalse();
        assertThat(MapShape.isValidName("with space")).isFalse();
        assertThat(MapShape.isValidName("naïve")).isFalse();
    }

    @Test
    void sizesAreUnsigned32BitNumbers() {
        assertThatThrownBy(() -> MapShape.of(MapType.ARRAY, 4, -1, 1, 0)).hasMessageContaining("-1");
        assertThatThrownBy(() -> MapShape.of(MapType.ARRAY, 4, 8, 1L << 32, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
