package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.MapTypes;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.maps.ArrayMap;
import io.github.bpf4j.runtime.maps.BloomFilter;
import io.github.bpf4j.runtime.maps.GroupStorage;
import io.github.bpf4j.runtime.maps.HashTable;
import io.github.bpf4j.runtime.maps.LocalStorage;
import io.github.bpf4j.runtime.maps.LpmTrie;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.OperationsMap;
import io.github.bpf4j.runtime.maps.OuterMap;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.maps.SocketMap;
import io.github.bpf4j.runtime.maps.StackTraces;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.maps.UserRingBuffer;
import io.github.bpf4j.runtime.maps.ValueFields;
import io.github.bpf4j.runtime.maps.ValueQueue;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates maps from their specs, with libbpf's defaults and the kernel's checks (runtime spec 2.3 and 5). */
final class MapFactory {
    /** More elements than guest memory can hold. */
    private static final int MOST_ON_DEMAND = 1 << 30;

    private static final int PROBE_BYTES = 8;

    private final Machine machine;
    private final Btf btf;

    MapFactory(Machine machine, Btf btf) {
        this.machine = machine;
        this.btf = btf;
    }

    /**
     * Creates a map that nobody refers to yet.
     *
     * @throws BpfErrnoException with the errno that Linux would give
     */
    LiveMap create(MapSpec given) {
        if (given.type() == MapType.STRUCT_OPS) {
            throw new BpfErrnoException(
                    Errno.ENOTSUPP,
                    "creating map \"" + given.name() + "\" of type STRUCT_OPS, which is of no table of the kernel's");
        }
        return made(withDefaults(given));
    }

    /**
     * As {@link #create(MapSpec)}, without what libbpf fills in: as a program creates it.
     *
     * @throws BpfErrnoException with the errno that Linux would give
     */
    LiveMap createExactly(MapSpec spec) {
        return made(spec);
    }

    /**
     * Creates the map of a table of operations.
     *
     * @throws BpfErrnoException with the errno that Linux would give
     */
    LiveMap create(KernelOperations table) {
        LiveMap map = made(new MapSpec(
                table.table().name(),
                table.table().section(),
                MapType.STRUCT_OPS,
                Integer.BYTES,
                table.valueSize(),
                1,
                table.table().hasLink() ? MapFlags.LINK : 0,
                0,
                MapSpec.Pinning.NONE,
                0,
                0,
                0,
                null,
                List.of(),
                null));
        if (!(map.storage() instanceof OperationsMap<?> storage)) {
            throw new IllegalStateException(map + " has no room for a table");
        }
        @SuppressWarnings("unchecked") // storage() makes every OperationsMap one of live operations
        OperationsMap<LiveOperations> operations = (OperationsMap<LiveOperations>) storage;
        operations.setTable(new LiveOperations(machine, map, operations, table));
        return map;
    }

    private LiveMap made(MapSpec spec) {
        MapShape shape = checked(spec);
        MapShape innerShape = spec.type().isMapInMap() ? innerShape(spec) : null;
        MapStorage storage = storage(spec, shape.fields());
        if (storage == null) {
            throw new BpfErrnoException(
                    Errno.ENOMEM,
                    "creating map \"" + spec.name() + "\" with " + spec.maxEntries()
                            + " entries, for which guest memory has no room (memoryFor and memoryReserveBytes of the runtime's builder)");
        }
        LiveMap map = new LiveMap(machine, spec, btf, shape, innerShape, storage);
        fill(storage, spec);
        return map;
    }

    /** Whether a map that exists can serve where another was declared, as libbpf judges it. */
    boolean isSame(MapSpec existing, MapSpec declared) {
        MapSpec wanted = withDefaults(declared);
        return existing.type() == wanted.type()
                && existing.keySize() == wanted.keySize()
                && existing.valueSize() == wanted.valueSize()
                && existing.maxEntries() == wanted.maxEntries()
                && existing.flags() == wanted.flags()
                && existing.mapExtra() == wanted.mapExtra();
    }

