package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.state.State;
import org.jspecify.annotations.Nullable;

/** What the simulation of an instruction asks of whoever walks the paths. */
public interface Exploration {
    /** An id that was never used before. */
    int newId();

    /** The number in a register of the running function must be what it is for the path to be safe (A29). */
    void needPrecisely(int register);

    /** Bytes of a stack slot are read: what was in it matters (A87). */
    void readSlot(int frame, int slot);

    /** A whole stack slot is written: what was in it before does not matter. */
    void overwroteSlot(int frame, int slot);

    /** The instruction stores a register to a slot or loads one from it, unchanged or truncated: precision is traced through it. */
    void movedThroughSlot(int frame, int slot);

    /** A path to be walked later, with the past of this one; the state becomes its own. */
    void later(State state, int at);

    /** From now on a path ends only where a kept state has the very same numbers: how far pointers are moved depends on them. */
    void requireSameNumbers();

    /** A path of its own, without a past, to be walked later. */
    void laterFromStart(State state, int at);

    /** Members of a group of linked numbers were refined by the instruction: if one of them is needed precisely, all are (A30). */
    void refinedTogether(long[] members);

    /** An earlier state in front of the same instruction, of frames that were entered the same way; null if there is none. */
    @Nullable
    Earlier earlierVisit(State state, int at);

    /** A state that was seen earlier on the path. */
    interface Earlier {
        State state();

        /** Whether a register of it must be known precisely. */
        boolean isRegisterPrecise(int frame, int register);

        /** Whether a stack slot of it must be known precisely. */
        boolean isSlotPrecise(int frame, int slot);
    }
}
