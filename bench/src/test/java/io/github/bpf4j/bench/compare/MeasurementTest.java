package io.github.bpf4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void aLineOfJsonHasTheFieldsInOrder() {
        Measurement measurement = Measurement.of(
                "bpf4j-jit", Workload.of("b_sieve"), new double[] {3000, 2000.06, 9000}, new double[] {1000, 1000, 1000
                });
        assertThat(measurement.toJson())
                .isEqualTo("{\"runtime\":\"bpf4j-jit\",\"program\":\"b_sieve\",\"result\":\"0000000000000234\","
                        + "\"median_ns\":3000.0,\"min_ns\":2000.1,\"max_ns\":9000.0,\"ratio_to_native\":3.0}");
    }

    @Test
    void theRatioIsThatOfRoundsNotOfMedians() {
        // The machine was three times slower in the second round, for both.
        Measurement measurement =
                Measurement.of("x", Workload.of("b_sieve"), new double[] {20, 60, 24}, new double[] {10, 30, 30});
        assertThat(measurement.ratioToNative()).isEqualTo(2.0);
    }

    @Test
    void aRuntimeOfFewerRoundsIsComparedWithTheNativeOfThose() {
        Measurement measurement =
                Measurement.of("x", Workload.of("b_sieve"), new double[] {50, 50}, new double[] {10, 10, 1, 1, 1});
        assertThat(measurement.ratioToNative()).isEqualTo(5.0);
    }

    @Test
    void withoutANativeProgramThereIsNoRatio() {
        Measurement measurement = Measurement.of("x", Workload.of("h_hash"), new double[] {50}, new double[0]);
        assertThat(measurement.toJson())
                .contains("\"result\":\"00000000000003e8\"")
                .endsWith("\"ratio_to_native\":null}");
    }
}
