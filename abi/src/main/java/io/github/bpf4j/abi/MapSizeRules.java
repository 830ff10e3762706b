package io.github.bpf4j.abi;

/** The limits of each map type on sizes, number of elements and flags (runtime spec 5), in the kernel's order. */
final class MapSizeRules {
    private static final long EINVAL = Errno.EINVAL.result();
    private static final long E2BIG = Errno.E2BIG.result();

    /** What the kernel adds to the key and value of a hash element. */
    private static final int HASH_ELEMENT_HEADER = 48;

    /** What the kernel adds to the data of a trie node, the largest key included. */
    private static final int TRIE_NODE_HEADER = 256 + 40;

    private static final int MAX_TRIE_KEY_SIZE = 4 + 256;
    private static final int MIN_TRIE_KEY_SIZE = 4 + 1;

    /** Largest value of an object, or of a control group: 16 bits of size less the kernel's header. */
    private static final int MAX_STORAGE_VALUE_SIZE = 65535 - 128;

    /** Values of a queue and one place more. */
    private static final long MAX_QUEUE_BYTES = (1L << 32) - 1;

    private static final int MAX_STACK_SIZE = 512;
    private static final int MAX_STACK_FRAMES = 127;
    private static final int BUILD_ID_ENTRY_SIZE = 32;
    private static final int CGROUP_STORAGE_KEY_SIZE = 16;
    private static final long BLOOM_HASH_MASK = 0xf;
    private static final int MAX_CPUS = 8192;
    private static final long MAX_DEVICE_BUCKETS = 1L << 31;

    private MapSizeRules() {}

    static long check(MapShape map, MapTypes types, boolean bpfCapable) {
        return switch (map.type()) {
            case ARRAY, PERCPU_ARRAY, REUSEPORT_SOCKARRAY -> array(map);
            case PROG_ARRAY, PERF_EVENT_ARRAY, CGROUP_ARRAY, ARRAY_OF_MAPS ->
                map.valueSize() == 4 ? array(map) : EINVAL;
            case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, RHASH -> hash(map, bpfCapable);
            case HASH_OF_MAPS -> map.valueSize() == 4 ? hash(map, bpfCapable) : EINVAL;
            case LPM_TRIE -> trie(map);
            case QUEUE, STACK -> queue(map);
            case BLOOM_FILTER -> bloom(map);
            case RINGBUF, USER_RINGBUF -> ringBuffer(map);
            case STACK_TRACE -> stackTrace(map);
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> localStorage(map, types);
            case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> cgroupStorage(map);
            case DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP, SOCKMAP, SOCKHASH -> redirectTarget(map);
            case STRUCT_OPS -> valid(map, map.keySize() == 4 && map.maxEntries() == 1) ? 0 : EINVAL;
            case ARENA -> arena(map);
            case INSN_ARRAY -> valid(map, map.keySize() == 4 && map.maxEntries() > 0) ? 0 : EINVAL;
        };
    }

    /** What can only be told when memory is about to be taken. */
    static long checkCapacity(MapShape map) {
        return switch (map.type()) {
            case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, HASH_OF_MAPS, RHASH ->
                map.maxEntries() > MapShape.MAX_HASH_ENTRIES ? E2BIG : 0;
            case CPUMAP -> map.maxEntries() > MAX_CPUS ? E2BIG : 0;
            case SOCKHASH -> map.keySize() > MAX_STACK_SIZE ? E2BIG : 0;
            default -> 0;
        };
    }

    private static boolean valid(MapShape map, boolean sizes) {
        return sizes && (map.flags() & ~map.type().allowedFlags()) == 0 && MapFlags.accessIsConsistent(map.flags());
    }

    private static boolean namesNode(MapShape map) {
        return (map.flags() & MapFlags.NUMA_NODE) != 0 && map.numaNode() != -1;
    }

    private static long array(MapShape map) {
        if (!valid(map, map.maxEntries() > 0 && map.keySize() == 4 && map.valueSize() > 0)
                || map.type().isPerCpu() && namesNode(map)) {
            return EINVAL;
        }
        if (map.type() == MapType.REUSEPORT_SOCKARRAY && map.valueSize() != 4 && map.valueSize() != 8) {
            return EINVAL;
        }
        return map.valueSize() > Integer.MAX_VALUE || perCpuValueTooLarge(map) ? E2BIG : 0;
    }

    private static long hash(MapShape map, boolean bpfCapable) {
        boolean lru = map.type() == MapType.LRU_HASH || map.type() == MapType.LRU_PERCPU_HASH;
        if ((map.flags() & MapFlags.ZERO_SEED) != 0 && !bpfCapable) {
            return Errno.EPERM.result();
        }
        if (!valid(map, true)) {
            return EINVAL;
        }
        if (lru && map.isAllocatedOnDemand()) {
            return Errno.ENOTSUPP.result();
        }
        boolean perCpuMemory = map.type().isPerCpu() || (map.flags() & MapFlags.NO_COMMON_LRU) != 0;
        if (perCpuMemory && namesNode(map) || map.maxEntries() == 0 || map.keySize() == 0 || map.valueSize() == 0) {
            return EINVAL;
        }
        if (map.keySize() + map.valueSize() >= MapShape.MAX_ELEMENT_SIZE - HASH_ELEMENT_HEADER) {
            return E2BIG;
        }
        return perCpuValueTooLarge(map) ? E2BIG : 0;
    }

