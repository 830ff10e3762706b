package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.maps.ArrayMap;
import io.github.bpf4j.runtime.maps.BloomFilter;
import io.github.bpf4j.runtime.maps.HashTable;
import io.github.bpf4j.runtime.maps.LocalStorage;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.OperationsMap;
import io.github.bpf4j.runtime.maps.OuterMap;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.maps.UserRingBuffer;
import io.github.bpf4j.runtime.maps.ValueQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The commands on elements that user space has, as far as a descriptor allows them (runtime spec 6). For whoever has the machine's
 * turn. Order of checks: access and frozen, then the type, then flags.
 */
final class MapCommands {
    private final Descriptor<LiveMap> descriptor;
    private final LiveMap map;

    MapCommands(Descriptor<LiveMap> descriptor) {
        this.descriptor = descriptor;
        map = descriptor.described();
    }

    // ---- what the descriptor and the type allow

    MapStorage open() {
        return descriptor.open().storage();
    }

    MapStorage elements(String command) {
        MapStorage storage = open();
        if (!storage.hasElements()) {
            throw new BpfErrnoException(withoutElements(storage), command + " on " + map);
        }
        return storage;
    }

    private static Errno withoutElements(MapStorage storage) {
        return switch (storage) {
            case ValueQueue _ -> Errno.EINVAL;
            case RingBuffer _, UserRingBuffer _ -> Errno.ENOTSUPP;
            default -> Errno.EOPNOTSUPP;
        };
    }

    MapStorage readable(String command) {
        requireReadable(command);
        return elements(command);
    }

    private MapStorage requireReadable(String command) {
        MapStorage storage = open();
        if (descriptor.access() == FdAccess.WRITE_ONLY) {
            throw new BpfErrnoException(Errno.EPERM, command + " on " + map + ", opened for writing only");
        }
        return storage;
    }

    MapStorage writable(String command) {
        MapStorage storage = requireWritable(command);
        return storage instanceof ProgramArray<?> ? storage : elements(command);
    }

    MapStorage requireWritable(String command) {
        MapStorage storage = open();
        if (descriptor.access() == FdAccess.READ_ONLY) {
            throw new BpfErrnoException(Errno.EPERM, command + " on " + map + ", opened for reading only");
        }
        if (map.isFrozen()) {
            throw new BpfErrnoException(Errno.EPERM, command + " on the frozen map \"" + map.name() + "\"");
        }
        return storage;
    }

    UserRingBuffer userRing() {
        if (requireWritable("mmap") instanceof UserRingBuffer ring) {
            return ring;
        }
        throw new BpfErrnoException(Errno.EINVAL, map + " is no USER_RINGBUF");
    }

    private HashTable hash(String command) {
        if (requireWritable(command) instanceof HashTable hash) {
            return hash;
        }
        throw new BpfErrnoException(Errno.ENOTSUPP, command + " on " + map);
    }

    /** Descriptors of objects, as bytes, are nobody's. */
    private void requireKeys(MapStorage storage, String command) {
        if (storage instanceof LocalStorage) {
            throw new BpfErrnoException(
                    Errno.EBADF, command + " on " + map + ", whose keys are objects: see ObjectStorage");
        }
    }

    /** Maps that no batch of commands applies to. */
    private void requireBatch(MapStorage storage, String command, boolean supported) {
        if (!supported || !storage.hasBatches()) {
            throw new BpfErrnoException(Errno.ENOTSUPP, command + " on " + map);
        }
    }

    void check(long result, String command) {
        if (result < 0) {
            throw BpfErrnoException.of(result, command + " on map \"" + map.name() + "\"");
        }
    }

    // ---- one element

    Optional<byte[]> lookup(byte[] key, long flags) {
        MapStorage storage = requireReadable("lookup");
        if (storage instanceof ValueQueue queue) {
            check(storage.fields().refuseLookup(flags), "lookup");
            map.stage(key, null);
            return taken(queue.peek(map.stagedValue()), "lookup");
        }
        elements("lookup");
        requireKeys(storage, "lookup");
        check(storage.refuseLookup(flags), "lookup");
        int element = storage.match(map.stage(key, null));
        return element < 0 ? Optional.empty() : Optional.of(map.readValue(element, flags));
    }

    private Optional<byte[]> taken(long result, String command) {
        if (result == Errno.ENOENT.result()) {
            return Optional.empty();
        }
        check(result, command);
        return Optional.of(map.readStagedValue());
    }

    boolean mayContain(byte[] value) {
        if (!(requireReadable("lookup") instanceof BloomFilter filter)) {
            throw new BpfErrnoException(Errno.EINVAL, map + " is no BLOOM_FILTER");
        }
        map.stage(new byte[0], value);
        return filter.peek(map.stagedValue()) == 0;
    }

    List<byte[]> waiting() {
        if (!(requireReadable("lookup") instanceof ValueQueue queue)) {
            throw new BpfErrnoException(Errno.EINVAL, map + " is no QUEUE or STACK");
        }
        List<byte[]> values = new ArrayList<>(queue.count());
        for (int i = 0; i < queue.count(); i++) {
            values.add(queue.waiting(i));
        }
        return values;
    }

