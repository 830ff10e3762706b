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
 */
public final class ControlBlocks {
    private static final int INDEX_BITS = 32;
    private static final int KEPT = 1 << 16;

    private final GuestMemory memory;
    private final ExpiryQueues queues;
    private final TimerOwners owners;
    private List<@Nullable ControlBlock> blocks = new ArrayList<>();
    private final IntStack freeIndexes = new IntStack();
    private int generation;

    public ControlBlocks(GuestMemory memory, ExpiryQueues queues, TimerOwners owners) {
        this.memory = memory;
        this.queues = queues;
        this.owners = owners;
    }

    /** Initialises a field of a live element. */
    void create(long field, MapStorage map, long value, int clockId) {
        int index = freeIndexes.size() > 0 ? freeIndexes.pop() : blocks.size();
        if (index == blocks.size()) {
            blocks.add(null);
        }
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        long word = (long) generation << INDEX_BITS | index;
        blocks.set(index, new ControlBlock(word, map, value, clockId));
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
        queues.remove(block);
        int index = (int) block.word;
        blocks.set(index, null);
        freeIndexes.push(index);
        if (freeIndexes.size() == blocks.size() && blocks.size() > KEPT) {
            blocks = new ArrayList<>();
            freeIndexes.reset();
        }
    }
}
