package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.maps.ArrayMap;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.timers.ControlBlock;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map, seen from user space: keys and values are copies of bytes, little-endian as programs see them. Values of per-CPU maps
 * are all CPUs' values in a row, each rounded up to eight bytes (runtime spec 5).
 *
 * <p>Safe for use by any thread; commands take turns with runs.
 */
public final class BpfMap {
    private final Machine machine;
    private final MapSpec spec;
    private final Btf btf;
    private final MapStorage storage;
    private long scratch;
    private boolean frozen;

    BpfMap(Machine machine, MapSpec spec, Btf btf, MapStorage storage) {
        this.machine = machine;
        this.spec = spec;
        this.btf = btf;
        this.storage = storage;
    }

    public String name() {
        return spec.name();
    }

    public MapType type() {
        return spec.type();
    }

    /** What it was created from. */
    public MapSpec spec() {
        return spec;
    }

    /** Bytes of a key. */
    public int keySize() {
        return storage.shape().keySize();
    }

    /** Bytes of a value as the host sees it: all CPUs' values where they are per CPU. */
    public int valueSize() {
        return storage.hostValueSize();
    }

    /** How many elements there are: of a ring buffer, records that wait; of an array, its length. */
    public int size() {
        try (var _ = machine.turn()) {
            return storage.count();
        }
    }

    /** A key and its value, both copies. */
    @SuppressWarnings("ArrayRecordComponent") // copies of guest memory, compared by nobody
    public record Entry(byte[] key, byte[] value) {}

    /**
     * The value of a key; timers and locks in it read as zero.
     *
     * @throws IllegalArgumentException if the key has another size
     * @throws BpfErrnoException EOPNOTSUPP if the type has no such command
     */
    public Optional<byte[]> lookup(byte[] key) {
        try (var _ = machine.turn()) {
            int element = storage.find(stage(key, null));
            return element < 0 ? Optional.empty() : Optional.of(read(element));
        }
    }

    /** The value of a key by its type, for one CPU where values are per CPU. */
    public Optional<BtfValue> view(byte[] key) {
        return lookup(key).map(this::valueView);
    }

    /** Bytes of a value by the value's type. */
    public BtfValue valueView(byte[] value) {
        return BtfValue.decode(btf, spec.valueTypeId(), value);
    }

    /** Bytes of a key by the key's type. */
    public BtfValue keyView(byte[] key) {
        return BtfValue.decode(btf, spec.keyTypeId(), key);
    }

    /** Whether keys and values have types. */
    public boolean hasTypes() {
        return spec.keyTypeId() != 0 && spec.valueTypeId() != 0;
    }

    /** Stores a value, whether or not the key exists. See {@link #update(byte[], byte[], long)}. */
    public void update(byte[] key, byte[] value) {
        update(key, value, UpdateFlags.ANY);
    }

    /**
     * Stores a value; an existing element's timer is cancelled and freed, except with BPF_F_LOCK in a hash (timers spec 3.4).
     *
     * @param flags see {@link UpdateFlags}
     * @throws IllegalArgumentException if key or value have another size
     * @throws BpfErrnoException with the errno that Linux would give
     */
    public void update(byte[] key, byte[] value, long flags) {
        try (var _ = machine.turn()) {
            check(tryUpdate(key, value, flags), "update");
        }
    }

    /**
     * Refuses changes from user space from now on; programs go on as before. The maps of constant data are frozen from the start.
     *
     * @throws BpfErrnoException ENOTSUPP if values have special fields, EBUSY if it is frozen
     */
    public void freeze() {
        try (var _ = machine.turn()) {
            if (!storage.fields().special().isEmpty()) {
                throw new BpfErrnoException(
                        Errno.ENOTSUPP, "freezing map \"" + name() + "\", whose values have special fields");
            }
            if (frozen) {
                throw new BpfErrnoException(Errno.EBUSY, "freezing map \"" + name() + "\" again");
            }
            frozen = true;
        }
    }

