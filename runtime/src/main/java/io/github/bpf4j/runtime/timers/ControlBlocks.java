package io.github.bpf4j.runtime.timers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The control blocks of a runtime, found by the fields that they belong to; what timers and work queues have in common.
 *
 * <p>For whoever has the runtime's lock.
 */
/*
 * A field's 16 bytes in guest memory hold a word made of an index into `blocks` and a generation; zero is uninitialised. The
 * host trusts none of it: a word counts only if the block at that index has exactly that word and that address, and if the
 * element it lies in is live. So a stale pointer finds a dead slot until its memory is a new element, and the new element's slot
 * is its own.
 *
 * The blocks of elements that went are used again, with their place here and in their lane: what comes and goes with each packet makes no
 * garbage, and stores few references in old objects, which costs a fence each. If many wait for that, more are let go.
 */
public final class ControlBlocks {
    private static final int INDEX_BITS = 32;
    private static final int KEPT = 1 << 16;

    private final GuestMemory memory;
    private final ExpiryQueues queues;
    private final TimerOwners owners;
    private List<@Nullable ControlBlock> blocks = new ArrayList<>();
    private final Numbers indexes = new Numbers();
    private int generation;

    public ControlBlocks(GuestMemory memory, ExpiryQueues queues, TimerOwners owners) {
        this.memory = memory;
        this.queues = queues;
        this.owners = owners;
    }

    /** Initialises a field of a live element. */
    void create(long field, MapStorage map, long value, int element, int clockId) {
        int index = indexes.take();
        while (index >= blocks.size()) {
            blocks.add(null);
        }
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        long word = (long) generation << INDEX_BITS | index;
        ControlBlock block = blocks.get(index);
        if (block == null) {
            block = new ControlBlock(map);
            blocks.set(index, block);
        }
        block.begin(word, field, map, value, element, clockId);
        memory.setLong(field, word);
        memory.setLong(field + Long.BYTES, 0);
    }

    /** The block of a field, or null if it is uninitialised or its element is gone. */
    @Nullable
    ControlBlock at(long field) {
        ControlBlock block = byWord(field);
        return block != null && block.map.isPresent(block.element) ? block : null;
    }

    private @Nullable ControlBlock byWord(long field) {
        long word = memory.getLong(field);
        int index = (int) word;
        ControlBlock block = index >= 0 && index < blocks.size() ? blocks.get(index) : null;
        return block != null && block.word == word && !block.detached && block.field == field ? block : null;
    }

    /** Sets a function of a program as callback; 0 or a negative errno. */
    long setCallback(@Nullable ControlBlock block, Image program, int callback) {
        if (block == null) {
            return EINVAL.result();
        }
        if (!program.equals(block.program)) {
            if (!owners.hold(program)) {
                return ENOENT.result();
            }
            dropProgram(block);
            block.program = program;
        }
        block.callback = callback;
        return 0;
    }

    void dropProgram(ControlBlock block) {
        Image program = block.program;
        block.program = null;
        if (program != null) {
            owners.drop(program);
        }
    }

    /**
     * Empties the field of an element that is being removed. Its block lives on until the callback that may run has ended; the caller
     * takes it out of the queue.
     *
     * @return the block that was there, or null
     */
    @Nullable
    ControlBlock detach(long field) {
        ControlBlock block = byWord(field);
        if (block != null) {
            memory.setLong(field, 0);
            block.detached = true;
        }
        return block;
    }

    /** Gives back what a detached block holds. */
    void release(ControlBlock block) {
        dropProgram(block);
        if (!block.running) {
            recycle(block);
        }
    }

    /** Marks a callback as ended. */
    void ended(ControlBlock block) {
        queues.end(block);
        if (block.detached) {
            recycle(block);
        }
    }

    private void recycle(ControlBlock block) {
        int index = (int) block.word;
        boolean isEnough = indexes.freeCount() >= Math.max(KEPT, indexes.limit() / 2);
        if (isEnough || block.map.isForgotten() || block.cancelling > 0) { // whoever waits still counts there
            queues.remove(block);
            blocks.set(index, null);
        } else {
            queues.cancel(block);
        }
        indexes.giveBack(index);
        if (indexes.areAllFree() && indexes.limit() > KEPT) {
            forgetAll();
        }
    }

    /** Lets go of the blocks that elements of a map had which is gone. */
    @SuppressWarnings("ReferenceEquality") // a map is what it is
    void forget(MapStorage map) {
        if (!map.fields().hasAsync()) {
            return;
        }
        for (int index = indexes.nextFree(0); index >= 0; index = indexes.nextFree(index + 1)) {
            ControlBlock block = blocks.get(index);
            if (block != null && block.map == map) {
                queues.remove(block);
                blocks.set(index, null);
            }
        }
    }

    private void forgetAll() {
        for (ControlBlock block : blocks) {
            if (block != null) {
                queues.remove(block);
            }
        }
        blocks = new ArrayList<>();
        indexes.reset();
    }
}
