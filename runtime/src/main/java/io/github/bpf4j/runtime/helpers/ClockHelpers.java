package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.time.Clock;
import java.util.SplittableRandom;

/** Time, randomness, the CPU's number and its kernel variables (runtime spec 4). */
final class ClockHelpers {
    /** Ticks per second: what coarse clocks and jiffies count in. */
    private static final long HZ = 250;

    private static final long TICK_NS = Clock.NS_PER_S / HZ;

    private ClockHelpers() {}

    /**
     * Adds them.
     *
     * @param random a source for each CPU
     */
    static void register(HelperTable table, Clock clock, SplittableRandom[] random) {
        table.put(5, (cpu, r1, r2, r3, r4, r5) -> clock.monotonicNs())
                .put(7, (cpu, r1, r2, r3, r4, r5) -> random[cpu.id()].nextInt() & 0xffff_ffffL)
                .put(8, random.length == 1 ? (cpu, r1, r2, r3, r4, r5) -> 0 : (cpu, r1, r2, r3, r4, r5) -> cpu.id())
                .put(42, (cpu, r1, r2, r3, r4, r5) -> 0)
                .put(118, (cpu, r1, r2, r3, r4, r5) -> clock.monotonicNs() / TICK_NS)
                .put(125, (cpu, r1, r2, r3, r4, r5) -> clock.boottimeNs())
                .put(160, (cpu, r1, r2, r3, r4, r5) -> clock.monotonicNs() / TICK_NS * TICK_NS)
                .put(208, (cpu, r1, r2, r3, r4, r5) -> clock.taiNs());
    }
}
