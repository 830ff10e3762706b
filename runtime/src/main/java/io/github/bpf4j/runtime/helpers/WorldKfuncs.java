package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENAMETOOLONG;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.kernel.PathNames;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.world.Cgroup;
import java.util.Arrays;
import java.util.Optional;

/**
 * Kernel functions that give references on the tasks, control groups and files of the world, and ask about them. Objects of the world live
 * as long as the runtime: a reference is only counted.
 */
final class WorldKfuncs {
    private static final int D_PATH = 147;
    private static final long UINT = 0xffff_ffffL;

    private final ObjectHeap heap;
    private final KernelObjects kernel;

    WorldKfuncs(ObjectHeap heap, KernelObjects kernel) {
        this.heap = heap;
        this.kernel = kernel;
    }

    void register(KfuncTable table) {
        table.put(
                        Kfunc.TASK_ACQUIRE,
                        (cpu, task, r2, r3, r4, r5) ->
                                acquire(cpu, kernel.taskAt(task).isPresent() ? task : 0))
                .put(Kfunc.TASK_FROM_PID, (cpu, pid, r2, r3, r4, r5) -> acquire(cpu, kernel.taskAddress((int) pid)))
                .put(Kfunc.TASK_RELEASE, (cpu, task, r2, r3, r4, r5) -> heap.drop(cpu, task))
                .put(Kfunc.TASK_UNDER_CGROUP, (cpu, task, cgroup, r3, r4, r5) -> isUnder(task, cgroup) ? 1 : 0)
                // Control groups of version 1 have hierarchies, of which there are none.
                .put(Kfunc.TASK_GET_CGROUP1, (cpu, task, hierarchy, r3, r4, r5) -> 0);
        registerCgroups(table);
        registerFiles(table);
    }

    private void registerCgroups(KfuncTable table) {
        table.put(
                        Kfunc.CGROUP_ACQUIRE,
                        (cpu, cgroup, r2, r3, r4, r5) ->
                                acquire(cpu, kernel.cgroupAt(cgroup).isPresent() ? cgroup : 0))
                .put(Kfunc.CGROUP_RELEASE, (cpu, cgroup, r2, r3, r4, r5) -> heap.drop(cpu, cgroup))
                .put(
                        Kfunc.CGROUP_FROM_ID,
                        (cpu, id, r2, r3, r4, r5) -> acquire(cpu, kernel.world().cgroup(id)))
                .put(
                        Kfunc.CGROUP_ANCESTOR,
                        (cpu, cgroup, level, r3, r4, r5) ->
                                acquire(cpu, kernel.cgroupAt(cgroup).flatMap(at -> kernel.ancestor(at, (int) level))))
                // What a flush calls are programs on a function of the kernel's, which are the host's to run.
                .put(Kfunc.CGROUP_RSTAT_UPDATED, (cpu, cgroup, of, r3, r4, r5) -> 0)
                .put(Kfunc.CGROUP_RSTAT_FLUSH, (cpu, cgroup, r2, r3, r4, r5) -> 0);
    }

    private void registerFiles(KfuncTable table) {
        PathNames names = new PathNames(kernel.structs());
        table.put(
                        Kfunc.GET_TASK_EXE_FILE,
                        (cpu, task, r2, r3, r4, r5) -> acquire(
                                cpu,
                                kernel.taskAt(task)
                                        .map(kernel::executableAddress)
                                        .orElse(0L)))
                .put(Kfunc.PUT_FILE, (cpu, file, r2, r3, r4, r5) -> heap.drop(cpu, file))
                .put(
                        Kfunc.PATH_D_PATH,
                        (cpu, path, to, size, r4, r5) -> (size & UINT) == 0
                                ? EINVAL.result()
                                : write(cpu.memory(), names.read(cpu.memory(), path), to, size & UINT));
    }

    /** The helper that the last of these has replaced. */
    static void register(HelperTable table, KernelObjects kernel) {
        PathNames names = new PathNames(kernel.structs());
        table.put(
                D_PATH,
                (cpu, path, to, size, r4, r5) ->
                        (size & UINT) == 0 ? 0 : write(cpu.memory(), names.read(cpu.memory(), path), to, size & UINT));
    }

    private long acquire(Cpu cpu, long address) {
        return address == 0 ? 0 : heap.acquireKernelObject(cpu, address);
    }

    private long acquire(Cpu cpu, Optional<Cgroup> cgroup) {
        return acquire(cpu, cgroup.map(Cgroup::path).map(kernel::cgroupAddress).orElse(0L));
    }

    private boolean isUnder(long task, long cgroup) {
        Optional<Cgroup> ancestor = kernel.cgroupAt(cgroup);
        return ancestor.isPresent()
                && kernel.taskAt(task)
                        .flatMap(each -> kernel.cgroup(each.cgroup()))
                        .filter(own -> own.isUnder(ancestor.get()))
                        .isPresent();
    }

    /*
     * As the kernel, which writes a name from its end on to the end of the room, and then moves it to the front: what was written stays
     * behind the name; of one that is too long the end is there.
     */
    private static long write(GuestMemory memory, Optional<byte[]> name, long to, long size) {
        memory.range(to, size);
        if (name.isEmpty()) {
            return EFAULT.result();
        }
        byte[] text = Arrays.copyOf(name.get(), name.get().length + 1);
        int room = (int) Math.min(size, text.length);
        memory.write(text, text.length - room, to + size - room, room);
        if (room < text.length) {
            return ENAMETOOLONG.result();
        }
        memory.write(text, 0, to, text.length);
        return text.length;
    }
}
