package io.github.bpf4j.runtime.timers;

import io.github.bpf4j.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The timers that wait for one executor, in order of expiry. A control block keeps its number here until it goes or moves. */
final class Lane {
    /** How many numbers of timers that are all gone are kept for the next ones; with more, their memory is given back. */
    private static final int KEPT = 1 << 16;

    private final TimerQueue queue = new TimerQueue();
    private final IntStack free = new IntStack();
    private List<@Nullable ControlBlock> blocks = new ArrayList<>();

    void schedule(ControlBlock block, long expiresNs) {
        if (block.lane != this) {
            if (block.lane != null) {
                block.lane.leave(block);
            }
            block.lane = this;
            block.number = free.size() > 0 ? free.pop() : blocks.size();
            if (block.number == blocks.size()) {
                blocks.add(null);
            }
            blocks.set(block.number, block);
        }
        queue.schedule(block.number, expiresNs);
    }

    boolean cancel(ControlBlock block) {
        return queue.cancel(block.number);
    }

    boolean isQueued(ControlBlock block) {
        return queue.isQueued(block.number);
    }

    long expiresNs(ControlBlock block) {
        return queue.expiresNs(block.number);
    }

    /** Forgets a block that is not queued any more. */
    void leave(ControlBlock block) {
        queue.cancel(block.number);
        blocks.set(block.number, null);
        free.push(block.number);
        block.lane = null;
        if (free.size() == blocks.size() && blocks.size() > KEPT) {
            blocks = new ArrayList<>();
            free.reset();
            queue.trim();
        }
    }

    long nextExpiryNs() {
        return queue.nextExpiryNs();
    }

    /** The block that expires first, or null if none ever does. */
    @Nullable
    ControlBlock first() {
        int number = queue.first();
        return number < 0 ? null : blocks.get(number);
    }

    /** Takes the first block that expires at or before an instant, or null. */
    @Nullable
    ControlBlock poll(long nowNs) {
        int number = queue.poll(nowNs);
        return number < 0 ? null : blocks.get(number);
    }

    int size() {
        return queue.size();
    }
}
