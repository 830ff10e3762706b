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
import io.github.bpf4j.runtime.maps.OuterMap;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.RingBuffer;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.timers.ControlBlock;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of a map, as user space has: keys and values are copies of bytes, little-endian as programs see them. Values of per-CPU maps
 * are all CPUs' values in a row, each rounded up to eight bytes (runtime spec 5).
 *
 * <p>Safe for use by any thread; each command is atomic, as calls of helpers are, but for bytes of
 * values that programs write in place meanwhile.
 */
public final class BpfMap implements AutoCloseable {
    final Machine machine;
    private final Descriptor<LiveMap> descriptor;
    private final LiveMap map;

    /** Opens a map: a file description of its own. */
    BpfMap(Machine machine, LiveMap map, FdAccess access) {
        this(machine, new Descriptor<>(new OpenFile<>(machine.objects, map, access)));
    }

    private BpfMap(Machine machine, Descriptor<LiveMap> descriptor) {
        this.machine = machine;
        this.descriptor = descriptor;
        map = descriptor.described();
    }

    public String name() {
        return map.name();
    }

    public MapType type() {
        return map.spec().type();
    }

    /** What it was created from. */
    public MapSpec spec() {
        return map.spec();
    }

    /** What the type ids of its spec mean. */
    public Btf types() {
        return map.btf();
    }

    /** The number under which {@link Runtime#openMap} finds it while it lives. */
    public int id() {
        return map.id();
    }

    /** Bytes of a key. */
    public int keySize() {
        return map.keySize();
    }

    /** Bytes of a value as the host sees it: all CPUs' values where they are per CPU; of a map of maps, the inner map's id. */
    public int valueSize() {
        return map.valueSize();
    }

    /** How many elements there are: of a ring buffer, records that wait; of an array, its length. */
    public int size() {
        try (var _ = machine.turn()) {
            return open().count();
        }
    }

