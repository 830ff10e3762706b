package io.github.bpf4j.cli;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Program;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A target of a map as the command line names it: {@code MAP[KEY]=TO[:PROGRAM]}. */
final class TargetOption {
    private static final Pattern TARGET = Pattern.compile("(.+)\\[([0-9]{1,10})]=([^:]+)(?::(.+))?");
    private static final int MOST_CPUS = 256;

    private TargetOption() {}

    private static Matcher parse(String target) {
        Matcher parts = TARGET.matcher(target);
        if (!parts.matches() || Long.parseLong(parts.group(2)) > 0xffff_ffffL) {
            throw new Failures.Usage("--target takes MAP[KEY]=TO[:PROGRAM], not \"" + target + "\"");
        }
        return parts;
    }

    /** How many logical CPUs there must be: those of all targets, and at least so many. */
    static int cpus(CollectionSpec collection, List<String> targets, int least) {
        long most = least;
        for (String target : targets) {
            Matcher parts = parse(target);
            boolean cpu = collection.maps().stream()
                    .anyMatch(map -> map.name().equals(parts.group(1)) && map.type() == MapType.CPUMAP);
            if (cpu) {
                most = Math.max(most, Long.parseLong(parts.group(2)) + 1);
            }
        }
        if (most > MOST_CPUS) {
            throw new Failures.Usage("--target: there are at most " + MOST_CPUS + " logical CPUs");
        }
        return (int) most;
    }

    /** Stores a target. */
    static void store(Collection loaded, String target) {
        Matcher parts = parse(target);
        BpfMap map = loaded.maps().get(parts.group(1));
        if (map == null) {
            throw new Failures.Usage("--target: there is no map \"" + parts.group(1) + "\"");
        }
        Optional<Program> program = Optional.ofNullable(parts.group(4)).map(name -> {
            Program found = loaded.programs().get(name);
            if (found == null) {
                throw new Failures.Usage("--target: there is no program \"" + name + "\"");
            }
            return found;
        });
        try {
            MapTargets.of(map).set((int) Long.parseLong(parts.group(2)), target(map, parts.group(3), program));
        } catch (BpfErrnoException e) {
            throw new Failures.Usage("--target " + target + ": " + e.getMessage());
        }
    }

    private static MapTarget target(BpfMap map, String to, Optional<Program> program) {
        try {
            return switch (map.type()) {
                case CPUMAP -> new MapTarget.Cpu(Integer.parseInt(to), program);
                case CGROUP_ARRAY -> new MapTarget.Cgroup(to);
                default -> new MapTarget.Device(Integer.parseInt(to), program);
            };
        } catch (NumberFormatException e) {
            throw new Failures.Usage("--target: \"" + to + "\" is no number");
        }
    }
}
