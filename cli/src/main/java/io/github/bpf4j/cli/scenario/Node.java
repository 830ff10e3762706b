package io.github.bpf4j.cli.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A piece of a scenario file that knows where it is, and complains in those terms. Immutable. */
final class Node {
    private final JsonNode json;
    private final String path;

    Node(JsonNode json, String path) {
        this.json = json;
        this.path = path;
    }

    JsonNode json() {
        return json;
    }

    String path() {
        return path;
    }

    ScenarioException error(String reason) {
        return new ScenarioException(path, reason);
    }

    boolean isMapping() {
        return json.isObject();
    }

    boolean isList() {
        return json.isArray();
    }

    boolean has(String key) {
        return json.isObject() && json.has(key);
    }

    /** What is under a key that may be missing. */
    Optional<Node> find(String key) {
        JsonNode child = json.isObject() ? json.get(key) : null;
        return child == null || child.isNull() ? Optional.empty() : Optional.of(new Node(child, path + "." + key));
    }

    Node get(String key) {
        return find(key).orElseThrow(() -> error("\"" + key + "\" is missing"));
    }

    /** The same mapping without some keys. */
    Node without(String... keys) {
        return new Node(((ObjectNode) json).deepCopy().remove(List.of(keys)), path);
    }

    /** The values of a mapping by key, in the file's order. */
    Map<String, Node> entries() {
        if (!json.isObject()) {
            throw error("a mapping is expected, not " + json);
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            entries.put(entry.getKey(), new Node(entry.getValue(), path + "." + entry.getKey()));
        }
        return entries;
    }

    /** The elements of a list; a single value counts as a list of one. */
    List<Node> elements() {
        List<Node> elements = new ArrayList<>();
        if (!json.isArray()) {
            elements.add(this);
            return elements;
        }
        for (int i = 0; i < json.size(); i++) {
            elements.add(new Node(json.get(i), path + "[" + i + "]"));
        }
        return elements;
    }

    /** Refuses keys that are not among those given. */
    Node only(Set<String> known) {
        Set<String> unknown = new LinkedHashSet<>(entries().keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw error("\"" + unknown.iterator().next() + "\" is not known here; there are "
                    + known.stream().sorted().toList());
        }
        return this;
    }

    /** A scalar as text. */
    String text() {
        if (json.isObject() || json.isArray() || json.isNull()) {
            throw error("a single value is expected, not " + json);
        }
        return json.asString();
    }

    String text(String key, String otherwise) {
        return find(key).map(Node::text).orElse(otherwise);
    }

    /** A number: see {@link Numbers#parse}. */
    long number() {
        try {
            return Numbers.parse(text());
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    long number(String key, long otherwise) {
        Optional<Node> found = find(key);
        return found.isPresent() ? found.get().number() : otherwise;
    }

    /** A number of an int's size. */
    int small() {
        long value = number();
        if (value != (int) value) {
            throw error(value + " does not fit into 32 bits");
        }
        return (int) value;
    }

    /** A number within bounds. */
    int small(String key, int otherwise, int least, int most) {
        long value = number(key, otherwise);
        if (value < least || value > most) {
            throw get(key).error(value + " is not from " + least + " to " + most);
        }
        return (int) value;
    }

    boolean flag(String key) {
        Optional<Node> found = find(key);
        if (found.isEmpty()) {
            return false;
        }
        if (!found.get().json.isBoolean()) {
            throw found.get().error("true or false is expected");
        }
        return found.get().json.asBoolean();
    }

    /** The constant of an enumeration that a text names, in any case. */
    <E extends Enum<E>> @Nullable E constant(String key, Class<E> type) {
        Optional<Node> found = find(key);
        if (found.isEmpty()) {
            return null;
        }
        String text = found.get().text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw found.get().error("\"" + text + "\" is none of " + List.of(type.getEnumConstants()));
    }
}