    /** What a map is, if Linux would create it. */
    MapShape checked(MapSpec spec) {
        MapTypes types = spec.types(btf);
        MapShape shape = spec.shape(btf, machine.profile);
        long refused = shape.check(types, machine.profile, machine.privileged);
        if (refused != 0) {
            throw BpfErrnoException.of(refused, "creating map \"" + spec.name() + "\" of type " + spec.type());
        }
        return shape;
    }

    /** What the inner maps of an outer map must be: the template is created and forgotten (timers spec 3.5). */
    private MapShape innerShape(MapSpec outer) {
        MapSpec inner = outer.inner();
        if (inner == null) {
            throw new BpfErrnoException(
                    Errno.EBADF, "creating map \"" + outer.name() + "\", which says nothing of its inner maps");
        }
        MapShape shape = checked(withDefaults(inner));
        long refused = shape.checkAsInnerTemplate();
        if (refused != 0) {
            throw BpfErrnoException.of(
                    refused, "creating map \"" + outer.name() + "\" with inner maps of type " + inner.type());
        }
        return shape;
    }

    private MapSpec withDefaults(MapSpec spec) {
        return spec.withDefaults(machine.cpus.length);
    }

    /** Whether maps of a type can be made here, whatever sizes and flags they need. */
    boolean supports(MapType type) {
        try {
            MapStorage made = storage(
                    withDefaults(MapSpec.of(type.name(), type, PROBE_BYTES, PROBE_BYTES, 1)), SpecialFields.NONE);
            if (made != null) {
                made.close();
            }
            return true;
        } catch (BpfErrnoException refused) {
            return refused.errno() != Errno.EOPNOTSUPP;
        }
    }

    private @Nullable MapStorage storage(MapSpec spec, SpecialFields fields) {
        GuestMemory memory = machine.memory;
        boolean onDemand = spec.type() == MapType.LPM_TRIE || spec.type() == MapType.BLOOM_FILTER;
        if (spec.maxEntries() > Integer.MAX_VALUE - 256 && !onDemand) {
            return null;
        }
        MapStorage.Shape shape = new MapStorage.Shape(
                spec.name(),
                spec.keySize(),
                spec.valueSize(),
                (int) Math.min(spec.maxEntries(), onDemand ? MOST_ON_DEMAND : Integer.MAX_VALUE),
                machine.cpus.length,
                valueFields(spec, fields));
        boolean readOnly = (spec.flags() & MapFlags.RDONLY_PROG) != 0;
        long seed = (spec.flags() & MapFlags.ZERO_SEED) != 0 ? 0 : machine.seed;
        return switch (spec.type()) {
            case ARRAY -> ArrayMap.create(memory, shape, false, readOnly);
            case PERCPU_ARRAY -> ArrayMap.create(memory, shape, true, readOnly);
            case HASH -> HashTable.create(memory, shape, hash(spec), seed);
            case PERCPU_HASH -> HashTable.create(memory, shape, HashTable.Kind.PERCPU_HASH, seed);
            case LRU_HASH -> HashTable.create(memory, shape, HashTable.Kind.LRU_HASH, seed);
            case LRU_PERCPU_HASH -> HashTable.create(memory, shape, HashTable.Kind.LRU_PERCPU_HASH, seed);
            case PROG_ARRAY -> new ProgramArray<LiveProgram>(memory, shape);
            case ARRAY_OF_MAPS -> outer(ArrayMap.create(memory, shape, false, readOnly));
            case HASH_OF_MAPS -> outer(HashTable.create(memory, shape, HashTable.Kind.HASH, seed));
            case PERF_EVENT_ARRAY -> new PerfEventArray(memory, shape);
            case RINGBUF -> RingBuffer.create(memory, shape);
            case USER_RINGBUF -> UserRingBuffer.create(memory, shape);
            case DEVMAP -> targets(TargetMap.Kind.DEVMAP, ArrayMap.create(memory, shape, false, true));
            case DEVMAP_HASH ->
                targets(
                        TargetMap.Kind.DEVMAP_HASH,
                        HashTable.create(memory, shape, HashTable.Kind.DEVMAP_HASH, machine.seed));
            case CPUMAP -> targets(TargetMap.Kind.CPUMAP, ArrayMap.create(memory, shape, false, true));
            case XSKMAP -> targets(TargetMap.Kind.XSKMAP, ArrayMap.create(memory, shape, false, true));
            case CGROUP_ARRAY -> targets(TargetMap.Kind.CGROUP_ARRAY, ArrayMap.create(memory, shape, false, true));
            case SOCKMAP -> sockets(ArrayMap.create(memory, shape, false, true));
            case SOCKHASH -> sockets(HashTable.create(memory, shape, HashTable.Kind.DEVMAP_HASH, machine.seed));
            case REUSEPORT_SOCKARRAY ->
                targets(TargetMap.Kind.REUSEPORT_SOCKARRAY, ArrayMap.create(memory, shape, false, true));
            case LPM_TRIE -> new LpmTrie(memory, shape, readOnly);
            case QUEUE -> ValueQueue.create(memory, shape, false);
            case STACK -> ValueQueue.create(memory, shape, true);
            case TASK_STORAGE, CGRP_STORAGE, INODE_STORAGE -> new LocalStorage(memory, shape, LocalStorage.Charge.FREE);
            case SK_STORAGE -> new LocalStorage(memory, shape, machine.network.optionMemory);
            case CGROUP_STORAGE -> new GroupStorage(memory, shape, false, readOnly);
            case PERCPU_CGROUP_STORAGE -> new GroupStorage(memory, shape, true, readOnly);
            case STACK_TRACE -> StackTraces.create(memory, shape, (spec.flags() & MapFlags.STACK_BUILD_ID) != 0);
            case STRUCT_OPS -> OperationsMap.<LiveOperations>create(memory, shape);
            case BLOOM_FILTER -> BloomFilter.create(memory, shape, spec.maxEntries(), (int) spec.mapExtra(), seed);
            default ->
                throw new BpfErrnoException(
                        Errno.EOPNOTSUPP,
                        "map \"" + spec.name() + "\": maps of type " + spec.type() + " are not supported");
        };
    }

