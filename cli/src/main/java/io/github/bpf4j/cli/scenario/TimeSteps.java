package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.time.VirtualClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Steps that move time. */
final class TimeSteps {
    private static final Set<String> CLOCKS = Set.of("realtime", "boottime", "monotonic");

    private TimeSteps() {}

    static void register(Map<String, Step> steps) {
        steps.put("advance", Step.of(TimeSteps::advance, "fires"));
        steps.put("advance_to", Step.of(TimeSteps::advanceTo, "fires"));
        steps.put("until_idle", Step.of(TimeSteps::untilIdle, "fires"));
        steps.put("step", Step.of(TimeSteps::step, "fires"));
        steps.put("clock", Step.of((world, step, comparison) -> set(world, step.get("clock"))));
    }

    private static void advance(World world, Node step, Comparison comparison) {
        long ns = step.get("advance").number();
        if (ns < 0) {
            throw step.error("MONOTONIC time does not go back");
        }
        fired(world, step, comparison, world.runtime.advance(Duration.ofNanos(ns)));
    }

    private static void advanceTo(World world, Node step, Comparison comparison) {
        Node to = step.get("advance_to");
        Optional<Long> instant = Numbers.instant(to.text());
        long fired = instant.isPresent()
                ? world.runtime.advanceTo(world.clock.monotonicAtRealtime(instant.get()))
                : world.runtime.advanceTo(to.number());
        fired(world, step, comparison, fired);
    }

    private static void untilIdle(World world, Node step, Comparison comparison) {
        long limit = step.get("until_idle").number();
        fired(world, step, comparison, world.runtime.runUntilIdle(Duration.ofNanos(limit)));
    }

    private static void step(World world, Node step, Comparison comparison) {
        long fired = 0;
        for (long i = step.get("step").number(); i > 0 && world.runtime.step(); i--) {
            fired++;
        }
        fired(world, step, comparison, fired);
    }

    private static void fired(World world, Node step, Comparison comparison, long fired) {
        world.fired = fired;
        step.find("fires").ifPresent(wanted -> comparison.number("fires", wanted, fired));
    }

    /** Sets clocks apart: instants, or with a sign how far to step. MONOTONIC goes forward only. */
    static void set(World world, Node clocks) {
        VirtualClock clock = world.clock;
        for (Map.Entry<String, Node> entry : clocks.only(CLOCKS).entries().entrySet()) {
            Node value = entry.getValue();
            String text = value.text();
            boolean relative = text.startsWith("+") || text.startsWith("-");
            long ns = Numbers.instant(text).orElseGet(value::number);
            try {
                switch (entry.getKey()) {
                    case "realtime" -> clock.setRealtimeNs(relative ? clock.realtimeNs() + ns : ns);
                    case "boottime" -> clock.setBoottimeNs(relative ? clock.boottimeNs() + ns : ns);
                    default -> world.runtime.advanceTo(relative ? clock.monotonicNs() + ns : ns);
                }
            } catch (IllegalArgumentException e) {
                throw value.error(String.valueOf(e.getMessage()));
            }
        }
    }
}
