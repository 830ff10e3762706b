package io.github.bpf4j.runtime.event;

import io.github.bpf4j.abi.NearestNames;
import java.util.Collection;
import java.util.List;

/** A context cannot be made of what the host said: the message says what there is instead. */
public final class EventContextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private static final int FEW = 24;

    /** A context that cannot be made. */
    public EventContextException(String message) {
        super(message);
    }

    /** A name that is not among those that there are. */
    public static EventContextException unknown(String what, String name, Collection<String> known) {
        List<String> nearest = NearestNames.to(name, known.stream());
        String there = known.isEmpty()
                ? "; there are none"
                : known.size() > FEW && !nearest.isEmpty()
                        ? "; near are " + String.join(", ", nearest)
                        : "; there are "
                                + String.join(", ", known.stream().limit(FEW).toList());
        return new EventContextException(what + " \"" + name + "\" is not known" + there);
    }
}
