package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Marks;
import io.github.bpf4j.verifier.state.State;
import io.github.bpf4j.verifier.structure.CallTraits;
import io.github.bpf4j.verifier.structure.PrunePoints;
import io.github.bpf4j.verifier.structure.RegisterLiveness;
import io.github.bpf4j.verifier.structure.Violation;
import io.github.bpf4j.verifier.transfer.Current;
import io.github.bpf4j.verifier.transfer.Exploration;
import io.github.bpf4j.verifier.transfer.Findings;
import io.github.bpf4j.verifier.transfer.Simulator;
import io.github.bpf4j.verifier.transfer.StackUse;
import io.github.bpf4j.verifier.transfer.Subject;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks all paths of a program, depth first, until each has ended or has come to a state from which everything was looked at
 * (verifier spec 4.3). Not safe for use by several threads.
 */
public final class Explorer implements Exploration {
    private static final int MANY_MOVES = 40;
    private static final int SHOWN_INSNS = 5;

    /** Instructions after which a state is noted though it is compared with no other. */
    private static final int LONGEST_SEGMENT = 512;

    private static final int CHECK_INTERVAL = 0xfff;

    private final Subject subject;
    private final Limits limits;
    private final Current current;
    private final StackUse stackUse;
    private final Findings findings;
    private final Simulator simulator;
    private final PrunePoints points;
    private final Joins joins = new Joins();
    private final Liveness liveness;
    private final Precision precision;
    private final KeptStates kept;
    private final @Nullable Walk walk;
    private final @Nullable WalkListener listener;
    private final IntConsumer progress;
    private final boolean whole;
    private final Deque<Path> pending = new ArrayDeque<>();
    private final BitSet asyncCallbacks = new BitSet();
    private final BitSet reached = new BitSet();
    private @Nullable Path path;
    private int lastId;
    private int processed;
    private int stored;
    private int jumpsSinceKept;
    private int insnsSinceKept;

    /**
     * Prepares the walk of a program whose structure is right.
     *
     * @param walk is told of the walk, if not null
     * @param listener for tests, else null
     * @param progress is told now and then how many instructions were processed
     */
    public Explorer(
            Subject subject,
            CallTraits calls,
            Limits limits,
            @Nullable Walk walk,
            @Nullable WalkListener listener,
            IntConsumer progress) {
        this.progress = progress;
        this.subject = subject;
        this.limits = limits;
        this.current = new Current(subject);
        this.stackUse = new StackUse(subject.subprograms().count());
        this.findings = new Findings(subject.instructions().length(), stackUse);
        this.simulator = new Simulator(subject, current, this, stackUse, findings);
        this.points = new PrunePoints(subject.instructions(), calls);
        this.liveness = new Liveness(new RegisterLiveness(subject.instructions(), calls), joins);
        this.precision = new Precision(subject.instructions(), joins);
        this.walk = walk;
        this.listener = listener;
        this.whole = listener != null && listener.pruning() == WalkListener.Pruning.WHOLE;
        this.kept = new KeptStates(points, subject.privileged(), subject.readsUnsetStack(), whole);
    }

    /**
     * Walks the program and then the global functions that it calls.
     *
     * @throws Violation for the first instruction that is not safe, or if there is too much to walk
     */
    public void run() {
        walkAll(new Path(simulator.entry(), 0, new Segment(null)));
        if (subject.exceptionCallback() >= 0) {
            simulator.calledGlobals().set(subject.exceptionCallback());
        }
        if (!subject.profile().has(KernelFeature.LAZY_GLOBALS)) {
            for (int i = 1; i < subject.subprograms().count(); i++) {
                if (simulator.isGlobal(i)) {
                    simulator.calledGlobals().set(i);
                }
            }
        }
        BitSet done = new BitSet();
        for (int next = nextGlobal(done); next >= 0; next = nextGlobal(done)) {
            done.set(next);
            int start = subject.subprograms().start(next);
            current.moveTo(start);
            walkAll(new Path(simulator.entry(next), start, new Segment(null)));
        }
    }

