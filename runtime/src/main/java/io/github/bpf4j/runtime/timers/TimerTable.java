package io.github.bpf4j.runtime.timers;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.ECANCELED;
import static io.github.bpf4j.abi.Errno.EDEADLK;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static io.github.bpf4j.abi.Errno.EPERM;

import io.github.bpf4j.abi.ClockId;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The BPF timers of a runtime: what {@code bpf_timer_init}, {@code set_callback}, {@code start} and {@code cancel} do (timers
 * spec 1.3 and 2).
 *
 * <p>For whoever has the runtime's lock. Only {@link #cancel} gives it up meanwhile, while it waits for a callback on another CPU.
 */
public final class TimerTable {
    /** What cancel_async answers while the callback runs: no errno, though it looks like EPERM. */
    private static final long RUNNING = -1;

    private final Clock clock;
    private final KernelProfile profile;
    private final ExpiryQueues queues;
    private final ControlBlocks blocks;
    private final TimerListener listener;
    private final TimerOwners owners;
    private int live;
    private long armed;
    private long fired;
    private long cancelled;
    private long freed;
    private int running;

    /** A table without timers. */
    public TimerTable(
            Clock clock,
            KernelProfile profile,
            ExpiryQueues queues,
            ControlBlocks blocks,
            TimerListener listener,
            TimerOwners owners) {
        this.clock = clock;
        this.profile = profile;
        this.queues = queues;
        this.blocks = blocks;
        this.listener = listener;
        this.owners = owners;
    }

    /** {@code bpf_timer_init}: 0 or a negative errno. */
    public long init(Cpu cpu, long timer, MapStorage map, long flags) {
        return init(cpu.isInNmi(), timer, map, flags);
    }

    /** As {@code bpf_timer_init}, whoever asks: 0 or a negative errno. */
    public long init(boolean inNmi, long timer, MapStorage map, long flags) {
        boolean refusedHere = inNmi && profile.refusesTimersInNmi();
        if (refusedHere && profile.initChecksNmiBeforeFlags()) {
            return EOPNOTSUPP.result();
        }
        if (!ClockId.isTimerClock(flags)) {
            return EINVAL.result();
        }
        if (refusedHere) {
            return EOPNOTSUPP.result();
        }
        long value = timer - map.fields().timerOffset();
        int element = map.fields().hasTimer() ? map.elementOf(value) : -1;
        if (element < 0) {
            return EINVAL.result();
        }
        if (blocks.at(timer) != null) {
            return EBUSY.result();
        }
        long refused = refuseNew(map);
        if (refused == 0) {
            blocks.create(timer, map, value, element, (int) flags);
            live++;
            map.countTimers(1);
        }
        return refused;
    }

    private long refuseNew(MapStorage map) {
        boolean full = !owners.allowsTimer(map);
        if (full && !(profile.initChecksUserReferencesBeforeMemory() && !owners.hasUser(map))) {
            return ENOMEM.result();
        }
        return owners.hasUser(map) ? 0 : EPERM.result();
    }

    /** {@code bpf_timer_set_callback}: 0 or a negative errno. */
    public long setCallback(Cpu cpu, long timer, long function) {
        if (cpu.isInNmi() && profile.refusesTimersInNmi()) {
            return EOPNOTSUPP.result();
        }
        Image program = cpu.currentImage();
        return setCallback(timer, program, Handle.functionEntry(program, function));
    }

    /** Sets a function of a program as callback, whoever asks: 0 or a negative errno. */
    public long setCallback(long timer, Image program, int callback) {
        return blocks.setCallback(blocks.at(timer), program, callback);
    }

    /** {@code bpf_timer_start}: 0 or a negative errno. */
    public long start(Cpu cpu, long timer, long nsecs, long flags) {
        if (cpu.isInNmi() && profile.refusesTimersInNmi()) {
            return EOPNOTSUPP.result();
        }
        return start(cpu.id(), timer, nsecs, flags);
    }

    /** As {@code bpf_timer_start} on a CPU, whoever asks: 0 or a negative errno. */
    public long start(int cpu, long timer, long nsecs, long flags) {
        if ((flags & ~profile.timerStartFlags()) != 0) {
            return EINVAL.result();
        }
        ControlBlock block = blocks.at(timer);
        if (block == null || block.program == null) {
            return EINVAL.result();
        }
        long expiresNs = expiry(block.clockId(), nsecs, (flags & KernelProfile.TIMER_ABS) != 0);
        queues.schedule(block, cpu, expiresNs);
        armed++;
        owners.armed(block.cpu, expiresNs);
        listener.armed(block, expiresNs);
        return 0;
    }

    /** {@code bpf_timer_cancel}: 1 if it was queued, 0 if not, or a negative errno. */
    public long cancel(Cpu cpu, long timer) {
        boolean refused = cpu.isInNmi() || cpu.isInHardirq() && profile.refusesToWaitInHardirq();
        return refused ? EOPNOTSUPP.result() : cancel(cpu.id(), timer);
    }

