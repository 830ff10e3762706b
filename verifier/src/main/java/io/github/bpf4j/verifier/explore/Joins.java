package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.verifier.state.Marks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** States of which more became known after paths had ended in them, to be passed on to those paths. Not thread-safe. */
final class Joins {
    private final Deque<Checkpoint> changed = new ArrayDeque<>();
    private final Set<Checkpoint> queued = new LinkedHashSet<>();

    /** More is known of what matters in a state. */
    void changed(Checkpoint checkpoint) {
        if (checkpoint.joins() != null && queued.add(checkpoint)) {
            changed.add(checkpoint);
        }
    }

    /** Passes everything on until nothing new is learnt. */
    void settle(Liveness liveness, Precision precision) {
        while (!changed.isEmpty()) {
            Checkpoint next = changed.remove();
            queued.remove(next);
            List<Segment> joins = next.joins();
            if (joins != null) {
                Marks live = next.newlyLive();
                Marks precise = next.newlyPrecise();
                for (Segment path : List.copyOf(joins)) {
                    liveness.readAll(path, next, live);
                    precision.needAll(path, next, precise);
                }
            }
        }
    }
}
