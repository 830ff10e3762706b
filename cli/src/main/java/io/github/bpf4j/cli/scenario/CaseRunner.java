package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.TimerCall;
import io.github.bpf4j.verifier.VerifierException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs one case: loads its objects, goes through its steps until one is not as expected, and sees that nothing is left. */
final class CaseRunner {
    static final Map<String, Step> STEPS = steps();
    private static final int MOST_NOTES = 8;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_STEPS = 2_000_000;

    private final ScenarioCase scenario;
    private final World world;
    private final List<Mismatch> mismatches = new ArrayList<>();
    private String where = "";
    private int performed;
    private int callsBefore;
    private int faultsBefore;

    private CaseRunner(ScenarioCase scenario, World world) {
        this.scenario = scenario;
        this.world = world;
    }

    private static Map<String, Step> steps() {
        Map<String, Step> steps = new HashMap<>();
        RunSteps.register(steps);
        MapSteps.register(steps);
        TimeSteps.register(steps);
        ObjectSteps.register(steps);
        Expectations.register(steps);
        return Map.copyOf(steps);
    }

    static CaseResult run(ScenarioCase scenario) {
        long begun = System.nanoTime();
        Scope scope = scenario.newScope();
        try (World world = new World(scenario.settings(), scope)) {
            CaseRunner runner = new CaseRunner(scenario, world);
            runner.perform();
            List<String> notes = runner.notes();
            return new CaseResult(
                    scenario.file(),
                    scenario.name(),
                    runner.where,
                    runner.mismatches,
                    notes,
                    System.nanoTime() - begun);
        }
    }

    private void perform() {
        Node clock = scenario.settings().clock();
        if (clock != null) {
            TimeSteps.set(world, clock);
        }
        for (Map.Entry<String, Node> object : scenario.objects().entrySet()) {
            Node description = world.scope.expand(object.getValue());
            boolean fine =
                    judged(description, comparison -> Loading.load(world, object.getKey(), description, comparison));
            if (!fine) {
                return;
            }
        }
        if (perform(scenario.steps(), world.scope, 0)) {
            judged(scenario.node(), this::nothingIsLeft);
        }
    }

    /** Performs steps until one is not as expected; false then. */
    private boolean perform(List<Node> steps, Scope scope, int depth) {
        if (depth > MOST_DEPTH) {
            throw scenario.node().error("templates and repetitions are nested more than " + MOST_DEPTH + " deep");
        }
        for (Node given : steps) {
            if (++performed > MOST_STEPS) {
                throw given.error("a case of more than " + MOST_STEPS + " steps");
            }
            Node step = scope.expand(given);
            boolean fine = step.has("repeat")
                    ? repeat(step, scope, depth)
                    : step.has("use") ? use(step, scope, depth) : judged(step, comparison -> perform(step, comparison));
            if (!fine) {
                return false;
            }
        }
        return true;
    }

    private boolean repeat(Node step, Scope outer, int depth) {
        step.only(Set.of("repeat", "as", "steps"));
        int times = step.small("repeat", 0, 0, MOST_STEPS);
        String index = step.text("as", "i");
        List<Node> steps = step.get("steps").elements();
        for (int i = 0; i < times; i++) {
            Scope scope = new Scope(outer);
            scope.set(index, Integer.toString(i));
            if (!perform(steps, scope, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private boolean use(Node step, Scope outer, int depth) {
        Node name = step.get("use");
        Node template = scenario.templates().get(name.text());
        if (template == null) {
            throw name.error("no template is called \"" + name.text() + "\"; there are "
                    + scenario.templates().keySet());
        }
        Scope scope = new Scope(outer);
        template.find("defaults").ifPresent(defaults -> scope.setAll(outer.expand(defaults)));
        scope.setAll(step.without("use"));
        List<Node> steps = template.only(Set.of("defaults", "steps")).get("steps").elements().stream()
                .map(inner -> new Node(inner.json(), step.path() + " -> " + inner.path()))
                .toList();
        return perform(steps, scope, depth + 1);
    }

    private void perform(Node step, Comparison comparison) {
        String verb = null;
        for (String key : step.entries().keySet()) {
            if (STEPS.containsKey(key) && (verb == null || verb.equals("expect"))) {
                verb = key;
            }
        }
        Step kind = verb == null ? null : STEPS.get(verb);
        if (verb == null || kind == null) {
            throw step.error("no step: none of its keys is one of "
                    + STEPS.keySet().stream().sorted().toList());
        }
        Set<String> known = new java.util.HashSet<>(kind.keys());
        known.addAll(Set.of(verb, "error", "note"));
        step.only(known);
        Optional<Node> error = step.find("error");
        String refusal = refusal(step, comparison, kind);
        String wanted = error.map(Node::text).orElse("");
        if (!wanted.equals(refusal)) {
            comparison.differ(verb, wanted.isEmpty() ? "success" : wanted, refusal.isEmpty() ? "success" : refusal);
        }
    }

    /** Name of the errno that the command was refused with, or empty. */
    private String refusal(Node step, Comparison comparison, Step kind) {
        try {
            kind.action().perform(world, step, comparison);
            return "";
        } catch (BpfErrnoException refused) {
            return refused.errno().name();
        } catch (Refused refused) {
            return refused.errno().name();
        }
    }

    private interface Judged {
        void perform(Comparison comparison);
    }

    /** Does something and keeps what is not as expected; false if there is any. */
    private boolean judged(Node at, Judged action) {
        callsBefore = world.calls.size();
        faultsBefore = world.faults.size();
        Comparison comparison = new Comparison();
        try {
            action.perform(comparison);
        } catch (VerifierException | BpfErrnoException e) {
            comparison.differ(at.path(), "success", String.valueOf(e.getMessage()));
        } catch (BtfTypeException | IllegalArgumentException | IllegalStateException e) {
            throw at.error(String.valueOf(e.getMessage()));
        }
        if (!comparison.mismatches().isEmpty()) {
            where = at.path();
            mismatches.addAll(comparison.mismatches());
            return false;
        }
        return true;
    }

    private void nothingIsLeft(Comparison comparison) {
        for (Fault fault : world.faults) {
            comparison.differ("fault", "none", fault.kind() + ": " + fault.message());
        }
        ObjectCounters left = world.closeAll();
        if (!left.equals(ObjectCounters.NONE)) {
            comparison.differ("objects that are left when all is closed", "none", left.toString());
        }
        if (world.runtime.timers().live() != 0) {
            comparison.differ(
                    "timers that are left when all is closed",
                    "0",
                    "" + world.runtime.timers().live());
        }
    }

    private List<String> notes() {
        if (mismatches.isEmpty()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>();
        List<TimerCall> calls = since(world.calls, callsBefore);
        calls.forEach(call -> notes.add(Expectations.show(call)));
        for (Fault fault : since(world.faults, faultsBefore)) {
            notes.add("fault in " + fault.function()
                    + fault.source().map(source -> " at " + source).orElse(""));
        }
        return notes.subList(Math.max(0, notes.size() - MOST_NOTES), notes.size());
    }

    /** What came during the last step; all that is there if it was used up. */
    private static <T> List<T> since(List<T> records, int before) {
        return records.subList(Math.min(before, records.size()), records.size());
    }
}
