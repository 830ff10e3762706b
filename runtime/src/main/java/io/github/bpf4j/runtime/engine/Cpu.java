package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.SpinLocks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A logical CPU: the state of the run that occupies it, and of those that it interrupted: a run may begin inside a helper of another, as
 * programs do that trace what a helper does. For one thread at a time.
 */
public final class Cpu extends Budget {
    /** Frames that can be nested, callbacks included (runtime spec 7.2). */
    public static final int MAX_FRAMES = 8;

    /** Stack of one frame. */
    public static final int FRAME_BYTES = 512;

    /** Runs that can be inside each other. */
    public static final int MAX_RUNS = 4;

    /**
     * Frames of all runs on a CPU. A run may have more than one program has: functions stay open that made a tail call, or whose callee
     * another program took the place of.
     */
    public static final int ALL_FRAMES = 128;

    /** Guest memory that the stacks of one CPU take. */
    public static final int STACK_BYTES = ALL_FRAMES * FRAME_BYTES;

    /** Tail calls that one run can make (runtime spec 1.4). */
    public static final int MAX_TAIL_CALLS = 33;

    /** Backward branches of may_goto before it leaves the loop, per run (runtime spec 1.2). */
    public static final long MAY_GOTO_BUDGET = 8L << 20;

    private static final int REGISTERS = 16;
    private static final int CALLEE_SAVED = 4;

    private final int id;
    private final GuestMemory memory;
    private final long stackTop;
    private final long[][] registers = new long[ALL_FRAMES][];
    private final long[] savedRegisters = new long[ALL_FRAMES * CALLEE_SAVED];
    private final int[] programBases = new int[ALL_FRAMES];
    private final int[] returnTo = new int[ALL_FRAMES];
    private final @Nullable Image[] returnImage = new Image[ALL_FRAMES];
    private final SpinLocks locks;
    /** Whether the number of a run was asked for; one more for a run that found no place. */
    private final boolean[] noted = new boolean[MAX_RUNS + 1];

    private int runs;
    private int baseDepth;
    private int depth;
    private int nesting;
    private int tailCalls;
    private boolean inNmi;
    private boolean inHardirq;
    private boolean passing;
    private boolean tracing;
    private @Nullable Engine engine;
    private @Nullable Image image;
    private @Nullable GuestContext context;
    private long mayGotoLeft;
    private long heldLock;
    private @Nullable Map<Long, long[]> kept;

    /** The instruction that called the helper that is running. */
    int callSite;

    /** The program that goes on in the frame that is open, whose function ended with a tail call; null if it did not. */
    @Nullable
    Image pendingTailCall;

    /** That program's context. */
    long pendingContext;

    /**
     * A CPU that runs nothing.
     *
     * @throws GuestFault if guest memory has no room for its stack
     */
    public Cpu(int id, GuestMemory memory) {
        this.id = id;
        this.memory = memory;
        locks = memory.locks();
        long stackBase = memory.allocate(STACK_BYTES, GuestMemory.Zone.LOW);
        if (stackBase == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for the stack of CPU " + id);
        }
        stackTop = stackBase + STACK_BYTES;
        memory.objects().add(new CpuStack(this, stackBase));
    }

    public int id() {
        return id;
    }

    public GuestMemory memory() {
        return memory;
    }

    /**
     * The number, among those of all CPUs, of the run that goes on; one that no run has if there is none. Whoever asks may keep something under that number until the run ends:
     * see {@link #endsNoted}.
     */
    public int run() {
        if (runs > 0) {
            noted[runs - 1] = true;
        }
        return currentRun();
    }

    /** As {@link #run()}, for who keeps nothing under that number. */
    public int currentRun() {
        return nextRun() - 1;
    }

    /** Whether somebody asked for the number of the run that has just ended on this CPU; only once. */
    public boolean endsNoted() {
        return endsNoted(runs);
    }

    private boolean endsNoted(int place) {
        boolean was = noted[place];
        if (was) { // what is only read can be in the caches of all CPUs
            noted[place] = false;
        }
        return was;
    }

    /** The number that the next run on this CPU gets: as long as nothing else runs there, that of the one that ended last. */
    public int nextRun() {
        return id * MAX_RUNS + runs;
    }

    /** Whether so many runs are inside each other that there cannot be one more. */
    public boolean isFull() {
        return runs == MAX_RUNS;
    }

