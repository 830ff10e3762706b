package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.AttachOptions;
import io.github.bpf4j.runtime.FdAccess;
import io.github.bpf4j.runtime.Link;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Steps on what lives in the runtime: loading, descriptors, pins, links. */
final class ObjectSteps {
    private ObjectSteps() {}

    static void register(Map<String, Step> steps) {
        steps.put("load", new Step(Loading.KEYS, ObjectSteps::load));
        steps.put(
                "close",
                Step.of((world, step, comparison) ->
                        step.get("close").elements().forEach(world::close)));
        steps.put("duplicate", Step.of(ObjectSteps::duplicate, "as"));
        steps.put("open_map", Step.of(ObjectSteps::openMap, "as", "access"));
        steps.put("open_program", Step.of(ObjectSteps::openProgram, "as"));
        steps.put("id", Step.of(ObjectSteps::id, "save"));
        steps.put(
                "create_map",
                Step.of(
                        ObjectSteps::create,
                        "type",
                        "key_size",
                        "value_size",
                        "max_entries",
                        "flags",
                        "key_type",
                        "value_type",
                        "types_of"));
        steps.put("pin", Step.of(ObjectSteps::pin, "at"));
        steps.put(
                "unlink",
                Step.of((world, step, comparison) ->
                        world.runtime.bpffs().unlink(step.get("unlink").text())));
        steps.put("open_pin", Step.of(ObjectSteps::openPin, "as", "access"));
        steps.put("attach", Step.of(ObjectSteps::attach, "to", "as", "cgroup", "cookie"));
        steps.put(
                "detach",
                Step.of((world, step, comparison) ->
                        world.link(step.get("detach")).detach()));
    }

    private static void load(World world, Node step, Comparison comparison) {
        Loading.load(world, step.get("load").text(), step.without("load"), comparison);
    }

    private static void duplicate(World world, Node step, Comparison comparison) {
        world.add(step.get("as").text(), world.map(step.get("duplicate")).duplicate());
    }

    private static FdAccess access(Node step) {
        FdAccess access = step.constant("access", FdAccess.class);
        return access == null ? FdAccess.READ_WRITE : access;
    }

    private static void openMap(World world, Node step, Comparison comparison) {
        world.add(
                step.get("as").text(),
                world.runtime.openMap((int) step.get("open_map").number(), access(step)));
    }

    private static void openProgram(World world, Node step, Comparison comparison) {
        world.add(step.get("as").text(), world.runtime.openProgram((int)
                step.get("open_program").number()));
    }

    private static void id(World world, Node step, Comparison comparison) {
        Node name = step.get("id");
        int id = world.isMap(name) ? world.map(name).id() : world.program(name).id();
        world.scope.set(step.get("save").text(), Integer.toString(id));
    }

    private static void create(World world, Node step, Comparison comparison) {
        MapType type = step.constant("type", MapType.class);
        if (type == null) {
            throw step.error("\"type\" is missing");
        }
        Btf btf = types(world, step);
        MapSpec spec = MapSpec.of(
                        step.get("create_map").text(),
                        type,
                        (int) step.number("key_size", 4),
                        (int) step.get("value_size").number(),
                        step.number("max_entries", 1))
                .withFlags((int) step.number("flags", 0));
        if (btf != null && step.has("value_type")) {
            TypedBytes named = new TypedBytes(btf);
            spec = spec.withTypeIds(
                    named.typeId(step.text("key_type", "unsigned int"), step),
                    named.typeId(step.get("value_type").text(), step));
        }
        Btf used = btf == null ? Btf.empty(java.nio.ByteOrder.LITTLE_ENDIAN) : btf;
        world.add(step.get("create_map").text(), world.runtime.createMap(spec, used));
    }

    private static @Nullable Btf types(World world, Node step) {
        Optional<Node> named = step.find("types_of");
        if (named.isPresent()) {
            var collection = world.collections().get(named.get().text());
            if (collection == null) {
                throw named.get().error("no object is called \"" + named.get().text() + "\"");
            }
            return collection.spec().btf();
        }
        return world.collections().values().stream()
                .findFirst()
                .map(collection -> collection.spec().btf())
                .orElse(null);
    }

    private static void pin(World world, Node step, Comparison comparison) {
        Node name = step.get("pin");
        String path = step.get("at").text();
        if (world.isMap(name)) {
            world.runtime.bpffs().pin(path, world.map(name));
        } else if (world.isProgram(name)) {
            world.runtime.bpffs().pin(path, world.program(name));
        } else {
            world.runtime.bpffs().pin(path, world.link(name));
        }
    }

    private static void openPin(World world, Node step, Comparison comparison) {
        String path = step.get("open_pin").text();
        String name = step.get("as").text();
        switch (world.runtime.bpffs().kind(path)) {
            case MAP -> world.add(name, world.runtime.bpffs().openMap(path, access(step)));
            case PROGRAM -> world.add(name, world.runtime.bpffs().openProgram(path));
            case LINK -> world.add(name, world.runtime.bpffs().openLink(path));
        }
    }

    private static void attach(World world, Node step, Comparison comparison) {
        AttachOptions options =
                AttachOptions.BY_SECTION.in(step.text("cgroup", "/")).withCookie(step.number("cookie", 0));
        Link link = world.program(step.get("attach"))
                .attach(step.find("to").map(Node::text).map(options::to).orElse(options));
        world.add(step.text("as", link.target()), link);
    }
}
