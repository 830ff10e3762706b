package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ClockId;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.OperationsMap;
import io.github.bpf4j.runtime.maps.OuterMap;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.SocketMap;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.verifier.TracedFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map in the runtime. Among its references those of users count apart: with the last of them all timers of the map stop,
 * a PROG_ARRAY is emptied, and programs attached to a map of sockets go, whoever else holds the map (timers spec 7.1).
 */
final class LiveMap extends KernelObject {
    private final Machine machine;
    private final MapSpec spec;
    private final Btf btf;
    private final MapShape shape;
    private final @Nullable MapShape innerShape;
    private final MapStorage storage;
    private final long handle;
    private int userReferences;
    private int timerLimit = Integer.MAX_VALUE;
    private boolean frozen;
    private boolean ofPrograms;
    private @Nullable SlotOwner slotOwner;
    private long scratch;

    LiveMap(Machine machine, MapSpec spec, Btf btf, MapShape shape, @Nullable MapShape innerShape, MapStorage storage) {
        super(machine.objects, machine.objects.nextMapId());
        this.machine = machine;
        this.spec = spec;
        this.btf = btf;
        this.shape = shape;
        this.innerShape = innerShape;
        this.storage = storage;
        handle = machine.add(storage, this);
        machine.objects.add(this);
    }

    String name() {
        return spec.name();
    }

    MapSpec spec() {
        return spec;
    }

    Btf btf() {
        return btf;
    }

    MapShape shape() {
        return shape;
    }

    /** What the maps in it must be like; null if it holds none. */
    @Nullable
    MapShape innerShape() {
        return innerShape;
    }

    /**
     * Whether objects in its values are of the types that an object file describes, or there are none: types of different files are
     * different, whatever their names.
     */
    @SuppressWarnings("ReferenceEquality") // types are the same exactly if they come from the same place
    boolean ownsOnly(Btf types) {
        return types == btf || !storage.ownsObjects();
    }

    /** How many elements it counts for programs that ask: only hashes do. */
    long countedElements() {
        return switch (spec().type()) {
            case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, HASH_OF_MAPS -> storage.count();
            default -> 0;
        };
    }

    MapStorage storage() {
        return storage;
    }

    /** What programs see as its address. */
    long handle() {
        return handle;
    }

    boolean hasUser() {
        return userReferences > 0;
    }

    int userReferences() {
        return userReferences;
    }

    int timerLimit() {
        return timerLimit;
    }

    void setTimerLimit(int limit) {
        timerLimit = limit;
    }

    /** Counts it among what programs made until it is freed. */
    void countAsOfPrograms() {
        ofPrograms = true;
    }

    boolean isFrozen() {
        return frozen;
    }

    void freeze() {
        frozen = true;
    }

    @Override
    void opened() {
        super.opened();
        userReferences++;
    }

    @Override
    void closed() {
        userReferences--;
        if (userReferences == 0) {
            lastUserGone();
        }
        super.closed();
    }

    private void lastUserGone() {
        storage.releaseAllFields();
        if (storage instanceof ProgramArray<?>) {
            programs().clear().forEach(LiveProgram::dropForSlot);
        }
        if (storage instanceof SocketMap<?> sockets) {
            machine.network.socketPrograms.closed(LiveSocket.in(sockets));
        }
    }

    @SuppressWarnings("unchecked") // the loader makes every ProgramArray one of live programs
    ProgramArray<LiveProgram> programs() {
        if (storage instanceof ProgramArray<?> array) {
            return (ProgramArray<LiveProgram>) array;
        }
        throw new BpfErrnoException(Errno.EINVAL, this + " is no PROG_ARRAY");
    }

    @SuppressWarnings("unchecked") // the loader makes every OuterMap one of live maps
    OuterMap<LiveMap> inners() {
        if (storage instanceof OuterMap<?> outer) {
            return (OuterMap<LiveMap>) outer;
        }
        throw new BpfErrnoException(Errno.EINVAL, this + " is no map of maps");
    }

    @SuppressWarnings("unchecked") // the loader makes every TargetMap one of live targets
    TargetMap<LiveTarget> targets() {
        if (storage instanceof TargetMap<?> targets) {
            return (TargetMap<LiveTarget>) targets;
        }
        throw new BpfErrnoException(Errno.EINVAL, this + " has values of bytes");
    }

    /**
     * The table of operations that it is of.
     *
     * @throws BpfErrnoException EINVAL if it is of none
     */
    LiveOperations operations() {
        if (storage instanceof OperationsMap<?> map && map.table() instanceof LiveOperations table) {
            return table;
        }
        throw new BpfErrnoException(Errno.EINVAL, this + " is of no operations");
    }

    /**
     * Whether a program may name this map: one in which programs lie belongs to the kind of the first one that names it or lies in it,
     * since it takes the context along. As in Linux, naming a DEVMAP_HASH does not count.
     *
     * @param type its type; for EXT that of the program that it is part of
     */
    boolean takes(ProgramType type, ProgramSpec program, TracedFunction.@Nullable Given around) {
        return switch (spec.type()) {
            case PROG_ARRAY -> takesInSlot(SlotOwner.ofJumps(type, program, machine.kernelTypes, around));
            case DEVMAP, CPUMAP -> takesInSlot(SlotOwner.ofPackets(type, program));
            default -> true;
        };
    }

    /** Whether a program may lie in this map of targets. */
    boolean takesInSlot(LiveProgram program) {
        return takesInSlot(SlotOwner.ofPackets(program.type(), program.linked().spec()));
    }

    private boolean takesJump(LiveProgram program) {
        return program.type() != ProgramType.EXT
                && takesInSlot(SlotOwner.ofJumps(
                        program.type(), program.linked().spec(), machine.kernelTypes, program.traced()));
    }

