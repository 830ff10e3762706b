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
import io.github.bpf4j.time.TimerQueue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The BPF timers of a runtime: what {@code bpf_timer_init}, {@code set_callback}, {@code start} and {@code cancel} do (timers
 * spec 1.3 and 2).
 *
 * <p>Not thread-safe: whoever occupies the runtime serializes calls.
 */
/*
 * A timer's 16 bytes in guest memory hold a word made of an index into `blocks` and a generation; zero is uninitialised. The
 * host trusts none of it: a word counts only if the block at that index has exactly that word and that address, and if the
 * element it lies in is live. So a stale pointer finds a dead slot until its memory is a new element, and the new element's slot
 * is its own.
 */
public final class TimerTable {
    private static final int INDEX_BITS = 32;
    /** How many numbers of timers that are all gone are kept for the next ones; with more, their memory is given back. */
    private static final int KEPT = 1 << 16;

    private final GuestMemory memory;
    private final Clock clock;
    private final TimerQueue queue = new TimerQueue();
    private List<@Nullable ControlBlock> blocks = new ArrayList<>();
    private List<Integer> freeIndexes = new ArrayList<>();
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

    public TimerTable(
            GuestMemory memory, Clock clock, KernelProfile profile, TimerListener listener, TimerOwners owners) {
        this.memory = memory;
        this.clock = clock;
        this.profile = profile;
        this.listener = listener;
        this.owners = owners;
    }

    /** {@code bpf_timer_init}: 0 or a negative errno. */
    public long init(Cpu cpu, long timer, MapStorage map, long mapHandle, long flags) {
        boolean refusedHere = cpu.isInNmi() && profile.refusesTimersInNmi();
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
        int index = freeIndexes.isEmpty() ? blocks.size() : freeIndexes.removeLast();
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
        if ((flags & ~profile.timerStartFlags()) != 0) {
            return EINVAL.result();
        }
        ControlBlock block = blockAt(timer);
        if (block == null || block.program == null) {
            return EINVAL.result();
        }
        long expiresNs = expiry(block.clockId, nsecs, (flags & KernelProfile.TIMER_ABS) != 0);
        block.cpu = cpu.id();
        queue.schedule(block.index, expiresNs);
        armed++;
        owners.armed(expiresNs);
        listener.armed(block, expiresNs);
        return 0;
    }

    /** {@code bpf_timer_cancel}: 1 if it was queued, 0 if not, or a negative errno. */
    public long cancel(Cpu cpu, long timer) {
        if (cpu.isInNmi()) {
            return EOPNOTSUPP.result();
        }
        ControlBlock block = blockAt(timer);
        if (block == null) {
            return EINVAL.result();
        }
        if (block.running) {
            return EDEADLK.result();
        }
        dropProgram(block);
        if (!queue.cancel(block.index)) {
            return 0;
        }
        cancelled++;
        listener.cancelled(block);
        return 1;
    }

    /** Cancels and frees the timer of an element that is being removed (timers spec 3.4). */
    public void release(MapStorage map, long value) {
        long timer = value + map.fields().timerOffset();
        ControlBlock block = blockByWord(timer);
        if (block == null) {
            return;
        }
        memory.setLong(timer, 0);
        queue.cancel(block.index);
        block.detached = true;
        dropProgram(block);
        live--;
        map.countTimers(-1);
        freed++;
        if (!block.running) {
            recycle(block);
        }
        listener.freed(block);
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
        blocks.set(block.index, null);
        freeIndexes.add(block.index);
        if (freeIndexes.size() == blocks.size() && blocks.size() > KEPT) {
            blocks = new ArrayList<>();
            freeIndexes = new ArrayList<>();
            queue.trim();
        }
    }

    /** MONOTONIC instant at which the next timer expires; {@link Long#MAX_VALUE} if none ever does. */
    public long nextExpiryNs() {
        return queue.nextExpiryNs();
    }

    /** Takes the next due timer out of the queue, ready for its callback; null if none is due. */
    public @Nullable ControlBlock takeDue(long nowNs) {
        int index = queue.poll(nowNs);
        return index < 0 ? null : blocks.get(index);
    }

    /** Marks the callback as begun and counts how often this timer fired without time passing. */
    public int beginCallback(ControlBlock block, long nowNs) {
        block.running = true;
        running++;
        fired++;
        listener.fired(block, queue.expiresNs(block.index));
        block.firedAtInstant = block.instantNs == nowNs ? block.firedAtInstant + 1 : 1;
        block.instantNs = nowNs;
        return block.firedAtInstant;
    }

    /** Marks the callback as ended. */
    public void endCallback(ControlBlock block) {
        block.running = false;
        running--;
        if (block.detached) {
            recycle(block);
        }
    }

    /** Whether its element is still there: whoever was told that it fires may have removed it. */
    public boolean isAttached(ControlBlock block) {
        return !block.detached;
    }

    /** Takes a timer that fires for ever without time passing out of the queue. */
    public void stop(ControlBlock block) {
        queue.cancel(block.index);
    }

    /** Whether the timer waits to expire. */
    public boolean isQueued(ControlBlock block) {
        return queue.isQueued(block.index);
    }

    /** When a queued timer expires. */
    public long expiresNs(ControlBlock block) {
        return queue.expiresNs(block.index);
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
        return queue.size();
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
