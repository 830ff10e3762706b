package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Task;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What programs ask of the task that they run in (runtime spec 4). */
final class CurrentHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final int COMM_BYTES = 16;

    private final KernelObjects kernel;

    CurrentHelpers(KernelObjects kernel) {
        this.kernel = kernel;
    }

    void register(HelperTable table) {
        table.put(14, (cpu, r1, r2, r3, r4, r5) -> number(cpu, task -> (long) task.tgid() << 32 | task.pid()))
                .put(15, (cpu, r1, r2, r3, r4, r5) -> number(cpu, CurrentHelpers::user))
                .put(16, (cpu, to, size, r3, r4, r5) -> comm(cpu, to, size & UINT))
                .put(35, (cpu, r1, r2, r3, r4, r5) -> address(cpu))
                .put(
                        80,
                        (cpu, r1, r2, r3, r4, r5) ->
                                kernel.currentCgroup(cpu.id()).id())
                .put(158, (cpu, r1, r2, r3, r4, r5) -> address(cpu));
    }

    private static long user(Task task) {
        return (long) task.gid() << 32 | task.uid() & UINT;
    }

    private long number(Cpu cpu, ToLongFunction<Task> number) {
        Optional<Task> task = kernel.current(cpu.id());
        return task.isEmpty() ? EINVAL.result() : number.applyAsLong(task.get());
    }

    private long address(Cpu cpu) {
        return kernel.current(cpu.id())
                .map(task -> kernel.address(KernelValue.task(task.pid())))
                .orElse(0L);
    }

    private long comm(Cpu cpu, long to, long size) {
        Optional<Task> task = kernel.current(cpu.id());
        cpu.memory().zero(to, size);
        if (task.isEmpty()) {
            return EINVAL.result();
        }
        byte[] name = new KernelValue.Text(task.get().comm()).bytes();
        int bytes = (int) Math.min(Math.min(size, COMM_BYTES), name.length);
        cpu.memory().write(name, 0, to, bytes);
        if (size > 0) {
            cpu.memory().setU8(to + size - 1, 0);
        }
        return 0;
    }
}
