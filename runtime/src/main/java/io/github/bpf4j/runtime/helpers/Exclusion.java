package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.locks.TurnLock;

/** One call at a time of whatever changes what the CPUs of a runtime share. */
record Exclusion(TurnLock lock) {
    HelperFunction of(HelperFunction helper) {
        return new Exclusive(lock, helper);
    }

    private record Exclusive(TurnLock lock, HelperFunction helper) implements HelperFunction {
        @Override
        public long call(Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
            cpu.refuseWhileLocked();
            lock.lock();
            try {
                return helper.call(cpu, r1, r2, r3, r4, r5);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public HelperFunction bind(long r1) {
            return new Exclusive(lock, helper.bind(r1));
        }
    }
}
