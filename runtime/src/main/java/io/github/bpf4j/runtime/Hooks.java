package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.kernel.GroupAttachment;
import io.github.bpf4j.runtime.world.Cgroup;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** Which programs are attached where, in the order in which they were attached. */
final class Hooks {
    /** Programs that a control group can have at one place, and a tracepoint, and lookups of sockets a network namespace. */
    private static final int MOST_PROGRAMS = 64;

    private final Map<String, List<LiveLink>> byTarget = new HashMap<>();
    private final Map<LiveMap, BitSet> usdtRecords = new WeakHashMap<>();
    private final Map<String, LiveOperations> operations = new HashMap<>();
    private long attached;

    /** The tables of operations that are registered, by their structs and names. */
    Map<String, LiveOperations> operations() {
        return operations;
    }

    /**
     * Attaches a program.
     *
     * @throws BpfErrnoException if Linux refuses it beside what is there, or there is no such place
     */
    LiveLink attach(Machine machine, LiveProgram program, AttachOptions options) {
        ProgramSpec spec = program.linked().spec();
        AttachType attach = spec.expectedAttachType();
        if (attach == AttachType.XDP_DEVMAP || attach == AttachType.XDP_CPUMAP) {
            throw new BpfErrnoException(Errno.EINVAL, "attaching " + program + ", which is for entries of maps");
        }
        String target =
                options.target().map(EventRunner::normalized).orElseGet(() -> AttachPoints.of(spec, program.type()));
        if (program.type() == ProgramType.KPROBE && target.startsWith(UsdtLink.PLACE)) {
            LiveLink link = UsdtLink.attach(machine, program, target, options.cookie(), attached++, usdtRecords);
            byTarget.computeIfAbsent(target, _ -> new ArrayList<>()).add(link);
            return link;
        }
        GroupAttachment attachment = null;
        if (options.target().isEmpty() && AttachPoints.isOfGroups(spec, program.type())) {
            Cgroup group = machine.world
                    .cgroup(options.cgroup())
                    .orElseThrow(() -> new BpfErrnoException(
                            Errno.ENOENT, "attaching " + program + " to control group " + options.cgroup()));
            target += LiveLink.IN_GROUP + options.cgroup();
            attachment = new GroupAttachment(group.id(), attach == null ? -1 : attach.number());
        }
        checkRoom(target, program);
        if (attachment != null && !program.bind(attachment)) {
            throw new BpfErrnoException(Errno.ENOMEM, "attaching " + program + " to " + target);
        }
        LiveLink link = new LiveLink(machine, program, target, options.cookie(), attached++, attachment);
        byTarget.computeIfAbsent(target, _ -> new ArrayList<>()).add(link);
        return link;
    }

    private void checkRoom(String target, LiveProgram program) {
        ProgramType type = program.type();
        List<LiveLink> there = byTarget.getOrDefault(target, List.of());
        if (type == ProgramType.XDP
                && there.stream().anyMatch(link -> link.program().type() == ProgramType.XDP)) {
            throw new BpfErrnoException(Errno.EBUSY, "attaching to " + target + ", which has an XDP program");
        }
        if (AttachPoints.isOfTrampolines(program.linked().spec(), type)) {
            checkTrampoline(target, program);
        }
        if (type == ProgramType.TRACEPOINT && there.stream().anyMatch(link -> link.program() == program)) {
            throw new BpfErrnoException(Errno.EEXIST, "attaching " + program + " to " + target + " again");
        }
        int most = most(type, target);
        if (there.stream()
                        .filter(link -> !limitsEachType(type) || link.program().type() == type)
                        .count()
                >= most) {
            throw new BpfErrnoException(Errno.E2BIG, "attaching to " + target + ", which has " + most + " programs");
        }
    }

    /** How many programs of a type there can be at a target. */
    private static int most(ProgramType type, String target) {
        return switch (type) {
            case FLOW_DISSECTOR -> 1;
            case SK_LOOKUP, TRACEPOINT -> MOST_PROGRAMS;
            default -> target.contains(LiveLink.IN_GROUP) ? MOST_PROGRAMS : Integer.MAX_VALUE;
        };
    }

    /** Whether it does not matter how many programs of other types are at the same target, a network namespace. */
    private static boolean limitsEachType(ProgramType type) {
        return type == ProgramType.FLOW_DISSECTOR || type == ProgramType.SK_LOOKUP;
    }

    private void checkTrampoline(String target, LiveProgram program) {
        if (byTarget.getOrDefault(target, List.of()).stream().anyMatch(link -> link.program() == program)) {
            throw new BpfErrnoException(Errno.EBUSY, "attaching " + program + " to " + target + " again");
        }
        String function = target.substring(target.indexOf('/') + 1);
        List<String> around = target.startsWith(AttachPoints.HOOK)
                ? List.of(target)
                : List.of(AttachPoints.ENTRY + function, AttachPoints.MODIFY + function, AttachPoints.EXIT + function);
        if (at(around).size() >= AttachPoints.MOST_TRAMPOLINE_PROGRAMS) {
            throw new BpfErrnoException(
                    Errno.E2BIG,
                    "attaching to " + target + ", which has " + AttachPoints.MOST_TRAMPOLINE_PROGRAMS + " programs");
        }
    }

    void remove(LiveLink link) {
        List<LiveLink> links = byTarget.get(link.target());
        if (links != null && links.remove(link) && links.isEmpty()) {
            byTarget.remove(link.target());
        }
    }

    /** What is attached to a target; a copy. */
    List<LiveLink> at(String target) {
        return List.copyOf(byTarget.getOrDefault(target, List.of()));
    }

    /** What is attached to some targets, in the order of attaching; a copy. */
    List<LiveLink> at(List<String> targets) {
        return targets.stream()
                .flatMap(target -> at(target).stream())
                .sorted(Comparator.comparingLong(LiveLink::order))
                .toList();
    }

    /** The targets that something is attached to; a copy. */
    List<String> targets() {
        return List.copyOf(byTarget.keySet());
    }
}
