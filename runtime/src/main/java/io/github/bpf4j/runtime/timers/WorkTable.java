package io.github.bpf4j.runtime.timers;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static io.github.bpf4j.abi.Errno.EPERM;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.time.Clock;

/**
 * The BPF work queues of a runtime: what {@code bpf_wq_init}, {@code bpf_wq_set_callback} and {@code bpf_wq_start} do (timers spec 8.4).
 * A started one runs as soon as its CPU is free, on a virtual clock when time is moved next; its callback counts as a process.
 *
 * <p>For whoever has the runtime's lock.
 */
public final class WorkTable {
    private final Clock clock;
    private final KernelProfile profile;
    private final ExpiryQueues queues;
    private final ControlBlocks blocks;
    private final TimerOwners owners;
    private int live;
    private int pending;
    private int running;
    private long started;
    private long ran;

    /** A table without work queues. */
    public WorkTable(
            Clock clock, KernelProfile profile, ExpiryQueues queues, ControlBlocks blocks, TimerOwners owners) {
        this.clock = clock;
        this.profile = profile;
        this.queues = queues;
        this.blocks = blocks;
        this.owners = owners;
    }

    /** {@code bpf_wq_init}: 0 or a negative errno. */
    public long init(Cpu cpu, long work, MapStorage map, long flags) {
        long value = work - map.fields().workOffset();
        if (flags != 0) {
            return EINVAL.result();
        }
        if (refusedIn(cpu)) {
            return EOPNOTSUPP.result();
        }
        int element = map.fields().hasWork() ? map.elementOf(value) : -1;
        if (element < 0) {
            return EINVAL.result();
        }
        if (blocks.at(work) != null) {
            return EBUSY.result();
        }
        if (!owners.hasUser(map)) {
            return EPERM.result();
        }
        blocks.create(work, map, value, element, ControlBlock.NO_CLOCK);
        live++;
        return 0;
    }

    private boolean refusedIn(Cpu cpu) {
        return cpu.isInNmi() && profile.refusesTimersInNmi();
    }

    /** {@code bpf_wq_set_callback}: 0 or a negative errno. */
    public long setCallback(Cpu cpu, long work, long function, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        if (refusedIn(cpu)) {
            return EOPNOTSUPP.result();
        }
        Image program = cpu.currentImage();
        return blocks.setCallback(blocks.at(work), program, Handle.functionEntry(program, function));
    }

    /** {@code bpf_wq_start}: 0, also if it waits to run already, or a negative errno. */
    public long start(Cpu cpu, long work, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        if (refusedIn(cpu)) {
            return EOPNOTSUPP.result();
        }
        ControlBlock block = blocks.at(work);
        if (block == null || block.program == null) {
            return EINVAL.result();
        }
        if (!queues.isQueued(block)) {
            long nowNs = clock.monotonicNs();
            queues.schedule(block, cpu.id(), nowNs);
            pending++;
            started++;
            owners.armed(block.cpu, nowNs);
        }
        return 0;
    }

    /** Frees the work queue of an element that is being removed. Never waits for its callback. */
    public void release(MapStorage map, long value) {
        ControlBlock block =
                map.fields().hasWork() ? blocks.detach(value + map.fields().workOffset()) : null;
        if (block != null) {
            live--;
            if (queues.cancel(block)) {
                pending--;
            }
            blocks.release(block);
        }
    }

    /** Counts a callback that is about to run. */
    public void begun() {
        pending--;
        running++;
        ran++;
    }

    /** Marks a callback as ended. */
    public void ended(ControlBlock block) {
        running--;
        blocks.ended(block);
    }

    /** How many work queues are initialised. */
    public int live() {
        return live;
    }

    /** How many wait to run. */
    public int pending() {
        return pending;
    }

    /** How many callbacks execute. */
    public int running() {
        return running;
    }

    /** Calls of start that queued a run. */
    public long started() {
        return started;
    }

    /** Callbacks begun. */
    public long ran() {
        return ran;
    }
}
