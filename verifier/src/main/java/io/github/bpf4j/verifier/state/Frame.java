package io.github.bpf4j.verifier.state;

import java.util.Arrays;

/**
 * One active function of a path: its registers, its stack, the references it knows. Not safe for use by several threads; a copy
 * shares what neither has changed.
 */
public final class Frame {
    /** Slots of 8 bytes in a frame's stack. */
    public static final int SLOTS = 64;
    /** Bytes of a frame's stack. */
    public static final int STACK_SIZE = SLOTS * Long.BYTES;
    /** Number of the register that points to the frame. */
    public static final int FRAME_POINTER = 10;
    /** Registers of a frame, the frame pointer included. */
    public static final int REGISTERS = 11;

    private static final Slot[] NO_SLOTS = new Slot[0];
    private static final Reference[] NO_REFERENCES = new Reference[0];

    /**
     * Something that a call acquired and that must be given up.
     *
     * @param insnOffset the call
     * @param callbackFrame the number of the callback's frame in which it was acquired, 0 if in none
     */
    public record Reference(int id, int insnOffset, int callbackFrame) {}

    /** How the function was entered, hence what happens when it ends. */
    public enum Entry {
        /** As the program or as a global function on its own. */
        ROOT,
        /** By a call from the frame below. */
        CALL,
        /** By a helper that was called from the frame below and that may call again. */
        CALLBACK,
        /** By a timer or work queue, later. */
        ASYNC
    }

    private final int subprogram;
    private final int callSite;
    private final Entry entry;
    private final Register[] registers;
    private Slot[] slots = NO_SLOTS;
    private boolean sharesSlots;
    private Reference[] references = NO_REFERENCES;
    private int callbackDepth;

    /**
     * A function at its begin: no register is initialised but the frame pointer.
     *
     * @param number how many frames are below
     */
    public Frame(int subprogram, int callSite, Entry entry, int number) {
        this.subprogram = subprogram;
        this.callSite = callSite;
        this.entry = entry;
        this.registers = new Register[REGISTERS];
        Arrays.fill(registers, Register.NOT_INIT);
        registers[FRAME_POINTER] = Register.pointer(Kind.STACK, number);
    }

    private Frame(Frame from) {
        this.subprogram = from.subprogram;
        this.callSite = from.callSite;
        this.entry = from.entry;
        this.registers = from.registers.clone();
        this.slots = from.slots;
        this.sharesSlots = true;
        from.sharesSlots = true;
        this.references = from.references;
        this.callbackDepth = from.callbackDepth;
    }

    Frame copy() {
        return new Frame(this);
    }

    /** Index of the function. */
    public int subprogram() {
        return subprogram;
    }

    /** Slot of the call in the frame below; -1 if there is none. */
    public int callSite() {
        return callSite;
    }

    public Entry entry() {
        return entry;
    }

    public Register register(int number) {
        return registers[number];
    }

    public void set(int number, Register register) {
        registers[number] = register;
    }

    /** How many times this frame's current call has entered its callback on this path. */
    public int callbackDepth() {
        return callbackDepth;
    }

    public void setCallbackDepth(int depth) {
        callbackDepth = depth;
    }

    /** A slot of the stack, 0 being the highest. */
    public Slot slot(int index) {
        return index < slots.length ? slots[index] : Slot.EMPTY;
    }

    public void setSlot(int index, Slot slot) {
        if (index >= slots.length) {
            Slot[] grown = new Slot[Math.min(SLOTS, Math.max(index + 1, slots.length + 4))];
            System.arraycopy(slots, 0, grown, 0, slots.length);
            Arrays.fill(grown, slots.length, grown.length, Slot.EMPTY);
            slots = grown;
            sharesSlots = false;
        } else if (sharesSlots) {
            slots = slots.clone();
            sharesSlots = false;
        }
        slots[index] = slot;
    }

    /** Slots from 0 that may hold something. */
    public int slotCount() {
        return slots.length;
    }

    /** What must be given up; not to be changed. */
    Reference[] references() {
        return references;
    }

    void setReferences(Reference[] references) {
        this.references = references;
    }
}