    /**
     * Runs a function of an image with fresh budgets, as often as is asked for; what the CPU ran before goes on afterwards.
     *
     * @param context what the run was started with, or null for callbacks and raw code
     * @param budget instructions it may spend; of what traces another run, that has to pay for them, too
     * @param repetition asked after each run
     * @return the result of the last run
     * @throws IllegalStateException if too many runs are inside each other
     */
    public long run(
            Engine engine,
            Image image,
            int entry,
            @Nullable GuestContext context,
            long budget,
            long r1,
            long r2,
            long r3,
            Repetition repetition) {
        if (isFull()) {
            throw new IllegalStateException(MAX_RUNS + " runs are inside each other on CPU " + id);
        }
        Engine engineBefore = this.engine;
        Image imageBefore = this.image;
        GuestContext contextBefore = this.context;
        int baseBefore = baseDepth;
        int depthBefore = depth;
        int nestingBefore = nesting;
        int callSiteBefore = callSite;
        int tailCallsBefore = tailCalls;
        long fuelBefore = fuel();
        long mayGotoBefore = mayGotoLeft;
        long lockBefore = heldLock;
        Map<Long, long[]> keptBefore = kept;
        this.engine = engine;
        this.context = context;
        baseDepth = depth;
        nesting = 0;
        tailCalls = 0;
        mayGotoLeft = MAY_GOTO_BUDGET;
        kept = null;
        boolean tracingBefore = tracing;
        fuel = tracing ? Math.min(budget, fuelBefore) : budget;
        long fuelGiven = fuel;
        tracing = false;
        runs++;
        try {
            long result = engine.run(image, entry, this, r1, r2, r3, 0, 0);
            while (isRepeated(repetition, lockBefore)) {
                fuel = fuelGiven - credit; // a fresh budget, of which so much is still credit
                tailCalls = 0;
                mayGotoLeft = MAY_GOTO_BUDGET;
                if (kept != null) {
                    kept = null;
                }
                result = engine.run(image, entry, this, r1, r2, r3, 0, 0);
            }
            return result;
        } finally {
            runs--;
            tracing = tracingBefore;
            long fuelLeft = fuel();
            unlockLeft(lockBefore);
            this.engine = engineBefore;
            this.image = imageBefore;
            this.context = contextBefore;
            baseDepth = baseBefore;
            depth = depthBefore;
            nesting = nestingBefore;
            callSite = callSiteBefore;
            tailCalls = tailCallsBefore;
            fuel = tracing ? fuelBefore - (fuelGiven - fuelLeft) : fuelBefore;
            mayGotoLeft = mayGotoBefore;
            kept = keptBefore;
        }
    }

    @SuppressWarnings("ReferenceEquality") // one object stands for no repetition
    private boolean isRepeated(Repetition repetition, long lockBefore) {
        if (repetition == Repetition.NONE) {
            return false;
        }
        unlockLeft(lockBefore);
        return repetition.goesOn(endsNoted(runs - 1));
    }

    /** Gives back the lock that a run left taken. */
    private void unlockLeft(long lockBefore) {
        long left = heldLock;
        if (left != 0 && left != lockBefore) {
            unlock(left);
        }
    }

    /** Runs a callback of the current program inside the current run, for a helper. */
    public long callback(long function, long r1, long r2, long r3, long r4) {
        Image caller = currentImage();
        int site = callSite;
        int entry = Handle.functionEntry(caller, function);
        long result = engine().run(caller, entry, this, r1, r2, r3, r4, 0);
        image = caller;
        callSite = site;
        return result;
    }

    /**
     * Calls a function of a program, or what is in its place, with the arguments and for the result in registers; the instruction to go on
     * with.
     */
    int call(Image caller, int returnInsn, int distance, long[] r) {
        int callee = returnInsn + distance;
        Detour detour = caller.detour(callee);
        if (detour == null) {
            spend(caller.price(callee));
            push(caller, returnInsn, r);
            return callee;
        }
        r[0] = divert(detour, caller, callee, r[1], r[2], r[3], r[4], r[5]);
        image = caller;
        return returnInsn;
    }

    /** What a function that the engine is to run comes to; null if to itself, as when those around it let it run: it is paid for then. */
    @Nullable
    Detour detour(Image callee, int entry) {
        if (passing) {
            passing = false;
        } else {
            Detour detour = callee.detour(entry);
            if (detour != null) {
                return detour;
            }
        }
        fuel -= callee.price(entry);
        if (fuel < 0) {
            requireFuel(callee, entry);
        }
        return null;
    }

    /** Ends the run if it has spent more than it had. What calls a function is where that is, if anything of the run does. */
    private void requireFuel(Image callee, int entry) {
        if (fuel < 0 && fuel() < 0) {
            throw nesting == 0 ? outOfFuel().at(callee, entry) : outOfFuel();
        }
    }

