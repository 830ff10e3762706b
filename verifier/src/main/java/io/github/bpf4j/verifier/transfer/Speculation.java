package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import java.util.HashMap;
import java.util.Map;

/**
 * What a CPU may do by mistake before it notices, for loaders without capabilities (verifier spec S10, S11). Linux masks the numbers
 * that are added to pointers, so each addition must move a pointer into the same direction and as far on all paths, inside of what
 * it points to; and it walks what cannot happen: the other side of a decided jump, and a pointer that a masked number does not move.
 */
final class Speculation {
    /**
     * How an instruction changes what it works on.
     *
     * @param ofPointer whether that is a pointer; then the rest says how the number moves it
     */
    private record Move(
            boolean ofPointer, boolean negative, boolean constant, boolean pointerIsTarget, long distance) {}

    private static final Move OF_NUMBERS = new Move(false, false, false, false, 0);

    private final Current current;
    private final Exploration exploration;
    private final MemoryAccess memory;
    private final boolean privileged;
    private final Map<Integer, Move> moves = new HashMap<>();

    Speculation(Subject subject, Current current, Exploration exploration, MemoryAccess memory) {
        this.current = current;
        this.exploration = exploration;
        this.memory = memory;
        this.privileged = subject.privileged();
    }

    /**
     * A conditional jump goes one way only; the CPU may guess the other one, whatever was compared.
     *
     * @param other the slot of that way
     */
    void guess(long word, int other) {
        if (privileged) {
            return;
        }
        State state = current.state().copy();
        state.setSpeculative();
        state.current().set(Instruction.dst(word), Register.UNKNOWN);
        if (Instruction.hasRegisterOperand(word)) {
            state.current().set(Instruction.src(word), Register.UNKNOWN);
        }
        exploration.later(state, other);
    }

    /** Two registers that hold numbers are added or subtracted. */
    void ofNumbers() {
        if (!privileged) {
            note(OF_NUMBERS);
        }
    }

    /**
     * A register with a number is about to move a pointer.
     *
     * @param target the register that gets the sum
     * @param subtracts whether the number is subtracted
     */
    void beforeMove(int target, Register pointer, Scalar number, boolean subtracts) {
        if (privileged) {
            return;
        }
        State state = current.state();
        if (!state.isSpeculative()) {
            requireMaskable(pointer, number, subtracts);
            if (!number.isConstant()) {
                exploration.requireSameNumbers();
            }
        }
        if (!number.isConstant()) {
            State unmoved = state.copy();
            unmoved.setSpeculative();
            unmoved.current().set(target, pointer);
            exploration.later(unmoved, current.at() + 1);
        }
    }

    private void requireMaskable(Register pointer, Scalar number, boolean subtracts) {
        if (!number.isConstant() && number.smin() < 0 != number.smax() < 0) {
            throw current.noAccess(
                    "the number may be negative or not, so it cannot be masked without CAP_PERFMON: it is " + number
                            + "; bound it from below or above");
        }
        if (pointer.kind() != Kind.STACK && pointer.kind() != Kind.MAP_VALUE) {
            throw current.noAccess("without CAP_PERFMON only constants may be added to " + pointer.words());
        }
        boolean up = subtracts == number.smin() < 0;
        if (pointer.kind() == Kind.STACK && up && pointer.fixedOffset() <= -Frame.STACK_SIZE) {
            throw current.noAccess("the bottom of the stack is too far away to be masked without CAP_PERFMON");
        }
    }

    /**
     * A pointer was moved, by a constant or a register.
     *
     * @param source whether the number is in a register
     * @param pointerIsTarget whether the sum is in the register that the pointer was in
     */
    void afterMove(Register moved, Scalar number, boolean source, boolean pointerIsTarget) {
        if (privileged) {
            return;
        }
        requireInside(moved);
        if (source && !current.state().isSpeculative()) {
            boolean negative = number.smin() < 0;
            long distance = negative ? -number.smin() : number.umax();
            note(new Move(true, negative, number.isConstant(), pointerIsTarget, distance));
        }
    }

    private void note(Move move) {
        Move before = moves.putIfAbsent(current.at(), move);
        if (before != null && !before.equals(move)) {
            throw current.noAccess("other paths add something else here, or to something else: without CAP_PERFMON"
                    + " all must move a pointer alike, or none; it was moved by "
                    + words(before) + ", now by " + words(move));
        }
    }

    private static String words(Move move) {
        return move.ofPointer()
                ? "at most " + (move.negative() ? -move.distance() : move.distance())
                : "nothing, as it was a number";
    }

    /** A pointer into a map value or the stack may not leave it, used or not. */
    private void requireInside(Register pointer) {
        if (pointer.kind() == Kind.STACK) {
            if (!pointer.hasFixedOffset()) {
                throw current.noAccess(
                        "a variable place on the stack needs CAP_PERFMON: the offset is " + pointer.scalar());
            }
            if (pointer.fixedOffset() >= 0 || pointer.fixedOffset() < -Frame.STACK_SIZE) {
                throw current.noAccess(
                        "offset %d is outside of the stack frame (-512 to -1): pointing there needs CAP_PERFMON"
                                .formatted(pointer.fixedOffset()));
            }
        } else if (pointer.kind() == Kind.MAP_VALUE) {
            memory.checkPlace(pointer);
        }
    }
}
