package io.github.bpf4j.fuzz;

import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Marks;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.Slot;
import io.github.bpf4j.verifier.state.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a state of a run is one of those that a state of the walk stands for.
 *
 * <p>What is claimed, and so checked: of a number all ranges and bits, of numbers with one id that they are as far apart as they say; of a
 * pointer that it lies as far from the start of what it points to, or of some element of its map, as it may; that it is null only if
 * it may be, and with all others of its id; of a packet pointer how many bytes follow it, or that it is at the end or beyond; of each
 * byte of the stack that it is zero or belongs to what was stored; which functions are active, and whether a lock is held. Nothing is
 * claimed of what was never written.
 *
 * <p>Why every run must pass. A run begins in the state in which the walk does. If a state of the run lies in a state of the walk from
 * which the walk goes on, then what an instruction makes of the one lies in what it makes of the other on one of the ways that
 * the walk takes. There the walk goes on, or ends because a kept state covers its own. If that state covers all of it (pruning WHOLE), the
 * run's state lies in the kept one as well, and that was walked on. If it covers what mattered (pruning OFTEN), the run's state lies in
 * it but for what no path from there reads and but for numbers that nothing on any path from there depends on: no access, no
 * decision of a branch. Marks are passed backwards along the walk, so what does not matter in a kept state does not become something
 * that matters in the next: from kept state to kept state the run's state lies in one as far as the marks say. Between them it
 * cannot be said what matters, so with OFTEN only kept states are compared, and at every point where paths meet there is one.
 */
final class Embedding {
    private static final String[] REGISTERS = {"R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9"};

    private final RunState run;
    private final IdValues numbers = new IdValues();
    private final IdValues nulls = new IdValues();
    private final IdValues maps = new IdValues();
    private @Nullable Marks live;
    private @Nullable Marks precise;
    private String why = "";
    private boolean explains;

    Embedding(RunState run) {
        this.run = run;
    }

    /** Whether all that a state claims is true of the run. */
    boolean holds(State state) {
        return holds(state, null, null);
    }

    /** Whether all that matters in a kept state is true of the run. */
    boolean holds(State state, @Nullable Marks liveMarks, @Nullable Marks preciseMarks) {
        live = liveMarks;
        precise = preciseMarks;
        numbers.clear();
        nulls.clear();
        maps.clear();
        int below = run.depth() - state.depth();
        if (below < 0 || below > 0 && state.frame(0).entry() != Entry.ROOT) {
            return no("depth", state.depth());
        }
        if (state.lock() != null != run.isLocked()) {
            return no("lock: held is", run.isLocked() ? 1 : 0);
        }
        for (int f = 0; f < state.depth(); f++) {
            if (f > 0 && state.frame(f).callSite() != run.insnOf(below + f - 1)) {
                return no("call site of frame", f);
            }
            if (!frame(state, f, below)) {
                return false;
            }
        }
        return true;
    }

    private boolean no(String what, long detail) {
        if (explains) {
            why = what + " " + detail;
        }
        return false;
    }

    private boolean no(int frame, String place, long value, Object claim) {
        if (explains) {
            why = "frame " + frame + " " + place + " = 0x" + Long.toHexString(value) + " is not " + claim;
        }
        return false;
    }

    private boolean frame(State state, int f, int below) {
        Frame frame = state.frame(f);
        boolean top = f == state.depth() - 1;
        for (int r = top ? 0 : 6; r < Frame.FRAME_POINTER; r++) {
            if (live != null && !live.hasRegister(f, r)) {
                continue;
            }
            boolean exact = precise == null || precise.hasRegister(f, r);
            if (!register(frame.register(r), run.register(below + f, r), Long.BYTES, exact, below)) {
                return no(f, REGISTERS[r], run.register(below + f, r), frame.register(r));
            }
        }
        long pointer = run.register(below + f, Frame.FRAME_POINTER);
        for (int s = 0; s < frame.slotCount(); s++) {
            if (live != null && !live.hasSlot(f, s)) {
                continue;
            }
            Slot slot = frame.slot(s);
            if (slot.bytes() == 0) {
                continue;
            }
            long content = run.memory().getLong(pointer - 8L * (s + 1));
            if (!slot(slot, content, precise == null || precise.hasSlot(f, s), below)) {
                return no(f, "a stack slot", content, slot);
            }
        }
        return true;
    }

