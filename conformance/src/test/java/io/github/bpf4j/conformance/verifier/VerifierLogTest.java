package io.github.bpf4j.conformance.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierLimits;
import io.github.bpf4j.verifier.VerifierLog;
import io.github.bpf4j.verifier.VerifierLog.Detail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the verifier tells of its walk: the states are those that Linux logged, and telling changes nothing. */
class VerifierLogTest {
    private static final Path RECORDED = Path.of("src/test/resources/verifier/states-6.12.txt");

    private static LinkedProgram program(CollectionSpec spec, String name) {
        return Linker.link(spec, name, LinkEnvironment.of(KernelProfile.V6_12, Set.of(Kfunc.values())));
    }

    private static CollectionSpec object(String file) {
        return CollectionSpec.read(Corpus.bytes(file), file);
    }

    private static VerifierEnvironment environment(CollectionSpec spec, VerifierLimits limits) {
        Map<String, MapDescription> maps = spec.maps().stream()
                .collect(Collectors.toMap(
                        MapSpec::name, map -> MapDescription.of(map, spec.btf(), KernelProfile.V6_12)));
        Set<Integer> helpers =
                HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toSet());
        return new VerifierEnvironment(KernelProfile.V6_12, helpers, Set.of(Kfunc.values()), maps, limits);
    }

    /** The instructions of the first path, marks of writing left out and names of ids and addresses made equal. */
    private static List<String> firstPath(String log) {
        List<String> lines = new ArrayList<>();
        for (String line : log.split("\n")) {
            if (line.startsWith("from ")) {
                break;
            }
            if (line.matches("[0-9]+: \\([0-9a-f]{2}\\) .*")) {
                lines.add(line.replaceAll("(R[0-9]+|fp-[0-9]+)_w=", "$1=")
                        .replaceAll("\\bid=[0-9]+", "id=")
                        .replaceAll("ref_obj_id=[0-9]+", "ref_obj_id=")
                        .replaceAll("refs=[0-9,]+", "refs=")
                        .replaceAll("map=\\w+\\.(bss|rodata|data)", "map=.$1")
                        .replaceAll("call (bpf_throw)#[0-9]+", "call $1#")
                        .replaceAll("(\\(18\\) r[0-9]+ = )(map\\[\\S*|func\\[\\S*|0x[0-9a-f]+)", "$1…")
                        .replaceAll(" +;", " ;"));
            }
        }
        return lines;
    }

    private static Set<String> known(String line) {
        int start = line.indexOf(" ; ");
        return start < 0
                ? Set.of()
                : new HashSet<>(Arrays.asList(line.substring(start + 3).split(" (?=(?:R[0-9]+|fp-[0-9]+|refs)=)")));
    }

    private static String instruction(String line) {
        int end = line.indexOf(" ; ");
        return end < 0 ? line : line.substring(0, end);
    }

    @Test
    void statesAreThoseThatLinuxLogs() throws IOException {
        List<String> lines = Files.readAllLines(RECORDED);
        List<String> ours = List.of();
        String program = "";
        int at = 0;
        int states = 0;
        List<String> differing = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.contains("\t")) {
                String[] names = line.split("\t");
                program = line;
                CollectionSpec spec = object(names[0]);
                VerifierLog log = new VerifierLog(Detail.STATES);
                Verifier.judge(program(spec, names[1]), environment(spec, VerifierLimits.KERNEL), log);
                ours = firstPath(log.toString());
                at = 0;
                continue;
            }
            String own = at < ours.size() ? ours.get(at++) : "";
            Set<String> missing = new HashSet<>(known(line));
            states += missing.size();
            missing.removeAll(known(own));
            if (!instruction(own).equals(instruction(line)) || !missing.isEmpty()) {
                differing.add("%s: Linux logs%n  %s%nnot%n  %s".formatted(program, line, own));
            }
        }
        assertThat(differing).isEmpty();
        assertThat(states).isGreaterThan(900);
    }

    @Test
    void tellingChangesNothing() {
        for (String file : List.of("verifier/loops.bpf.o", "verifier/callbacks.bpf.o", "verifier/calls.bpf.o")) {
            CollectionSpec spec = object(file);
            VerifierEnvironment environment = environment(spec, VerifierLimits.KERNEL);
            spec.programs().forEach(each -> {
                LinkedProgram program = program(spec, each.name());
                Verdict plain = Verifier.judge(program, environment);
                for (Detail detail : Detail.values()) {
                    VerifierLog log = new VerifierLog(detail, 1 << 16);
                    Verdict told = Verifier.judge(program, environment, log);
                    assertThat(told.isAccepted()).as(each.name()).isEqualTo(plain.isAccepted());
                    assertThat(told.insns()).as(each.name()).isEqualTo(plain.insns());
                    assertThat(log.toString()).hasSizeLessThan((1 << 16) + 100);
                }
            });
        }
    }

    @Test
    void walkSaysWhereItGoesAndWhatChanges() {
        CollectionSpec spec = object("mistakes/mistakes.bpf.o");
        VerifierLog log = new VerifierLog(Detail.WALK);
        Verifier.judge(program(spec, "record_not_submitted"), environment(spec, VerifierLimits.KERNEL), log);
        assertThat(log.toString().lines())
                .startsWith("path from the begin of record_not_submitted")
                .anyMatch(line -> line.contains("mistakes.bpf.c:88: if (skb->len > 1500)"))
                .anyMatch(line -> line.matches(
                        ".*call 0x83 <bpf_ringbuf_reserve> .*R0: null or a pointer to a ring" + " buffer record \\(.*"))
                .anyMatch(line -> line.startsWith("path from instruction "))
                .anyMatch(line -> line.endsWith("the path ends"))
                .anyMatch(line -> line.startsWith("end of the program with an unreleased reference"));
    }

    @Test
    void longLogIsCutOffWithANote() {
        CollectionSpec spec = object("examples/flow_gc.bpf.o");
        VerifierLog log = new VerifierLog(Detail.STATES, 2000);
        Verifier.judge(program(spec, "flow_gc"), environment(spec, VerifierLimits.KERNEL), log);
        assertThat(log.toString())
                .hasSizeBetween(1000, 2100)
                .endsWith("(the log ends here: it may have 2000 characters)\n");
    }

    /** A program that is walked up to the limit. */
    private static Verdict walkLong(IntConsumer progress) {
        CollectionSpec spec = object("mistakes/mistakes.bpf.o");
        return Verifier.judge(
                program(spec, "loop_without_bound"), environment(spec, VerifierLimits.KERNEL), null, progress);
    }

    @Test
    void interruptEndsAVerificationPromptly() {
        try {
            assertThatThrownBy(() -> walkLong(_ -> Thread.currentThread().interrupt()))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("verification was interrupted after 4096 instructions of ");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void progressIsToldAllAlong() {
        List<Integer> told = new ArrayList<>();
        Verdict verdict = walkLong(told::add);
        assertThat(verdict.insns()).isGreaterThan(1_000_000);
        assertThat(told).hasSizeGreaterThan(100).isSorted().doesNotHaveDuplicates();
        assertThat(told.getLast()).isBetween(990_000, verdict.insns());
    }
}
