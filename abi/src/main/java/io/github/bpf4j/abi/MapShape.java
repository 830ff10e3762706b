package io.github.bpf4j.abi;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a map is created with, and the kernel's judgement of it (runtime spec 5, timers spec 3.1). Immutable and safe for
 * use by any thread.
 *
 * @param type the kind of map
 * @param keySize bytes of a key, an unsigned 32-bit number
 * @param valueSize bytes of a value, an unsigned 32-bit number
 * @param maxEntries most elements (bytes, for ring buffers), an unsigned 32-bit number
 * @param flags {@link MapFlags}
 * @param numaNode the memory node if flags hold NUMA_NODE; -1 is any
 * @param mapExtra type-specific: number of hashes of a BLOOM_FILTER, address of an ARENA
 * @param fields the special fields of the value
 */
public record MapShape(
        MapType type,
        long keySize,
        long valueSize,
        long maxEntries,
        int flags,
        int numaNode,
        long mapExtra,
        SpecialFields fields) {

    /** Most bytes of a value in a per-CPU map. */
    public static final int MAX_PERCPU_VALUE_SIZE = 32 << 10;

    /** Most bytes that a key and a value of a hash may take together, with the kernel's element header. */
    public static final int MAX_ELEMENT_SIZE = 4 << 20;

    /** Most elements of a hash: with more its buckets would not fit. */
    public static final long MAX_HASH_ENTRIES = 1L << 27;

    /** Size and alignment of ring buffers and arenas. */
    public static final int PAGE_SIZE = 4096;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.]{0,15}");

    public MapShape {
        Objects.requireNonNull(type);
        Objects.requireNonNull(fields);
        for (long size : new long[] {keySize, valueSize, maxEntries}) {
            if (size < 0 || size > 0xffff_ffffL) {
                throw new IllegalArgumentException("not an unsigned 32-bit number: " + size);
            }
        }
    }

    /** A map without special fields. */
    public MapShape(
            MapType type, long keySize, long valueSize, long maxEntries, int flags, int numaNode, long mapExtra) {
        this(type, keySize, valueSize, maxEntries, flags, numaNode, mapExtra, SpecialFields.NONE);
    }

    /** A map without the rarer attributes. */
    public static MapShape of(MapType type, long keySize, long valueSize, long maxEntries, int flags) {
        return new MapShape(type, keySize, valueSize, maxEntries, flags, 0, 0);
    }

    /** The same map with other flags. */
    public MapShape withFlags(int newFlags) {
        return new MapShape(type, keySize, valueSize, maxEntries, newFlags, numaNode, mapExtra, fields);
    }

    /** The same map with these special fields. */
    public MapShape withFields(SpecialFields newFields) {
        return new MapShape(type, keySize, valueSize, maxEntries, flags, numaNode, mapExtra, newFields);
    }

    /** Whether a map may have this name; others give EINVAL. */
    public static boolean isValidName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether elements are allocated when they are inserted. */
    public boolean isAllocatedOnDemand() {
        return (flags & MapFlags.NO_PREALLOC) != 0;
    }

    /**
     * What creating the map answers, checks in the kernel's order: attributes, the type's own limits, capability, BTF,
     * special fields.
     *
     * @param types the BTF of key and value; {@link MapTypes#NONE} if none is passed
     * @param bpfCapable whether the creator has CAP_BPF (and CAP_NET_ADMIN for redirect targets)
     * @return 0 or a negative errno
     */
    public long check(MapTypes types, KernelProfile profile, boolean bpfCapable) {
        if (!profile.has(type)
                || types.keyTypeId() != 0 && types.valueTypeId() == 0
                || mapExtra != 0 && !usesMapExtra()
                || (flags & (MapFlags.RDONLY | MapFlags.WRONLY)) == (MapFlags.RDONLY | MapFlags.WRONLY)
                || (flags & MapFlags.NUMA_NODE) != 0 && (numaNode < -1 || numaNode > 0)) {
            return Errno.EINVAL.result();
        }
        long size = MapSizeRules.check(this, types, bpfCapable);
        if (size != 0) {
            return size;
        }
        if (!bpfCapable && needsCapability()) {
            return Errno.EPERM.result();
        }
        long capacity = MapSizeRules.checkCapacity(this);
        if (capacity != 0 || types.isEmpty()) {
            return capacity;
        }
        return checkTypes(types, profile, bpfCapable);
    }

    /** What creating the map with these special fields answers, see {@link #check(MapTypes, KernelProfile, boolean)}. */
    public long check(MapTypes types, SpecialFields newFields, KernelProfile profile, boolean bpfCapable) {
        return withFields(newFields).check(types, profile, bpfCapable);
    }

    private long checkTypes(MapTypes types, KernelProfile profile, boolean bpfCapable) {
        if (!types.haveSizes(keySize, valueSize) || types.keyTypeId() == 0 && !type.allowsMissingKeyType()) {
            return Errno.EINVAL.result();
        }
        if (!fields.isEmpty()) {
            if (profile.fieldsNeedCapability() && !bpfCapable) {
                return Errno.EPERM.result();
            }
            if ((flags & profile.flagsRefusedWithFields()) != 0) {
                return Errno.EACCES.result();
            }
            if (!fields.list().stream().allMatch(field -> field.kind().allowedIn(type))) {
                return Errno.EOPNOTSUPP.result();
            }
        }
        return types.checkFor(this);
    }

    /**
     * What using a map of this shape as template for the inner maps of a map-in-map answers.
     *
     * @return 0 or a negative errno
     */
    public long checkAsInnerTemplate() {
        return switch (type) {
            case ARRAY_OF_MAPS, HASH_OF_MAPS -> Errno.EINVAL.result();
            case PROG_ARRAY, CGROUP_STORAGE, PERCPU_CGROUP_STORAGE, STRUCT_OPS -> Errno.ENOTSUPP.result();
            default -> 0;
        };
    }

    /** Whether a map of this shape may be put where {@code template} was declared (timers spec 3.5). */
    public boolean fitsTemplate(MapShape template) {
        boolean freeLength = type != MapType.ARRAY || (template.flags & MapFlags.INNER_MAP) != 0;
        return type == template.type
                && keySize == template.keySize
                && valueSize == template.valueSize
                && flags == template.flags
                && fields.list().equals(template.fields.list())
                && (freeLength || maxEntries == template.maxEntries);
    }

    private boolean usesMapExtra() {
        return type == MapType.BLOOM_FILTER || type == MapType.ARENA;
    }

    private boolean needsCapability() {
        return switch (type) {
            case ARRAY,
                    PERCPU_ARRAY,
                    PROG_ARRAY,
                    PERF_EVENT_ARRAY,
                    CGROUP_ARRAY,
                    ARRAY_OF_MAPS,
                    HASH,
                    PERCPU_HASH,
                    HASH_OF_MAPS,
                    RINGBUF,
                    USER_RINGBUF,
                    CGROUP_STORAGE,
                    PERCPU_CGROUP_STORAGE -> false;
            default -> true;
        };
    }
}
