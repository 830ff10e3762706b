package io.github.bpf4j.fuzz;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs of the corpus that a kernel was asked about. */
final class CorpusPrograms {
    private static final Pattern ANSWER =
            Pattern.compile("\"obj\":\"([^\"]+)\",\"prog\":\"([^\"]+)\".*\"errno\":\"([^\"]+)\"");

    /** A program, its object without the other programs, and whether the kernel accepts it. */
    record Asked(CollectionSpec all, String name, boolean accepted) {
        /** The object with this program alone to be loaded. */
        CollectionSpec alone(CollectionSpec from) {
            CollectionSpec spec = from;
            for (ProgramSpec program : from.programs()) {
                spec = spec.withAutoload(program.name(), program.name().equals(name));
            }
            return spec;
        }
    }

    private CorpusPrograms() {}

    static List<Asked> read() {
        Map<String, CollectionSpec> objects = new HashMap<>();
        List<Asked> programs = new ArrayList<>();
        for (String file : List.of("verifier/answers-a-6.12.jsonl", "verifier/answers-b-6.12.jsonl")) {
            for (String line : new String(Corpus.bytes(file), StandardCharsets.UTF_8).split("\n")) {
                Matcher answer = ANSWER.matcher(line);
                if (answer.find()) {
                    CollectionSpec spec = objects.computeIfAbsent(
                            answer.group(1), name -> CollectionSpec.read(Corpus.bytes(name), name));
                    programs.add(
                            new Asked(spec, answer.group(2), answer.group(3).equals("ok")));
                }
            }
        }
        return programs;
    }

    /** Whether a program works on what a context of random bytes does not have: flow keys, a socket, a setting, an iterator's text. */
    static boolean needsSurroundings(ProgramSpec program) {
        return switch (program.type()) {
            case FLOW_DISSECTOR, SK_SKB, SK_LOOKUP, SOCK_OPS, CGROUP_SOCK_ADDR, CGROUP_SYSCTL -> true;
            case TRACING -> program.expectedAttachType() == AttachType.TRACE_ITER;
            case LSM -> program.expectedAttachType() == AttachType.LSM_CGROUP;
            case null, default -> false;
        };
    }

    /** Runs a program with what its type takes. */
    static RunResult run(Program program, SplittableRandom random) {
        byte[] bytes = new byte[14 + random.nextInt(100)];
        random.nextBytes(bytes);
        if (Replay.takesPackets(program.type()) || program.type().name().startsWith("LWT_")) {
            return program.run(new Packet(bytes));
        }
        byte[] context =
                new byte[program.type().context().map(ContextLayout::size).orElse(0)];
        random.nextBytes(context);
        program.contextRange()
                .ifPresent(range -> Arrays.fill(context, range.byteOffset(), range.byteOffset() + Long.BYTES, (byte)
                        0)); // every hook can return 0
        return program.run(context).run();
    }
}