    /**
     * The values in place, as mmap gives them: what programs write is seen at once, and the other way round. Elements lie eight
     * bytes aligned one after the other, little-endian; read-only if the map is frozen. Accesses do not take turns with runs.
     * Do not use it after the map is closed: its memory may belong to something else then.
     *
     * @throws BpfErrnoException ENOTSUPP unless this is an ARRAY with BPF_F_MMAPABLE whose values have no special fields
     */
    public MemorySegment mmap() {
        try (var _ = machine.turn()) {
            requireElements("mmap");
            if (!(storage instanceof ArrayMap array)
                    || storage.isPerCpu()
                    || (spec.flags() & MapFlags.MMAPABLE) == 0
                    || !storage.fields().special().isEmpty()) {
                throw new BpfErrnoException(Errno.ENOTSUPP, "mmap of map \"" + name() + "\" of type " + type());
            }
            return frozen ? array.values().asReadOnly() : array.values();
        }
    }

    private void requireWritable(String command) {
        if (frozen) {
            throw new BpfErrnoException(Errno.EPERM, command + " on the frozen map \"" + name() + "\"");
        }
    }

    private long tryUpdate(byte[] key, byte[] value, long flags) {
        requireWritable("update");
        long staged = stage(key, value);
        return storage.updateFromHost(staged, valueStage(staged), flags);
    }

    /**
     * Removes an element, its timer with it; false if there is none with this key.
     *
     * @throws BpfErrnoException EINVAL if elements of this type cannot be removed
     */
    public boolean delete(byte[] key) {
        try (var _ = machine.turn()) {
            requireWritable("delete");
            long result = storage.delete(stage(key, null));
            if (result == Errno.ENOENT.result()) {
                return false;
            }
            check(result, "delete");
            return true;
        }
    }

    /**
     * Removes an element and returns what its value was.
     *
     * @throws BpfErrnoException ENOTSUPP if the type has no such command
     */
    public Optional<byte[]> lookupAndDelete(byte[] key) {
        try (var _ = machine.turn()) {
            requireHash("lookup_and_delete");
            requireWritable("lookup_and_delete");
            int element = storage.find(stage(key, null));
            if (element < 0) {
                return Optional.empty();
            }
            byte[] value = read(element);
            check(storage.delete(stage(key, null)), "lookup_and_delete");
            return Optional.of(value);
        }
    }

    /** The key after the given one in the map's order; the first key for null or for a key that does not exist. */
    public Optional<byte[]> nextKey(byte @Nullable [] key) {
        try (var _ = machine.turn()) {
            int element = key == null ? -1 : storage.find(stage(key, null));
            int next = storage.next(element);
            return next < 0 ? Optional.empty() : Optional.of(readKey(next));
        }
    }

    /** All elements, as they are at one moment. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        forEach(entries::add);
        return entries;
    }

    /** Visits all elements while nothing else happens in the runtime. */
    public void forEach(Consumer<Entry> visitor) {
        try (var _ = machine.turn()) {
            requireElements("lookup");
            for (int element = storage.next(-1); element >= 0; element = storage.next(element)) {
                visitor.accept(new Entry(readKey(element), read(element)));
            }
        }
    }

    /**
     * A part of a map.
     *
     * @param position where the next batch begins, or -1 after the last element
     */
    public record Batch(List<Entry> entries, int position) {}

    /** Reads up to that many elements, from the start (position 0) or from where the batch before ended. */
    public Batch lookupBatch(int position, int count) {
        try (var _ = machine.turn()) {
            requireElements("lookup_batch");
            List<Entry> entries = new ArrayList<>();
            int element = storage.next(position - 1);
            while (element >= 0 && entries.size() < count) {
                entries.add(new Entry(readKey(element), read(element)));
                element = storage.next(element);
            }
            return new Batch(entries, element);
        }
    }

    /** As {@link #lookupBatch}, removing what it returns. */
    public Batch lookupAndDeleteBatch(int position, int count) {
        try (var _ = machine.turn()) {
            requireHash("lookup_and_delete_batch");
            requireWritable("lookup_and_delete_batch");
            Batch batch = lookupBatch(position, count);
            for (Entry entry : batch.entries()) {
                check(storage.delete(stage(entry.key(), null)), "lookup_and_delete_batch");
            }
            return batch;
        }
    }

