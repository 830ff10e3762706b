package io.github.bpf4j.conformance.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Programs that a running Linux 6.12 was asked to verify: its verdict and errno are ours. What differs is named, with the reason, in
 * {@code verifier/differences.tsv}.
 */
class VerdictsTest {
    private static final Path DIFFERENCES = Path.of("src/test/resources/verifier/differences.tsv");

    /** How our answer stands to Linux's. */
    private enum Standing {
        AGREES,
        /** A difference that is named. */
        NAMED,
        DIFFERS
    }

    @Test
    void verdictsAreThoseOfLinux() throws IOException {
        Set<String> named = new HashSet<>();
        for (String line : Files.readAllLines(DIFFERENCES)) {
            String[] columns = line.split("\t", -1);
            assertThat(columns).as(line).hasSize(4);
            assertThat(columns[3]).as("a reason: " + line).isNotBlank();
            named.add(String.join("\t", columns[0], columns[1], columns[2]));
        }
        Judge judge = new Judge(KernelProfile.V6_12);
        Set<String> unused = new HashSet<>(named);
        Map<Standing, Integer> counts = new EnumMap<>(Standing.class);
        List<String> differing = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<String> miscounted = new ArrayList<>();
        int unprivileged = 0;
        for (JsonNode asked : Judge.asked()) {
            String object = asked.get("obj").asString();
            String program = asked.get("prog").asString();
            String theirs = asked.get("errno").asString();
            Judge.Ours ours = judge.of(object, program, asked.has("unpriv"));
            String key = String.join("\t", object, program, ours.answer());
            unused.remove(key);
            Standing standing = ours.answer().equals(theirs)
                    ? Standing.AGREES
                    : named.contains(key) ? Standing.NAMED : Standing.DIFFERS;
            counts.merge(standing, 1, Integer::sum);
            if (standing == Standing.DIFFERS) {
                differing.add("%s %s: Linux says %s, we say %s: %s"
                        .formatted(object, program, theirs, ours.answer(), ours.reason()));
            }
            if (standing == Standing.AGREES && asked.has("unpriv")) {
                unprivileged++;
                int counted = asked.get("insns").asInt();
                if (counted > 0 && counted != ours.insns()) {
                    miscounted.add("%s: %d, not %d".formatted(program, ours.insns(), counted));
                }
            }
            if (standing == Standing.AGREES && asked.get("insns").asInt() > 1000) {
                ratios.add((double) ours.insns() / asked.get("insns").asInt());
            }
        }
        System.out.println("verdicts of Linux 6.12: " + counts);
        double mean = Math.exp(ratios.stream().mapToDouble(Math::log).average().orElse(0));
        double worst = ratios.stream().mapToDouble(ratio -> ratio).max().orElse(0);
        System.out.printf(
                "instructions processed, ours to Linux's, %d programs of more than 1000: geometric mean %.3f, worst %.2f%n",
                ratios.size(), mean, worst);
        assertThat(unprivileged).as("programs of loaders without capabilities").isGreaterThan(240);
        assertThat(miscounted).as("counted otherwise").hasSizeLessThanOrEqualTo(1);
        System.out.println(
                unprivileged + " programs of loaders without capabilities, counted otherwise: " + miscounted);
        assertThat(differing).isEmpty();
        assertThat(unused).as("differences that are none any more").isEmpty();
        assertThat(counts.get(Standing.AGREES)).isGreaterThan(7700);
        assertThat(mean).isLessThanOrEqualTo(1.02);
        assertThat(worst).isLessThanOrEqualTo(1.25);
    }
}
