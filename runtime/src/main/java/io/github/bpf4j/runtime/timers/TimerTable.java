package io.github.bpf4j.runtime.timers;

import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EDEADLK;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static io.github.bpf4j.abi.Errno.EPERM;

import io.github.bpf4j.abi.ClockId;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The BPF timers of a runtime: what {@code bpf_timer_init}, {@code set_callback}, {@code start} and {@code cancel} do (timers
 * spec 1.3 and 2).
 *
 * <p>For whoever has the runtime's lock. Only {@link #cancel} gives it up meanwhile, while it waits for a callback on another CPU.
 */
/*
 * A timer's 16 bytes in guest memory hold a word made of an index into `blocks` and a generation; zero is uninitialised. The
 * host trusts none of it: a word counts only if the block at that index has exactly that word and that address, and if the
 * element it lies in is live. So a stale pointer finds a dead slot until its memory is a new element, and the new element's slot
 * is its own.
 *
 * Timers wait in lanes: one for each CPU, or one for all where one thread moves the time.
 */
public final class TimerTable {
    private static final int INDEX_BITS = 32;
    private static final int KEPT = 1 << 16;

    private final GuestMemory memory;
    private final Clock clock;
    private final Lane[] lanes;
    private final ReentrantLock lock;
    private final Condition callbackEnded;
    private final @Nullable ControlBlock[] runningOn;
    private List<@Nullable ControlBlock> blocks = new ArrayList<>();
    private final IntStack freeIndexes = new IntStack();
    private final TimerListener listener;
    private final TimerOwners owners;
    private final KernelProfile profile;
    private int generation;
    private int live;
    private long armed;
    private long fired;
    private long cancelled;
    private long freed;
    private int running;

    /**
     * A table without timers.
     *
     * @param lock what callers hold
     * @param cpus how many logical CPUs there are
     * @param lanes 1, or as many as there are CPUs
     */
    public TimerTable(
            GuestMemory memory,
            Clock clock,
            KernelProfile profile,
            ReentrantLock lock,
            int cpus,
            int lanes,
            TimerListener listener,
            TimerOwners owners) {
        this.memory = memory;
        this.clock = clock;
        this.profile = profile;
        this.lock = lock;
        this.listener = listener;
        this.owners = owners;
        callbackEnded = lock.newCondition();
        runningOn = new ControlBlock[cpus];
        this.lanes = new Lane[lanes];
        Arrays.setAll(this.lanes, _ -> new Lane());
    }

    /** {@code bpf_timer_init}: 0 or a negative errno. */
    public long init(Cpu cpu, long timer, MapStorage map, long mapHandle, long flags) {
        return init(cpu.isInNmi(), timer, map, mapHandle, flags);
    }

