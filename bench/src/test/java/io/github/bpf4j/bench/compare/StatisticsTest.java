package io.github.bpf4j.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void theMedianIsTheMiddleOneWhateverTheOrder() {
        assertThat(Statistics.median(9, 1, 5)).isEqualTo(5);
        assertThat(Statistics.median(4)).isEqualTo(4);
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Statistics.median(10, 1, 3, 2)).isEqualTo(2.5);
    }

    @Test
    void theMedianLeavesTheValuesAlone() {
        double[] values = {3, 1, 2};
        Statistics.median(values);
        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(Statistics::median).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theGeometricMeanOfARatioAndItsInverseIsOne() {
        assertThat(Statistics.geomean(8, 0.125)).isCloseTo(1, within(1e-12));
        assertThat(Statistics.geomean(2, 8)).isCloseTo(4, within(1e-12));
    }
}
