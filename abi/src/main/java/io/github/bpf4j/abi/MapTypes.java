package io.github.bpf4j.abi;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The BTF that a map is created with. Immutable and safe for use by any thread.
 *
 * @param btf where the types are defined
 * @param keyTypeId the key's type, 0 if not stated
 * @param valueTypeId the value's type, 0 if not stated
 */
public record MapTypes(Btf btf, int keyTypeId, int valueTypeId) {
    /** No BTF: the map's bytes are ordinary data. */
    public static final MapTypes NONE = new MapTypes(Btf.empty(ByteOrder.LITTLE_ENDIAN), 0, 0);

    /**
     * Checks that the types exist.
     *
     * @throws IllegalArgumentException if {@code btf} has no such type
     */
    public MapTypes {
        Objects.requireNonNull(btf.type(keyTypeId));
        Objects.requireNonNull(btf.type(valueTypeId));
    }

    /** Whether nothing is known. */
    public boolean isEmpty() {
        return keyTypeId == 0 && valueTypeId == 0;
    }

    /** Whether the types that are stated have the sizes that the map has. */
    boolean haveSizes(long keySize, long valueSize) {
        return (keyTypeId == 0 || hasSize(keyTypeId, keySize)) && hasSize(valueTypeId, valueSize);
    }

    private boolean hasSize(int typeId, long size) {
        return btf.hasSize(typeId) && btf.sizeOf(typeId) == size;
    }

    /** What the map type says to these types: 0 or a negative errno. */
    long checkFor(MapShape map) {
        return switch (map.type()) {
            case ARRAY, PERCPU_ARRAY -> {
                boolean section = keyTypeId == 0
                        && map.type() == MapType.ARRAY
                        && map.maxEntries() == 1
                        && btf.resolved(valueTypeId) instanceof BtfType.DataSec;
                yield section || isNumber(keyTypeId) ? 0 : Errno.EINVAL.result();
            }
            case LPM_TRIE -> btf.resolved(keyTypeId) instanceof BtfType.Struct ? 0 : Errno.EINVAL.result();
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE ->
                isNumber(keyTypeId) ? 0 : Errno.EINVAL.result();
            case BLOOM_FILTER -> keyTypeId == 0 ? 0 : Errno.EINVAL.result();
            case PERF_EVENT_ARRAY,
                    CGROUP_ARRAY,
                    STACK_TRACE,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    DEVMAP,
                    DEVMAP_HASH,
                    CPUMAP,
                    XSKMAP -> Errno.ENOTSUPP.result();
            default -> 0;
        };
    }

    private boolean isNumber(int typeId) {
        return btf.resolved(typeId) instanceof BtfType.Int number && number.bits() == 32 && number.bitOffset() == 0;
    }
}
