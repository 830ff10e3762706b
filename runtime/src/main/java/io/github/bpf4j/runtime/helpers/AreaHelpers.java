package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.world.AddressSpace.Area;
import io.github.bpf4j.runtime.world.Task;
import java.util.Optional;

/** Finds an area of a task's memory: {@code bpf_find_vma}. Source: what Linux 6.12 answers. Safe for use by any thread. */
final class AreaHelpers {
    private static final int FIND_VMA = 180;

    private final KernelObjects kernel;

    AreaHelpers(KernelObjects kernel) {
        this.kernel = kernel;
    }

    void register(HelperTable table) {
        table.put(FIND_VMA, this::find);
    }

    /** Calls back with the area that an address is in; what the callback returns changes nothing. */
    private long find(Cpu cpu, long address, long at, long callback, long context, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        Optional<Task> task = kernel.taskAt(address);
        Optional<Area> area = kernel.userMemory(task).areaAt(at);
        if (task.isEmpty() || area.isEmpty()) {
            return ENOENT.result();
        }
        cpu.callback(callback, address, kernel.areas().address(task.get().tgid(), area.get()), context, 0);
        return 0;
    }
}
