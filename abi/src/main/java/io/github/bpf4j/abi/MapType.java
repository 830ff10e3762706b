package io.github.bpf4j.abi;

import java.util.List;
import java.util.Optional;

/**
 * The kinds of map ({@code enum bpf_map_type}, without its {@code BPF_MAP_TYPE_} prefix).
 *
 * <p>Immutable and safe for use by any thread. Source: runtime spec 5 and 2.3.
 */
public enum MapType {
    HASH(1, MapFlags.NO_PREALLOC | MapFlags.ZERO_SEED | MapFlags.NUMA_NODE | MapFlags.ACCESS),
    ARRAY(2, MapFlags.NUMA_NODE | MapFlags.MMAPABLE | MapFlags.INNER_MAP | MapFlags.ACCESS),
    PROG_ARRAY(3, MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY),
    PERF_EVENT_ARRAY(4, MapFlags.NUMA_NODE | MapFlags.PRESERVE_ELEMS | MapFlags.RDONLY | MapFlags.WRONLY),
    PERCPU_HASH(5, MapFlags.NO_PREALLOC | MapFlags.ZERO_SEED | MapFlags.NUMA_NODE | MapFlags.ACCESS),
    PERCPU_ARRAY(6, MapFlags.NUMA_NODE | MapFlags.ACCESS),
    STACK_TRACE(7, MapFlags.NUMA_NODE | MapFlags.STACK_BUILD_ID | MapFlags.RDONLY | MapFlags.WRONLY),
    CGROUP_ARRAY(8, MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY),
    LRU_HASH(
            9,
            MapFlags.NO_PREALLOC | MapFlags.NO_COMMON_LRU | MapFlags.ZERO_SEED | MapFlags.NUMA_NODE | MapFlags.ACCESS),
    LRU_PERCPU_HASH(
            10,
            MapFlags.NO_PREALLOC | MapFlags.NO_COMMON_LRU | MapFlags.ZERO_SEED | MapFlags.NUMA_NODE | MapFlags.ACCESS),
    LPM_TRIE(11, MapFlags.NO_PREALLOC | MapFlags.NUMA_NODE | MapFlags.ACCESS),
    ARRAY_OF_MAPS(12, MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY),
    HASH_OF_MAPS(13, MapFlags.NO_PREALLOC | MapFlags.ZERO_SEED | MapFlags.NUMA_NODE | MapFlags.ACCESS),
    DEVMAP(14, MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY),
    SOCKMAP(15, MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY),
    CPUMAP(16, MapFlags.NUMA_NODE),
    XSKMAP(17, MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY),
    SOCKHASH(18, MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY),
    CGROUP_STORAGE(19, MapFlags.NUMA_NODE | MapFlags.ACCESS),
    REUSEPORT_SOCKARRAY(20, MapFlags.NUMA_NODE | MapFlags.ACCESS),
    PERCPU_CGROUP_STORAGE(21, MapFlags.NUMA_NODE | MapFlags.ACCESS),
    QUEUE(22, MapFlags.NUMA_NODE | MapFlags.ACCESS),
    STACK(23, MapFlags.NUMA_NODE | MapFlags.ACCESS),
    SK_STORAGE(24, MapFlags.NO_PREALLOC | MapFlags.CLONE),
    DEVMAP_HASH(25, MapFlags.NUMA_NODE | MapFlags.RDONLY | MapFlags.WRONLY),
    STRUCT_OPS(26, MapFlags.LINK | MapFlags.VTYPE_BTF_OBJ_FD),
    RINGBUF(27, MapFlags.NUMA_NODE),
    INODE_STORAGE(28, MapFlags.NO_PREALLOC | MapFlags.CLONE),
    TASK_STORAGE(29, MapFlags.NO_PREALLOC | MapFlags.CLONE),
    BLOOM_FILTER(30, MapFlags.NUMA_NODE | MapFlags.ZERO_SEED | MapFlags.ACCESS),
    USER_RINGBUF(31, MapFlags.NUMA_NODE),
    CGRP_STORAGE(32, MapFlags.NO_PREALLOC | MapFlags.CLONE),
    ARENA(33, MapFlags.MMAPABLE | MapFlags.SEGV_ON_FAULT | MapFlags.NO_USER_CONV),
    INSN_ARRAY(34, 0),
    RHASH(35, MapFlags.NO_PREALLOC | MapFlags.NUMA_NODE | MapFlags.ACCESS);

    private static final List<MapType> ALL = List.of(values());

    private final int number;
    private final int allowedFlags;

    MapType(int number, int allowedFlags) {
        this.number = number;
        this.allowedFlags = allowedFlags;
    }

    /** The number in {@code enum bpf_map_type}. */
    public int number() {
        return number;
    }

    /** The {@link MapFlags} that creation accepts; any other bit gives EINVAL. */
    public int allowedFlags() {
        return allowedFlags;
    }

    /** Whether each element has one value per logical CPU. */
    public boolean isPerCpu() {
        return switch (this) {
            case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE -> true;
            default -> false;
        };
    }

    /** Whether elements are other maps. */
    public boolean isMapInMap() {
        return this == ARRAY_OF_MAPS || this == HASH_OF_MAPS;
    }

    /** Whether the map holds one value per kernel object (socket, inode, task, control group). */
    public boolean isLocalStorage() {
        return switch (this) {
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> true;
            default -> false;
        };
    }

    /** Whether a loader passes the BTF of key and value when it creates the map. */
    public boolean takesBtf() {
        return switch (this) {
            case PERF_EVENT_ARRAY,
                    CGROUP_ARRAY,
                    STACK_TRACE,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    DEVMAP,
                    DEVMAP_HASH,
                    CPUMAP,
                    XSKMAP,
                    SOCKMAP,
                    SOCKHASH,
                    QUEUE,
                    STACK,
                    ARENA -> false;
            default -> true;
        };
    }

    /** The map type with this kernel number. */
    public static Optional<MapType> byNumber(int number) {
        return ALL.stream().filter(type -> type.number == number).findFirst();
    }
}
