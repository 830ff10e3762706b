package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;

/**
 * Ways on which a function returns in front of its end: a tail call that succeeds comes back to the caller with the result of another
 * program, a legacy packet load outside of the packet with 0. What the function would have done in between does not happen.
 */
final class EarlyReturns {
    private static final Scalar OF_CALLBACK = Scalar.signedRange(0, 1);

    private final Subject subject;
    private final Current current;
    private final Exploration exploration;

    EarlyReturns(Subject subject, Current current, Exploration exploration) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
    }

    /** A tail call may succeed; its result then ends callbacks, too, whatever it is. */
    void afterTailCall() {
        switch (current.frame().entry()) {
            case CALL -> returnWith(Register.UNKNOWN, true);
            case CALLBACK -> returnWith(Register.number(OF_CALLBACK), true);
            case ROOT, ASYNC -> {
                // nobody goes on with the result
            }
        }
    }

    /** A legacy packet load may find nothing. */
    void afterPacketLoad() {
        if (current.frame().entry() == Frame.Entry.CALL) {
            returnWith(Register.ZERO, false);
        }
    }

    /** Goes on at an exit, as if the function had come to it. */
    private void returnWith(Register result, boolean movesPackets) {
        State early = current.state().copy();
        if (movesPackets) {
            early.forgetPackets(current.at());
        }
        early.current().set(0, result.withOrigin(current.at()));
        for (int r = 1; r <= 5; r++) {
            early.current().set(r, Register.NOT_INIT);
        }
        exploration.later(early, exit(early.current().subprogram()));
    }

    private int exit(int subprogram) {
        int end = subject.subprograms().end(subprogram);
        for (int at = subject.subprograms().start(subprogram);
                at < end;
                at = subject.instructions().next(at)) {
            if (subject.instructions().isExit(at)) {
                return at;
            }
        }
        throw current.invalid(
                "function %s never returns by itself, but it does if this instruction ends it: give it a return"
                        .formatted(subject.functionName(subprogram)));
    }
}
