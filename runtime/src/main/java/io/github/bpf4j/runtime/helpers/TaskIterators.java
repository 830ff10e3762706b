package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.AddressSpace.Area;
import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The iterators over tasks, the tasks of a control group and the areas of a task's memory: {@code bpf_iter_task_*},
 * {@code bpf_iter_css_task_*}, {@code bpf_iter_task_vma_*}. Source: what Linux 6.12 answers.
 *
 * <p>Safe for use by any thread.
 */
/*
 * All state is numbers in the guest's own words, which name tasks by their places in a list that does not change: whatever a program makes
 * of them, they name one of the world's tasks or none. Processes come in the order of their numbers, the threads of each behind it.
 */
final class TaskIterators {
    private static final int ALL_PROCESSES = 0;
    private static final int ALL_THREADS = 1;
    private static final int THREADS_OF_PROCESS = 2;

    private static final int MEMBER_PROCESSES = 1;
    private static final int MEMBER_PROCESSES_OF_THREADED = 3;

    private static final int PLACE = 32;
    private static final long INT_MASK = 0xffff_ffffL;

    private final KernelObjects kernel;
    private final List<Task> tasks;
    private final Map<Integer, Integer> placeByPid = new HashMap<>();
    private final List<Cgroup> groups;

    TaskIterators(KernelObjects kernel) {
        this.kernel = kernel;
        tasks = new ArrayList<>(kernel.world().tasks());
        tasks.sort(Comparator.comparingInt(Task::tgid)
                .thenComparing(task -> !task.isLeader())
                .thenComparingInt(Task::pid));
        for (int i = 0; i < tasks.size(); i++) {
            placeByPid.put(tasks.get(i).pid(), i);
        }
        groups = kernel.world().cgroups();
    }

    void register(KfuncTable table) {
        table.put(Kfunc.ITER_TASK_NEW, (cpu, it, task, flags, r4, r5) -> newTasks(cpu.memory(), it, task, (int) flags))
                .put(Kfunc.ITER_TASK_NEXT, (cpu, it, r2, r3, r4, r5) -> nextTask(cpu.memory(), it))
                .put(Kfunc.ITER_TASK_DESTROY, (cpu, it, r2, r3, r4, r5) -> tasks(cpu.memory(), it, tasks.size(), 0))
                .put(
                        Kfunc.ITER_CSS_TASK_NEW,
                        (cpu, it, css, flags, r4, r5) -> newMembers(cpu.memory(), it, css, (int) flags))
                .put(Kfunc.ITER_CSS_TASK_NEXT, (cpu, it, r2, r3, r4, r5) -> nextMember(cpu.memory(), it))
                .put(Kfunc.ITER_CSS_TASK_DESTROY, TaskIterators::end)
                .put(Kfunc.ITER_TASK_VMA_NEW, (cpu, it, task, from, r4, r5) -> newAreas(cpu.memory(), it, task, from))
                .put(Kfunc.ITER_TASK_VMA_NEXT, (cpu, it, r2, r3, r4, r5) -> nextArea(cpu.memory(), it))
                .put(Kfunc.ITER_TASK_VMA_DESTROY, TaskIterators::end);
    }

    private static long end(Cpu cpu, long iterator, long r2, long r3, long r4, long r5) {
        cpu.memory().setLong(iterator, 0);
        return 0;
    }

    private Optional<Integer> place(long address) {
        return kernel.taskAt(address).map(task -> placeByPid.get(task.pid()));
    }

    // ---- tasks: the place of the next one, flags, the process

    private static long tasks(GuestMemory memory, long iterator, int next, int flags) {
        memory.setLong(iterator, next);
        memory.setLong(iterator + Long.BYTES, flags);
        memory.setLong(iterator + 2L * Long.BYTES, 0);
        return 0;
    }

