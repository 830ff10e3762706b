package io.github.bpf4j.time;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** What a queue of timers is, in the plainest words: a sorted set. The model that {@link TimerQueue} is held against. */
final class ReferenceQueue {
    private record Armed(long expiresNs, long arming, int timer) {}

    private final TreeSet<Armed> sorted =
            new TreeSet<>(Comparator.comparingLong(Armed::expiresNs).thenComparingLong(Armed::arming));
    private final Map<Integer, Armed> queued = new HashMap<>();
    private long armings;

    void schedule(int timer, long expiresNs) {
        cancel(timer);
        Armed armed = new Armed(expiresNs, armings++, timer);
        queued.put(timer, armed);
        sorted.add(armed);
    }

    boolean cancel(int timer) {
        Armed armed = queued.remove(timer);
        return armed != null && sorted.remove(armed);
    }

    boolean isQueued(int timer) {
        return queued.containsKey(timer);
    }

    long nextExpiryNs() {
        return sorted.isEmpty() ? Long.MAX_VALUE : sorted.first().expiresNs();
    }

    int first() {
        return nextExpiryNs() == Long.MAX_VALUE ? -1 : sorted.first().timer();
    }

    int poll(long nowNs) {
        if (sorted.isEmpty()
                || sorted.first().expiresNs() > nowNs
                || sorted.first().expiresNs() == Long.MAX_VALUE) {
            return -1;
        }
        int timer = sorted.first().timer();
        cancel(timer);
        return timer;
    }

    int size() {
        return sorted.size();
    }
}
