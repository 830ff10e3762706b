package io.github.bpf4j.bench.compare;

import io.github.bpf4j.corpus.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What peers came to where they were measured before: {@code bench/peers-results.tsv} of the corpus. Only ratios to native count. */
final class Recorded {
    private Recorded() {}

    /** Ratios to native by runtime and program. */
    static Map<String, Map<String, Double>> ratios() {
        Map<String, Map<String, Double>> medians = new LinkedHashMap<>();
        new String(Corpus.bytes("bench/peers-results.tsv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .forEach(fields -> medians.computeIfAbsent(fields[0], runtime -> new HashMap<>())
                        .put(fields[1], Double.parseDouble(fields[3])));
        Map<String, Double> limits = medians.getOrDefault(Contenders.NATIVE, Map.of());
        Map<String, Map<String, Double>> ratios = new LinkedHashMap<>();
        medians.forEach((runtime, byProgram) -> byProgram.forEach((program, ns) -> {
            Double limit = limits.get(program);
            if (limit != null) {
                ratios.computeIfAbsent(runtime, name -> new HashMap<>()).put(program, ns / limit);
            }
        }));
        return ratios;
    }
}
