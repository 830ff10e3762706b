package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.Cgroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The iterator over control groups below or above one: {@code bpf_iter_css_*}. Source: what Linux 6.12 answers.
 *
 * <p>Safe for use by any thread.
 */
/*
 * struct bpf_iter_css lies in guest memory: the group that it began at, the one that was last, how to go on, both as addresses that are
 * looked up. Groups are ordered by their paths. One that has ended begins anew, as in Linux.
 */
final class CgroupIterator {
    private static final int DESCENDANTS_PRE = 2;
    private static final int DESCENDANTS_POST = 3;
    private static final int ANCESTORS_UP = 4;

    private static final int LAST = 8;
    private static final int FLAGS = 16;

    private final KernelObjects kernel;
    private final List<Cgroup> before = new ArrayList<>();
    private final List<Cgroup> after = new ArrayList<>();

    CgroupIterator(KernelObjects kernel) {
        this.kernel = kernel;
        kernel.world()
                .cgroup("/")
                .ifPresent(root -> add(root, new Children(kernel.world().cgroups())));
    }

    /** The groups directly below each. */
    private static final class Children {
        private final Map<String, List<Cgroup>> below = new HashMap<>();

        Children(List<Cgroup> groups) {
            for (Cgroup group : groups) {
                if (!group.path().equals("/")) {
                    below.computeIfAbsent(group.parent(), _ -> new ArrayList<>())
                            .add(group);
                }
            }
        }

        List<Cgroup> of(Cgroup group) {
            return below.getOrDefault(group.path(), List.of());
        }
    }

    private void add(Cgroup group, Children children) {
        before.add(group);
        children.of(group).forEach(child -> add(child, children));
        after.add(group);
    }

    void register(KfuncTable table) {
        table.put(Kfunc.ITER_CSS_NEW, (cpu, it, css, flags, r4, r5) -> create(cpu.memory(), it, css, (int) flags))
                .put(Kfunc.ITER_CSS_NEXT, (cpu, it, r2, r3, r4, r5) -> next(cpu.memory(), it))
                .put(Kfunc.ITER_CSS_DESTROY, (cpu, it, r2, r3, r4, r5) -> {
                    set(cpu.memory(), it, 0, 0);
                    return 0;
                });
    }

    private static void set(GuestMemory memory, long iterator, long start, int flags) {
        memory.setLong(iterator, start);
        memory.setLong(iterator + LAST, 0);
        memory.setLong(iterator + FLAGS, flags);
    }

    private static long create(GuestMemory memory, long iterator, long css, int flags) {
        boolean known = flags == DESCENDANTS_PRE || flags == DESCENDANTS_POST || flags == ANCESTORS_UP;
        set(memory, iterator, known ? css : 0, flags);
        return known ? 0 : Errno.EINVAL.result();
    }

    private long next(GuestMemory memory, long iterator) {
        Optional<Cgroup> start = kernel.cgroupOfState(memory.getLong(iterator));
        if (start.isEmpty()) {
            return 0;
        }
        Optional<Cgroup> last = kernel.cgroupOfState(memory.getLong(iterator + LAST));
        Optional<Cgroup> next = switch ((int) memory.getLong(iterator + FLAGS)) {
            case DESCENDANTS_PRE -> following(before, start.get(), last);
            case DESCENDANTS_POST -> following(after, start.get(), last);
            default -> last.isEmpty() ? start : above(last.get());
        };
        long address = next.map(group -> kernel.stateAddress(group.path())).orElse(0L);
        memory.setLong(iterator + LAST, address);
        return address;
    }

    /** The groups below one lie together in either order. */
    private static Optional<Cgroup> following(List<Cgroup> order, Cgroup start, Optional<Cgroup> last) {
        if (last.isEmpty()) {
            return order.stream().filter(group -> group.isUnder(start)).findFirst();
        }
        int behind = order.indexOf(last.get()) + 1;
        return behind < order.size() && order.get(behind).isUnder(start)
                ? Optional.of(order.get(behind))
                : Optional.empty();
    }

    private Optional<Cgroup> above(Cgroup group) {
        return group.path().equals("/") ? Optional.empty() : kernel.cgroup(group.parent());
    }
}