    /** Another descriptor of the same open file, as dup makes: the file closes with the last of them. */
    public BpfMap duplicate() {
        try (var _ = machine.turn()) {
            return new BpfMap(machine, descriptor.duplicate());
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
        return lookup(key, 0);
    }

    /**
     * As {@link #lookup(byte[])}. A copy is never taken in the middle of an update, with BPF_F_LOCK or without.
     *
     * @param flags 0, or {@link UpdateFlags#LOCK} where values have a lock; others are EINVAL
     */
    public Optional<byte[]> lookup(byte[] key, long flags) {
        try (var _ = machine.turn()) {
            MapStorage storage = readable("lookup");
            check(storage.refuseLookup(flags), "lookup");
            int element = storage.find(map.stage(key, null));
            return element < 0 ? Optional.empty() : Optional.of(map.readValue(element));
        }
    }

    /** The value of a key by its type, for one CPU where values are per CPU. */
    public Optional<BtfValue> view(byte[] key) {
        return lookup(key).map(this::valueView);
    }

    /** Bytes of a value by the value's type. */
    public BtfValue valueView(byte[] value) {
        return BtfValue.decode(map.btf(), spec().valueTypeId(), value);
    }

    /** Bytes of a key by the key's type. */
    public BtfValue keyView(byte[] key) {
        return BtfValue.decode(map.btf(), spec().keyTypeId(), key);
    }

    /** Whether keys and values have types. */
    public boolean hasTypes() {
        return spec().keyTypeId() != 0 && spec().valueTypeId() != 0;
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
     * @throws BpfErrnoException ENOTSUPP if values have special fields, EPERM if it is frozen
     */
    public void freeze() {
        try (var _ = machine.turn()) {
            if (!open().fields().special().isEmpty()) {
                throw new BpfErrnoException(
                        Errno.ENOTSUPP, "freezing map \"" + name() + "\", whose values have special fields");
            }
            if (map.isFrozen()) {
                throw new BpfErrnoException(Errno.EPERM, "freezing map \"" + name() + "\" again");
            }
            map.freeze();
        }
    }

    /**
     * The values in place, as mmap gives them: what programs write is seen at once, and the other way round. Elements lie eight
     * bytes aligned one after the other, little-endian; read-only if the map is frozen.
     * Do not use it after the map is closed: its memory may belong to something else then.
     *
     * @throws BpfErrnoException ENOTSUPP unless this is an ARRAY with BPF_F_MMAPABLE whose values have no special fields
     */
    public MemorySegment mmap() {
        try (var _ = machine.turn()) {
            MapStorage storage = elements("mmap");
            if (!(storage instanceof ArrayMap array)
                    || storage.isPerCpu()
                    || (spec().flags() & MapFlags.MMAPABLE) == 0
                    || !storage.fields().special().isEmpty()) {
                throw new BpfErrnoException(Errno.ENOTSUPP, "mmap of map \"" + name() + "\" of type " + type());
            }
            return map.isFrozen() ? array.values().asReadOnly() : array.values();
        }
    }

    private long tryUpdate(byte[] key, byte[] value, long flags) {
        MapStorage storage = writable("update");
        if (storage instanceof OuterMap<?>) {
            throw new BpfErrnoException(Errno.EINVAL, "update of " + map + ", which takes maps: see setMap");
        }
        long staged = map.stage(key, value);
        return storage.updateFromHost(staged, map.valueStage(staged), flags);
    }

    private long tryDelete(byte[] key) {
        MapStorage storage = writable("delete");
        return storage instanceof OuterMap<?> ? map.takeInner(key) : storage.deleteFromHost(map.stage(key, null));
    }

    /**
     * Removes an element, its timer with it; false if there is none with this key.
     *
     * @throws BpfErrnoException EINVAL if elements of this type cannot be removed
     */
    public boolean delete(byte[] key) {
        try (var _ = machine.turn()) {
            long result = tryDelete(key);
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
            writable("lookup_and_delete");
            MapStorage storage = readable("lookup_and_delete");
            int element = storage.find(map.stage(key, null));
            if (element < 0) {
                return Optional.empty();
            }
            byte[] value = map.readValue(element);
            check(storage.delete(map.stage(key, null)), "lookup_and_delete");
            return Optional.of(value);
        }
    }

    /** The key after the given one in the map's order; the first key for null or for a key that does not exist. */
    public Optional<byte[]> nextKey(byte @Nullable [] key) {
        try (var _ = machine.turn()) {
            MapStorage storage = readable("get_next_key");
            int element = key == null ? -1 : storage.position(map.stage(key, null));
            int next = storage.nextPosition(element);
            return next < 0 ? Optional.empty() : Optional.of(map.readKey(next));
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
            MapStorage storage = readable("lookup");
            for (int element = storage.next(-1); element >= 0; element = storage.next(element)) {
                visitor.accept(new Entry(map.readKey(element), map.readValue(element)));
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
            MapStorage storage = readable("lookup_batch");
            List<Entry> entries = new ArrayList<>();
            int element = storage.next(position - 1);
            while (element >= 0 && entries.size() < count) {
                entries.add(new Entry(map.readKey(element), map.readValue(element)));
                element = storage.next(element);
            }
            return new Batch(entries, element);
        }
    }

    /** As {@link #lookupBatch}, removing what it returns. */
    public Batch lookupAndDeleteBatch(int position, int count) {
        try (var _ = machine.turn()) {
            requireHash("lookup_and_delete_batch");
            MapStorage storage = writable("lookup_and_delete_batch");
            Batch batch = lookupBatch(position, count);
            for (Entry entry : batch.entries()) {
                check(storage.delete(map.stage(entry.key(), null)), "lookup_and_delete_batch");
            }
            return batch;
        }
    }

    /** How far a batch of commands came: all of them, or as many as succeeded before one was refused. */
    public record BatchResult(int done, Optional<Errno> error) {}

    /** Stores elements one by one; stops at the first that is refused. */
    public BatchResult updateBatch(List<Entry> entries, long flags) {
        try (var _ = machine.turn()) {
            elements("update_batch");
            return batch(
                    entries.size(),
                    i -> tryUpdate(entries.get(i).key(), entries.get(i).value(), flags));
        }
    }

    /** Removes elements one by one; stops at the first that is refused. */
    public BatchResult deleteBatch(List<byte[]> keys) {
        try (var _ = machine.turn()) {
            elements("delete_batch");
            return batch(keys.size(), i -> tryDelete(keys.get(i)));
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
            int element = elements("lookup").find(map.stage(key, null));
            return element < 0 ? Optional.empty() : timerOf(element);
        }
    }

    /** All initialised timers of the map, in the map's order. */
    public List<TimerView> timers() {
        try (var _ = machine.turn()) {
            MapStorage storage = open();
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
        ControlBlock timer = machine.timers.of(map.storage(), map.storage().valueAddress(element, 0));
        if (timer == null) {
            return Optional.empty();
        }
        boolean pending = machine.timers.isQueued(timer);
        return Optional.of(new TimerView(
                map.readKey(element),
                timer.clockId(),
                machine.callbackName(timer),
                pending,
                pending ? machine.timers.expiresNs(timer) : Long.MAX_VALUE,
                timer.cpu()));
    }

    /**
     * Starts the timer of an element from the host, with a function of a program as callback: initialises it on CLOCK_MONOTONIC if it
     * is not, sets the callback and arms it, in one (the combined start of timers spec 10.1). Programs have no such helper.
     *
     * @param callback name of a function that takes map, key and value, as {@code bpf_timer_set_callback} wants it
     * @throws BpfErrnoException ENOENT if there is no such element, EINVAL if values have no timer; else as the helpers answer
     * @throws IllegalArgumentException if the program has no such function
     */
    public void startTimer(byte[] key, Program program, String callback, Duration delay) {
        try (var _ = machine.turn()) {
            open();
            LiveProgram owner = program.live();
            check(map.startTimer(key, owner, owner.callbackNamed(callback), delay.toNanos()), "starting a timer");
        }
    }

    /**
     * Cancels the timer of an element from the host, as {@code bpf_timer_cancel} does: it has no callback afterwards.
     *
     * @return whether it was armed
     * @throws BpfErrnoException ENOENT if there is no such element, EINVAL if its timer is not initialised, EDEADLK from inside its own
     *     callback
     */
    public boolean cancelTimer(byte[] key) {
        try (var _ = machine.turn()) {
            open();
            long result = map.cancelTimer(key);
            check(result, "cancelling a timer");
            return result == 1;
        }
    }

    /** Lets programs initialise at most that many timers in this map; more get -ENOMEM (timers spec 1.3). */
    public void setTimerLimit(int limit) {
        try (var _ = machine.turn()) {
            open();
            map.setTimerLimit(limit);
        }
    }

    /**
     * Stores the target of a tail call.
     *
     * @throws BpfErrnoException E2BIG if there is no such slot, EINVAL if this is no PROG_ARRAY or serves programs of another type
     */
    public void setProgram(int index, Program program) {
        try (var _ = machine.turn()) {
            writable("update");
            map.setProgram(index, program.live());
        }
    }

    /** Empties a slot of a PROG_ARRAY. */
    public void clearProgram(int index) {
        try (var _ = machine.turn()) {
            writable("delete");
            map.setProgram(index, null);
        }
    }

    /**
     * The program in a slot of a PROG_ARRAY, opened; empty if the slot is.
     *
     * @throws BpfErrnoException EINVAL if this is no PROG_ARRAY
     */
    public Optional<Program> program(int index) {
        try (var _ = machine.turn()) {
            open();
            return Optional.ofNullable(map.programs().get(index)).map(program -> new Program(machine, program));
        }
    }

    /** Stores an inner map whether or not the key exists. See {@link #setMap(byte[], BpfMap, long)}. */
    public void setMap(byte[] key, BpfMap inner) {
        setMap(key, inner, UpdateFlags.ANY);
    }

    /**
     * Stores an inner map, which lives on at least as long as it is there; its timers do not: they need a user of the inner map
     * itself (timers spec 3.5).
     *
     * @param flags see {@link UpdateFlags}
     * @throws BpfErrnoException EINVAL if this is no map of maps, or if the inner map's type, sizes, flags, special fields or, in
     *     an ARRAY, length differ from what this map was declared with; else with the errno that Linux would give
     */
    public void setMap(byte[] key, BpfMap inner, long flags) {
        try (var _ = machine.turn()) {
            writable("update");
            check(map.setInner(key, inner.live(), flags), "storing " + inner.map);
        }
    }

    /**
     * The inner map at a key, opened; empty if there is none.
     *
     * @throws BpfErrnoException EINVAL if this is no map of maps
     */
    public Optional<BpfMap> innerMap(byte[] key) {
        try (var _ = machine.turn()) {
            readable("lookup");
            LiveMap inner = map.inners().get(map.stage(key, null));
            return Optional.ofNullable(inner).map(live -> new BpfMap(machine, live, FdAccess.READ_WRITE));
        }
    }

    /**
     * Takes the oldest record out of a ring buffer; empty if there is none that is complete.
     *
     * @throws BpfErrnoException EINVAL if this is no RINGBUF
     */
    public Optional<byte[]> poll() {
        try (var _ = machine.turn()) {
            if (open() instanceof RingBuffer ring) {
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
            if (!(open() instanceof PerfEventArray events)) {
                throw new BpfErrnoException(Errno.EINVAL, "map \"" + name() + "\" is no PERF_EVENT_ARRAY");
            }
            if (index < 0 || index >= events.shape().maxEntries()) {
                throw new BpfErrnoException(Errno.E2BIG, "index " + index + " of map \"" + name() + "\"");
            }
            return new PerfReader(machine, events, events.open(index, capacityBytes));
        }
    }

    /** How many references keep the map's timers going: open files and pins (timers spec 7.1). */
    public int userReferences() {
        try (var _ = machine.turn()) {
            return map.userReferences();
        }
    }

    LiveMap live() {
        return descriptor.open();
    }

    private MapStorage open() {
        return descriptor.open().storage();
    }

    private MapStorage elements(String command) {
        MapStorage storage = open();
        if (!storage.hasElements() || !storage.hasBatches() && command.endsWith("_batch")) {
            Errno refused = storage.hasElements() ? Errno.ENOTSUPP : Errno.EOPNOTSUPP;
            throw new BpfErrnoException(refused, command + " on " + map);
        }
        return storage;
    }

    MapStorage readable(String command) {
        MapStorage storage = elements(command);
        if (descriptor.access() == FdAccess.WRITE_ONLY) {
            throw new BpfErrnoException(Errno.EPERM, command + " on " + map + ", opened for writing only");
        }
        return storage;
    }

    MapStorage writable(String command) {
        MapStorage storage = open();
        if (descriptor.access() == FdAccess.READ_ONLY) {
            throw new BpfErrnoException(Errno.EPERM, command + " on " + map + ", opened for reading only");
        }
        if (map.isFrozen()) {
            throw new BpfErrnoException(Errno.EPERM, command + " on the frozen map \"" + name() + "\"");
        }
        if (!(storage instanceof ProgramArray<?>) && !storage.hasElements()) {
            throw new BpfErrnoException(Errno.EOPNOTSUPP, command + " on " + map);
        }
        return storage;
    }

    private void requireHash(String command) {
        MapStorage storage = elements(command);
        if (storage instanceof ArrayMap || storage instanceof OuterMap<?> || storage instanceof TargetMap<?>) {
            throw new BpfErrnoException(Errno.ENOTSUPP, command + " on " + map);
        }
    }

    void check(long result, String command) {
        if (result < 0) {
            throw BpfErrnoException.of(result, command + " on map \"" + name() + "\"");
        }
    }

    /**
     * Closes the descriptor. With the last descriptor of the last open file, if no pin is there, all timers of the map stop; the
     * map goes when no program and no outer map holds it any more. Closing twice does nothing.
     */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            descriptor.close();
        }
    }

    @Override
    public String toString() {
        return type() + " map " + name();
    }
}
