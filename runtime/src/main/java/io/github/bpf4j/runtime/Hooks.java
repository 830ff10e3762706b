package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which programs are attached where, in the order in which they were attached. */
final class Hooks {
    private final Map<String, List<LiveLink>> byTarget = new HashMap<>();

    void add(LiveLink link) {
        byTarget.computeIfAbsent(link.target(), _ -> new ArrayList<>()).add(link);
    }

    /**
     * Refuses what cannot be attached beside what is there.
     *
     * @throws BpfErrnoException EBUSY if a target with an XDP program would get another
     */
    void checkRoom(String target, ProgramType type) {
        boolean taken = type == ProgramType.XDP
                && at(target).stream().anyMatch(link -> link.program().type() == ProgramType.XDP);
        if (taken) {
            throw new BpfErrnoException(Errno.EBUSY, "attaching to " + target + ", which has an XDP program");
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
}
