package io.github.bpf4j.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.ObjectCounters;
import org.junit.jupiter.api.Test;

class PolicyServiceTest {
    @Test
    void swapLosesNoEventAndLeavesNothing() throws InterruptedException {
        long events = 20_000;
        long limit = 40;
        PolicyService.Figures figures = new PolicyService(2, limit).run(events);
        assertThat(figures.first() + figures.second()).isEqualTo(events);
        assertThat(figures.first()).isBetween(events / 2, events);
        assertThat(figures.limitsAsked()).isEqualTo(figures.second());
        assertThat(figures.dropped())
                .as("each tenant had sent more than its limit when the second version came")
                .isEqualTo(figures.second());
        assertThat(figures.passed()).isEqualTo(figures.first());
        assertThat(figures.left()).isEqualTo(ObjectCounters.NONE);
    }

    @Test
    void tenantsBelowTheirLimitGoOn() throws InterruptedException {
        PolicyService.Figures figures = new PolicyService(2, Long.MAX_VALUE).run(4_000);
        assertThat(figures.dropped()).isZero();
        assertThat(figures.passed()).isEqualTo(4_000);
    }
}
