package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.UserRing;
import java.util.Map;
import java.util.Optional;

/** Steps that change and read maps and variables, as user space does. */
final class MapSteps {
    private static final long LOCK = 4;

    private MapSteps() {}

    static void register(Map<String, Step> steps) {
        steps.put("update", Step.of(MapSteps::update, "key", "value", "flags"));
        steps.put("delete", Step.of(MapSteps::delete, "key"));
        steps.put("lookup", Step.of(MapSteps::lookup, "key", "value", "absent", "flags"));
        steps.put("lookup_and_delete", Step.of(MapSteps::lookupAndDelete, "key", "value", "absent"));
        steps.put("push", Step.of(MapSteps::push, "value", "flags"));
        steps.put("pop", Step.of(MapSteps::pop, "value", "absent"));
        steps.put("peek", Step.of(MapSteps::peek, "value", "absent"));
        steps.put("produce", Step.of(MapSteps::produce, "value", "discard"));
        steps.put("set_map", Step.of(MapSteps::setMap, "key", "to"));
        steps.put("set_program", Step.of(MapSteps::setProgram, "index", "to"));
        steps.put("set_target", Step.of(MapSteps::setTarget, "key", "to", "program", "flags"));
        steps.put(
                "freeze",
                Step.of((world, step, comparison) ->
                        world.map(step.get("freeze")).freeze()));
        steps.put(
                "mmap",
                Step.of((world, step, comparison) -> world.map(step.get("mmap")).mmap()));
        steps.put("limit_timers", Step.of(MapSteps::limitTimers, "to"));
        steps.put("set", Step.of(MapSteps::set));
    }

    /** The bytes of a key, by its type where the map has one. */
    static byte[] key(BpfMap map, Node node) {
        return map.spec().keyTypeId() != 0 && !isHex(node)
                ? new TypedBytes(map.types()).encode(map.spec().keyTypeId(), node)
                : TypedBytes.raw(node, map.keySize());
    }

    private static boolean isHex(Node node) {
        return node.isMapping() && node.has("hex");
    }

    /** The bytes of a value, by its type; of a map per CPU a list with a value for each CPU, or one value for all. */
    private static byte[] value(World world, BpfMap map, Node node) {
        if (!map.type().isPerCpu()) {
            return one(map, node, map.valueSize());
        }
        int cpus = world.runtime.cpus();
        int size = map.valueSize() / cpus;
        if (node.isList() && node.elements().size() != cpus) {
            throw node.error("values for " + node.elements().size() + " of " + cpus + " CPUs");
        }
        byte[] all = new byte[map.valueSize()];
        for (int cpu = 0; cpu < cpus; cpu++) {
            byte[] bytes = one(map, node.isList() ? node.elements().get(cpu) : node, size);
            System.arraycopy(bytes, 0, all, cpu * size, bytes.length);
        }
        return all;
    }

    private static byte[] one(BpfMap map, Node node, int size) {
        return map.spec().valueTypeId() != 0 && !isHex(node)
                ? new TypedBytes(map.types()).encode(map.spec().valueTypeId(), node)
                : TypedBytes.raw(node, size);
    }

