package io.github.bpf4j.verifier.state;

import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Frame.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All that is known at one point of a path. Not safe for use by several threads; a copy is independent. */
public final class State {
    /** Most frames of a path (A74). */
    public static final int MAX_FRAMES = 8;

    /**
     * A spin lock that is held.
     *
     * @param id which lookup its value comes from, 0 for global variables
     */
    public record Lock(@Nullable MapInfo map, int uid, int id, int insnOffset) {}

    private final Frame[] frames = new Frame[MAX_FRAMES];
    private int depth;
    private @Nullable Lock lock;
    private int rcuDepth;
    private int preemptOff;
    private int mayGotoDepth;
    private boolean speculative;
    private final boolean sleepable;
    private final int asyncEntries;

    /** A path that begins in a function. */
    public State(Frame first, boolean sleepable, int asyncEntries) {
        frames[0] = first;
        depth = 1;
        this.sleepable = sleepable;
        this.asyncEntries = asyncEntries;
    }

    private State(State from) {
        for (int i = 0; i < from.depth; i++) {
            frames[i] = from.frames[i].copy();
        }
        depth = from.depth;
        lock = from.lock;
        rcuDepth = from.rcuDepth;
        preemptOff = from.preemptOff;
        mayGotoDepth = from.mayGotoDepth;
        speculative = from.speculative;
        sleepable = from.sleepable;
        asyncEntries = from.asyncEntries;
    }

    public State copy() {
        return new State(this);
    }

    /** Number of active functions. */
    public int depth() {
        return depth;
    }

    /** A frame by its number; 0 is the first that was entered. */
    public Frame frame(int number) {
        return frames[Objects.checkIndex(number, depth)];
    }

    /** The frame of the function that runs. */
    public Frame current() {
        return frames[depth - 1];
    }

    /** Enters a function, whose frame starts with the references of its caller. */
    public void push(Frame frame) {
        frame.setReferences(current().references());
        frames[depth++] = frame;
    }

    /** Leaves the function that runs. */
    public Frame pop() {
        Frame left = frames[--depth];
        frames[depth] = null;
        if (left.entry() == Entry.CALL) {
            current().setReferences(left.references());
        }
        return left;
    }

    /** Whether the path begins in a callback of a timer or work queue. */
    public boolean isAsync() {
        return frames[0].entry() == Entry.ASYNC;
    }

    /** How many callbacks were set on the way to this path. */
    public int asyncEntries() {
        return asyncEntries;
    }

    public boolean isSleepable() {
        return sleepable;
    }

    /** Whether some active function is a callback of the helper that the frame below called. */
    public boolean isInCallback() {
        return enclosingCallback() != 0;
    }

    private int enclosingCallback() {
        for (int i = depth - 1; i > 0; i--) {
            if (frames[i].entry() == Entry.CALLBACK) {
                return i;
            }
        }
        return 0;
    }

    public @Nullable Lock lock() {
        return lock;
    }

    public void setLock(@Nullable Lock newLock) {
        lock = newLock;
    }

    public boolean isInRcu() {
        return rcuDepth > 0;
    }

    /** How deep RCU sections nest. */
    public int rcuDepth() {
        return rcuDepth;
    }

    /** Whether what RCU protects stays while the current instruction runs (R16). */
    public boolean keepsRcuObjects() {
        return isInRcu() || !sleepable || lock != null;
    }

    public void setRcuDepth(int nesting) {
        rcuDepth = nesting;
    }

    /** How deep sections without preemption nest. */
    public int preemptOff() {
        return preemptOff;
    }

    public void setPreemptOff(int nesting) {
        preemptOff = nesting;
    }

    /** How many times a may_goto was passed on this path. */
    public int mayGotoDepth() {
        return mayGotoDepth;
    }

    public void passMayGoto() {
        mayGotoDepth++;
    }

    /** Whether the path is only one that a CPU may guess, and then take back. */
    public boolean isSpeculative() {
        return speculative;
    }

    public void setSpeculative() {
        speculative = true;
    }

    /** What the running function must see given up; not to be changed. */
    public List<Reference> references() {
        return Arrays.asList(current().references());
    }

    /** Notes that something was acquired. */
    public void acquire(int id, int insnOffset) {
        Reference[] old = current().references();
        Reference[] more = Arrays.copyOf(old, old.length + 1);
        more[old.length] = new Reference(id, insnOffset, enclosingCallback());
        current().setReferences(more);
    }

    /** Notes that something was given up; false if it was not there. */
    public boolean release(int id) {
        Reference[] old = current().references();
        Reference[] less =
                Arrays.stream(old).filter(reference -> reference.id() != id).toArray(Reference[]::new);
        current().setReferences(less);
        return less.length < old.length;
    }

    /** The first reference that a callback's frame leaves behind; null if none. */
    public @Nullable Reference acquiredInCallback() {
        int number = depth - 1;
        for (Reference reference : current().references()) {
            if (reference.callbackFrame() == number) {
                return reference;
            }
        }
        return null;
    }

    /** Changes registers and spilled ones of all frames; those for which the change gives the same object stay. */
    public void updateAll(UnaryOperator<Register> change) {
        for (int f = 0; f < depth; f++) {
            Frame frame = frames[f];
            for (int r = 0; r < Frame.FRAME_POINTER; r++) {
                Register old = frame.register(r);
                Register now = change.apply(old);
                if (!isSame(old, now)) {
                    frame.set(r, now);
                }
            }
            for (int s = 0; s < frame.slotCount(); s++) {
                Slot slot = frame.slot(s);
                Register old = slot.spilled();
                if (old != null) {
                    Register now = change.apply(old);
                    if (!isSame(old, now)) {
                        frame.setSlot(s, new Slot(slot.bytes(), now, null));
                    }
                }
            }
        }
    }

    /**
     * The packet may have moved: every pointer into it becomes a number (A37).
     *
     * @param origin slot of the instruction that moved it
     */
    public void forgetPackets(int origin) {
        updateAll(register -> switch (register.kind()) {
            case PACKET, PACKET_META, PACKET_END -> Register.UNKNOWN.withOrigin(origin);
            case MEM -> register.has(Register.IN_PACKET) ? Register.UNKNOWN.withOrigin(origin) : register;
            default -> register;
        });
    }

    @SuppressWarnings("ReferenceEquality") // whether anything was done at all
    private static boolean isSame(Register old, Register now) {
        return old == now;
    }
}
