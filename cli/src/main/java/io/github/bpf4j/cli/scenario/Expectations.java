package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.PrintkLine;
import io.github.bpf4j.runtime.TimerCall;
import io.github.bpf4j.runtime.TimerCounters;
import io.github.bpf4j.runtime.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The step {@code expect}: holds the state of a world against what a file says. What programs reported is used up by it. */
final class Expectations {
    private static final Set<String> CALL_KEYS = Set.of("helper", "result", "map", "key", "program", "cpu");

    private Expectations() {}

    static void register(Map<String, Step> steps) {
        steps.put("expect", Step.of((world, step, comparison) -> check(world, step.get("expect"), comparison)));
    }

    private static void check(World world, Node expect, Comparison comparison) {
        for (Map.Entry<String, Node> entry : expect.entries().entrySet()) {
            Node wanted = entry.getValue();
            switch (entry.getKey()) {
                case "now" -> comparison.number("now", wanted, world.runtime.nowNs());
                case "realtime" -> comparison.number("realtime", wanted, world.clock.realtimeNs());
                case "fires" -> comparison.number("fires", wanted, world.fired);
                case "variables" ->
                    wanted.entries()
                            .forEach((name, value) -> comparison.value(
                                    "variables." + name,
                                    value,
                                    variable(world, name, value).value()));
                case "maps" ->
                    wanted.entries()
                            .forEach((name, value) -> MapExpectations.check(
                                    world, world.map(new Node(text(name), value.path())), name, value, comparison));
                case "timers" -> counters(comparison, "timers", wanted, timers(world.runtime.timers()));
                case "objects" -> counters(comparison, "objects", wanted, objects(world.runtime.objects()));
                case "pins" ->
                    list(comparison, "pins", wanted, world.runtime.bpffs().list());
                case "printk" -> {
                    list(
                            comparison,
                            "printk",
                            wanted,
                            world.printk.stream().map(PrintkLine::text).toList());
                    world.printk.clear();
                }
                case "calls" -> calls(world, wanted, comparison);
                case "ringbuf" ->
                    wanted.entries()
                            .forEach((name, value) -> MapExpectations.records(
                                    world.map(new Node(text(name), value.path())), name, value, comparison));
                case "faults" -> faults(world, wanted, comparison);
                default -> throw wanted.error("\"" + entry.getKey() + "\" cannot be expected");
            }
        }
    }

    private static tools.jackson.databind.JsonNode text(String value) {
        return tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(value);
    }

    /** A global variable, as OBJECT.NAME or by its own name. */
    static Variable variable(World world, String name, Node at) {
        for (Map.Entry<String, Collection> entry : world.collections().entrySet()) {
            String own = name.startsWith(entry.getKey() + ".")
                    ? name.substring(entry.getKey().length() + 1)
                    : name;
            if (entry.getValue().spec().variables().stream()
                    .anyMatch(variable -> variable.name().equals(own))) {
                return entry.getValue().variable(own);
            }
        }
        throw at.error("no object has a variable \"" + name + "\"");
    }

    /** A value of a map, by its type where there is one. */
    static void value(World world, Comparison comparison, String what, BpfMap map, Node wanted, byte[] actual) {
        if (map.type().isPerCpu()) {
            int cpus = world.runtime.cpus();
            int size = actual.length / cpus;
            for (int cpu = 0; cpu < cpus; cpu++) {
                Node one = wanted.isList() ? wanted.elements().get(cpu) : wanted;
                byte[] bytes = Arrays.copyOfRange(actual, cpu * size, (cpu + 1) * size);
                one(comparison, what + "[cpu " + cpu + "]", map, one, bytes);
            }
            return;
        }
        one(comparison, what, map, wanted, actual);
    }

    private static void one(Comparison comparison, String what, BpfMap map, Node wanted, byte[] actual) {
        if (map.spec().valueTypeId() != 0 && !(wanted.isMapping() && wanted.has("hex"))) {
            comparison.value(
                    what, wanted, BtfValue.decode(map.types(), map.spec().valueTypeId(), actual));
        } else {
            comparison.bytes(what, TypedBytes.raw(wanted, actual.length), actual);
        }
    }

    /** A value for a message. */
    static String show(BpfMap map, byte[] value) {
        return map.spec().valueTypeId() != 0 && !map.type().isPerCpu()
                ? map.valueView(value).toString()
                : HexFormat.of().formatHex(value);
    }