    private static void update(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("update"));
        map.update(key(map, step.get("key")), value(world, map, step.get("value")), flags(step));
    }

    private static long flags(Node step) {
        long flags = 0;
        Optional<Node> given = step.find("flags");
        if (given.isPresent()) {
            for (Node flag : given.get().elements()) {
                flags |= switch (flag.text()) {
                    case "any", "BPF_ANY" -> 0;
                    case "noexist", "BPF_NOEXIST" -> 1;
                    case "exist", "BPF_EXIST" -> 2;
                    case "lock", "BPF_F_LOCK" -> LOCK;
                    default -> flag.number();
                };
            }
        }
        return flags;
    }

    private static void delete(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("delete"));
        if (!map.delete(key(map, step.get("key")))) {
            throw new Refused(io.github.bpf4j.abi.Errno.ENOENT, "delete of a key that is not in " + map.name());
        }
    }

    private static void lookup(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("lookup"));
        compare(world, map, step, comparison, map.lookup(key(map, step.get("key")), flags(step)));
    }

    private static void lookupAndDelete(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("lookup_and_delete"));
        compare(world, map, step, comparison, map.lookupAndDelete(key(map, step.get("key"))));
    }

    private static void push(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("push"));
        map.push(value(world, map, step.get("value")), flags(step));
    }

    private static void pop(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("pop"));
        compare(world, map, step, comparison, map.pop());
    }

    /** The value that comes next; of a BLOOM_FILTER the one that is asked for, if it may be there. */
    private static void peek(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("peek"));
        if (map.type() != MapType.BLOOM_FILTER) {
            compare(world, map, step, comparison, map.peek());
            return;
        }
        boolean wanted = !step.flag("absent");
        if (map.mayContain(value(world, map, step.get("value"))) != wanted) {
            comparison.differ("value", wanted ? "maybe present" : "absent", wanted ? "absent" : "maybe present");
        }
    }

    /** A sample for a USER_RINGBUF: as bytes, or under the name of its type. */
    private static void produce(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("produce"));
        byte[] sample = TypedBytes.named(map.types(), step.get("value"));
        UserRing.Sample reserved = UserRing.of(map)
                .reserve(sample.length)
                .orElseThrow(() -> new Refused(io.github.bpf4j.abi.Errno.ENOSPC, "no room in " + map.name()));
        if (step.flag("discard")) {
            reserved.discard();
        } else {
            reserved.submit(sample);
        }
    }

    private static void compare(World world, BpfMap map, Node step, Comparison comparison, Optional<byte[]> found) {
        if (step.flag("absent")) {
            found.ifPresent(value -> comparison.differ("value", "absent", Expectations.show(map, value)));
            return;
        }
        if (found.isEmpty()) {
            throw new Refused(io.github.bpf4j.abi.Errno.ENOENT, "nothing to be found in " + map.name());
        }
        step.find("value")
                .ifPresent(wanted -> Expectations.value(world, comparison, "value", map, wanted, found.get()));
    }

    private static void setMap(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("set_map"));
        map.setMap(key(map, step.get("key")), world.map(step.get("to")));
    }

    private static void setProgram(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("set_program"));
        int index = (int) step.get("index").number();
        Optional<Node> program = step.find("to");
        if (program.isPresent()) {
            map.setProgram(index, world.program(program.get()));
        } else {
            map.clearProgram(index);
        }
    }

    private static void setTarget(World world, Node step, Comparison comparison) {
        BpfMap map = world.map(step.get("set_target"));
        MapTargets targets = MapTargets.of(map);
        int key = (int) step.get("key").number();
        Optional<Node> to = step.find("to");
        if (to.isEmpty()) {
            targets.clear(key);
            return;
        }
        Optional<Program> program = step.find("program").map(world::program);
        long flags = step.find("flags").map(Node::number).orElse(0L);
        targets.set(
                key,
                switch (map.type()) {
                    case CPUMAP -> new MapTarget.Cpu((int) to.get().number(), program);
                    case CGROUP_ARRAY -> new MapTarget.Cgroup(to.get().text());
                    default -> new MapTarget.Device((int) to.get().number(), program);
                },
                flags);
    }

    private static void limitTimers(World world, Node step, Comparison comparison) {
        world.map(step.get("limit_timers")).setTimerLimit(step.small("to", 0, 0, Integer.MAX_VALUE));
    }

    private static void set(World world, Node step, Comparison comparison) {
        step.get("set").entries().forEach((name, value) -> {
            var variable = Expectations.variable(world, name, value);
            variable.set(new TypedBytes(variable.types()).encodeOver(variable.bytes(), variable.typeId(), value));
        });
    }
}
