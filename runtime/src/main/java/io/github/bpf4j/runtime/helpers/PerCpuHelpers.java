package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.kernel.KernelGlobals;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import java.util.OptionalLong;

/** Helpers that turn the address of something that each CPU has into that of one CPU's. */
final class PerCpuHelpers {
    private static final int PER_CPU_PTR = 153;
    private static final int THIS_CPU_PTR = 154;
    private static final long UINT = 0xffff_ffffL;

    private PerCpuHelpers() {}

    static void register(HelperTable table, KernelVariables variables, KernelGlobals globals, ObjectHeap heap) {
        table.put(PER_CPU_PTR, (cpu, address, of, r3, r4, r5) -> of(variables, globals, heap, address, of & UINT))
                .put(THIS_CPU_PTR, (cpu, address, r2, r3, r4, r5) -> of(variables, globals, heap, address, cpu.id()));
    }

    private static long of(KernelVariables variables, KernelGlobals globals, ObjectHeap heap, long address, long cpu) {
        long copy = heap.perCpu(address, cpu);
        if (copy >= 0) {
            return copy;
        }
        OptionalLong global = globals.perCpu(address, cpu);
        return global.isPresent() ? global.getAsLong() : variables.perCpu(address, cpu);
    }
}
