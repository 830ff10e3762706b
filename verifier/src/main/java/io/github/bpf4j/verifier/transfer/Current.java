package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import io.github.bpf4j.verifier.structure.Violation;
import org.jspecify.annotations.Nullable;

/** The state that instructions change at the moment, and the instruction that does. Not safe for use by several threads. */
public final class Current {
    private final Places places;
    private final KernelProfile profile;
    private @Nullable State state;
    private int at;

    /** Of a program that is not walked yet. */
    public Current(Subject subject) {
        this.places = new Places(subject);
        this.profile = subject.profile();
    }

    /** Whose rules hold where kernels differ. */
    KernelProfile profile() {
        return profile;
    }

    /** Goes on with another state. */
    public void resume(State newState) {
        state = newState;
    }

    /** Goes on with another instruction. */
    public void moveTo(int slot) {
        at = slot;
    }

    /** The slot of the instruction. */
    public int at() {
        return at;
    }

    public State state() {
        if (state == null) {
            throw new IllegalStateException("no path is walked");
        }
        return state;
    }

    public Frame frame() {
        return state().current();
    }

    /** What a register holds, as an instruction reads it. */
    Register read(int number) {
        Register register = frame().register(number);
        if (register.kind() == Kind.NOT_INIT) {
            throw refused(
                    Errno.EACCES,
                    "R" + number + " is read but was never set on this path"
                            + (number >= 1 && number <= 5
                                    ? ": an argument is missing, or a call took what was in it"
                                    : ": a variable has no value"));
        }
        return register;
    }

    /** What a function returns. */
    Register result() {
        Register result = frame().register(0);
        if (result.kind() == Kind.NOT_INIT) {
            throw refused(
                    Errno.EACCES,
                    "R0 is read but was never set on this path: what is returned has no value; give the variable one, and"
                            + " return a value on every path");
        }
        return result;
    }

    /** How a pointer that may be null is made one that is not. */
    String nullCheck(Register pointer) {
        int origin = pointer.origin();
        boolean known = origin >= 0;
        return "compare %s with NULL before %s"
                .formatted(
                        known ? places.result(origin) : "it",
                        known && places.isSameLine(origin, at) ? "it is used" : places.line(at));
    }

    /** In the words of the source. */
    Places places() {
        return places;
    }

    void write(int number, Register register) {
        if (number == Frame.FRAME_POINTER) {
            throw refused(Errno.EACCES, "frame pointer is read only");
        }
        frame().set(number, register.withOrigin(at));
    }

    /** Writes a register that keeps where it comes from. */
    void copy(int number, Register register) {
        if (number == Frame.FRAME_POINTER) {
            throw refused(Errno.EACCES, "frame pointer is read only");
        }
        frame().set(number, register);
    }

    Violation refused(Errno errno, String reason) {
        return new Violation(errno, at, reason);
    }

    /** An unprivileged or otherwise forbidden access of memory: the commonest refusal. */
    Violation noAccess(String reason) {
        return new Violation(Errno.EACCES, at, reason);
    }

    Violation invalid(String reason) {
        return new Violation(Errno.EINVAL, at, reason);
    }

    /** There is more to walk than may be. */
    public Violation tooMuch(Errno errno, String reason) {
        return new Violation(errno, at, reason);
    }
}
