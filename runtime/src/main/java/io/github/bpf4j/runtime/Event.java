package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.RunEnvironment;

/**
 * Something that happens at a place that programs are attached to. Immutable.
 *
 * <p>Places are named like the sections of programs: {@code kprobe/do_unlinkat}, {@code tracepoint/sched/sched_switch},
 * {@code lsm/file_open}, {@code cgroup/connect4}. {@code function/do_unlinkat} is all that happens there: probes, entry and exit
 * programs, and those that change what it returns; {@code syscall/unlinkat} is the same of a system call. Any other name is one that
 * the host attached programs to.
 *
 * @param target the place
 * @param context what programs are given; of a function that returns, its result too
 * @param cpu the logical CPU that it happens on
 * @param where what the CPU does then
 * @param environment the task and what else it happens in
 * @param cgroup the path of the control group that it happens in; empty for the task's
 */
public record Event(
        String target,
        EventContext context,
        int cpu,
        ExecutionContext where,
        RunEnvironment environment,
        String cgroup) {

    /** An event on CPU 0, in the world's current task. */
    public static Event at(String target, EventContext context) {
        return new Event(target, context, 0, ExecutionContext.PROCESS, RunEnvironment.NONE, "");
    }

    /** The same on another CPU. */
    public Event on(int otherCpu) {
        return new Event(target, context, otherCpu, where, environment, cgroup);
    }

    /** The same in an interrupt. */
    public Event during(ExecutionContext interrupt) {
        return new Event(target, context, cpu, interrupt, environment, cgroup);
    }

    /** The same in a task of the world, and with whatever else helpers ask for. */
    public Event in(RunEnvironment around) {
        return new Event(target, context, cpu, where, around, cgroup);
    }

    /** The same in a control group. */
    public Event inCgroup(String path) {
        return new Event(target, context, cpu, where, environment, path);
    }
}
