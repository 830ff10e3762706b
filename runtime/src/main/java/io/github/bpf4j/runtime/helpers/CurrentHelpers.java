package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EPERM;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Task;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What programs ask of the task that they run in (runtime spec 4). */
final class CurrentHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final int COMM_BYTES = 16;
    private static final int PID_PAIR_BYTES = 2 * Integer.BYTES;
    private static final int LAST_SIGNAL = 64;
    private static final int INIT = 1;

    private final KernelObjects kernel;

    CurrentHelpers(KernelObjects kernel) {
        this.kernel = kernel;
    }

    void register(HelperTable table) {
        table.put(
                        17,
                        (cpu, r1, r2, r3, r4, r5) ->
                                kernel.currentCgroup(cpu.id()).classid() & UINT)
                .put(14, (cpu, r1, r2, r3, r4, r5) -> number(cpu, task -> (long) task.tgid() << 32 | task.pid()))
                .put(15, (cpu, r1, r2, r3, r4, r5) -> number(cpu, CurrentHelpers::user))
                .put(16, (cpu, to, size, r3, r4, r5) -> comm(cpu, to, size & UINT))
                .put(35, (cpu, r1, r2, r3, r4, r5) -> address(cpu))
                .put(
                        80,
                        (cpu, r1, r2, r3, r4, r5) ->
                                kernel.currentCgroup(cpu.id()).id())
                .putExclusive(109, (cpu, number, r2, r3, r4, r5) -> signal(cpu, (int) number, false))
                .putExclusive(117, (cpu, number, r2, r3, r4, r5) -> signal(cpu, (int) number, true))
                .put(120, (cpu, device, inode, to, size, r5) -> inNamespace(cpu, device, inode, to, size & UINT))
                .put(
                        123,
                        (cpu, level, r2, r3, r4, r5) -> kernel.ancestor(kernel.currentCgroup(cpu.id()), (int) level)
                                .map(Cgroup::id)
                                .orElse(0L))
                .put(158, (cpu, r1, r2, r3, r4, r5) -> address(cpu));
    }

    /** Sends a signal to the current task: not to the first of all, and not where the kernel would have to do it later. */
    private long signal(Cpu cpu, int number, boolean toThread) {
        Optional<Task> task = kernel.current(cpu.id());
        if (task.isEmpty() || task.get().tgid() == INIT) {
            return EPERM.result();
        }
        if (number < 0 || number > LAST_SIGNAL || number == 0 && (cpu.isInNmi() || cpu.isInHardirq())) {
            return EINVAL.result();
        }
        if (number > 0) {
            kernel.report(cpu.id(), new Effect.Signal(task.get().pid(), number, toThread));
        }
        return 0;
    }

    private long inNamespace(Cpu cpu, long device, long inode, long to, long size) {
        Optional<Task> task = kernel.current(cpu.id());
        boolean named = device == Task.PID_NAMESPACE_DEVICE && inode == Task.PID_NAMESPACE_INODE;
        if (size != PID_PAIR_BYTES || !named || task.isEmpty()) {
            FilledMemory.zero(cpu, to, size);
            return EINVAL.result();
        }
        cpu.memory().range(to, size);
        cpu.memory().setInt(to, task.get().pid());
        cpu.memory().setInt(to + Integer.BYTES, task.get().tgid());
        return 0;
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
        FilledMemory.zero(cpu, to, size);
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