    /** Runs what is in the place of a function, or the function and what is around it. */
    long divert(Detour detour, Image callee, int entry, long r1, long r2, long r3, long r4, long r5) {
        return switch (detour) {
            case Detour.Instead(Image other) -> callReplacement(other, r1, r2, r3, r4, r5);
            case Detour.Around around -> callBetween(around, callee, entry, new long[] {r1, r2, r3, r4, r5});
        };
    }

    /** Calls a function of an image, or whatever is in its place or around it, through the engine. */
    long callThroughEngine(Image callee, int entry, long r1, long r2, long r3, long r4, long r5) {
        return engine().run(callee, entry, this, r1, r2, r3, r4, r5);
    }

    /** Runs a function between the programs that trace it. What ends more than the function is seen by those around the whole program. */
    private long callBetween(Detour.Around around, Image callee, int entry, long[] r) {
        Image caller = image;
        int site = callSite;
        trace(callee, () -> around.enter(this, r));
        requireFuel(callee, entry);
        long result;
        passing = true;
        try {
            result = engine().run(callee, entry, this, r[0], r[1], r[2], r[3], r[4]);
        } catch (ProgramException exception) {
            if (entry != 0) {
                throw exception;
            }
            image = caller;
            callSite = site;
            result = afterThrow(exception);
        } finally {
            passing = false;
        }
        image = caller;
        callSite = site;
        long returned = result;
        trace(callee, () -> around.leave(this, r, returned));
        requireFuel(callee, entry);
        return result;
    }

    /**
     * Runs what is around a function. The run that the function is part of pays for it: it may be called very often; and where the caller
     * is, the run ends if it cannot.
     */
    private void trace(Image callee, Runnable tracer) {
        Image caller = image;
        image = callee;
        tracing = true;
        try {
            tracer.run();
        } finally {
            tracing = false;
            image = caller;
        }
    }

    /** Runs a program in the place of a function, with the function's arguments; it has frames and exceptions of its own. */
    private long callReplacement(Image replacement, long r1, long r2, long r3, long r4, long r5) {
        Image caller = image;
        int site = callSite;
        int baseBefore = baseDepth;
        baseDepth = depth;
        try {
            return engine().run(replacement, 0, this, r1, r2, r3, r4, r5);
        } catch (ProgramException exception) {
            image = caller;
            callSite = site;
            return afterThrow(exception);
        } catch (EndOfProgram end) {
            return 0;
        } finally {
            baseDepth = baseBefore;
        }
    }

