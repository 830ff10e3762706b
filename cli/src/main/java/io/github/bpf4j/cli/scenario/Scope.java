package io.github.bpf4j.cli.scenario;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The variables of a place in a scenario: {@code ${name}}, {@code ${name + 3}}, {@code ${${name}}}, and {@code ${env.NAME}} of
 * the environment. A string that is nothing but a reference becomes the variable, be it a list or mapping. Inner scopes hide
 * outer ones. For one thread at a time.
 */
final class Scope {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{\\s*([A-Za-z_][\\w.]*)\\s*(?:([+*-])\\s*([0-9]\\w*)\\s*)?}");
    private static final String STEPS = "steps";
    private static final int MOST_ROUNDS = 8;
    private static final int LONGEST = 1 << 20;

    private final @Nullable Scope outer;
    private final Map<String, JsonNode> values = new HashMap<>();

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    void set(String name, String value) {
        values.put(name, JsonNodeFactory.instance.stringNode(value));
    }

    /** Sets all entries of a mapping. */
    void setAll(Node mapping) {
        mapping.entries().forEach((name, value) -> values.put(name, value.json()));
    }

    private @Nullable JsonNode get(String name) {
        if (name.startsWith("env.")) {
            String value = System.getenv(name.substring("env.".length()));
            return value == null ? null : JsonNodeFactory.instance.stringNode(value);
        }
        JsonNode value = values.get(name);
        return value != null ? value : outer == null ? null : outer.get(name);
    }

    private JsonNode require(String name, Node at) {
        JsonNode value = get(name);
        if (value == null) {
            throw at.error("there is no variable \"" + name + "\"");
        }
        return value;
    }

    /** The same piece with all references replaced; lists of steps are left for their own scope. */
    Node expand(Node node) {
        return new Node(expand(node.json(), node), node.path());
    }

    private JsonNode expand(JsonNode json, Node at) {
        if (json.isString()) {
            Matcher whole = REFERENCE.matcher(json.asString());
            if (whole.matches() && whole.group(2) == null) {
                JsonNode value = require(whole.group(1), at);
                return value.isString() ? JsonNodeFactory.instance.stringNode(expand(value.asString(), at)) : value;
            }
            return JsonNodeFactory.instance.stringNode(expand(json.asString(), at));
        }
        if (json.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            json.forEach(element -> copy.add(expand(element, at)));
            return copy;
        }
        if (json.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                JsonNode value = entry.getKey().equals(STEPS) ? entry.getValue() : expand(entry.getValue(), at);
                copy.set(expand(entry.getKey(), at), value);
            }
            return copy;
        }
        return json;
    }

    private String expand(String text, Node at) {
        String expanded = text;
        for (int round = 0; round < MOST_ROUNDS && expanded.contains("${"); round++) {
            expanded = once(expanded, at);
            if (expanded.length() > LONGEST) {
                throw at.error("a text of more than " + LONGEST + " characters");
            }
        }
        return expanded;
    }

    private String once(String text, Node at) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            JsonNode value = require(matcher.group(1), at);
            if (value.isObject() || value.isArray()) {
                throw at.error("variable \"" + matcher.group(1) + "\" is no single value");
            }
            String replaced = matcher.group(2) == null ? value.asString() : computed(matcher, value.asString(), at);
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(replaced));
            if (expanded.length() > LONGEST) {
                break; // which is said where this was asked for
            }
        }
        return matcher.appendTail(expanded).toString();
    }

    private static String computed(Matcher matcher, String value, Node at) {
        try {
            long left = Numbers.parse(value);
            long right = Numbers.parse(matcher.group(3));
            return Long.toString(
                    switch (matcher.group(2)) {
                        case "+" -> left + right;
                        case "-" -> left - right;
                        default -> left * right;
                    });
        } catch (IllegalArgumentException e) {
            throw at.error(String.valueOf(e.getMessage()));
        }
    }
}
