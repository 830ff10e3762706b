package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.timers.TimerTable;
import io.github.bpf4j.time.Clock;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** All helpers that a runtime implements. */
public final class Helpers {
    private static final int TAIL_CALL = 12;
    private static final int KPTR_XCHG = 194;

    private Helpers() {}

    /**
     * The helpers of a runtime.
     *
     * @param lock what everything is under that CPUs share
     * @param random a source of random numbers for each CPU
     * @param printk takes the CPU and the text of each printed line
     * @param isCurrentUnder whether the control group that programs run in is a target of a map, or below it
     * @param around what there is around the programs
     */
    public static HelperTable create(
            ReentrantLock lock,
            MapTable maps,
            TimerTable timers,
            KeyCells cells,
            KernelVariables variables,
            ObjectHeap heap,
            Clock clock,
            SplittableRandom[] random,
            BiConsumer<Integer, String> printk,
            Predicate<Object> isCurrentUnder,
            Surroundings around) {
        HelperTable table = new HelperTable(lock);
        new MapHelpers(maps, cells, lock).register(table);
        OutputHelpers output = new OutputHelpers(maps);
        output.register(table);
        new DynptrHelpers(output).register(table);
        new TextHelpers(printk::accept).register(table);
        ClockHelpers.register(table, clock, random);
        PerCpuHelpers.register(table, variables, heap);
        PacketHelpers.register(table);
        new SkbHelpers(around).register(table);
        SkbRoomHelpers.register(table);
        new RedirectHelpers(maps, isCurrentUnder).register(table);
        TimerHelpers.register(table, maps, timers);
        table.put(KPTR_XCHG, (cpu, field, object, r3, r4, r5) -> heap.exchange(cpu, field, object));
        return table.put(TAIL_CALL, (cpu, r1, r2, r3, r4, r5) -> {
            throw new GuestFault(FaultKind.BAD_INSTRUCTION, "tail calls are made by the engine");
        });
    }
}
