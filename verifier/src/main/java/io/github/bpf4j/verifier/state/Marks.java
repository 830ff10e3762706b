package io.github.bpf4j.verifier.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A bit for each register and each stack slot of each frame: which of them are read later, or which numbers must be known exactly.
 * Not safe for use by several threads.
 */
public final class Marks {
    private final int[] registers = new int[State.MAX_FRAMES];
    private final long[] slots = new long[State.MAX_FRAMES];

    public int registers(int frame) {
        return registers[frame];
    }

    public long slots(int frame) {
        return slots[frame];
    }

    public boolean hasRegister(int frame, int number) {
        return (registers[frame] >>> number & 1) != 0;
    }

    public boolean hasSlot(int frame, int index) {
        return (slots[frame] >>> index & 1) != 0;
    }

    public void setRegisters(int frame, int bits) {
        registers[frame] = bits;
    }

    public void setSlots(int frame, long bits) {
        slots[frame] = bits;
    }

    public void addRegister(int frame, int number) {
        registers[frame] |= 1 << number;
    }

    public void addSlot(int frame, int index) {
        slots[frame] |= 1L << index;
    }

    public void removeRegister(int frame, int number) {
        registers[frame] &= ~(1 << number);
    }

    public void removeSlot(int frame, int index) {
        slots[frame] &= ~(1L << index);
    }

    public boolean isEmpty() {
        int any = 0;
        long anySlot = 0;
        for (int f = 0; f < registers.length; f++) {
            any |= registers[f];
            anySlot |= slots[f];
        }
        return any == 0 && anySlot == 0;
    }

    public void clear() {
        Arrays.fill(registers, 0);
        Arrays.fill(slots, 0);
    }

    /** These marks without others; all of them if there are no others. */
    public Marks without(@Nullable Marks others) {
        Marks rest = copy();
        for (int f = 0; others != null && f < registers.length; f++) {
            rest.registers[f] &= ~others.registers[f];
            rest.slots[f] &= ~others.slots[f];
        }
        return rest;
    }

    public Marks copy() {
        Marks copy = new Marks();
        System.arraycopy(registers, 0, copy.registers, 0, registers.length);
        System.arraycopy(slots, 0, copy.slots, 0, slots.length);
        return copy;
    }
}