    private int nextGlobal(BitSet done) {
        BitSet called = (BitSet) simulator.calledGlobals().clone();
        called.andNot(done);
        return called.nextSetBit(0);
    }

    private void walkAll(Path first) {
        pending.push(first);
        while (!pending.isEmpty()) {
            Path walked = pending.pop();
            path = walked;
            try {
                walk(walked);
            } catch (Violation violation) {
                throw violation.after(walked.segment().last(SHOWN_INSNS));
            }
        }
        path = null;
    }

    private void walk(Path walked) {
        State state = walked.state();
        current.resume(state);
        if (walk != null) {
            walk.resumes(walked.from(), walked.at(), state);
        }
        while (true) {
            int at = walked.at();
            current.moveTo(at);
            count();
            if (points.isPoint(at) && isCovered(walked)) {
                insnsSinceKept++;
                if (walk != null) {
                    walk.covered(walked.from(), at);
                }
                end(walked);
                return;
            }
            if (walked.segment().trace().size() >= LONGEST_SEGMENT) {
                mark(walked);
            }
            if (listener != null) {
                listener.walked(at, state);
            }
            int depth = state.depth();
            Entry entry = state.current().entry();
            if (!state.isSpeculative()) {
                reached.set(at);
            }
            walked.segment().trace().add(at, depth - 1);
            insnsSinceKept++;
            if (subject.instructions().isJump(at)) {
                walked.countHistory();
            }
            if (subject.instructions().isJumpClass(at)) {
                jumpsSinceKept++;
            }
            if (walk != null) {
                walk.before(at, state);
            }
            int next = simulator.step();
            if (walk != null) {
                tell(walk, at, next, state);
            }
            joins.settle(liveness, precision);
            if (next == Simulator.END) {
                end(walked);
                return;
            }
            if (state.depth() > depth) {
                walked.segment().trace().markEnters();
                walked.segment().enter(depth);
            } else if (state.depth() < depth && entry == Entry.CALL) {
                walked.segment().trace().markReturns();
            }
            walked.moveTo(next);
        }
    }

    private static void tell(Walk walk, int at, int next, State state) {
        if (next == Simulator.END) {
            walk.ended(at);
        } else {
            walk.after(at, state);
        }
    }

