package io.github.bpf4j.bench.compare;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * What samples of a runtime and a program came to: a line of the results.
 *
 * @param result all 64 bits in hexadecimal
 * @param ratioToNative the median of the ratios of each round; null if there is no native program
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record Measurement(
        String runtime,
        String program,
        String result,
        double medianNs,
        double minNs,
        double maxNs,
        @Nullable Double ratioToNative) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Of the times of each round.
     *
     * @param nativeNs the times of the native program in the same rounds, or none
     */
    static Measurement of(String runtime, Workload workload, double[] ns, double[] nativeNs) {
        double[] ratios = new double[Math.min(ns.length, nativeNs.length)];
        double min = ns[0];
        double max = ns[0];
        for (int i = 0; i < ns.length; i++) {
            min = Math.min(min, ns[i]);
            max = Math.max(max, ns[i]);
            if (i < ratios.length) {
                ratios[i] = ns[i] / nativeNs[i];
            }
        }
        return new Measurement(
                runtime,
                workload.program(),
                "%016x".formatted(workload.expected()),
                rounded(Statistics.median(ns)),
                rounded(min),
                rounded(max),
                ratios.length == 0 ? null : Math.round(Statistics.median(ratios) * 1000) / 1000.0);
    }

    private static double rounded(double ns) {
        return Math.round(ns * 10) / 10.0;
    }

    /** A line of JSON. */
    String toJson() {
        return JSON.writeValueAsString(this);
    }
}
