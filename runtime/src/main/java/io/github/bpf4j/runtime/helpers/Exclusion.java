package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import java.util.concurrent.locks.ReentrantLock;

/** One call at a time of whatever changes what the CPUs of a runtime share. */
/*
 * A step is far shorter than parking and waking a thread. So whoever finds the lock taken looks again for a while: with two CPUs that
 * re-arm timers all the time, parking at once makes each step take four times as long.
 */
record Exclusion(ReentrantLock lock) {
    private static final int LOOKS = 200;
    private static final int LONGEST_PAUSE = 64;

    private void take() {
        int pause = 1;
        for (int look = 0; look < LOOKS; look++) {
            for (int i = 0; i < pause; i++) {
                Thread.onSpinWait();
            }
            if (!lock.isLocked() && lock.tryLock()) {
                return;
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
        lock.lock();
    }

    HelperFunction of(HelperFunction helper) {
        return new Exclusive(this, helper);
    }

    private record Exclusive(Exclusion exclusion, HelperFunction helper) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
            cpu.refuseWhileLocked();
            if (!exclusion.lock.tryLock()) {
                exclusion.take();
            }
            try {
                return helper.call(cpu, r1, r2, r3, r4, r5);
            } finally {
                exclusion.lock.unlock();
            }
        }

        @Override
        public HelperFunction bind(long r1) {
            return new Exclusive(exclusion, helper.bind(r1));
        }
    }
}
