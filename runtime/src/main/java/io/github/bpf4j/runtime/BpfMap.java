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
import io.github.bpf4j.runtime.maps.RingBuffer;
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
    private static final byte[] NO_KEY = new byte[0];

    final Machine machine;
    private final Descriptor<LiveMap> descriptor;
    private final LiveMap map;
    final MapCommands commands;

    /** Opens a map: a file description of its own. */
    BpfMap(Machine machine, LiveMap map, FdAccess access) {
        this(machine, new Descriptor<>(new OpenFile<>(machine.objects, map, access)));
    }

    BpfMap(Machine machine, Descriptor<LiveMap> descriptor) {
        this.machine = machine;
        this.descriptor = descriptor;
        map = descriptor.described();
        commands = new MapCommands(descriptor);
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

    /**
     * How many elements there are: of a ring buffer, records that wait; of a QUEUE or STACK, values that do; of an array, its length; of a
     * BLOOM_FILTER, values that it could tell to be new when they were pushed.
     */
    public int size() {
        try (var _ = machine.turn()) {
            return commands.open().count();
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
     * The value of a key; timers and locks in it read as zero. A LPM_TRIE gives that of the longest prefix of the key; a QUEUE or STACK,
     * whose keys have no bytes, the value that comes next.
     *
     * @throws IllegalArgumentException if the key has another size
     * @throws BpfErrnoException EOPNOTSUPP if the type has no such command
     */
    public Optional<byte[]> lookup(byte[] key) {
        return lookup(key, 0);
    }

    /**
     * As {@link #lookup(byte[])}. A copy is never taken in the middle of an update, with BPF_F_LOCK or without, nor with it while a program
     * has the value's lock.
     *
     * @param flags 0, or {@link UpdateFlags#LOCK} where values have a lock; others are EINVAL
     */
    public Optional<byte[]> lookup(byte[] key, long flags) {
        try (var _ = machine.turn()) {
            return commands.lookup(key, flags);
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
     * Stores a value; an existing element's timer is cancelled and freed, except with BPF_F_LOCK in a hash (timers spec 3.4). Maps without
     * keys are pushed to, see {@link #push(byte[], long)}.
     *
     * @param flags see {@link UpdateFlags}
     * @throws IllegalArgumentException if key or value have another size
     * @throws BpfErrnoException with the errno that Linux would give
     */
    public void update(byte[] key, byte[] value, long flags) {
        try (var _ = machine.turn()) {
            commands.check(commands.update(key, value, flags), "update");
        }
    }

    /**
     * Refuses changes from user space from now on; programs go on as before. The maps of constant data are frozen from the start.
     *
     * @throws BpfErrnoException ENOTSUPP if values have special fields, EPERM if it is frozen or opened for reading only
     */
    public void freeze() {
        try (var _ = machine.turn()) {
            commands.freeze();
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
            MapStorage storage = commands.open();
            if (!(storage instanceof ArrayMap array)
                    || storage.isPerCpu()
                    || (spec().flags() & MapFlags.MMAPABLE) == 0
                    || !storage.fields().special().isEmpty()) {
                throw new BpfErrnoException(Errno.ENOTSUPP, "mmap of map \"" + name() + "\" of type " + type());
            }
            return map.isFrozen() ? array.values().asReadOnly() : array.values();
        }
    }

    /**
     * Removes an element, its timer with it; false if there is none with this key.
     *
     * @throws BpfErrnoException EINVAL if elements of this type cannot be removed
     */
    public boolean delete(byte[] key) {
        try (var _ = machine.turn()) {
            long result = commands.delete(key);
            if (result == Errno.ENOENT.result()) {
                return false;
            }
            commands.check(result, "delete");
            return true;
        }
    }

    /** As {@link #lookupAndDelete(byte[], long)} without flags. */
    public Optional<byte[]> lookupAndDelete(byte[] key) {
        return lookupAndDelete(key, 0);
    }

    /**
     * Removes an element and returns what its value was; of a QUEUE or STACK, whose keys have no bytes, the value that comes next.
     *
     * @param flags 0, or {@link UpdateFlags#LOCK} where values have a lock; others are EINVAL
     * @throws BpfErrnoException ENOTSUPP if the type has no such command
     */
    public Optional<byte[]> lookupAndDelete(byte[] key, long flags) {
        try (var _ = machine.turn()) {
            return commands.lookupAndDelete(key, flags);
        }
    }

    /** As {@link #push(byte[], long)}, refused if the map is full. */
    public void push(byte[] value) {
        push(value, UpdateFlags.ANY);
    }

    /**
     * Adds a value to a QUEUE, a STACK or a BLOOM_FILTER.
     *
     * @param flags 0, or {@link UpdateFlags#EXIST} to drop the oldest value of a QUEUE or STACK that is full
     * @throws IllegalArgumentException if the value has another size, or keys have bytes
     * @throws BpfErrnoException E2BIG if the map is full, EINVAL for other flags
     */
    public void push(byte[] value, long flags) {
        update(NO_KEY, value, flags);
    }

    /** The value of a QUEUE or STACK that comes next: the oldest or the newest; empty if there is none. */
    public Optional<byte[]> peek() {
        return lookup(NO_KEY);
    }

    /** Takes the value of a QUEUE or STACK that comes next. */
    public Optional<byte[]> pop() {
        return lookupAndDelete(NO_KEY);
    }

    /**
     * All values of a QUEUE or STACK in the order in which they would be popped. Linux has no such command.
     *
     * @throws BpfErrnoException EINVAL if this is neither
     */
    public List<byte[]> waiting() {
        try (var _ = machine.turn()) {
            return commands.waiting();
        }
    }

    /**
     * Whether a value may have been pushed to a BLOOM_FILTER, as a lookup from user space tells; false: it never was.
     *
     * @throws BpfErrnoException EINVAL if this is no BLOOM_FILTER
     */
    public boolean mayContain(byte[] value) {
        try (var _ = machine.turn()) {
            return commands.mayContain(value);
        }
    }

    /**
     * The key after the given one in the map's order; the first key for null or for a key that does not exist. In a LPM_TRIE longer
     * prefixes come before those that begin them.
     *
     * @throws BpfErrnoException EINVAL of a QUEUE or STACK, EOPNOTSUPP of other types without keys
     */
    public Optional<byte[]> nextKey(byte @Nullable [] key) {
        try (var _ = machine.turn()) {
            return commands.nextKey(key);
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
            commands.forEach(visitor);
        }
    }

    /**
     * A part of a map.
     *
     * @param position where the next batch begins, or -1 after the last element; of a LPM_TRIE from which the last of these entries was
     *     removed meanwhile, the next batch begins with the first of all
     */
    public record Batch(List<Entry> entries, int position) {}

    /** As {@link #lookupBatch(int, int, long)} without flags. */
    public Batch lookupBatch(int position, int count) {
        return lookupBatch(position, count, 0);
    }

    /**
     * Reads up to that many elements, from the start (position 0) or from where the batch before ended.
     *
     * @param flags of each element, as for {@link #lookup(byte[], long)}
     * @throws BpfErrnoException ENOTSUPP if the type has no such command
     */
    public Batch lookupBatch(int position, int count, long flags) {
        try (var _ = machine.turn()) {
            return commands.lookupBatch(position, count, flags);
        }
    }

    /** As {@link #lookupAndDeleteBatch(int, int, long)} without flags. */
    public Batch lookupAndDeleteBatch(int position, int count) {
        return lookupAndDeleteBatch(position, count, 0);
    }

    /** As {@link #lookupBatch(int, int, long)}, removing what it returns. */
    public Batch lookupAndDeleteBatch(int position, int count, long flags) {
        try (var _ = machine.turn()) {
            return commands.lookupAndDeleteBatch(position, count, flags);
        }
    }

    /** How far a batch of commands came: all of them, or as many as succeeded before one was refused. */
    public record BatchResult(int done, Optional<Errno> error) {}

    /**
     * Stores elements one by one; stops at the first that is refused.
     *
     * @param flags 0 or {@link UpdateFlags#LOCK}; others are EINVAL
     * @throws BpfErrnoException ENOTSUPP if the type has no such command
     */
    public BatchResult updateBatch(List<Entry> entries, long flags) {
        try (var _ = machine.turn()) {
            return commands.updateBatch(entries, flags);
        }
    }

    /**
     * Removes elements one by one; stops at the first that is refused.
     *
     * @throws BpfErrnoException ENOTSUPP if the type has no such command
     */
    public BatchResult deleteBatch(List<byte[]> keys) {
        try (var _ = machine.turn()) {
            return commands.deleteBatch(keys);
        }
    }

    /** The timer of an element; empty if there is no such element or its timer is uninitialised. */
    public Optional<TimerView> timer(byte[] key) {
        try (var _ = machine.turn()) {
            int element = commands.elements("lookup").find(map.stage(key, null));
            return element < 0 ? Optional.empty() : timerOf(element);
        }
    }

    /** All initialised timers of the map, in the map's order. */
    public List<TimerView> timers() {
        try (var _ = machine.turn()) {
            MapStorage storage = commands.open();
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
            commands.open();
            LiveProgram owner = program.liveIn(machine);
            commands.check(
                    map.startTimer(key, owner, owner.callbackNamed(callback), delay.toNanos()), "starting a timer");
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
            commands.open();
            long result = map.cancelTimer(key);
            commands.check(result, "cancelling a timer");
            return result == 1;
        }
    }

    /** Lets programs initialise at most that many timers in this map; more get -ENOMEM (timers spec 1.3). */
    public void setTimerLimit(int limit) {
        try (var _ = machine.turn()) {
            commands.open();
            map.setTimerLimit(limit);
        }
    }

    /**
     * Stores the target of a tail call.
     *
     * @throws BpfErrnoException E2BIG if there is no such slot, EINVAL if this is no PROG_ARRAY or serves programs of another kind, EBUSY if
     *     functions of the program are replaced
     */
    public void setProgram(int index, Program program) {
        try (var _ = machine.turn()) {
            commands.writable("update");
            map.setProgram(index, program.liveIn(machine));
        }
    }

    /**
     * Empties a slot of a PROG_ARRAY.
     *
     * @throws BpfErrnoException ENOENT if it is empty, E2BIG if there is none
     */
    public void clearProgram(int index) {
        try (var _ = machine.turn()) {
            commands.writable("delete");
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
            commands.open();
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
            commands.writable("update");
            commands.check(map.setInner(key, inner.liveIn(machine), flags), "storing " + inner.map);
        }
    }

    /**
     * The inner map at a key, opened; empty if there is none.
     *
     * @throws BpfErrnoException EINVAL if this is no map of maps
     */
    public Optional<BpfMap> innerMap(byte[] key) {
        try (var _ = machine.turn()) {
            commands.readable("lookup");
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
            if (commands.open() instanceof RingBuffer ring) {
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
            if (!(commands.open() instanceof PerfEventArray events)) {
                throw new BpfErrnoException(Errno.EINVAL, "map \"" + name() + "\" is no PERF_EVENT_ARRAY");
            }
            if (index < 0 || index >= events.shape().maxEntries()) {
                throw new BpfErrnoException(Errno.E2BIG, "index " + index + " of map \"" + name() + "\"");
            }
            return new PerfReader(machine, events, events.open(index, capacityBytes, machine.clock.monotonicNs()));
        }
    }

    /** How many references keep the map's timers going: open files and pins (timers spec 7.1). */
    public int userReferences() {
        try (var _ = machine.turn()) {
            return map.userReferences();
        }
    }

    Descriptor<LiveMap> duplicateDescriptor() {
        return descriptor.duplicate();
    }

    LiveMap live() {
        return descriptor.open();
    }

    /** The same, for use in a runtime, which must be its own: its values lie in that one's memory. */
    LiveMap liveIn(Machine there) {
        if (machine != there) {
            throw new IllegalArgumentException(this + " is of another runtime");
        }
        return live();
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
