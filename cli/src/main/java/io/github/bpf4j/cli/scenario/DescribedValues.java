package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads values of arguments and members: numbers; text; lists; {@code {hex: ..}}, {@code {task: PID}}, {@code {cgroup: PATH}},
 * {@code {text: ..}}, and structs as {@code {struct: NAME, member: ..}}.
 */
final class DescribedValues {
    private static final int MOST_DEPTH = 32;

    private DescribedValues() {}

    static KernelValue read(Node node) {
        return read(node, 0);
    }

    /** Values by name. */
    static Map<String, KernelValue> byName(Node mapping) {
        Map<String, KernelValue> values = new LinkedHashMap<>();
        mapping.entries().forEach((name, value) -> values.put(name, read(value)));
        return values;
    }

    /** A struct with its name. */
    static KernelStruct struct(String type, Node members) {
        return struct(type, members, 0);
    }

    private static KernelStruct struct(String type, Node members, int depth) {
        Map<String, KernelValue> values = new LinkedHashMap<>();
        members.entries().forEach((path, value) -> values.put(path, read(value, depth + 1)));
        return KernelStruct.of(type, values);
    }

    private static KernelValue read(Node node, int depth) {
        if (depth > MOST_DEPTH) {
            throw node.error("values are nested more than " + MOST_DEPTH + " deep");
        }
        if (node.isList()) {
            List<KernelValue> elements =
                    node.elements().stream().map(each -> read(each, depth + 1)).toList();
            return KernelValue.of(elements);
        }
        if (!node.isMapping()) {
            return scalar(node);
        }
        if (node.has("struct")) {
            return KernelValue.of(struct(node.get("struct").text(), node.without("struct"), depth));
        }
        if (node.has("hex")) {
            return KernelValue.of(TypedBytes.hex(node));
        }
        if (node.has("task")) {
            return KernelValue.task(node.only(Set.of("task")).get("task").small());
        }
        if (node.has("cgroup")) {
            return KernelValue.cgroup(node.only(Set.of("cgroup")).get("cgroup").text());
        }
        if (node.has("text")) {
            return KernelValue.of(node.only(Set.of("text")).get("text").text());
        }
        throw node.error("a value is a number, text, a list, or one of hex, task, cgroup, text, struct");
    }

    /** Numbers are written as such, in hexadecimal too; any other text is text. */
    private static KernelValue scalar(Node node) {
        if (node.json().isBoolean()) {
            return KernelValue.of(node.json().asBoolean() ? 1 : 0);
        }
        String text = node.text();
        boolean number = !node.json().isString() || text.matches("-?(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)");
        return number ? KernelValue.of(node.number()) : KernelValue.of(text);
    }
}
