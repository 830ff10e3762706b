package io.github.bpf4j.verifier.structure;

import java.util.BitSet;

/** Where paths meet: the instructions at which states are kept and compared (verifier spec A79). Immutable. */
public final class PrunePoints {
    private final BitSet points = new BitSet();
    private final BitSet forced = new BitSet();
    private final BitSet callbacks = new BitSet();
    private final BitSet mayGotos = new BitSet();
    private final BitSet iterators = new BitSet();

    /** Finds the points of a program whose structure is right. */
    public PrunePoints(Instructions instructions, CallTraits calls) {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (instructions.isJump(at)) {
                addJump(instructions, at);
            } else if (instructions.isFunctionCall(at)) {
                points.set(at);
                points.set(instructions.next(at));
            } else if (instructions.isCall(at)) {
                addCall(calls, at);
            }
        }
    }

    private void addJump(Instructions instructions, int at) {
        points.set((int) instructions.jumpTarget(at));
        if (!instructions.isUnconditionalJump(at)) {
            points.set(at);
        }
        if (instructions.isMayGoto(at)) {
            forced.set(at);
            mayGotos.set(at);
        }
    }

    private void addCall(CallTraits calls, int at) {
        if (calls.callsBackLater(at)) {
            points.set(at);
        }
        if (calls.callsBack(at)) {
            points.set(at);
            forced.set(at);
            callbacks.set(at);
        }
        if (calls.isIteratorNext(at)) {
            points.set(at);
            forced.set(at);
            iterators.set(at);
        }
    }

    /** Whether states are compared in front of an instruction. */
    public boolean isPoint(int at) {
        return points.get(at);
    }

    /** Whether every state in front of an instruction is kept. */
    public boolean isForced(int at) {
        return forced.get(at);
    }

    /** Whether the instruction is a may_goto. */
    public boolean isMayGoto(int at) {
        return mayGotos.get(at);
    }

    /** Whether the instruction asks an iterator for its next element. */
    public boolean isIteratorNext(int at) {
        return iterators.get(at);
    }

    /** Whether the instruction calls a function back before it returns. */
    public boolean callsBack(int at) {
        return callbacks.get(at);
    }
}
