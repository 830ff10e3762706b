package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what programs are called with, by names: {@code args}, {@code regs}, {@code record}, {@code fields}. */
final class EventContexts {
    /** The keys; of the first four one at most is there, {@code returns} beside {@code args} alone. */
    static final Set<String> KEYS = Set.of("args", "regs", "record", "fields", "returns");

    private EventContexts() {}

    /** What a step says, if it says anything by names. */
    static Optional<EventContext> find(Node step) {
        List<EventContext> found = new ArrayList<>();
        Optional<Node> returns = step.find("returns");
        step.find("args").ifPresent(args -> found.add(arguments(args)));
        step.find("regs").ifPresent(regs -> found.add(new EventContext.Registers(DescribedValues.byName(regs))));
        step.find("record").ifPresent(record -> found.add(record(record)));
        step.find("fields").ifPresent(fields -> found.add(new EventContext.Fields(DescribedValues.byName(fields))));
        if (returns.isPresent() && found.isEmpty()) {
            found.add(EventContext.arguments(new long[0]));
        }
        if (found.size() > 1) {
            throw step.error("args, regs, record and fields exclude each other");
        }
        if (returns.isEmpty()) {
            return found.stream().findFirst();
        }
        if (!(found.getFirst() instanceof EventContext.Arguments arguments)) {
            throw returns.get().error("only what has arguments returns something");
        }
        return Optional.of(arguments.returning(DescribedValues.read(returns.get())));
    }

    private static EventContext.Arguments arguments(Node args) {
        if (args.isMapping()) {
            return new EventContext.Arguments(List.of(), DescribedValues.byName(args), Optional.empty());
        }
        List<KernelValue> values =
                args.elements().stream().map(DescribedValues::read).toList();
        return new EventContext.Arguments(values, Map.of(), Optional.empty());
    }

    private static EventContext record(Node record) {
        String struct = record.text("struct", "");
        Node fields = record.has("struct") ? record.without("struct") : record;
        return new EventContext.TraceRecord(struct, DescribedValues.byName(fields));
    }
}
