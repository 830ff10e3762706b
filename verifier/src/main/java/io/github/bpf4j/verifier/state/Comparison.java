package io.github.bpf4j.verifier.state;

import io.github.bpf4j.verifier.state.Frame.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Whether all that can happen from a state was seen when a stored state was explored (verifier spec 4.4). Keeps its tables between
 * uses; not safe for use by several threads.
 */
public final class Comparison {
    /** How closely the states must agree. */
    public enum Mode {
        /** What is not read later does not matter, nor do numbers that nothing depended on. */
        NORMAL,
        /** Everything must be the same. */
        EXACT,
        /** Everything must lie inside of what is stored, but for registers that are never read again. */
        RANGE
    }

    private static final Register UNBOUND = Register.UNKNOWN;

    private final IdMap ids = new IdMap();
    private final boolean privileged;
    private final boolean readsUnsetStack;
    private boolean exactNumbers;
    private int fresh;
    private Mode mode = Mode.NORMAL;

    /**
     * Compares states of a program.
     *
     * @param privileged whether its loader has all capabilities, or none: then all numbers count
     * @param readsUnsetStack whether bytes of the stack that nothing was written to can be read, so that they are as any others
     */
    public Comparison(boolean privileged, boolean readsUnsetStack) {
        this.privileged = privileged;
        this.readsUnsetStack = readsUnsetStack;
    }

    /** From now on numbers must be the same, not only lie inside: how far pointers are moved depends on them. */
    public void requireSameNumbers() {
        exactNumbers = true;
    }