    private long newTasks(GuestMemory memory, long iterator, long task, int flags) {
        tasks(memory, iterator, tasks.size(), 0);
        boolean ofOne = flags == THREADS_OF_PROCESS;
        if (flags != ALL_PROCESSES && flags != ALL_THREADS && !ofOne || ofOne && task == 0) {
            return Errno.EINVAL.result();
        }
        int first = ofOne ? place(task).orElse(tasks.size()) : 0;
        tasks(memory, iterator, first, flags);
        if (ofOne && first < tasks.size()) {
            memory.setLong(iterator + 2L * Long.BYTES, tasks.get(first).tgid());
        }
        return 0;
    }

    private long nextTask(GuestMemory memory, long iterator) {
        int flags = (int) memory.getLong(iterator + Long.BYTES);
        int process = (int) memory.getLong(iterator + 2L * Long.BYTES);
        long at = memory.getLong(iterator);
        while (at >= 0 && at < tasks.size()) {
            Task task = tasks.get((int) at++);
            boolean wanted = switch (flags) {
                case ALL_THREADS -> true;
                case THREADS_OF_PROCESS -> task.tgid() == process;
                default -> task.isLeader();
            };
            if (wanted) {
                memory.setLong(iterator, at);
                return kernel.taskAddress(task.pid());
            }
        }
        memory.setLong(iterator, tasks.size());
        return 0;
    }

    // ---- members of a control group: above the place of the next one, below that of the group, from 1 on, and whether
    // threads count

    private long newMembers(GuestMemory memory, long iterator, long css, int flags) {
        memory.setLong(iterator, 0);
        if (flags != 0 && flags != MEMBER_PROCESSES && flags != MEMBER_PROCESSES_OF_THREADED) {
            return Errno.EINVAL.result();
        }
        Optional<Cgroup> group = kernel.cgroupOfState(css);
        long place = group.map(each -> groups.indexOf(each) + 1L).orElse(0L);
        memory.setLong(iterator, place << 1 | (flags == 0 ? 1 : 0));
        return 0;
    }

    private long nextMember(GuestMemory memory, long iterator) {
        long state = memory.getLong(iterator);
        int group = (int) state >>> 1;
        boolean threads = (state & 1) != 0;
        if (group == 0 || group > groups.size()) {
            return 0;
        }
        String path = groups.get(group - 1).path();
        for (int at = (int) (state >>> PLACE); at >= 0 && at < tasks.size(); at++) {
            Task task = tasks.get(at);
            if (task.cgroup().equals(path) && (threads || task.isLeader())) {
                memory.setLong(iterator, at + 1L << PLACE | state & INT_MASK);
                return kernel.taskAddress(task.pid());
            }
        }
        memory.setLong(iterator, (long) tasks.size() << PLACE | state & INT_MASK);
        return 0;
    }

    // ---- areas of a task's memory: above the place of the next one, below that of the task, from 1 on

    private long newAreas(GuestMemory memory, long iterator, long address, long from) {
        memory.setLong(iterator, 0);
        Optional<Integer> place = place(address);
        List<Area> areas = areas(place);
        if (areas.isEmpty()) {
            return Errno.ENOENT.result();
        }
        int first = 0;
        while (first < areas.size() && Long.compareUnsigned(areas.get(first).end(), from) <= 0) {
            first++;
        }
        memory.setLong(iterator, (long) first << PLACE | place.orElseThrow() + 1L);
        return 0;
    }

    private List<Area> areas(Optional<Integer> place) {
        return kernel.userMemory(place.map(tasks::get)).areas();
    }

    private long nextArea(GuestMemory memory, long iterator) {
        long state = memory.getLong(iterator);
        int place = (int) state - 1;
        int at = (int) (state >>> PLACE);
        if (place < 0 || place >= tasks.size()) {
            return 0;
        }
        List<Area> areas = areas(Optional.of(place));
        if (at < 0 || at >= areas.size()) {
            return 0;
        }
        memory.setLong(iterator, at + 1L << PLACE | place + 1L);
        return kernel.areas().address(tasks.get(place).tgid(), areas.get(at));
    }
}
