package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.MapTypes;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.maps.ArrayMap;
import io.github.bpf4j.runtime.maps.HashTable;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.maps.ValueFields;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates maps from their specs, with libbpf's defaults and the kernel's checks (runtime spec 2.3 and 5). */
final class MapFactory {
    private final Machine machine;
    private final Btf btf;

    MapFactory(Machine machine, Btf btf) {
        this.machine = machine;
        this.btf = btf;
    }

    /** A map and the shape that programs are verified against. */
    record Created(MapStorage storage, MapShape shape) {}

    Created create(MapSpec given) {
        MapSpec spec = withDefaults(given);
        MapTypes types = types(spec);
        MapShape shape = new MapShape(
                spec.type(),
                spec.keySize(),
                spec.valueSize(),
                spec.maxEntries(),
                spec.flags(),
                spec.numaNode(),
                spec.mapExtra(),
                types.isEmpty() ? SpecialFields.NONE : SpecialFields.parse(btf, spec.valueTypeId(), machine.profile));
        long refused = shape.check(types, machine.profile, true);
        if (refused != 0) {
            throw BpfErrnoException.of(refused, "creating map \"" + spec.name() + "\" of type " + spec.type());
        }
        MapStorage storage = storage(spec, shape.fields());
        if (storage == null) {
            throw new BpfErrnoException(
                    Errno.ENOMEM, "creating map \"" + spec.name() + "\" with " + spec.maxEntries() + " entries");
        }
        machine.add(storage);
        fill(storage, spec);
        return new Created(storage, shape);
    }

    private MapSpec withDefaults(MapSpec spec) {
        return switch (spec.type()) {
            case PERF_EVENT_ARRAY -> spec.maxEntries() == 0 ? spec.withMaxEntries(machine.cpus.length) : spec;
            case RINGBUF -> spec.withMaxEntries(ringSize(spec.maxEntries()));
            default -> spec;
        };
    }

    private static long ringSize(long wanted) {
        long least = Math.max(MapShape.PAGE_SIZE, wanted);
        long power = Long.highestOneBit(least);
        return power == least ? least : power * 2;
    }

    private MapTypes types(MapSpec spec) {
        boolean stated = spec.valueTypeId() != 0 && spec.type().takesBtf();
        return stated ? new MapTypes(btf, spec.keyTypeId(), spec.valueTypeId()) : MapTypes.NONE;
    }

    private @Nullable MapStorage storage(MapSpec spec, SpecialFields fields) {
        GuestMemory memory = machine.memory;
        if (spec.maxEntries() > Integer.MAX_VALUE - 256) {
            return null;
        }
        MapStorage.Shape shape = new MapStorage.Shape(
                spec.name(),
                spec.keySize(),
                spec.valueSize(),
                (int) spec.maxEntries(),
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
            case PROG_ARRAY -> new ProgramArray<Program>(memory, shape);
            case PERF_EVENT_ARRAY -> new PerfEventArray(memory, shape);
            case RINGBUF -> RingBuffer.create(memory, shape);
            default ->
                throw new BpfErrnoException(
                        Errno.EOPNOTSUPP,
                        "map \"" + spec.name() + "\": maps of type " + spec.type() + " are not supported");
        };
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