    /** As {@code bpf_timer_init}, whoever asks: 0 or a negative errno. */
    public long init(boolean inNmi, long timer, MapStorage map, long mapHandle, long flags) {
        boolean refusedHere = inNmi && profile.refusesTimersInNmi();
        if (refusedHere && profile.initChecksNmiBeforeFlags()) {
            return EOPNOTSUPP.result();
        }
        if ((flags & ~ClockId.TIMER_INIT_MASK) != 0
                || !ClockId.byNumber((int) flags).map(ClockId::allowsTimers).orElse(false)) {
            return EINVAL.result();
        }
        if (refusedHere) {
            return EOPNOTSUPP.result();
        }
        long value = timer - map.fields().timerOffset();
        if (!map.fields().hasTimer() || map.elementOf(value) < 0) {
            return EINVAL.result();
        }
        if (blockAt(timer) != null) {
            return EBUSY.result();
        }
        long refused = refuseNew(map);
        if (refused != 0) {
            return refused;
        }
        int index = freeIndexes.size() > 0 ? freeIndexes.pop() : blocks.size();
        if (index == blocks.size()) {
            blocks.add(null);
        }
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        long word = (long) generation << INDEX_BITS | index;
        ControlBlock block = new ControlBlock(index, word, map, mapHandle, value, (int) flags);
        blocks.set(index, block);
        live++;
        map.countTimers(1);
        memory.setLong(timer, word);
        memory.setLong(timer + Long.BYTES, 0);
        return 0;
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
        ControlBlock block = blockAt(timer);
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

    private void dropProgram(ControlBlock block) {
        Image program = block.program;
        block.program = null;
        if (program != null) {
            owners.drop(program);
        }
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
        ControlBlock block = blockAt(timer);
        if (block == null || block.program == null) {
            return EINVAL.result();
        }
        long expiresNs = expiry(block.clockId, nsecs, (flags & KernelProfile.TIMER_ABS) != 0);
        if (!block.running) { // else it stays where its callback runs, and never runs beside itself
            block.cpu = cpu;
        }
        lanes[laneOf(block.cpu)].schedule(block, expiresNs);
        armed++;
        owners.armed(block.cpu, expiresNs);
        listener.armed(block, expiresNs);
        return 0;
    }

    private int laneOf(int cpu) {
        return lanes.length == 1 ? 0 : cpu;
    }

    /** {@code bpf_timer_cancel}: 1 if it was queued, 0 if not, or a negative errno. */
    public long cancel(Cpu cpu, long timer) {
        return cpu.isInNmi() ? EOPNOTSUPP.result() : cancel(cpu.id(), timer);
    }

    /**
     * As {@code bpf_timer_cancel}, whoever asks. Waits for a callback that runs on another CPU, unless the caller is inside something
     * that must not be interrupted: EDEADLK then, as from the timer's own callback.
     *
     * @param cpu the CPU that the calling thread occupies, or -1
     */
    public long cancel(int cpu, long timer) {
        ControlBlock block = blockAt(timer);
        if (block == null) {
            return EINVAL.result();
        }
        ControlBlock own = cpu < 0 ? null : runningOn[cpu];
        if (own == block || block.running && lock.getHoldCount() > 1) {
            return EDEADLK.result();
        }
        if (own == null) {
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

    private long stop(ControlBlock block) {
        boolean queued = dequeue(block);
        if (queued && !block.running) {
            tellCancelled(block);
        }
        dropProgram(block);
        if (block.running) {
            queued |= awaitEnd(block);
            if (queued) {
                tellCancelled(block);
            }
        }
        return queued ? 1 : 0;
    }

    private void tellCancelled(ControlBlock block) {
        cancelled++;
        listener.cancelled(block);
    }

    /** Waits for the callback that runs; whether it left the timer queued and it was this caller's to take out. */
    private boolean awaitEnd(ControlBlock block) {
        ControlBlock.Stop stop = block.stop == null ? new ControlBlock.Stop() : block.stop;
        block.stop = stop;
        owners.waiting(block);
        while (!stop.done) {
            callbackEnded.awaitUninterruptibly();
        }
        boolean mine = stop.wasQueued;
        stop.wasQueued = false;
        return mine;
    }

    private static boolean dequeue(ControlBlock block) {
        return block.lane != null && block.lane.cancel(block);
    }

    /** Cancels and frees the timer of an element that is being removed (timers spec 3.4). Never waits for its callback. */
    public void release(MapStorage map, long value) {
        long timer = value + map.fields().timerOffset();
        ControlBlock block = blockByWord(timer);
        if (block == null) {
            return;
        }
        memory.setLong(timer, 0);
        dequeue(block);
        block.detached = true;
        live--;
        map.countTimers(-1);
        freed++;
        listener.freed(block);
        dropProgram(block);
        if (!block.running) {
            recycle(block);
        }
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

    private @Nullable ControlBlock blockAt(long timer) {
        ControlBlock block = blockByWord(timer);
        return block != null && block.map.elementOf(block.value) >= 0 ? block : null;
    }

    private @Nullable ControlBlock blockByWord(long timer) {
        long word = memory.getLong(timer);
        int index = (int) word;
        ControlBlock block = index >= 0 && index < blocks.size() ? blocks.get(index) : null;
        return block != null
                        && block.word == word
                        && !block.detached
                        && block.value + block.map.fields().timerOffset() == timer
                ? block
                : null;
    }

    private void recycle(ControlBlock block) {
        if (block.lane != null) {
            block.lane.leave(block);
        }
        blocks.set(block.index, null);
        freeIndexes.push(block.index);
        if (freeIndexes.size() == blocks.size() && blocks.size() > KEPT) {
            blocks = new ArrayList<>();
            freeIndexes.reset();
        }
    }

    /** MONOTONIC instant at which the next timer of a lane expires; {@link Long#MAX_VALUE} if none ever does. */
    public long nextExpiryNs(int lane) {
        return lanes[lane].nextExpiryNs();
    }

    /** The timer of a lane that expires first; null if none ever does. */
    public @Nullable ControlBlock first(int lane) {
        return lanes[lane].first();
    }

    /**
     * Takes the first timer of a lane and marks its callback as begun; null if it is not due or fires on another CPU. From now on
     * whoever cancels it waits for {@link #endCallback}. The caller occupies the CPU.
     */
    public @Nullable ControlBlock beginDue(int lane, int cpu, long nowNs) {
        ControlBlock first = lanes.length == 1 && runningOn.length > 1 ? lanes[lane].first() : null;
        if (first != null && first.cpu != cpu) {
            return null;
        }
        ControlBlock block = lanes[lane].poll(nowNs);
        if (block == null) {
            return null;
        }
        block.running = true;
        runningOn[block.cpu] = block;
        running++;
        fired++;
        block.firedAtInstant = block.instantNs == nowNs ? block.firedAtInstant + 1 : 1;
        block.instantNs = nowNs;
        try {
            listener.fired(block, expiresNs(block));
        } catch (RuntimeException | Error e) {
            endCallback(block);
            throw e;
        }
        return block;
    }

    /** Marks the callback as ended; those who waited to cancel the timer have done so then. */
    public void endCallback(ControlBlock block) {
        block.running = false;
        runningOn[block.cpu] = null;
        running--;
        if (block.stop != null) {
            block.stop.wasQueued = dequeue(block);
            block.stop.done = true;
            block.stop = null;
            callbackEnded.signalAll();
        }
        if (block.detached) {
            recycle(block);
        }
    }

    /** How often this timer fired, in a row, without time passing. */
    public int firedAtInstant(ControlBlock block) {
        return block.firedAtInstant;
    }

    /** Whether its element is still there: whoever was told that it fires may have removed it. */
    public boolean isAttached(ControlBlock block) {
        return !block.detached;
    }

    /** Takes a timer that fires for ever without time passing out of the queue. */
    public void stopEndless(ControlBlock block) {
        dequeue(block);
    }

    /** Whether the timer waits to expire. */
    public boolean isQueued(ControlBlock block) {
        return block.lane != null && block.lane.isQueued(block);
    }

    /** When a queued timer expires. */
    public long expiresNs(ControlBlock block) {
        return block.lane == null ? Long.MAX_VALUE : block.lane.expiresNs(block);
    }

    /** The control block of an element's timer, or null if it is uninitialised. */
    public @Nullable ControlBlock of(MapStorage map, long value) {
        return map.fields().hasTimer() ? blockAt(value + map.fields().timerOffset()) : null;
    }

    /** How many control blocks live. */
    public int live() {
        return live;
    }

    /** How many callbacks execute. */
    public int running() {
        return running;
    }

    /** How many timers wait to expire, those that never do included. */
    public int queued() {
        return Stream.of(lanes).mapToInt(Lane::size).sum();
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
