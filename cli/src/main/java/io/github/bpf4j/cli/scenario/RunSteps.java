package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.EventResult;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Steps that run programs: {@code run} and {@code trigger}. */
final class RunSteps {
    private static final Set<String> EXPECTATIONS = Set.of("return", "packet", "context", "fault", "redirect");
    private static final int MOST_TIMES = 10_000_000;

    private RunSteps() {}

    static void register(Map<String, Step> steps) {
        steps.put(
                "run",
                typed(RunSteps::run, "packet", "context", "arguments", "cpu", "in", "task", "times", "save", "expect"));
        steps.put(
                "trigger",
                typed(RunSteps::trigger, "packet", "context", "arguments", "cpu", "in", "task", "cgroup", "expect"));
    }

    /** A step that may say by names what programs are called with. */
    private static Step typed(Step.Action action, String... keys) {
        Set<String> all = new HashSet<>(Set.of(keys));
        all.addAll(EventContexts.KEYS);
        return new Step(Set.copyOf(all), action);
    }

    /** What a run left. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Outcome(RunResult result, @Nullable Packet packet, byte[] context) {}

    private static void run(World world, Node step, Comparison comparison) {
        Program program = world.program(step.get("run"));
        int cpu = cpu(world, step);
        int times = step.small("times", 1, 1, MOST_TIMES);
        Outcome outcome = once(world, program, step, cpu);
        for (int i = 1; i < times; i++) {
            outcome = once(world, program, step, cpu);
        }
        RunResult result = outcome.result();
        world.lastRun = result;
        step.find("save").ifPresent(name -> world.scope.set(name.text(), Long.toString(result.returnValue())));
        compare(world, step, program, outcome, comparison);
    }

    private static int cpu(World world, Node step) {
        return step.small("cpu", 0, 0, world.settings.cpus() - 1);
    }

    private static Outcome once(World world, Program program, Node step, int cpu) {
        Optional<Node> given = step.find("packet");
        if (given.isPresent()) {
            Packet packet = Packets.make(given.get(), world.settings.folder());
            return new Outcome(program.run(packet, cpu), packet, new byte[0]);
        }
        EventContext context = EventContexts.find(step).orElseGet(() -> EventContext.bytes(context(program, step)));
        Program.ContextResult result = program.run(context, cpu, where(step), around(step));
        return new Outcome(result.run(), null, result.context());
    }

    /** What the CPU does meanwhile. */
    static ExecutionContext where(Node step) {
        ExecutionContext where = step.constant("in", ExecutionContext.class);
        return where == null ? ExecutionContext.PROCESS : where;
    }

    /** What it happens in. */
    static RunEnvironment around(Node step) {
        return step.find("task")
                .map(task -> RunEnvironment.ofTask(task.small()))
                .orElse(RunEnvironment.NONE);
    }

    /** The bytes of a context: arguments, hexadecimal, or one value under the name of its type. */
    static byte[] context(@Nullable Program program, Node step) {
        Optional<Node> arguments = step.find("arguments");
        if (arguments.isPresent()) {
            List<Node> elements = arguments.get().elements();
            byte[] bytes = new byte[8 * elements.size()];
            for (int i = 0; i < elements.size(); i++) {
                System.arraycopy(TypedBytes.raw(elements.get(i), 8), 0, bytes, 8 * i, 8);
            }
            return bytes;
        }
        Optional<Node> context = step.find("context");
        if (context.isEmpty()) {
            return new byte[0];
        }
        return program == null
                ? TypedBytes.hex(context.get())
                : TypedBytes.named(program.linked().btf(), context.get());
    }

    private static void compare(World world, Node step, Program program, Outcome outcome, Comparison comparison) {
        Node expect = step.find("expect").orElse(null);
        Optional<Fault> fault = outcome.result().fault();
        if (expect == null || !expect.has("fault")) {
            fault.ifPresent(found -> comparison.differ("fault", "none", found.kind() + ": " + found.message()));
        }
        if (expect == null) {
            return;
        }
        expect.only(EXPECTATIONS);
        expect.find("fault").ifPresent(wanted -> {
            Expectations.fault(comparison, "fault", wanted, fault.orElse(null));
            world.faults.clear();
        });
        expect.find("return").ifPresent(wanted -> returned(comparison, "return", wanted, outcome.result()));
        Packet packet = outcome.packet();
        if (packet != null) {
            expect.find("packet").ifPresent(wanted -> Packets.compare(comparison, wanted, packet));
            expect.find("redirect")
                    .ifPresent(wanted -> comparison.number("redirect", wanted, packet.redirectIfindex()));
        }
        expect.find("context").ifPresent(wanted -> {
            if (!wanted.isMapping() || wanted.has("hex")) {
                comparison.bytes("context", TypedBytes.hex(wanted), outcome.context());
                return;
            }
            Map.Entry<String, Node> typed = TypedBytes.single(wanted);
            int type = new TypedBytes(program.linked().btf()).typeId(typed.getKey(), wanted);
            comparison.value(
                    "context",
                    typed.getValue(),
                    BtfValue.decode(program.linked().btf(), type, outcome.context()));
        });
    }

    /** Most programs return 32 bits: an expectation that fits into them is held against those. */
    static void returned(Comparison comparison, String what, Node wanted, RunResult result) {
        Optional<Long> verdict = Verdicts.byName(wanted.text());
        long expected = verdict.isPresent() ? verdict.get() : wanted.number();
        boolean narrow = expected == (int) expected;
        long actual = narrow ? result.verdict() : result.returnValue();
        if (expected != actual) {
            comparison.differ(
                    what,
                    verdict.isPresent() ? wanted.text() : Numbers.show(expected),
                    verdict.isPresent() ? Long.toString(actual) : Numbers.show(actual));
        }
    }

    private static void trigger(World world, Node step, Comparison comparison) {
        String target = step.get("trigger").text();
        int cpu = cpu(world, step);
        Optional<Node> given = step.find("packet");
        Optional<Node> expect = step.find("expect").map(node -> node.only(Set.of("return", "result")));
        if (given.isPresent()) {
            List<RunResult> results =
                    world.runtime.trigger(target, Packets.make(given.get(), world.settings.folder()), cpu);
            expect.ifPresent(wanted -> returned(comparison, wanted.get("return"), results));
            return;
        }
        EventContext context = EventContexts.find(step).orElseGet(() -> EventContext.bytes(context(null, step)));
        EventResult result = world.runtime.trigger(Event.at(target, context)
                .on(cpu)
                .during(where(step))
                .in(around(step))
                .inCgroup(step.text("cgroup", "")));
        expect.flatMap(wanted -> wanted.find("return"))
                .ifPresent(wanted -> returned(
                        comparison,
                        wanted,
                        result.runs().stream().map(EventResult.Ran::run).toList()));
        expect.flatMap(wanted -> wanted.find("result"))
                .ifPresent(wanted -> comparison.number("result", wanted, result.result()));
    }

    /** What each program that ran returned. */
    static void returned(Comparison comparison, Node list, List<RunResult> results) {
        List<Node> wanted = list.elements();
        if (wanted.size() != results.size()) {
            comparison.differ("return", wanted.size() + " programs", results.size() + " programs");
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            returned(comparison, "return[" + i + "]", wanted.get(i), results.get(i));
        }
    }
}
