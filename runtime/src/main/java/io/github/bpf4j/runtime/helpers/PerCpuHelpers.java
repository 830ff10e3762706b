package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.objects.ObjectHeap;

/** Helpers that turn the address of something that each CPU has into that of one CPU's. */
final class PerCpuHelpers {
    private static final int PER_CPU_PTR = 153;
    private static final int THIS_CPU_PTR = 154;
    private static final long UINT = 0xffff_ffffL;

    private PerCpuHelpers() {}

    static void register(HelperTable table, KernelVariables variables, ObjectHeap heap) {
        table.put(PER_CPU_PTR, (cpu, address, of, r3, r4, r5) -> of(variables, heap, address, of & UINT))
                .put(THIS_CPU_PTR, (cpu, address, r2, r3, r4, r5) -> of(variables, heap, address, cpu.id()));
    }

    private static long of(KernelVariables variables, ObjectHeap heap, long address, long cpu) {
        long copy = heap.perCpu(address, cpu);
        return copy >= 0 ? copy : variables.perCpu(address, cpu);
    }
}
