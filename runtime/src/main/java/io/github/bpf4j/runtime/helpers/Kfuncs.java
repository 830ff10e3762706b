package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;

/** All kernel functions that a runtime implements. */
public final class Kfuncs {
    private Kfuncs() {}

    /** The kernel functions of a runtime. */
    public static KfuncTable create(KernelProfile profile, KernelVariables variables) {
        KfuncTable table = new KfuncTable(profile);
        NumberIterator.register(table);
        return table.put(Kfunc.RCU_READ_LOCK, (cpu, r1, r2, r3, r4, r5) -> 0)
                .put(Kfunc.RCU_READ_UNLOCK, (cpu, r1, r2, r3, r4, r5) -> 0)
                .put(Kfunc.PREEMPT_DISABLE, (cpu, r1, r2, r3, r4, r5) -> {
                    variables.disablePreemption(cpu.id());
                    return 0;
                })
                .put(Kfunc.PREEMPT_ENABLE, (cpu, r1, r2, r3, r4, r5) -> {
                    variables.enablePreemption(cpu.id());
                    return 0;
                });
    }
}
