package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.Slot;
import io.github.bpf4j.verifier.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that change from one round of a loop to the next, and on which nothing depended so far, become unknown, so that the loop
 * comes to a state that was seen before (verifier spec A91).
 */
final class Widening {
    private Widening() {}

    static void widen(Exploration.Earlier earlier, State now) {
        State before = earlier.state();
        for (int f = 0; f < now.depth(); f++) {
            Frame old = before.frame(f);
            Frame current = now.frame(f);
            for (int r = 0; r < Frame.FRAME_POINTER; r++) {
                if (isWidened(old.register(r), current.register(r)) && !earlier.isRegisterPrecise(f, r)) {
                    current.set(r, unknown(current.register(r)));
                }
            }
            int count = Math.min(old.slotCount(), current.slotCount());
            for (int s = 0; s < count; s++) {
                Register oldSpill = full(old.slot(s));
                Register spill = full(current.slot(s));
                if (oldSpill != null && spill != null && isWidened(oldSpill, spill) && !earlier.isSlotPrecise(f, s)) {
                    current.setSlot(s, Slot.spill(unknown(spill)));
                }
            }
        }
    }

    private static @Nullable Register full(Slot slot) {
        return slot.isFullSpill() ? slot.spilled() : null;
    }

    private static boolean isWidened(Register old, Register now) {
        return old.isScalar() && now.isScalar() && !old.scalar().equals(now.scalar());
    }

    private static Register unknown(Register register) {
        return Register.number(Scalar.UNKNOWN).withOrigin(register.origin());
    }
}
