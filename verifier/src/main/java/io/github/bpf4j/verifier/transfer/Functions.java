package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.verifier.kernel.Hook;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import java.util.BitSet;

/** Calls of the program's own functions, and their ends (verifier spec 4.2, B 7). */
final class Functions {
    /** The slot that says that a path has come to its end. */
    static final int END = -1;

    private final Subject subject;
    private final Current current;
    private final Exploration exploration;
    private final Regions regions;
    private final GlobalFunctions globals;
    private final ReturnRange range;
    private final Leaks leaks;
    private final BitSet calledGlobals = new BitSet();

    Functions(
            Subject subject,
            Current current,
            Exploration exploration,
            Regions regions,
            MemoryAccess memory,
            StackAccess stack,
            KernelObjects objects,
            Dynptrs dynptrs,
            Leaks leaks) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
        this.regions = regions;
        this.globals = new GlobalFunctions(subject, current, memory, stack, objects, dynptrs);
        this.leaks = leaks;
        this.range = ReturnRange.of(subject.program().spec(), subject.type(), subject.hook(), subject.profile());
    }

    /** Global functions that code which can run calls: they are verified on their own. */
    BitSet calledGlobals() {
        return calledGlobals;
    }

    GlobalFunctions globals() {
        return globals;
    }

    private Subprogram described(int index) {
        return subject.program().subprogramAt(subject.subprograms().start(index));
    }

    boolean isGlobal(int index) {
        return index != 0
                && described(index).linkage() == Linkage.GLOBAL
                && described(index).typeId() != 0;
    }

    /** Calls a function; the slot at which the path goes on. */
    int call() {
        int at = current.at();
        int index = subject.subprograms().indexAt((int) subject.instructions().functionTarget(at));
        if (isGlobal(index)) {
            callGlobal(index);
            return at + 1;
        }
        State state = current.state();
        if (state.depth() == State.MAX_FRAMES) {
            throw current.refused(Errno.E2BIG, "more than " + State.MAX_FRAMES + " nested calls");
        }
        requireNoLock("function " + subject.functionName(index) + " is called");
        Frame caller = state.current();
        Frame frame = new Frame(index, at, Entry.CALL, state.depth());
        for (int r = 1; r <= 5; r++) {
            frame.set(r, caller.register(r));
            caller.set(r, Register.NOT_INIT);
        }
        caller.set(0, Register.NOT_INIT);
        state.push(frame);
        return subject.subprograms().start(index);
    }

    /** In older kernels a lock is given up in the function that took it (R11). */
    private void requireNoLock(String what) {
        if (current.state().lock() != null && !subject.profile().has(KernelFeature.CALLS_UNDER_LOCK)) {
            throw current.invalid(what + " while a spin lock is held, which Linux "
                    + subject.profile().release() + " does not allow: call bpf_spin_unlock first");
        }
    }

    private void callGlobal(int index) {
        State state = current.state();
        String name = subject.functionName(index);
        if (state.lock() != null) {
            throw current.invalid("global function " + name + " is called while a spin lock is held");
        }
        if (state.preemptOff() > 0) {
            throw current.invalid("global function " + name + " is called where preemption is disabled");
        }
        if (index == subject.exceptionCallback()) {
            throw current.invalid(name + " runs when the program throws and cannot be called directly");
        }
        boolean movesPackets = globals.checkArguments(index);
        calledGlobals.set(index);
        if (movesPackets) {
            state.forgetPackets(current.at());
        }
        for (int r = 1; r <= 5; r++) {
            current.frame().set(r, Register.NOT_INIT);
        }
        current.write(0, Register.UNKNOWN);
    }

    /** Ends a function; the slot at which the path goes on, or {@link #END}. */
    int exit() {
        State state = current.state();
        return switch (state.current().entry()) {
            case CALL -> returnToCaller();
            case CALLBACK -> returnFromCallback();
            case ASYNC -> {
                regions.requireNothingHeld("end of the callback");
                checkNumber(0, Errno.EINVAL, "the callback of a timer or work queue must return 0", 0, 0, false);
                yield END;
            }
            case ROOT -> {
                regions.requireNothingHeld("end of the program");
                endRoot(state.current().subprogram());
                yield END;
            }
        };
    }

    /** Ends the program with an exception, out of all functions (G6); {@link #END}. */
    int throwException() {
        regions.requireNothingHeld("bpf_throw");
        if (subject.exceptionCallback() < 0
                && current.state().frame(0).subprogram() == 0
                && current.state().frame(0).entry() == Entry.ROOT) {
            checkRange(1);
        }
        return END;
    }

    private void endRoot(int subprogram) {
        if (subprogram != 0 && subprogram != subject.exceptionCallback()) {
            Register result = current.result();
            if (!result.isScalar()) {
                throw current.invalid("a global function must return a number, not " + result.words());
            }
            return;
        }
        if (subprogram == 0 && returnsNothing()) {
            return;
        }
        leaks.require(current.result(), "what is returned");
        checkRange(0);
    }

    /** Whether nobody looks at the result: that of an operation that returns nothing need not be set. */
    private boolean returnsNothing() {
        Hook hook = subject.hook();
        return subject.type() == ProgramType.STRUCT_OPS && hook != null && hook.result() == Hook.Result.NOTHING;
    }

    /** The result of the program is one that its type allows. */
    private void checkRange(int register) {
        if (range.isAny()) {
            return;
        }
        checkNumber(
                register,
                Errno.EINVAL,
                "programs of type %s must return %s"
                        .formatted(
                                subject.type(),
                                range.min() == range.max()
                                        ? Long.toString(range.min())
                                        : "a number from " + range.min() + " to " + range.max()),
                range.min(),
                range.max(),
                range.is32());
    }

    private void checkNumber(int number, Errno notNumber, String demand, long min, long max, boolean is32) {
        Register result = number == 0 ? current.result() : current.read(number);
        if (!result.isScalar()) {
            throw current.refused(notNumber, demand + ", but R" + number + " is not a number: it is " + result.words());
        }
        exploration.needPrecisely(number);
        long least = is32 ? result.scalar().s32min() : result.scalar().smin();
        long most = is32 ? result.scalar().s32max() : result.scalar().smax();
        if (least < min || most > max) {
            throw current.invalid(demand + ", but this one returns " + result.scalar());
        }
    }

    private int returnToCaller() {
        State state = current.state();
        Register result = state.current().register(0);
        if (result.kind() == Kind.STACK) {
            throw current.invalid("a function cannot return a pointer to its stack");
        }
        requireNoLock("the function returns");
        int site = state.current().callSite();
        state.pop();
        state.current().set(0, result);
        return site + 1;
    }

    private int returnFromCallback() {
        State state = current.state();
        State.Lock lock = state.lock();
        if (lock != null && !Graphs.isComparison(subject, state.current())) {
            throw current.invalid(
                    "calls are not allowed while a spin lock is held: the callback ends with the lock that was taken in "
                            + current.places().line(lock.insnOffset()));
        }
        if (state.current().register(0).kind() == Kind.STACK) {
            throw current.invalid("a callback cannot return a pointer to a stack");
        }
        checkNumber(0, Errno.EACCES, "a callback must return 0 to go on or 1 to stop", 0, 1, false);
        Frame.Reference left = state.acquiredInCallback();
        if (left != null) {
            throw current.invalid("the callback ends with an unreleased reference: "
                    + current.places().result(left.insnOffset()) + " was not given up in it");
        }
        int site = state.current().callSite();
        state.pop();
        Exploration.Earlier earlier = exploration.earlierVisit(state, site);
        if (earlier != null) {
            Widening.widen(earlier, state);
        }
        return site;
    }
}