    /** What a program that took a function's place and threw comes to: the function's caller does not notice. */
    private long afterThrow(ProgramException exception) {
        Image thrower = exception.image();
        if (thrower.exceptionCallback() == Image.NO_FUNCTION) {
            return exception.cookie();
        }
        try {
            return engine().run(thrower, thrower.exceptionCallback(), this, exception.cookie(), 0, 0, 0, 0);
        } catch (ProgramException again) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "bpf_throw is called in what runs on exceptions")
                    .at(again.image(), thrower.exceptionCallback());
        }
    }

    /** Goes on with what a tail call leads to, which may have as many frames as any program, above those that are open; its code. */
    long[] beginProgram(Image target) {
        image = target;
        programBases[depth - 1] = depth - 1;
        fuel -= target.price(0);
        if (fuel < 0 && fuel() < 0) {
            throw outOfFuel().at(target, 0);
        }
        return target.code();
    }

    /** The image whose instruction is executing. */
    public Image currentImage() {
        Image current = image;
        if (current == null) {
            throw new IllegalStateException("CPU " + id + " runs nothing");
        }
        return current;
    }

    /** The instruction of the current image that called the helper that is running. */
    public int callSite() {
        return callSite;
    }

    /** The context of the run, or null. */
    public @Nullable GuestContext context() {
        return context;
    }

    private Engine engine() {
        Engine current = engine;
        if (current == null) {
            throw new IllegalStateException("CPU " + id + " runs nothing");
        }
        return current;
    }

    /** Opens a frame for a function that the host calls, and returns its registers: all zero but R10. */
    long[] enter() {
        openFrame();
        nesting++;
        return freshRegisters();
    }

    /** The registers of the innermost frame: all zero but R10. */
    long[] freshRegisters() {
        long[] fresh = frameRegisters();
        Arrays.fill(fresh, 0);
        fresh[10] = framePointer();
        return fresh;
    }

    /** The registers of the innermost frame, with whatever is in them. */
    long[] frameRegisters() {
        long[] existing = registers[depth - 1];
        if (existing == null) {
            existing = new long[REGISTERS];
            registers[depth - 1] = existing;
        }
        return existing;
    }

    /** As {@link #enter}, for code that keeps its registers itself. */
    void enterCompiled() {
        openFrame();
        nesting++;
    }

    /** Closes the frame that {@link #enter} opened and any above it. */
    void leave(int depthBefore) {
        depth = depthBefore;
        nesting--;
    }

    int depth() {
        return depth;
    }

    /** Whether the innermost host call of the engine is the run itself, not a callback inside it. */
    boolean isOutermost() {
        return nesting == 1;
    }

    /** Opens a frame for a bpf-to-bpf call: saves what the callee must preserve and moves R10. */
    void push(Image caller, int returnInsn, long[] r) {
        openFrame();
        int frame = depth - 1;
        System.arraycopy(r, 6, savedRegisters, frame * CALLEE_SAVED, CALLEE_SAVED);
        returnTo[frame] = returnInsn;
        returnImage[frame] = caller;
        r[10] = framePointer();
    }

    /** Closes a frame that {@link #push} opened and returns the instruction to go on with. */
    int pop(long[] r) {
        int frame = depth - 1;
        System.arraycopy(savedRegisters, frame * CALLEE_SAVED, r, 6, CALLEE_SAVED);
        depth--;
        r[10] = framePointer();
        return returnTo[frame];
    }

    /** The image that the frame just closed returns into. */
    Image poppedImage() {
        Image caller = returnImage[depth];
        if (caller == null) {
            throw new IllegalStateException("no frame was pushed");
        }
        return caller;
    }

    /** Writes it only where it changes: a reference that is written to an old object costs the collector's barrier. */
    void setImage(Image current) {
        if (image != current) {
            image = current;
        }
    }

    /** Whether the run counts as in a non-maskable interrupt, where timers cannot be touched (timers spec 1.3). */
    public boolean isInNmi() {
        return inNmi;
    }

    /** Sets whether runs count as in a non-maskable interrupt. */
    public void setInNmi(boolean nmi) {
        inNmi = nmi;
    }

    /** Whether the run counts as in a hard interrupt. */
    public boolean isInHardirq() {
        return inHardirq;
    }

    /** Sets whether runs count as in a hard interrupt. */
    public void setInHardirq(boolean hardirq) {
        inHardirq = hardirq;
    }

    /** {@code bpf_spin_lock}: waits for a lock and takes it; 0. */
    public long lock(long spinLock) {
        locks.lock(id, spinLock);
        heldLock = spinLock;
        return 0;
    }

    /** {@code bpf_spin_unlock}: gives a lock back; 0. */
    public long unlock(long spinLock) {
        locks.unlock(id, spinLock);
        heldLock = 0;
        return 0;
    }

    /**
     * Lets nobody wait for anything else while the run has a lock.
     *
     * @throws GuestFault if it has one
     */
    public void refuseWhileLocked() {
        if (heldLock != 0) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, heldLock, "a helper is called while a bpf_spin_lock is held");
        }
    }

    /** What kernel functions keep outside of guest memory until the run ends, by the addresses of what it belongs to. */
    public Map<Long, long[]> kept() {
        Map<Long, long[]> current = kept;
        if (current == null) {
            current = new HashMap<>();
            kept = current;
        }
        return current;
    }

    /** Takes one of the run's tail calls; false if none is left. */
    public boolean takeTailCall() {
        if (tailCalls == MAX_TAIL_CALLS) {
            return false;
        }
        tailCalls++;
        return true;
    }

    /** Whether a may_goto leaves its loop now. */
    boolean mayGotoEnds() {
        return --mayGotoLeft < 0;
    }

    /** Opens a frame for a function. */
    void openFrame() {
        int base = depth == baseDepth ? depth : programBases[depth - 1];
        if (depth - base == MAX_FRAMES) {
            throw new GuestFault(FaultKind.CALL_DEPTH, "more than " + MAX_FRAMES + " nested frames");
        }
        if (depth == ALL_FRAMES) {
            throw new GuestFault(FaultKind.CALL_DEPTH, "more than " + ALL_FRAMES + " nested frames on one CPU");
        }
        programBases[depth] = base;
        depth++;
    }

    /** Closes the innermost frame. */
    void closeFrame() {
        depth--;
    }

    /** R10 in the innermost frame. */
    long framePointer() {
        return stackTop - (depth - 1L) * FRAME_BYTES;
    }
}