    private static Map<String, Long> timers(TimerCounters timers) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("armed", timers.armed());
        counters.put("fired", timers.fired());
        counters.put("cancelled", timers.cancelled());
        counters.put("freed", timers.freed());
        counters.put("pending", timers.pending());
        counters.put("live", timers.live());
        return counters;
    }

    private static Map<String, Long> objects(ObjectCounters objects) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("maps", (long) objects.maps());
        counters.put("programs", (long) objects.programs());
        counters.put("links", (long) objects.links());
        counters.put("files", (long) objects.files());
        counters.put("pins", (long) objects.pins());
        counters.put("user_references", (long) objects.userReferences());
        counters.put("program_references_of_timers", (long) objects.programReferencesOfTimers());
        return counters;
    }

    private static void counters(Comparison comparison, String what, Node wanted, Map<String, Long> actual) {
        wanted.only(actual.keySet())
                .entries()
                .forEach((name, value) -> comparison.number(what + "." + name, value, actual.getOrDefault(name, 0L)));
    }

    private static void list(Comparison comparison, String what, Node wanted, List<String> actual) {
        List<String> expected = wanted.isList() && wanted.elements().isEmpty()
                ? List.of()
                : wanted.elements().stream().map(Node::text).toList();
        if (!expected.equals(actual)) {
            comparison.differ(what, expected.toString(), actual.toString());
        }
    }

    private static void calls(World world, Node wanted, Comparison comparison) {
        List<TimerCall> actual = new ArrayList<>(world.calls);
        world.calls.clear();
        List<Node> expected = wanted.elements();
        if (expected.size() != actual.size()) {
            comparison.differ(
                    "calls",
                    expected.size() + " calls",
                    actual.size() + " calls: "
                            + actual.stream().map(Expectations::show).toList());
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            call(comparison, "calls[" + i + "]", world, expected.get(i).only(CALL_KEYS), actual.get(i));
        }
    }

    private static void call(Comparison comparison, String what, World world, Node wanted, TimerCall actual) {
        wanted.find("helper")
                .ifPresent(name -> comparison.text(
                        what + ".helper",
                        name,
                        name.text().startsWith("bpf_")
                                ? actual.helper()
                                : actual.helper().substring("bpf_timer_".length())));
        wanted.find("result").ifPresent(result -> comparison.number(what + ".result", result, actual.result()));
        wanted.find("map").ifPresent(map -> comparison.text(what + ".map", map, actual.map()));
        wanted.find("program").ifPresent(program -> comparison.text(what + ".program", program, actual.program()));
        wanted.find("cpu").ifPresent(cpu -> comparison.number(what + ".cpu", cpu, actual.cpu()));
        wanted.find("key")
                .ifPresent(key -> comparison.bytes(
                        what + ".key",
                        MapSteps.key(world.map(new Node(text(actual.map()), wanted.path())), key),
                        actual.key()));
    }

    /** A call of a timer helper for a message, with the C line that made it. */
    static String show(TimerCall call) {
        return call.helper() + "(" + call.map() + "[" + HexFormat.of().formatHex(call.key()) + "]) = "
                + Numbers.show(call.result())
                + call.source().map(source -> " at " + source).orElse("");
    }

    private static void faults(World world, Node wanted, Comparison comparison) {
        List<Fault> actual = new ArrayList<>(world.faults);
        world.faults.clear();
        List<Node> expected = wanted.isList() && wanted.elements().isEmpty() ? List.of() : wanted.elements();
        if (expected.size() != actual.size()) {
            comparison.differ(
                    "faults",
                    expected.size() + " faults",
                    actual.size() + " faults: "
                            + actual.stream().map(Fault::message).toList());
            return;
        }
        for (int i = 0; i < expected.size(); i++) {
            fault(comparison, "faults[" + i + "]", expected.get(i), actual.get(i));
        }
    }

    /** A fault by its kind, or by kind, part of the message and function. */
    static void fault(Comparison comparison, String what, Node wanted, @Nullable Fault actual) {
        if (actual == null) {
            comparison.differ(what, wanted.isMapping() ? "a fault" : wanted.text(), "none");
            return;
        }
        if (!wanted.isMapping()) {
            comparison.text(what, wanted, actual.kind().name());
            return;
        }
        wanted.only(Set.of("kind", "message", "function"));
        wanted.find("kind")
                .ifPresent(kind ->
                        comparison.text(what + ".kind", kind, actual.kind().name()));
        wanted.find("function").ifPresent(name -> comparison.text(what + ".function", name, actual.function()));
        wanted.find("message").ifPresent(text -> {
            if (!actual.message().contains(text.text())) {
                comparison.differ(what + ".message", "..." + text.text() + "...", actual.message());
            }
        });
    }
}