    private boolean slot(Slot slot, long content, boolean exact, int below) {
        for (int i = 0; i < Long.BYTES; i++) {
            if (slot.kind(i) == Slot.ZERO && (content >>> (i * Byte.SIZE) & 0xff) != 0) {
                return false;
            }
        }
        Register spilled = slot.spilled();
        if (spilled == null) {
            return true;
        }
        int bytes = slot.spilledBytes();
        long low = bytes == Long.BYTES ? content : content & (1L << (bytes * Byte.SIZE)) - 1;
        return register(spilled, low, bytes, exact, below);
    }

    private boolean register(Register register, long value, int bytes, boolean exact, int below) {
        switch (register.kind()) {
            case NOT_INIT -> {
                return true;
            }
            case SCALAR -> {
                return !exact || number(register, value, bytes);
            }
            default -> {
                if (register.isMaybeNull() && register.id() != 0) {
                    long isNull = value == 0 ? 1 : 0;
                    if (nulls.of(register.id(), isNull) != isNull) {
                        return false;
                    }
                }
                if (value == 0) {
                    return register.isMaybeNull();
                }
                return pointer(register, value, below);
            }
        }
    }

    private boolean number(Register register, long value, int bytes) {
        Scalar scalar = register.scalar();
        if (bytes < Long.BYTES && scalar.umax() >>> (bytes * Byte.SIZE) != 0) {
            return scalar.truncate(bytes).allows(value);
        }
        if (!scalar.allows(value)) {
            return false;
        }
        if (register.id() == 0) {
            return true;
        }
        long base = register.has(Register.HAS_DELTA) ? value - register.offset() : value;
        return numbers.of(register.id(), base) == base;
    }

    private static boolean isAt(Register register, long value, long start) {
        return register.scalar().allows(value - start - register.offset());
    }

    private boolean pointer(Register register, long value, int below) {
        GuestMemory memory = run.memory();
        return switch (register.kind()) {
            case CONTEXT -> isAt(register, value, run.context());
            case STACK -> isAt(register, value, run.register(below + register.detail(), Frame.FRAME_POINTER));
            case MAP -> isMap(register, value);
            case MAP_VALUE -> isInValue(register, value);
            case PACKET -> isInPacket(register, value);
            case PACKET_META ->
                isAt(register, value, run.meta())
                        && (register.detail() <= 0 || value - register.offset() + register.detail() <= run.data());
            case PACKET_END -> value == run.end();
            case MEM, RINGBUF_MEM ->
                !register.hasFixedOffset()
                        || isMemory(value - register.fixedOffset() & memory.mask(), register.detail());
            default -> true;
        };
    }

    private boolean isMemory(long start, int size) {
        GuestObject object = run.memory().objects().at(start);
        return object != null && start - object.start() + size <= object.sizeBytes();
    }

    /** Of an inner map, whether it is some map, and the same wherever its lookup is the same. */
    private boolean isMap(Register register, long value) {
        String name = register.map().name();
        if (run.map(name) != null) {
            return value == run.handle(name);
        }
        return run.isInner(value) && (register.uid() == 0 || maps.of(register.uid(), value) == value);
    }

    private boolean isInValue(Register register, long value) {
        if (register.map().shape().type().isMapInMap()) {
            return run.isInner(value); // what a lookup gives is a map as soon as it is not null
        }
        String name = register.map().name();
        MapStorage map = run.map(name);
        if (map != null) {
            return isInValue(map, register, value);
        }
        return run.inner().stream().anyMatch(inner -> isInValue(inner, register, value));
    }

    private boolean isInValue(MapStorage map, Register register, long value) {
        int cpus = map.isPerCpu() ? map.shape().cpus() : 1;
        for (int element = map.next(-1); element >= 0; element = map.next(element)) {
            for (int cpu = 0; cpu < cpus; cpu++) {
                if (isAt(register, value, map.valueAddress(element, cpu))) {
                    return true;
                }
            }
        }
        // an element that was deleted since is nobody's, but still there
        return run.mayDelete(map)
                && run.memory().objects().at(value & run.memory().mask()) != null;
    }

    private boolean isInPacket(Register register, long value) {
        if (!isAt(register, value, run.data())) {
            return false;
        }
        int range = register.detail();
        if (range == Register.AT_END) {
            return value >= run.end();
        }
        if (range == Register.BEYOND_END) {
            return value > run.end();
        }
        return range == 0 || value - register.offset() + range <= run.end();
    }

    /** Which claims of some states are not true, for people. */
    String explain(List<WalkRecord.Kept> states) {
        explains = true;
        StringBuilder text = new StringBuilder();
        for (WalkRecord.Kept kept : states.subList(0, Math.min(5, states.size()))) {
            boolean holds = holds(kept.state(), kept.live(), kept.precise());
            text.append("\n  ").append(holds ? "holds" : why);
        }
        explains = false;
        return text.toString();
    }
}
