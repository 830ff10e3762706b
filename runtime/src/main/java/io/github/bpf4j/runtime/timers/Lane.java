package io.github.bpf4j.runtime.timers;

import io.github.bpf4j.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits for one executor, in order of expiry. An entry keeps its number here until it goes or moves. */
final class Lane {
    /** How many numbers of timers that are all gone are kept for the next ones; with more, their memory is given back. */
    private static final int KEPT = 1 << 16;

    private final TimerQueue queue = new TimerQueue();
    private final IntStack free = new IntStack();
    private List<@Nullable QueueEntry> entries = new ArrayList<>();

    void schedule(QueueEntry entry, long expiresNs) {
        if (entry.lane != this) {
            if (entry.lane != null) {
                entry.lane.leave(entry);
            }
            entry.lane = this;
            entry.number = free.size() > 0 ? free.pop() : entries.size();
            if (entry.number == entries.size()) {
                entries.add(null);
            }
            entries.set(entry.number, entry);
        }
        queue.schedule(entry.number, expiresNs);
    }

    boolean cancel(QueueEntry entry) {
        return queue.cancel(entry.number);
    }

    boolean isQueued(QueueEntry entry) {
        return queue.isQueued(entry.number);
    }

    long expiresNs(QueueEntry entry) {
        return queue.expiresNs(entry.number);
    }

    /** Forgets an entry that is not queued any more. */
    void leave(QueueEntry entry) {
        queue.cancel(entry.number);
        entries.set(entry.number, null);
        free.push(entry.number);
        entry.lane = null;
        if (free.size() == entries.size() && entries.size() > KEPT) {
            entries = new ArrayList<>();
            free.reset();
            queue.trim();
        }
    }

    long nextExpiryNs() {
        return queue.nextExpiryNs();
    }

    /** The entry that expires first, or null if none ever does. */
    @Nullable
    QueueEntry first() {
        int number = queue.first();
        return number < 0 ? null : entries.get(number);
    }

    /** Takes the first entry that expires at or before an instant, or null. */
    @Nullable
    QueueEntry poll(long nowNs) {
        int number = queue.poll(nowNs);
        return number < 0 ? null : entries.get(number);
    }

    int size() {
        return queue.size();
    }
}