    long update(byte[] key, byte[] value, long flags) {
        MapStorage storage = requireWritable("update");
        if (storage instanceof ValueQueue || storage instanceof BloomFilter) {
            map.stage(key, value);
            return storage.push(map.stagedValue(), flags);
        }
        writable("update");
        requireKeys(storage, "update");
        if (storage instanceof OuterMap<?>) {
            throw new BpfErrnoException(Errno.EINVAL, "update of " + map + ", which takes maps: see setMap");
        }
        long staged = map.stage(key, value);
        return storage.updateFromHost(staged, map.valueStage(staged), flags);
    }

    long delete(byte[] key) {
        MapStorage storage = writable("delete");
        requireKeys(storage, "delete");
        return storage instanceof OuterMap<?> ? map.takeInner(key) : storage.deleteFromHost(map.stage(key, null));
    }

    Optional<byte[]> lookupAndDelete(byte[] key, long flags) {
        requireReadable("lookup_and_delete");
        if (requireWritable("lookup_and_delete") instanceof ValueQueue queue) {
            check(flags == 0 ? 0 : Errno.EINVAL.result(), "lookup_and_delete");
            map.stage(key, null);
            return taken(queue.pop(map.stagedValue()), "lookup_and_delete");
        }
        HashTable hash = hash("lookup_and_delete");
        check(hash.fields().refuseLookup(flags), "lookup_and_delete");
        int element = hash.find(map.stage(key, null));
        if (element < 0) {
            return Optional.empty();
        }
        byte[] value = map.readValue(element, flags);
        check(hash.delete(map.stage(key, null)), "lookup_and_delete");
        return Optional.of(value);
    }

    Optional<byte[]> nextKey(byte @Nullable [] key) {
        MapStorage storage = readable("get_next_key");
        if (storage instanceof LocalStorage) {
            throw new BpfErrnoException(Errno.ENOTSUPP, "get_next_key on " + map);
        }
        int element = key == null ? -1 : storage.position(map.stage(key, null));
        int next = storage.nextPosition(element);
        return next < 0 ? Optional.empty() : Optional.of(map.readKey(next));
    }

    void forEach(Consumer<BpfMap.Entry> visitor) {
        MapStorage storage = readable("lookup");
        for (int element = storage.next(-1); element >= 0; element = storage.next(element)) {
            visitor.accept(entry(element, 0));
        }
    }

    private BpfMap.Entry entry(int element, long flags) {
        return new BpfMap.Entry(map.readKey(element), map.readValue(element, flags));
    }

    // ---- batches

    BpfMap.Batch lookupBatch(int position, int count, long flags) {
        MapStorage storage = requireReadable("lookup_batch");
        requireBatch(storage, "lookup_batch", true);
        elements("lookup_batch");
        check(storage.fields().refuseLookup(flags), "lookup_batch");
        List<BpfMap.Entry> entries = new ArrayList<>();
        int last = position - 1;
        int element = storage.next(last);
        while (element >= 0 && entries.size() < count) {
            entries.add(entry(element, flags));
            last = element;
            element = storage.next(element);
        }
        return new BpfMap.Batch(entries, element < 0 ? -1 : last + 1);
    }

    BpfMap.Batch lookupAndDeleteBatch(int position, int count, long flags) {
        requireReadable("lookup_and_delete_batch");
        HashTable storage = hash("lookup_and_delete_batch");
        BpfMap.Batch batch = lookupBatch(position, count, flags);
        for (BpfMap.Entry entry : batch.entries()) {
            check(storage.delete(map.stage(entry.key(), null)), "lookup_and_delete_batch");
        }
        return batch;
    }

    BpfMap.BatchResult updateBatch(List<BpfMap.Entry> entries, long flags) {
        requireBatch(requireWritable("update_batch"), "update_batch", true);
        elements("update_batch");
        if ((flags & ~UpdateFlags.LOCK) != 0) {
            return new BpfMap.BatchResult(0, Optional.of(Errno.EINVAL));
        }
        return batch(
                entries.size(), i -> update(entries.get(i).key(), entries.get(i).value(), flags));
    }

    BpfMap.BatchResult deleteBatch(List<byte[]> keys) {
        MapStorage storage = requireWritable("delete_batch");
        requireBatch(storage, "delete_batch", !(storage instanceof ArrayMap));
        elements("delete_batch");
        return batch(keys.size(), i -> delete(keys.get(i)));
    }

    private static BpfMap.BatchResult batch(int count, IntToLongFunction command) {
        for (int i = 0; i < count; i++) {
            long result = command.applyAsLong(i);
            if (result < 0) {
                return new BpfMap.BatchResult(i, Errno.byNumber((int) -result));
            }
        }
        return new BpfMap.BatchResult(count, Optional.empty());
    }

    void freeze() {
        if (open() instanceof OperationsMap<?>) {
            throw new BpfErrnoException(Errno.ENOTSUPP, "freezing " + map);
        }
        if (!open().fields().special().isEmpty()) {
            throw new BpfErrnoException(
                    Errno.ENOTSUPP, "freezing map \"" + map.name() + "\", whose values have special fields");
        }
        requireWritable("freeze");
        map.freeze();
    }
}
