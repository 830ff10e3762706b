package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.HelperFunction;
import java.util.concurrent.locks.ReentrantLock;

/** One call at a time of whatever changes what the CPUs of a runtime share. */
record Exclusion(ReentrantLock lock) {
    HelperFunction of(HelperFunction helper) {
        return (cpu, r1, r2, r3, r4, r5) -> {
            cpu.refuseWhileLocked();
            lock.lock();
            try {
                return helper.call(cpu, r1, r2, r3, r4, r5);
            } finally {
                lock.unlock();
            }
        };
    }
}
