package io.github.bpf4j.runtime.timers;

import io.github.bpf4j.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits for one executor, in order of expiry. An entry keeps its number here until it goes or moves. */
final class Lane {
    /** How many numbers of timers that are all gone are kept for the next ones; with more, their memory is given back. */
    private static final int KEPT = 1 << 16;

    /** How many entries are looked at together before their turn. */
    private static final int AHEAD = 16;

    private final TimerQueue queue = new TimerQueue();
    private final Numbers numbers = new Numbers();
    private List<@Nullable QueueEntry> entries = new ArrayList<>();

    /** How many of the next entries were looked at. */
    private int known;

    /** Means nothing: it keeps the JVM from leaving out what it comes from. */
    long seen;

    void schedule(QueueEntry entry, long expiresNs) {
        if (entry.lane != this) {
            if (entry.lane != null) {
                entry.lane.leave(entry);
            }
            entry.lane = this;
            entry.number = numbers.take();
            while (entry.number >= entries.size()) {
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
        numbers.giveBack(entry.number);
        entry.lane = null;
        if (numbers.areAllFree() && numbers.limit() > KEPT) {
            entries = new ArrayList<>();
            numbers.reset();
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
        if (number < 0) {
            return null;
        }
        if (--known < 0) {
            lookAhead();
        }
        return entries.get(number);
    }

    /*
     * What waited long is not in the cache, and an entry lies in many places: its own, its element, where that is in the map's index. So
     * the next few are looked at together, one place of all after the other: those loads go on beside each other, as they cannot once
     * their turn has come, for each lock that is taken waits for the loads before it. FlowHour is a fifth faster for it.
     */
    private void lookAhead() {
        int count = 0;
        long sum = 0;
        for (int number = queue.upcoming(0); number >= 0 && count < AHEAD; number = queue.upcoming(count)) {
            sum += entries.get(number) instanceof ControlBlock block ? block.element : 0;
            count++;
        }
        for (int i = 0; i < count; i++) {
            sum += entries.get(queue.upcoming(i)) instanceof ControlBlock block ? block.map.look(block.element) : 0;
        }
        known = count;
        seen += sum;
    }

    int size() {
        return queue.size();
    }
}