    /** How far a batch of commands came: all of them, or as many as succeeded before one was refused. */
    public record BatchResult(int done, Optional<Errno> error) {}

    /** Stores elements one by one; stops at the first that is refused. */
    public BatchResult updateBatch(List<Entry> entries, long flags) {
        try (var _ = machine.turn()) {
            requireElements("update_batch");
            return batch(
                    entries.size(),
                    i -> tryUpdate(entries.get(i).key(), entries.get(i).value(), flags));
        }
    }

    /** Removes elements one by one; stops at the first that is refused. */
    public BatchResult deleteBatch(List<byte[]> keys) {
        try (var _ = machine.turn()) {
            requireElements("delete_batch");
            requireWritable("delete_batch");
            return batch(keys.size(), i -> storage.delete(stage(keys.get(i), null)));
        }
    }

    private static BatchResult batch(int count, java.util.function.IntToLongFunction command) {
        for (int i = 0; i < count; i++) {
            long result = command.applyAsLong(i);
            if (result < 0) {
                return new BatchResult(i, Errno.byNumber((int) -result));
            }
        }
        return new BatchResult(count, Optional.empty());
    }

    /** The timer of an element; empty if there is no such element or its timer is uninitialised. */
    public Optional<TimerView> timer(byte[] key) {
        try (var _ = machine.turn()) {
            int element = storage.find(stage(key, null));
            return element < 0 ? Optional.empty() : timerOf(element);
        }
    }

    /** All initialised timers of the map, in the map's order. */
    public List<TimerView> timers() {
        try (var _ = machine.turn()) {
            List<TimerView> views = new ArrayList<>();
            if (storage.fields().hasTimer()) {
                for (int element = storage.next(-1); element >= 0; element = storage.next(element)) {
                    timerOf(element).ifPresent(views::add);
                }
            }
            return views;
        }
    }

    private Optional<TimerView> timerOf(int element) {
        ControlBlock timer = machine.timers.of(storage, storage.valueAddress(element, 0));
        if (timer == null) {
            return Optional.empty();
        }
        boolean pending = machine.timers.isQueued(timer);
        return Optional.of(new TimerView(
                readKey(element),
                timer.clockId(),
                machine.callbackName(timer),
                pending,
                pending ? machine.timers.expiresNs(timer) : Long.MAX_VALUE,
                timer.cpu()));
    }

    /** Lets programs initialise at most that many timers in this map; more get -ENOMEM (timers spec 1.3). */
    public void setTimerLimit(int limit) {
        try (var _ = machine.turn()) {
            machine.setTimerLimit(storage, limit);
        }
    }

    /**
     * Stores the target of a tail call.
     *
     * @throws BpfErrnoException E2BIG if there is no such slot, EINVAL if this is no PROG_ARRAY
     */
    public void setProgram(int index, Program program) {
        try (var _ = machine.turn()) {
            slots(index).set(index, program);
        }
    }

    /** Empties a slot of a PROG_ARRAY. */
    public void clearProgram(int index) {
        try (var _ = machine.turn()) {
            slots(index).set(index, null);
        }
    }

    @SuppressWarnings("unchecked") // the loader makes every ProgramArray one of programs
    private ProgramArray<Program> slots(int index) {
        if (!(storage instanceof ProgramArray<?> array)) {
            throw new BpfErrnoException(Errno.EINVAL, "map \"" + name() + "\" is no PROG_ARRAY");
        }
        if (!array.hasSlot(index)) {
            throw new BpfErrnoException(Errno.E2BIG, "slot " + index + " of map \"" + name() + "\"");
        }
        return (ProgramArray<Program>) array;
    }

