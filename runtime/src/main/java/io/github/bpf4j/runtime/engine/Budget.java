package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.locks.Apart;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;

/** The instructions that what runs on a CPU may still spend. Each call of a helper writes them: so they lie apart. */
abstract sealed class Budget extends Apart permits Cpu {
    /** What generated code may spend before it asks for more: a loop of so many instructions has no poll for safepoints. */
    private static final int MAX_CREDIT = 1 << 28;

    private static final int LOW_CREDIT = 1 << 20;
    static final int CREDIT_MASK = (MAX_CREDIT << 1) - 1;

    /** Instructions that the run may still spend, counted where functions are entered and jumps lead back; {@link #credit} comes on top. */
    long fuel;

    /** Fuel that was taken for generated code to spend, which has it in a local variable except around calls. */
    int credit;

    /** Takes instructions from the run's budget. */
    public void spend(long instructions) {
        fuel -= instructions;
        if (fuel < 0 && fuel() < 0) {
            throw outOfFuel();
        }
    }

    /** The fuel that is left, none of it as credit. */
    long fuel() {
        fuel += credit;
        credit = 0;
        return fuel;
    }

    /**
     * Credit for a function that has loops or calls: never negative, which the mask lets C2 know, so that a loop that counts it down is one that
     * it knows how to unroll.
     */
    int takeCredit() {
        int available = credit;
        return (available < LOW_CREDIT ? moreCredit() : available) & CREDIT_MASK;
    }

    /** Turns fuel into credit. */
    int moreCredit() {
        long left = fuel();
        credit = Math.clamp(left, 0, MAX_CREDIT);
        fuel = left - credit;
        return credit;
    }

    /** Notes what is left to a run that a fault ends, in case another pays for it; the fault. */
    GuestFault spent(long left, GuestFault fault) {
        fuel = Math.min(fuel, left);
        return fault;
    }

    /** The fuel that is left after a jump: one backward takes its distance. */
    long spendJump(long before, int distance) {
        fuel = before + Math.min(distance, 0);
        if (fuel < 0) {
            throw outOfFuel();
        }
        return fuel;
    }

    static GuestFault outOfFuel() {
        return new GuestFault(FaultKind.OUT_OF_FUEL, "the instruction budget of the run is used up");
    }
}
