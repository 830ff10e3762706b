package io.github.bpf4j.cli;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.NearestNames;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import java.util.List;
import java.util.stream.Collectors;

/** Which of an object's programs is meant. */
final class Programs {
    private Programs() {}

    static ProgramSpec byName(CollectionSpec collection, String name) {
        return collection.programs().stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failures.Usage(
                        "there is no program \"" + name + "\"; the object has " + list(collection.programs())));
    }

    /** Says that no object has a program of that name, and which names are like it. */
    static String absence(String name, List<CollectionSpec> collections) {
        List<ProgramSpec> programs = collections.stream()
                .flatMap(collection -> collection.programs().stream())
                .toList();
        List<String> near =
                NearestNames.to(name, programs.stream().map(ProgramSpec::name).distinct());
        return "there is no program \"" + name + "\""
                + (near.isEmpty() ? "; there is " + list(programs) : "; did you mean " + String.join(", ", near) + "?");
    }

    /** The only program that a capture can be sent through. */
    static ProgramSpec onlyRunnable(CollectionSpec collection) {
        List<ProgramSpec> runnable = collection.programs().stream()
                .filter(program -> Replay.takesPackets(program.type()) && !isForEntries(program))
                .toList();
        if (runnable.size() != 1) {
            throw new Failures.Usage(
                    (runnable.isEmpty() ? "no program of the object takes packets" : "choose with --prog")
                            + "; the object has " + list(collection.programs()));
        }
        return runnable.getFirst();
    }

    /** Whether a program runs where an entry of a DEVMAP or CPUMAP names it. */
    private static boolean isForEntries(ProgramSpec program) {
        return program.expectedAttachType() == AttachType.XDP_DEVMAP
                || program.expectedAttachType() == AttachType.XDP_CPUMAP;
    }

    /** The only program that samples. */
    static ProgramSpec onlySampler(CollectionSpec collection) {
        List<ProgramSpec> samplers = collection.programs().stream()
                .filter(program -> program.type() == ProgramType.PERF_EVENT)
                .toList();
        if (samplers.size() != 1) {
            throw new Failures.Usage(
                    "choose with --sample what to run every so often; the object has " + list(collection.programs()));
        }
        return samplers.getFirst();
    }

    private static String list(List<ProgramSpec> programs) {
        return programs.isEmpty()
                ? "no programs"
                : programs.stream()
                        .map(program -> program.name() + " (" + program.section() + ")")
                        .collect(Collectors.joining(", "));
    }
}