    private void count() {
        processed++;
        if (processed > limits.insns()) {
            throw current.tooMuch(
                    Errno.E2BIG,
                    "more than " + limits.insns() + " instructions were processed: a loop has no bound that can be seen"
                            + " (compare its counter with a constant too, or use bpf_loop), or the program is too large");
        }
        if ((processed & CHECK_INTERVAL) == 0) {
            progress.accept(processed);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("verification was interrupted after %d instructions of %s"
                        .formatted(processed, subject.functionName(0)));
            }
        }
    }

    /** Whether a path need not be walked on; otherwise its state may be kept. */
    private boolean isCovered(Path walked) {
        boolean forced = points.isForced(walked.at()) || walked.history() > MANY_MOVES || listener != null;
        boolean mayKeep = forced || jumpsSinceKept >= 2 && insnsSinceKept >= 8;
        switch (kept.judge(walked, forced, mayKeep, jumpsSinceKept < 20 && insnsSinceKept < 100)) {
            case COVERED -> {
                joinWith(walked, kept.covering());
                return true;
            }
            case ENDLESS ->
                throw new Violation(
                        Errno.EINVAL,
                        walked.at(),
                        "infinite loop: the path comes back here with nothing changed that could end it");
            case KEEP -> {
                Checkpoint checkpoint = mark(walked);
                kept.keep(checkpoint);
                if (listener != null) {
                    listener.kept(walked.at(), checkpoint.state(), checkpoint.live(), checkpoint.precise());
                }
                stored++;
                jumpsSinceKept = 0;
                insnsSinceKept = 0;
            }
            case GO_ON -> {
                // another state that was kept is near
            }
        }
        return false;
    }

    /** Notes a state, so that what matters in it need not be followed further back twice. */
    private Checkpoint mark(Path walked) {
        State copy = walked.state().copy();
        Marks live = liveness.of(copy, walked.at());
        for (int f = 0; whole && f < copy.depth(); f++) {
            live.setRegisters(f, -1);
        }
        Checkpoint checkpoint = new Checkpoint(copy, walked.at(), walked.segment(), live);
        walked.startAt(checkpoint);
        return checkpoint;
    }

    /** What matters in a state matters in all that led to one that it covers. */
    private void joinWith(Path walked, Checkpoint covering) {
        if (!covering.isSettled()) {
            covering.join(
                    walked.segment().copy()); // first: in a loop the covering state itself learns from what follows
            Checkpoint step = walked.segment().parent();
            while (step != null && !step.isOnTheWayTo(covering) && step.waitFor(covering)) {
                step = step.parent();
            }
        }
        liveness.readAll(walked.segment(), covering, covering.live());
        precision.needAll(walked.segment(), covering, covering.precise());
        joins.settle(liveness, precision);
    }

    private static void end(Path walked) {
        Checkpoint step = walked.segment().parent();
        while (step != null && step.closePath()) {
            step = step.parent();
        }
    }

    /** Bytes of stack that functions use, by their index. */
    public StackUse stackUse() {
        return stackUse;
    }

    /** What turned out about single instructions. */
    public Findings findings() {
        return findings;
    }

    /** Functions that timers and work queues run. */
    public BitSet asyncCallbacks() {
        return asyncCallbacks;
    }

    /** The instructions that some path came to, by their first slot. */
    public BitSet reached() {
        return reached;
    }

    /** Instructions that were processed, over all paths. */
    public int processed() {
        return processed;
    }

    /** States that were kept. */
    public int stored() {
        return stored;
    }

    private Path walked() {
        if (path == null) {
            throw new IllegalStateException("no path is walked");
        }
        return path;
    }

    @Override
    public int newId() {
        return ++lastId;
    }

    @Override
    public void needPrecisely(int register) {
        if (!subject.privileged()) {
            return;
        }
        Path walked = walked();
        if (walked.state().current().register(register).isScalar()) {
            precision.need(walked.segment(), walked.state().depth() - 1, register);
        }
    }

    @Override
    public void readSlot(int frame, int slot) {
        liveness.read(walked().segment(), frame, slot);
    }

    @Override
    public void overwroteSlot(int frame, int slot) {
        walked().segment().overwrite(frame, slot);
    }

    @Override
    public void movedThroughSlot(int frame, int slot) {
        walked().segment().trace().markSlot(frame, slot);
        walked().countHistory();
    }

    @Override
    public void refinedTogether(long[] members) {
        walked().segment().trace().markLinks(precision.addGroup(members));
    }

    @Override
    public void later(State state, int at) {
        Path walked = walked();
        Path branch = walked.branch(current.at(), state, at);
        int depth = walked.state().depth();
        if (state.depth() > depth) {
            branch.segment().trace().markEnters();
            branch.segment().enter(depth);
        }
        Checkpoint parent = branch.segment().parent();
        if (parent != null) {
            parent.openPath();
        }
        push(branch);
    }

    @Override
    public void requireSameNumbers() {
        kept.requireSameNumbers();
    }

    @Override
    public void laterFromStart(State state, int at) {
        asyncCallbacks.set(state.current().subprogram());
        push(new Path(state, at, new Segment(null)));
    }

    private void push(Path branch) {
        if (pending.size() >= limits.pending()) {
            Errno errno = subject.profile().has(KernelFeature.PENDING_E2BIG) ? Errno.E2BIG : Errno.EFAULT;
            throw current.tooMuch(
                    errno, "more than " + limits.pending() + " paths wait to be walked: the program branches too much");
        }
        pending.push(branch);
    }

    @Override
    public @Nullable Earlier earlierVisit(State state, int at) {
        Segment segment = walked().segment();
        boolean justKept = at == current.at() && segment.trace().size() == 1;
        return kept.earlier(state, at, justKept ? segment.parent() : null);
    }
}
