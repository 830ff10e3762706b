package io.github.bpf4j.object;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.MapTypes;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map that is not created yet (runtime spec 2.3, 2.4). Immutable.
 *
 * @param name name of the map; data sections are named as libbpf names them
 * @param section section that defines the map, or the data section that it holds; empty for a map that was made by hand
 * @param keySize size of a key in bytes
 * @param valueSize size of a value in bytes
 * @param maxEntries number of elements, unsigned 32-bit; 0 where the type's own default applies
 * @param flags creation flags, see {@link io.github.bpf4j.abi.MapFlags}
 * @param numaNode NUMA node to allocate on, meaningful with the NUMA_NODE flag
 * @param mapExtra the type's extra number
 * @param keyTypeId type of keys in the object's BTF, 0 if unknown
 * @param valueTypeId type of values in the object's BTF, 0 if unknown
 * @param inner definition that inner maps of a map-in-map follow, or null
 * @param slots elements that are filled in after loading, sorted by index
 * @param contents value of the only element of a data section's map, or null; null too for {@code .kconfig} as long as it is not set
 *     for a kernel
 */
public record MapSpec(
        String name,
        String section,
        MapType type,
        int keySize,
        int valueSize,
        long maxEntries,
        int flags,
        int numaNode,
        Pinning pinning,
        long mapExtra,
        int keyTypeId,
        int valueTypeId,
        @Nullable MapSpec inner,
        List<Slot> slots,
        @Nullable DataImage contents) {

    private static final long MAX_U32 = 0xffffffffL;

    /** Whether a map is shared under its name. */
    public enum Pinning {
        NONE,
        BY_NAME
    }

    /**
     * An element that is filled in after loading.
     *
     * @param index key of the element
     * @param target name of the map (map-in-map) or program (PROG_ARRAY) to put there
     */
    public record Slot(int index, String target) {}

    /** Copies the slots and checks the range of {@code maxEntries}. */
    public MapSpec {
        slots = List.copyOf(slots);
        if (maxEntries < 0 || maxEntries > MAX_U32) {
            throw new IllegalArgumentException("map " + name + ": max_entries " + maxEntries + " exceeds 32 bits");
        }
    }

    /** A map made by hand, without flags and BTF. */
    public static MapSpec of(String name, MapType type, int keySize, int valueSize, long maxEntries) {
        return new MapSpec(
                name, "", type, keySize, valueSize, maxEntries, 0, 0, Pinning.NONE, 0, 0, 0, null, List.of(), null);
    }

    /** Whether it holds global variables or settings of the kernel. */
    public boolean isData() {
        return contents != null || section.equals(KconfigSection.NAME);
    }

    /** The types of key and value as a loader passes them. */
    public MapTypes types(Btf btf) {
        boolean stated = valueTypeId != 0 && type.takesBtf();
        return stated ? new MapTypes(btf, keyTypeId, valueTypeId) : MapTypes.NONE;
    }

    /** What a loader creates, special fields included; whether Linux would is {@link MapShape#check}'s. */
    public MapShape shape(Btf btf, KernelProfile profile) {
        return new MapShape(
                type,
                Integer.toUnsignedLong(keySize),
                Integer.toUnsignedLong(valueSize),
                maxEntries,
                flags,
                numaNode,
                mapExtra,
                types(btf).isEmpty() ? SpecialFields.NONE : SpecialFields.parse(btf, valueTypeId, profile));
    }

    /**
     * The map as loaders create it, with what they fill in (runtime spec 2.3): a ring buffer has a power of two of whole pages, an array
     * of perf events that does not say how large it is one entry per CPU.
     */
    public MapSpec withDefaults(int cpus) {
        return switch (type) {
            case PERF_EVENT_ARRAY -> maxEntries == 0 ? withMaxEntries(cpus) : this;
            case RINGBUF -> withMaxEntries(ringSize(maxEntries));
            default -> this;
        };
    }

    private static long ringSize(long wanted) {
        long least = Math.max(MapShape.PAGE_SIZE, wanted);
        long power = Long.highestOneBit(least);
        return power == least ? least : power * 2;
    }

    /** The parts of a map while one of them changes. */
    private static final class Parts {
        private MapType type;
        private int keySize;
        private int valueSize;
        private long maxEntries;
        private int flags;
        private int numaNode;
        private Pinning pinning;
        private long mapExtra;
        private int keyTypeId;
        private int valueTypeId;
        private @Nullable MapSpec inner;
        private List<Slot> slots;
        private @Nullable DataImage contents;

        private Parts(MapSpec map) {
            type = map.type;
            keySize = map.keySize;
            valueSize = map.valueSize;
            maxEntries = map.maxEntries;
            flags = map.flags;
            numaNode = map.numaNode;
            pinning = map.pinning;
            mapExtra = map.mapExtra;
            keyTypeId = map.keyTypeId;
            valueTypeId = map.valueTypeId;
            inner = map.inner;
            slots = map.slots;
            contents = map.contents;
        }
    }

    private MapSpec with(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return new MapSpec(
                name,
                section,
                parts.type,
                parts.keySize,
                parts.valueSize,
                parts.maxEntries,
                parts.flags,
                parts.numaNode,
                parts.pinning,
                parts.mapExtra,
                parts.keyTypeId,
                parts.valueTypeId,
                parts.inner,
                parts.slots,
                parts.contents);
    }

    /** The same map with another number of elements. */
    public MapSpec withMaxEntries(long newMaxEntries) {
        return with(parts -> parts.maxEntries = newMaxEntries);
    }

    /** The same map with other flags. */
    public MapSpec withFlags(int newFlags) {
        return with(parts -> parts.flags = newFlags);
    }

    /** The same map with another type. */
    public MapSpec withType(MapType newType) {
        return with(parts -> parts.type = newType);
    }

    /**
     * The same map with other sizes of keys and values in bytes. Its types of sizes that differ are gone, both: Linux takes none that do
     * not fit. The size of a data section is changed by {@link CollectionSpec#withValueSize}.
     *
     * @throws IllegalArgumentException if a size is negative
     */
    public MapSpec withSizes(int newKeySize, int newValueSize) {
        if (newKeySize < 0 || newValueSize < 0) {
            throw new IllegalArgumentException("map " + name + ": sizes " + newKeySize + " and " + newValueSize);
        }
        boolean same = newKeySize == keySize && newValueSize == valueSize;
        return with(parts -> {
            parts.keySize = newKeySize;
            parts.valueSize = newValueSize;
            parts.keyTypeId = same ? keyTypeId : 0;
            parts.valueTypeId = same ? valueTypeId : 0;
        });
    }

    /** The same map on another NUMA node, which counts if its flags say so. */
    public MapSpec withNumaNode(int newNumaNode) {
        return with(parts -> parts.numaNode = newNumaNode);
    }

    /** The same map with another extra number. */
    public MapSpec withMapExtra(long newMapExtra) {
        return with(parts -> parts.mapExtra = newMapExtra);
    }

    /** The same map, shared under its name or not. */
    public MapSpec withPinning(Pinning newPinning) {
        return with(parts -> parts.pinning = newPinning);
    }

    /** The same map with BTF types for keys and values, 0 for none. */
    public MapSpec withTypeIds(int newKeyTypeId, int newValueTypeId) {
        return with(parts -> {
            parts.keyTypeId = newKeyTypeId;
            parts.valueTypeId = newValueTypeId;
        });
    }

    /** The same map with another definition for inner maps. */
    public MapSpec withInner(MapSpec newInner) {
        return with(parts -> parts.inner = newInner);
    }

    MapSpec withSlots(List<Slot> newSlots) {
        return with(parts -> parts.slots = newSlots);
    }

    MapSpec withContents(DataImage newContents) {
        return with(parts -> parts.contents = newContents);
    }
}