    /**
     * {@code bpf_timer_cancel_async}: as cancel, without waiting and leaving the callback set (timers spec 1.3). 1 if it was queued, 0 if
     * not, -1 if its callback is running, which changes nothing, or a negative errno: in interrupts ECANCELED, for the kernel cancels
     * later then.
     */
    public long cancelAsync(Cpu cpu, long timer) {
        ControlBlock block = blocks.at(timer);
        if (block == null) {
            return EINVAL.result();
        }
        boolean queued = !block.running && queues.cancel(block);
        if (queued) {
            tellCancelled(block);
        }
        if (cpu.isInNmi() || cpu.isInHardirq()) {
            return ECANCELED.result();
        }
        return block.running ? RUNNING : queued ? 1 : 0;
    }

    /**
     * As {@code bpf_timer_cancel}, whoever asks. Waits for a callback that runs on another CPU, unless the caller is inside something
     * that must not be interrupted: EDEADLK then, as from the timer's own callback.
     *
     * @param cpu the CPU that the calling thread occupies, or -1
     */
    public long cancel(int cpu, long timer) {
        ControlBlock block = blocks.at(timer);
        if (block == null) {
            return EINVAL.result();
        }
        QueueEntry runs = cpu < 0 ? null : queues.runningOn(cpu);
        if (runs == block || block.running && !queues.canWait()) {
            return EDEADLK.result();
        }
        if (!(runs instanceof ControlBlock own) || own.isWork()) { // nobody waits for a work queue
            return stop(block);
        }
        if (own.cancelling > 0) {
            return EDEADLK.result();
        }
        block.cancelling++;
        try {
            return stop(block);
        } finally {
            block.cancelling--;
        }
    }

    /* Whoever is told, or has the lock meanwhile, may remove the element: the block is perhaps another timer's then. */
    private long stop(ControlBlock block) {
        long word = block.word;
        boolean queued = queues.cancel(block);
        if (queued && !block.running) {
            tellCancelled(block);
        }
        if (block.word != word) {
            return 1;
        }
        blocks.dropProgram(block);
        if (block.running) {
            queued |= queues.awaitEnd(block, () -> owners.waiting(block));
            if (queued && block.isAttached() && block.word == word) {
                tellCancelled(block);
            }
        }
        return queued ? 1 : 0;
    }

    private void tellCancelled(ControlBlock block) {
        cancelled++;
        listener.cancelled(block);
    }

    /** Cancels and frees the timer of an element that is being removed (timers spec 3.4). Never waits for its callback. */
    public void release(MapStorage map, long value) {
        ControlBlock block =
                map.fields().hasTimer() ? blocks.detach(value + map.fields().timerOffset()) : null;
        if (block != null) {
            queues.cancel(block);
            live--;
            map.countTimers(-1);
            freed++;
            try {
                listener.freed(block);
            } finally {
                blocks.release(block);
            }
        }
    }

    /** Keeps nothing of a map that programs know no more; the work queues of its elements included. */
    public void forget(MapStorage map) {
        blocks.forget(map);
    }

    /* CLOCK_REALTIME timers are MONOTONIC ones: they are created in relative mode (timers spec 1.4). */
    private long expiry(int clockId, long nsecs, boolean absolute) {
        if (nsecs < 0) {
            return Long.MAX_VALUE;
        }
        if (!absolute) {
            return saturatedSum(clock.monotonicNs(), nsecs);
        }
        if (clockId != ClockId.BOOTTIME.number() || nsecs == Long.MAX_VALUE) {
            return nsecs;
        }
        return nsecs - (clock.boottimeNs() - clock.monotonicNs());
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Counts a callback that is about to run. */
    public void begun(ControlBlock block) {
        running++;
        fired++;
        listener.fired(block, queues.expiresNs(block));
    }

    /** Marks a callback as ended; those who waited to cancel the timer have done so then. */
    public void ended(ControlBlock block) {
        running--;
        blocks.ended(block);
    }

    /** Whether the timer waits to expire. */
    public boolean isQueued(ControlBlock block) {
        return queues.isQueued(block);
    }

    /** When a queued timer expires. */
    public long expiresNs(ControlBlock block) {
        return queues.expiresNs(block);
    }

    /** The control block of an element's timer, or null if it is uninitialised. */
    public @Nullable ControlBlock of(MapStorage map, long value) {
        return map.fields().hasTimer() ? blocks.at(value + map.fields().timerOffset()) : null;
    }

    /** How many control blocks live. */
    public int live() {
        return live;
    }

    /** How many callbacks execute. */
    public int running() {
        return running;
    }

    /** Successful calls of start. */
    public long armed() {
        return armed;
    }

    /** Callbacks begun. */
    public long fired() {
        return fired;
    }

    /** Calls of cancel that took a timer out of the queue. */
    public long cancelled() {
        return cancelled;
    }

    /** Control blocks freed with their element. */
    public long freed() {
        return freed;
    }
}