    private static @Nullable MapStorage outer(@Nullable MapStorage keys) {
        return keys == null ? null : new OuterMap<LiveMap>(keys);
    }

    private @Nullable MapStorage targets(TargetMap.Kind kind, @Nullable MapStorage values) {
        return values == null ? null : new TargetMap<LiveTarget>(values, kind, machine.targets);
    }

    private @Nullable MapStorage sockets(@Nullable MapStorage keys) {
        return keys == null ? null : new SocketMap<LiveSocket>(keys, machine.network.socketPrograms);
    }

    private HashTable.Kind hash(MapSpec spec) {
        boolean delays = (spec.flags() & MapFlags.NO_PREALLOC) != 0 && !machine.profile.deletionDetachesTimerAtOnce();
        return delays ? HashTable.Kind.HASH_THAT_DELAYS : HashTable.Kind.HASH;
    }

    private static ValueFields valueFields(MapSpec spec, SpecialFields fields) {
        List<ValueFields.Field> ranges = fields.list().stream()
                .map(field -> new ValueFields.Field(
                        field.kind().typeName(),
                        field.byteOffset(),
                        field.kind().size()))
                .toList();
        return new ValueFields(
                spec.valueSize(),
                offset(fields, SpecialField.Kind.TIMER),
                offset(fields, SpecialField.Kind.WORKQUEUE),
                offset(fields, SpecialField.Kind.SPIN_LOCK),
                ranges);
    }

    private static int offset(SpecialFields fields, SpecialField.Kind kind) {
        return fields.find(kind).map(SpecialField::byteOffset).orElse(-1);
    }

    private void fill(MapStorage storage, MapSpec spec) {
        if (spec.contents() != null && spec.type() == MapType.ARRAY) {
            byte[] head = spec.contents().head();
            machine.memory.write(head, 0, storage.valueAddress(0, 0), head.length);
        }
    }
}