    private static boolean perCpuValueTooLarge(MapShape map) {
        return map.type().isPerCpu() && map.valueSize() > MapShape.MAX_PERCPU_VALUE_SIZE;
    }

    private static long trie(MapShape map) {
        boolean sizes = map.maxEntries() > 0
                && map.isAllocatedOnDemand()
                && map.keySize() >= MIN_TRIE_KEY_SIZE
                && map.keySize() <= MAX_TRIE_KEY_SIZE
                && map.valueSize() > 0
                && map.valueSize() <= MapShape.MAX_ELEMENT_SIZE - TRIE_NODE_HEADER;
        return valid(map, sizes) ? 0 : EINVAL;
    }

    private static long queue(MapShape map) {
        if (!valid(map, map.maxEntries() > 0 && map.keySize() == 0 && map.valueSize() > 0)) {
            return EINVAL;
        }
        if (map.valueSize() > MapShape.MAX_ELEMENT_SIZE) {
            return E2BIG;
        }
        return (map.maxEntries() + 1) * map.valueSize() > MAX_QUEUE_BYTES ? E2BIG : 0;
    }

    private static long bloom(MapShape map) {
        boolean sizes = map.keySize() == 0
                && map.valueSize() > 0
                && map.maxEntries() > 0
                && (map.mapExtra() & ~BLOOM_HASH_MASK) == 0;
        if (!valid(map, sizes)) {
            return EINVAL;
        }
        return map.valueSize() > MapShape.MAX_ELEMENT_SIZE ? E2BIG : 0;
    }

    private static long ringBuffer(MapShape map) {
        boolean sizes = map.keySize() == 0
                && map.valueSize() == 0
                && Long.bitCount(map.maxEntries()) == 1
                && map.maxEntries() % MapShape.PAGE_SIZE == 0;
        return valid(map, sizes) ? 0 : EINVAL;
    }

    private static long stackTrace(MapShape map) {
        int entrySize = (map.flags() & MapFlags.STACK_BUILD_ID) != 0 ? BUILD_ID_ENTRY_SIZE : Long.BYTES;
        boolean sizes = map.maxEntries() > 0
                && map.keySize() == 4
                && map.valueSize() >= Long.BYTES
                && map.valueSize() % entrySize == 0
                && map.valueSize() / entrySize <= MAX_STACK_FRAMES;
        return valid(map, sizes) ? 0 : EINVAL;
    }

    private static long localStorage(MapShape map, MapTypes types) {
        boolean sizes = map.isAllocatedOnDemand()
                && map.maxEntries() == 0
                && map.keySize() == 4
                && map.valueSize() > 0
                && types.keyTypeId() != 0
                && types.valueTypeId() != 0;
        if (!valid(map, sizes)) {
            return EINVAL;
        }
        return map.valueSize() > MAX_STORAGE_VALUE_SIZE ? E2BIG : 0;
    }

    private static long cgroupStorage(MapShape map) {
        boolean sizes = (map.keySize() == CGROUP_STORAGE_KEY_SIZE || map.keySize() == Long.BYTES)
                && map.valueSize() > 0
                && map.maxEntries() == 0;
        if (!valid(map, sizes)) {
            return EINVAL;
        }
        long limit = map.type().isPerCpu() ? MapShape.MAX_PERCPU_VALUE_SIZE : MAX_STORAGE_VALUE_SIZE;
        return map.valueSize() > limit ? E2BIG : 0;
    }

    private static long redirectTarget(MapShape map) {
        boolean keyFits = map.type() == MapType.SOCKHASH ? map.keySize() > 0 : map.keySize() == 4;
        boolean valueFits = map.valueSize() == 4 || map.valueSize() == 8 && map.type() != MapType.XSKMAP;
        boolean countFits =
                map.maxEntries() > 0 && (map.type() != MapType.DEVMAP_HASH || map.maxEntries() <= MAX_DEVICE_BUCKETS);
        return valid(map, keyFits && valueFits && countFits) ? 0 : EINVAL;
    }

    private static long arena(MapShape map) {
        boolean sizes = map.keySize() == 0
                && map.valueSize() == 0
                && map.maxEntries() > 0
                && (map.flags() & MapFlags.MMAPABLE) != 0
                && map.mapExtra() % MapShape.PAGE_SIZE == 0;
        return valid(map, sizes) ? 0 : EINVAL;
    }
}