    /**
     * Takes the oldest record out of a ring buffer; empty if there is none that is complete.
     *
     * @throws BpfErrnoException EINVAL if this is no RINGBUF
     */
    public Optional<byte[]> poll() {
        try (var _ = machine.turn()) {
            if (storage instanceof RingBuffer ring) {
                return Optional.ofNullable(ring.poll());
            }
            throw new BpfErrnoException(Errno.EINVAL, "map \"" + name() + "\" is no RINGBUF");
        }
    }

    /** Takes all complete records out of a ring buffer; returns how many. */
    public int consume(Consumer<byte[]> consumer) {
        int taken = 0;
        for (Optional<byte[]> record = poll(); record.isPresent(); record = poll()) {
            consumer.accept(record.get());
            taken++;
        }
        return taken;
    }

    /**
     * Opens the perf event of a CPU, so that programs can output samples to it.
     *
     * @param capacityBytes how many bytes of samples may wait; more are lost and counted
     * @throws BpfErrnoException EINVAL if this is no PERF_EVENT_ARRAY, E2BIG if it has no such index
     */
    public PerfReader openPerfEvent(int index, long capacityBytes) {
        try (var _ = machine.turn()) {
            if (!(storage instanceof PerfEventArray events)) {
                throw new BpfErrnoException(Errno.EINVAL, "map \"" + name() + "\" is no PERF_EVENT_ARRAY");
            }
            if (index < 0 || index >= storage.shape().maxEntries()) {
                throw new BpfErrnoException(Errno.E2BIG, "index " + index + " of map \"" + name() + "\"");
            }
            return new PerfReader(machine, events, events.open(index, capacityBytes));
        }
    }

    MapStorage storage() {
        return storage;
    }

    private void requireElements(String command) {
        machine.handleOf(storage);
        if (!storage.hasElements()) {
            throw new BpfErrnoException(Errno.EOPNOTSUPP, command + " on map \"" + name() + "\" of type " + type());
        }
    }

    private void requireHash(String command) {
        requireElements(command);
        if (type() == MapType.ARRAY || type() == MapType.PERCPU_ARRAY) {
            throw new BpfErrnoException(Errno.ENOTSUPP, command + " on map \"" + name() + "\" of type " + type());
        }
    }

    /** Copies key and value to where the storage can read them; returns the key's address. */
    private long stage(byte[] key, byte @Nullable [] value) {
        requireElements("element command");
        if (key.length != keySize()) {
            throw new IllegalArgumentException(
                    "keys of map \"" + name() + "\" have " + keySize() + " bytes, not " + key.length);
        }
        if (value != null && value.length != valueSize()) {
            throw new IllegalArgumentException(
                    "values of map \"" + name() + "\" have " + valueSize() + " bytes, not " + value.length);
        }
        if (scratch == 0) {
            scratch = machine.memory.allocate(scratchBytes(), GuestMemory.Zone.HIGH);
            if (scratch == 0) {
                throw new BpfErrnoException(Errno.ENOMEM, "element command on map \"" + name() + "\"");
            }
        }
        machine.memory.write(key, 0, scratch, key.length);
        if (value != null) {
            machine.memory.write(value, 0, valueStage(scratch), value.length);
        }
        return scratch;
    }

    private long valueStage(long staged) {
        return staged + (keySize() + 7 & -8);
    }

    private long scratchBytes() {
        return (keySize() + 7L & -8) + valueSize();
    }

    private byte[] read(int element) {
        byte[] value = new byte[valueSize()];
        storage.readValue(element, value, 0);
        return value;
    }

    private byte[] readKey(int element) {
        long cell = machine.cells.take(machine.cpus[0]);
        try {
            return machine.memory.read(storage.keyAddress(element, cell), keySize());
        } finally {
            machine.cells.giveBack(machine.cpus[0]);
        }
    }

    private void check(long result, String command) {
        if (result < 0) {
            throw BpfErrnoException.of(result, command + " on map \"" + name() + "\"");
        }
    }

    void close() {
        if (scratch != 0) {
            machine.memory.release(scratch, scratchBytes(), scratchBytes());
            scratch = 0;
        }
        machine.remove(storage);
    }

    @Override
    public String toString() {
        return type() + " map " + name();
    }
}
