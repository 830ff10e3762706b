package io.github.bpf4j.cli.scenario;

import java.util.List;
import java.util.Map;

/**
 * A case that can be run any number of times.
 *
 * @param file the file that holds it
 * @param node the case in the file
 * @param objects descriptions of the objects to load, by name
 * @param variables the values that it begins with
 * @param templates steps by the name of their template
 */
record ScenarioCase(
        String file,
        String name,
        Node node,
        Settings settings,
        Map<String, Node> objects,
        Map<String, String> variables,
        Map<String, Node> templates) {

    List<Node> steps() {
        return node.get("steps").elements();
    }

    Scope newScope() {
        Scope scope = new Scope(null);
        variables.forEach(scope::set);
        return scope;
    }

    /** The numbers of the specification's scenarios that it stands for. */
    List<Integer> covers() {
        return node.find("scenario").map(Node::elements).orElse(List.of()).stream()
                .map(number -> (int) number.number())
                .toList();
    }
}