    /**
     * Compares two states at the same instruction.
     *
     * @param live which registers and slots of the stored state are read later; of registers this must be known for certain: what is not
     *     read is ignored, slots in mode NORMAL only
     * @param precise which numbers of the stored state something depended on
     */
    public boolean covers(State old, State current, Mode with, Marks live, Marks precise) {
        ids.clear();
        fresh = Integer.MIN_VALUE;
        mode = with;
        if (old.isSpeculative() && !current.isSpeculative()
                || old.depth() != current.depth()
                || old.isSleepable() != current.isSleepable()
                || old.rcuDepth() != current.rcuDepth()
                || old.preemptOff() != current.preemptOff()
                || !sameLock(old.lock(), current.lock())) {
            return false;
        }
        for (int f = 0; f < old.depth(); f++) {
            Frame one = old.frame(f);
            Frame other = current.frame(f);
            if (one.callSite() != other.callSite()
                    || one.subprogram() != other.subprogram()
                    || one.entry() != other.entry()
                    || !sameDepth(one, other)
                    || !covers(one, other, f, live, precise)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameDepth(Frame old, Frame current) {
        return mode == Mode.EXACT
                ? old.callbackDepth() == current.callbackDepth()
                : old.callbackDepth() <= current.callbackDepth();
    }

    private boolean sameLock(State.@Nullable Lock old, State.@Nullable Lock current) {
        if (old == null || current == null) {
            return old == null && current == null;
        }
        return sameMap(old.map(), current.map())
                && ids.match(old.uid(), current.uid())
                && ids.match(old.id(), current.id());
    }

    private boolean covers(Frame old, Frame current, int number, Marks live, Marks precise) {
        for (int r = 0; r < Frame.FRAME_POINTER; r++) {
            if (mode != Mode.EXACT && !live.hasRegister(number, r)) {
                continue;
            }
            if (!covers(old.register(r), current.register(r), precise.hasRegister(number, r))) {
                return false;
            }
        }
        if (mode != Mode.NORMAL && old.slotCount() > current.slotCount()) {
            return false;
        }
        for (int s = 0; s < old.slotCount(); s++) {
            if (mode == Mode.NORMAL && !live.hasSlot(number, s)) {
                continue;
            }
            if (!covers(old.slot(s), current.slot(s), precise.hasSlot(number, s))) {
                return false;
            }
        }
        return sameReferences(old.references(), current.references());
    }

    private boolean sameReferences(Reference[] old, Reference[] current) {
        if (old.length != current.length) {
            return false;
        }
        for (int i = 0; i < old.length; i++) {
            if (!ids.match(old[i].id(), current[i].id())) {
                return false;
            }
        }
        return true;
    }

    private boolean covers(Slot old, Slot current, boolean precise) {
        if (mode == Mode.NORMAL) {
            if (old.bytes() == Slot.EMPTY.bytes()) {
                return true;
            }
        } else if (old.bytes() != current.bytes()) {
            return false;
        }
        Register oldNumber = asNumber(old);
        Register currentNumber = asNumber(current);
        if (oldNumber != null && currentNumber != null) {
            return covers(oldNumber, currentNumber, precise && old.isSpill());
        }
        for (int i = 0; i < Long.BYTES; i++) {
            int kind = old.kind(i);
            boolean any =
                    kind == Slot.INVALID || kind == Slot.MISC && (readsUnsetStack || current.kind(i) == Slot.ZERO);
            if (!any && kind != current.kind(i)) {
                return false;
            }
        }
        if (old.isObject()) {
            return sameObject(old.object(), current.object());
        }
        Register oldSpill = old.spilled();
        Register currentSpill = current.spilled();
        return oldSpill == null || currentSpill != null && covers(oldSpill, currentSpill, precise);
    }

    /** The number that a slot holds as a whole; null if it holds something else. */
    private @Nullable Register asNumber(Slot slot) {
        Register spilled = slot.spilled();
        if (slot.isFullSpill() && spilled != null && spilled.isScalar()) {
            return spilled;
        }
        for (int i = 0; i < Long.BYTES; i++) {
            if (slot.kind(i) > Slot.MISC || !readsUnsetStack && slot.kind(i) == Slot.INVALID) {
                return null;
            }
        }
        return UNBOUND;
    }

    private boolean sameObject(@Nullable StackObject old, @Nullable StackObject current) {
        return old != null
                && current != null
                && old.type().equals(current.type())
                && old.part() == current.part()
                && old.drained() == current.drained()
                && (mode != Mode.EXACT || old.depth() == current.depth())
                && ids.match(old.id(), current.id())
                && ids.match(old.refId(), current.refId());
    }

    private boolean covers(Register old, Register current, boolean precise) {
        if (mode == Mode.EXACT) {
            return isExact(old, current);
        }
        if (old.kind() == Kind.NOT_INIT) {
            return mode == Mode.NORMAL || current.kind() == Kind.NOT_INIT;
        }
        if (old.kind() != current.kind()
                || (old.flags() & ~Register.HAS_DELTA) != (current.flags() & ~Register.HAS_DELTA)) {
            return false;
        }
        return switch (old.kind()) {
            case SCALAR -> coversNumber(old, current, precise);
            case MAP_VALUE, MAP_KEY, MEM, RINGBUF_MEM, PACKET_META, PACKET -> coversPointer(old, current);
            default -> isExact(old, current);
        };
    }

    private boolean coversNumber(Register old, Register current, boolean precise) {
        if (mode == Mode.NORMAL && !precise && privileged) {
            return true;
        }
        if (exactNumbers
                ? !old.scalar().equals(current.scalar())
                : !old.scalar().contains(current.scalar())) {
            return false;
        }
        if (old.id() == 0) {
            return true;
        }
        return old.has(Register.HAS_DELTA) == current.has(Register.HAS_DELTA)
                && old.offset() == current.offset()
                && ids.matchLinked(old.id(), current.id(), fresh++);
    }

    private boolean coversPointer(Register old, Register current) {
        return old.offset() == current.offset()
                && coversDetail(old, current)
                && old.scalar().contains(current.scalar())
                && sameMap(old.map(), current.map())
                && sameIds(old, current);
    }

    private static boolean coversDetail(Register old, Register current) {
        if (!old.kind().isPacket() || old.detail() < 0 || current.detail() < 0) {
            return old.detail() == current.detail();
        }
        return old.detail() <= current.detail();
    }

    private boolean isExact(Register old, Register current) {
        return old.kind() == current.kind()
                && old.flags() == current.flags()
                && old.offset() == current.offset()
                && old.detail() == current.detail()
                && old.scalar().equals(current.scalar())
                && sameMap(old.map(), current.map())
                && sameIds(old, current);
    }

    private boolean sameIds(Register old, Register current) {
        return ids.match(old.id(), current.id())
                && ids.match(old.refId(), current.refId())
                && ids.match(old.uid(), current.uid());
    }

    @SuppressWarnings("ReferenceEquality") // a map is the same exactly if it is the same object
    private static boolean sameMap(@Nullable MapInfo one, @Nullable MapInfo other) {
        return one == other;
    }
}
