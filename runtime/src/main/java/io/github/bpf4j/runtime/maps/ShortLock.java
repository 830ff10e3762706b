package io.github.bpf4j.runtime.maps;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for a few instructions, in which nobody waits for anything else: one atomic instruction to take it, none to give it back. Not
 * reentrant.
 */
final class ShortLock {
    private static final int LOOKS = 100;
    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(ShortLock.class, "taken", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // through TAKEN
    private int taken;

    void take() {
        if (!TAKEN.compareAndSet(this, 0, 1)) {
            takeWhenFree();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // to yield is what a spin lock can do for its holder
    private void takeWhenFree() {
        int looks = 0;
        do {
            if (++looks % LOOKS == 0) {
                Thread.yield(); // whoever has it may wait for a processor
            } else {
                Thread.onSpinWait();
            }
        } while ((int) TAKEN.getOpaque(this) != 0 || !TAKEN.compareAndSet(this, 0, 1));
    }

    void giveBack() {
        TAKEN.setRelease(this, 0);
    }
}