    private boolean takesInSlot(SlotOwner owner) {
        if (slotOwner == null) {
            slotOwner = owner;
        }
        return slotOwner.equals(owner);
    }

    /** Stores a program into a slot, or empties it with null. */
    void setProgram(int index, @Nullable LiveProgram program) {
        ProgramArray<LiveProgram> slots = programs();
        if (program != null && slots.hasSlot(index) && !takesJump(program)) {
            throw new BpfErrnoException(
                    Errno.EINVAL,
                    "storing " + program + " in " + this + ", which is for " + (slotOwner == null ? "other" : slotOwner)
                            + " programs");
        }
        if (!slots.hasSlot(index)) {
            throw new BpfErrnoException(Errno.E2BIG, "slot " + index + " of " + this);
        }
        if (program != null) {
            program.holdForSlot();
        }
        LiveProgram old = slots.set(index, program);
        if (program == null && old == null) {
            throw new BpfErrnoException(Errno.ENOENT, "slot " + index + " of " + this + " is empty");
        }
        if (old != null) {
            old.dropForSlot();
        }
    }

    /** Stores an inner map; 0 or a negative errno. */
    long setInner(byte[] key, LiveMap inner, long flags) {
        OuterMap<LiveMap> outer = inners();
        if (innerShape == null || !inner.shape.fitsTemplate(innerShape) || !inner.ownsOnly(btf)) {
            return Errno.EINVAL.result();
        }
        byte[] id = new byte[Integer.BYTES];
        java.nio.ByteBuffer.wrap(id).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(inner.id());
        long staged = stage(key, id);
        LiveMap old = outer.get(staged);
        long refused = outer.put(staged, valueStage(staged), flags, inner, inner.handle);
        if (refused == 0) {
            inner.hold();
            if (old != null) {
                old.drop();
            }
        }
        return refused;
    }

    /** Takes an inner map out; 0 or a negative errno. */
    long takeInner(byte[] key) {
        OuterMap<LiveMap> outer = inners();
        long staged = stage(key, null);
        LiveMap old = outer.get(staged);
        long refused = outer.take(staged);
        if (refused == 0 && old != null) {
            old.drop();
        }
        return refused;
    }

    /** Guest address of an element's timer. */
    private long timerAt(byte[] key, String command) {
        if (!storage.fields().hasTimer()) {
            throw new BpfErrnoException(Errno.EINVAL, command + " in " + this + ", whose values have no timer");
        }
        int element = storage.find(stage(key, null));
        if (element < 0) {
            throw new BpfErrnoException(Errno.ENOENT, command + " of a key that is not in " + this);
        }
        return storage.valueAddress(element, 0) + storage.fields().timerOffset();
    }

    /** Initialises a timer if it is not, sets its callback and starts it; 0 or a negative errno. */
    long startTimer(byte[] key, LiveProgram program, int callback, long delayNs) {
        long timer = timerAt(key, "starting the timer");
        long refused = machine.timers.init(false, timer, storage, ClockId.MONOTONIC.number());
        if (refused == 0 || refused == Errno.EBUSY.result()) {
            refused = machine.timers.setCallback(timer, program.image(), callback);
        }
        return refused == 0 ? machine.timers.start(Math.max(0, callersCpu()), timer, delayNs, 0) : refused;
    }

    /** Cancels a timer as a program does: 1 if it was armed, 0 if not, or a negative errno. */
    long cancelTimer(byte[] key) {
        return machine.timers.cancel(callersCpu(), timerAt(key, "cancelling the timer"));
    }

    private int callersCpu() {
        Occupancy.Seat seat = machine.occupancy.mine();
        return seat == null ? -1 : seat.cpu();
    }

    int keySize() {
        return storage.shape().keySize();
    }

    int valueSize() {
        return storage.hostValueSize();
    }

    /** Copies key and value to where the storage can read them; returns the key's address. */
    long stage(byte[] key, byte @Nullable [] value) {
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
                throw new BpfErrnoException(Errno.ENOMEM, "element command on " + this);
            }
        }
        machine.memory.write(key, 0, scratch, key.length);
        if (value != null) {
            machine.memory.write(value, 0, valueStage(scratch), value.length);
        }
        return scratch;
    }

    long valueStage(long staged) {
        return staged + (keySize() + 7 & -8);
    }

    /** Where the value is that was or can be staged last. */
    long stagedValue() {
        return valueStage(scratch);
    }

    byte[] readStagedValue() {
        return machine.memory.read(stagedValue(), valueSize());
    }

    private long scratchBytes() {
        return (keySize() + 7L & -8) + valueSize();
    }

    /** A copy of an element's value, taken under its lock if the flags say so. */
    byte[] readValue(int element, long flags) {
        byte[] value = new byte[valueSize()];
        storage.readValue(element, value, 0, flags);
        return value;
    }

    byte[] readKey(int element) {
        long cell = machine.cells.takeForHost();
        try {
            return machine.memory.read(storage.keyAddress(element, cell), keySize());
        } finally {
            machine.cells.giveBackForHost();
        }
    }

    @Override
    void free() {
        lastUserGone();
        if (storage instanceof OuterMap<?>) {
            inners().all().forEach(LiveMap::drop);
        }
        if (storage instanceof TargetMap<?>) {
            targets().all().forEach(machine.targets::removed);
        }
        if (storage instanceof OperationsMap<?>) {
            operations().release();
        }
        if (scratch != 0) {
            machine.memory.release(scratch, scratchBytes(), scratchBytes());
        }
        machine.forget(storage, handle);
        storage.close();
        if (ofPrograms) {
            machine.calls.freed(spec);
        }
    }

    @Override
    public String toString() {
        return "map \"" + name() + "\" of type " + spec.type();
    }
}
