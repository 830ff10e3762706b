package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.LoadOptions;
import io.github.bpf4j.verifier.VerifierException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Loads objects as a scenario file describes them. */
final class Loading {
    static final Set<String> KEYS =
            Set.of("file", "maps", "variables", "programs", "types", "share", "replaces", "rejected");

    private Loading() {}

    /** Loads an object under a name, or sees that it is refused as the description says. */
    static void load(World world, String name, Node given, Comparison comparison) {
        if (!given.isMapping()) {
            load(world, name, given, given, Map.of());
            return;
        }
        Node node = given.only(KEYS);
        Map<String, BpfMap> shared = new HashMap<>();
        node.find("share")
                .ifPresent(share -> share.entries().forEach((own, other) -> shared.put(own, world.map(other))));
        if (!node.has("rejected")) {
            load(world, name, node.get("file"), node, shared);
            return;
        }
        Node rejected = node.get("rejected");
        try {
            load(world, name, node.get("file"), node, shared);
            comparison.differ("load of " + name, "a rejection", "accepted");
        } catch (VerifierException | LinkException | BpfErrnoException | ObjectFormatException refusal) {
            expect(rejected, refusal, comparison);
        }
    }

    private static void expect(Node rejected, RuntimeException refusal, Comparison comparison) {
        String message = String.valueOf(refusal.getMessage());
        if (!rejected.isMapping()) {
            contains(rejected, message, comparison);
            return;
        }
        rejected.only(Set.of("error", "message"));
        rejected.find("message").ifPresent(text -> contains(text, message, comparison));
        rejected.find("error").ifPresent(error -> {
            String actual = switch (refusal) {
                case BpfErrnoException e -> e.errno().name();
                case VerifierException e -> e.errno().name();
                default -> refusal.getClass().getSimpleName();
            };
            comparison.text("error of the rejection", error, actual);
        });
    }

    private static void contains(Node expected, String message, Comparison comparison) {
        if (!message.contains(expected.text())) {
            comparison.differ("message of the rejection", "\"..." + expected.text() + "...\"", '"' + message + '"');
        }
    }

    private static void load(World world, String name, Node file, Node node, Map<String, BpfMap> shared) {
        CollectionSpec spec = adjusted(read(world.settings.folder(), file), node);
        world.add(name, world.runtime.load(spec, options(world, spec, node, shared)), file);
    }

    /** What the object is loaded with: maps of others, and the program whose functions its programs of type EXT take the place of. */
    private static LoadOptions options(World world, CollectionSpec spec, Node node, Map<String, BpfMap> shared) {
        LoadOptions options = new LoadOptions(shared, Map.of());
        return node.isMapping() && node.has("replaces")
                ? options.replacing(spec, world.program(node.get("replaces")))
                : options;
    }

    private static CollectionSpec read(Path folder, Node file) {
        Path path = folder.resolve(file.text());
        try {
            return CollectionSpec.read(path);
        } catch (IOException e) {
            throw file.error("cannot read " + path + ": " + e);
        }
    }

    private static CollectionSpec adjusted(CollectionSpec read, Node node) {
        CollectionSpec spec = read;
        if (!node.isMapping()) {
            return spec;
        }
        try {
            for (Map.Entry<String, Node> map : entries(node, "maps").entrySet()) {
                Node settings = map.getValue().only(Set.of("max_entries"));
                spec = spec.withMaxEntries(
                        map.getKey(), settings.get("max_entries").number());
            }
            for (Map.Entry<String, Node> variable : entries(node, "variables").entrySet()) {
                int type = spec.variable(variable.getKey()).typeId();
                byte[] value = new TypedBytes(spec.btf()).encode(type, variable.getValue());
                spec = spec.withVariable(variable.getKey(), value);
            }
            for (Map.Entry<String, Node> type : entries(node, "types").entrySet()) {
                spec = spec.withProgramType(type.getKey(), programType(type.getValue()), null);
            }
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
        return node.has("programs") ? onlyThese(spec, node.get("programs")) : spec;
    }

    private static Map<String, Node> entries(Node node, String key) {
        return node.find(key).map(Node::entries).orElse(Map.of());
    }

    private static ProgramType programType(Node node) {
        for (ProgramType type : ProgramType.values()) {
            if (type.name().equalsIgnoreCase(node.text())) {
                return type;
            }
        }
        throw node.error("no program type is called \"" + node.text() + "\"");
    }

    private static CollectionSpec onlyThese(CollectionSpec read, Node list) {
        List<String> wanted = list.elements().stream().map(Node::text).toList();
        CollectionSpec spec = read;
        for (ProgramSpec program : read.programs()) {
            spec = spec.withAutoload(program.name(), wanted.contains(program.name()));
        }
        for (Node name : list.elements()) {
            if (read.programs().stream().noneMatch(program -> program.name().equals(name.text()))) {
                throw name.error("the object has no program \"" + name.text() + "\"");
            }
        }
        return spec;
    }
}
