package io.github.bpf4j.runtime.world;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A task: a thread of a process.
 *
 * @param pid its number, positive
 * @param tgid the number of its process; that of the first thread
 * @param comm its name, at most 15 bytes
 * @param uid the user that it runs as
 * @param gid the group that it runs as
 * @param parent the number of the process that started it; 0 if nothing is known of it
 * @param cgroup the path of its control group
 * @param startNs when it started, on CLOCK_MONOTONIC
 * @param executable the path of the file that its process executes; empty if there is none, as of threads of the kernel's
 * @param members what else its {@code struct task_struct} holds; these values win
 */
public record Task(
        int pid,
        int tgid,
        String comm,
        int uid,
        int gid,
        int parent,
        String cgroup,
        long startNs,
        String executable,
        KernelStruct members) {
    /** The device of the file system of namespaces, which programs name the namespace of all tasks by. */
    public static final long PID_NAMESPACE_DEVICE = 4;

    /** The inode of the first namespace of tasks, in which all of them are. */
    public static final long PID_NAMESPACE_INODE = 0xefff_fffcL;

    private static final int LONGEST_NAME = 15;
    private static final String STRUCT = "task_struct";

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is not as said above
     */
    public Task {
        if (pid <= 0 || tgid <= 0 || parent < 0) {
            throw new IllegalArgumentException("a task cannot have the numbers " + pid + ", " + tgid + ", " + parent);
        }
        if (comm.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME || comm.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a task cannot have the name \"" + comm + "\"");
        }
        if (!executable.isEmpty() && !executable.matches("(/[^/\\x00]+)+")) {
            throw new IllegalArgumentException("\"" + executable + "\" is no absolute path of a file");
        }
        if (!members.type().equals(STRUCT)) {
            throw new IllegalArgumentException("a task is no struct " + members.type());
        }
    }

    /** The first thread of a process of the root's, in the root control group. */
    public static Task of(int pid, String comm) {
        return new Task(pid, pid, comm, 0, 0, 0, "/", 0, "", KernelStruct.of(STRUCT));
    }

    /** The same as a thread of another's process. */
    public Task inProcess(int process) {
        return new Task(pid, process, comm, uid, gid, parent, cgroup, startNs, executable, members);
    }

    /** The same, run as a user and a group. */
    public Task as(int user, int group) {
        return new Task(pid, tgid, comm, user, group, parent, cgroup, startNs, executable, members);
    }

    /** The same, started by another process. */
    public Task childOf(int process) {
        return new Task(pid, tgid, comm, uid, gid, process, cgroup, startNs, executable, members);
    }

    /** The same in a control group. */
    public Task in(String group) {
        return new Task(pid, tgid, comm, uid, gid, parent, group, startNs, executable, members);
    }

    /** The same, started at an instant of CLOCK_MONOTONIC. */
    public Task startedAt(long instantNs) {
        return new Task(pid, tgid, comm, uid, gid, parent, cgroup, instantNs, executable, members);
    }

    /** The same, executing a file, whose absolute path this is. */
    public Task executing(String path) {
        return new Task(pid, tgid, comm, uid, gid, parent, cgroup, startNs, path, members);
    }

    /** The same with a member of its {@code struct task_struct} set. */
    public Task with(String path, KernelValue value) {
        return new Task(pid, tgid, comm, uid, gid, parent, cgroup, startNs, executable, members.with(path, value));
    }

    /** The same with several members of its {@code struct task_struct} set, by their paths. */
    public Task withAll(Map<String, KernelValue> values) {
        KernelStruct more = KernelStruct.of(STRUCT, values);
        return new Task(pid, tgid, comm, uid, gid, parent, cgroup, startNs, executable, members.withAll(more));
    }

    /** Whether it is the first thread of its process. */
    public boolean isLeader() {
        return pid == tgid;
    }
}
