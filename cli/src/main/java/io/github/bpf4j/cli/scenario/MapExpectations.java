package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.TimerView;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is expected of one map: its size, elements and timers, or the records of a ring buffer. */
final class MapExpectations {
    private static final Set<String> KEYS = Set.of("size", "entries", "waiting", "absent", "timers", "user_references");
    private static final Set<String> TIMER_KEYS = Set.of("key", "state", "expires", "in", "callback", "cpu", "clock");

    private MapExpectations() {}

    static void check(World world, BpfMap map, String name, Node expect, Comparison comparison) {
        expect.only(KEYS);
        String what = "maps." + name;
        expect.find("size").ifPresent(size -> comparison.number(what + ".size", size, map.size()));
        expect.find("user_references")
                .ifPresent(count -> comparison.number(what + ".user_references", count, map.userReferences()));
        expect.find("entries").ifPresent(entries -> {
            for (Node entry : entries.elements()) {
                entry(world, map, what, entry.only(Set.of("key", "value")), comparison);
            }
        });
        expect.find("waiting").ifPresent(values -> waiting(world, map, what + ".waiting", values, comparison));
        expect.find("absent").ifPresent(keys -> {
            for (Node key : keys.elements()) {
                map.lookup(MapSteps.key(map, key))
                        .ifPresent(value -> comparison.differ(
                                what + "[" + key.json() + "]", "absent", Expectations.show(map, value)));
            }
        });
        expect.find("timers").ifPresent(timers -> timers(world, map, what, timers, comparison));
    }

    private static void entry(World world, BpfMap map, String what, Node entry, Comparison comparison) {
        Node key = entry.get("key");
        String element = what + "[" + key.json() + "]";
        Optional<byte[]> value = map.lookup(MapSteps.key(map, key));
        if (value.isEmpty()) {
            comparison.differ(element, "present", "absent");
            return;
        }
        entry.find("value")
                .ifPresent(wanted -> Expectations.value(world, comparison, element, map, wanted, value.get()));
    }

    /** The values of a QUEUE or STACK, the one that is popped next first. */
    private static void waiting(World world, BpfMap map, String what, Node expect, Comparison comparison) {
        List<Node> wanted = expect.elements();
        List<byte[]> actual = map.waiting();
        if (wanted.size() != actual.size()) {
            comparison.differ(what, wanted.size() + " values", actual.size() + " values");
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            Expectations.value(world, comparison, what + "[" + i + "]", map, wanted.get(i), actual.get(i));
        }
    }

    /** All timers of the map: as many as are listed, each found by its key. */
    private static void timers(World world, BpfMap map, String what, Node expect, Comparison comparison) {
        List<TimerView> actual = map.timers();
        if (!expect.isList()) {
            comparison.number(what + ".timers", expect, actual.size());
            return;
        }
        List<Node> wanted = expect.elements();
        if (wanted.size() != actual.size()) {
            comparison.differ(what + ".timers", wanted.size() + " timers", actual.size() + " timers");
        }
        for (Node timer : wanted) {
            Node key = timer.only(TIMER_KEYS).get("key");
            byte[] bytes = MapSteps.key(map, key);
            String one = what + ".timers[" + key.json() + "]";
            Optional<TimerView> found = actual.stream()
                    .filter(view -> Arrays.equals(view.key(), bytes))
                    .findFirst();
            if (found.isEmpty()) {
                comparison.differ(one, "initialised", "not");
            } else {
                timer(world, one, timer, found.get(), comparison);
            }
        }
    }

    private static void timer(World world, String what, Node wanted, TimerView actual, Comparison comparison) {
        wanted.find("state").ifPresent(state -> comparison.text(what + ".state", state, state(actual)));
        wanted.find("callback").ifPresent(name -> comparison.text(what + ".callback", name, actual.callback()));
        wanted.find("cpu").ifPresent(cpu -> comparison.number(what + ".cpu", cpu, actual.cpu()));
        wanted.find("clock").ifPresent(clock -> comparison.number(what + ".clock", clock, actual.clock()));
        wanted.find("expires").ifPresent(at -> comparison.number(what + ".expires", at, actual.expiresNs()));
        wanted.find("in")
                .ifPresent(ns -> comparison.number(what + ".in", ns, actual.expiresNs() - world.runtime.nowNs()));
    }

    /** The states of the timers specification: initialised, configured, armed. */
    private static String state(TimerView timer) {
        return timer.pending() ? "armed" : timer.callback().isEmpty() ? "initialised" : "configured";
    }

    /** Records that wait in a ring buffer: each as bytes, or under the name of its type. They are taken out. */
    static void records(BpfMap map, String name, Node expect, Comparison comparison) {
        if (map.type() != MapType.RINGBUF) {
            throw expect.error("map \"" + name + "\" is no RINGBUF");
        }
        List<byte[]> records = new java.util.ArrayList<>();
        map.consume(records::add);
        List<Node> wanted = expect.isList() ? expect.elements() : List.of(expect);
        if (wanted.size() != records.size()) {
            comparison.differ(
                    "ringbuf." + name,
                    wanted.size() + " records",
                    records.size() + " records: "
                            + records.stream().map(HexFormat.of()::formatHex).toList());
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            String what = "ringbuf." + name + "[" + i + "]";
            Node record = wanted.get(i);
            if (!record.isMapping() || record.has("hex")) {
                comparison.bytes(what, TypedBytes.hex(record), records.get(i));
                continue;
            }
            for (Map.Entry<String, Node> typed : record.entries().entrySet()) {
                int type = new TypedBytes(map.types()).typeId(typed.getKey(), record);
                comparison.value(what, typed.getValue(), BtfValue.decode(map.types(), type, records.get(i)));
            }
        }
    }
}
