package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.timers.TimerTable;

/** The timer helpers (timers spec 1.2). */
final class TimerHelpers {
    private TimerHelpers() {}

    static void register(HelperTable table, MapTable maps, TimerTable timers) {
        table.putExclusive(169, (cpu, timer, map, flags, r4, r5) -> timers.init(cpu, timer, maps.get(map), flags))
                .putExclusive(170, (cpu, timer, function, r3, r4, r5) -> timers.setCallback(cpu, timer, function))
                .putExclusive(171, (cpu, timer, nsecs, flags, r4, r5) -> timers.start(cpu, timer, nsecs, flags))
                .putExclusive(172, (cpu, timer, r2, r3, r4, r5) -> timers.cancel(cpu, timer));
    }
}
