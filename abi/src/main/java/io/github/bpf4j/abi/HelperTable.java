package io.github.bpf4j.abi;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All prototypes by id, from the tables of their subjects. */
final class HelperTable {
    static final NavigableMap<Integer, HelperPrototype> BY_ID = byId();

    private HelperTable() {}

    private static NavigableMap<Integer, HelperPrototype> byId() {
        NavigableMap<Integer, HelperPrototype> table = new TreeMap<>();
        Stream.of(
                        MapHelpers.rows(),
                        TaskHelpers.rows(),
                        TracingHelpers.rows(),
                        PacketHelpers.rows(),
                        SocketHelpers.rows(),
                        RoutingHelpers.rows(),
                        SocketObjectHelpers.rows())
                .flatMap(List::stream)
                .map(HelperRow::build)
                .forEach(helper -> {
                    if (table.put(helper.id(), helper) != null) {
                        throw new IllegalStateException("helper " + helper.id() + " has two prototypes");
                    }
                });
        return Collections.unmodifiableNavigableMap(table);
    }
}
