package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads the tasks of a world. */
final class WorldTasks {
    private static final Set<String> KEYS =
            Set.of("pid", "tgid", "comm", "uid", "gid", "parent", "cgroup", "start", "executable", "members");

    private WorldTasks() {}

    /**
     * Adds the tasks of a list.
     *
     * @throws IllegalArgumentException if one is no description of a task
     */
    static void addTo(World.Builder world, Node list) {
        for (Node given : list.elements()) {
            world.task(task(given.only(KEYS)));
        }
    }

    private static Task task(Node given) {
        int pid = given.get("pid").small();
        Task task = Task.of(pid, given.text("comm", ""))
                .inProcess(given.small("tgid", pid, 1, Integer.MAX_VALUE))
                .as((int) given.number("uid", 0), (int) given.number("gid", 0))
                .childOf(given.small("parent", 0, 0, Integer.MAX_VALUE))
                .in(given.text("cgroup", "/"))
                .startedAt(given.number("start", 0))
                .executing(given.text("executable", ""));
        Map<String, KernelValue> members = new LinkedHashMap<>();
        given.find("members")
                .map(Node::entries)
                .orElse(Map.of())
                .forEach((path, value) -> members.put(path, DescribedValues.read(value)));
        return task.withAll(members);
    }
}
