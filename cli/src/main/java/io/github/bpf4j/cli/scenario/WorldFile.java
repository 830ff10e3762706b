package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.IpPrefix;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what there is around the programs of a run from JSON. Stateless and safe for use by any thread. */
public final class WorldFile {
    private static final int ETHERNET_MTU = 1500;
    private static final long UINT = 0xffff_ffffL;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private WorldFile() {}

    record Content(
            @Nullable List<Interface> interfaces,
            @Nullable List<Group> cgroups,
            @Nullable String cgroup,
            @Nullable JsonNode tasks,
            @Nullable Integer task,
            @Nullable JsonNode variables,
            @Nullable JsonNode symbols,
            @Nullable JsonNode executables,
            @Nullable List<WorldNetwork.RouteEntry> routes,
            @Nullable List<WorldNetwork.RuleEntry> rules,
            @Nullable List<WorldNetwork.NeighbourEntry> neighbours,
            @Nullable List<WorldNetwork.SocketEntry> sockets) {}

    record Interface(
            int ifindex,
            @Nullable String name,
            @Nullable String mac,
            @Nullable Integer mtu,
            @Nullable Boolean forwarding,
            @Nullable List<String> addresses) {}

    record Group(long id, @Nullable String path, @Nullable Long classid) {

        Cgroup cgroup() {
            long number = classid == null ? 0 : classid;
            if (number < 0 || number > UINT) {
                throw new IllegalArgumentException(
                        "classid " + number + " of control group " + id + " is no unsigned int");
            }
            return new Cgroup(id, path == null ? "" : path).withClassid((int) number);
        }
    }

    /**
     * The world that a file describes.
     *
     * @throws IllegalArgumentException if the file is no such description
     */
    public static World read(Path file) throws IOException {
        if (Files.size(file) > ScenarioFile.LARGEST_FILE) {
            throw new IllegalArgumentException("more than " + ScenarioFile.LARGEST_FILE + " bytes in " + file);
        }
        try {
            return of(MAPPER.readTree(Files.readString(file)), file.resolveSibling(""));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** What is not said is left out: a null is a mistake, wherever it is. */
    private static void requireValues(JsonNode tree, String what) {
        if (tree.isNull() || tree.isMissingNode()) {
            throw new IllegalArgumentException(what + " is null or missing");
        }
        for (Map.Entry<String, JsonNode> property : tree.properties()) {
            requireValues(property.getValue(), "\"" + property.getKey() + "\"");
        }
        if (tree.isArray()) {
            tree.forEach(element -> requireValues(element, "an element of " + what));
        }
    }

    /**
     * The world that a tree describes.
     *
     * @param folder what names of files are relative to
     * @throws IllegalArgumentException if it is no such description
     */
    static World of(JsonNode tree, Path folder) throws IOException {
        requireValues(tree, "a description of a world");
        Content content;
        try {
            content = MAPPER.treeToValue(tree, Content.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
        World.Builder world = World.builder();
        for (Interface each : content.interfaces() == null ? List.<Interface>of() : content.interfaces()) {
            world.networkInterface(new NetworkInterface(
                    each.ifindex(),
                    each.name() == null ? "if" + each.ifindex() : each.name(),
                    each.mac() == null ? "" : each.mac(),
                    each.mtu() == null ? ETHERNET_MTU : each.mtu(),
                    each.forwarding() != null && each.forwarding(),
                    WorldNetwork.all(each.addresses()).stream()
                            .map(IpPrefix::parse)
                            .toList()));
        }
        for (Group each : content.cgroups() == null ? List.<Group>of() : content.cgroups()) {
            world.cgroup(each.cgroup());
        }
        WorldNetwork.addTo(world, content.routes(), content.rules(), content.neighbours(), content.sockets());
        if (content.tasks() != null) {
            WorldTasks.addTo(world, new Node(content.tasks(), "tasks"));
        }
        if (content.variables() != null) {
            new Node(content.variables(), "variables")
                    .entries()
                    .forEach((name, values) -> world.variable(
                            name,
                            values.elements().stream()
                                    .map(DescribedValues::read)
                                    .toArray(KernelValue[]::new)));
        }
        if (content.symbols() != null) {
            new Node(content.symbols(), "symbols").entries().forEach((name, at) -> world.symbol(name, at.number()));
        }
        if (content.executables() != null) {
            WorldExecutables.addTo(world, new Node(content.executables(), "executables"), folder);
        }
        if (content.task() != null) {
            world.currentTask(content.task());
        }
        if (content.cgroup() != null) {
            world.current(content.cgroup());
        }
        return world.build();
    }
}
