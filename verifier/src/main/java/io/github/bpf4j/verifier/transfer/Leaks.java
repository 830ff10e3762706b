package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;

/** Pointers must not become numbers that a loader without capabilities can read (verifier spec S10). */
final class Leaks {
    private final Current current;
    private final boolean privileged;
    private final boolean readsUnsetStack;

    Leaks(Subject subject, Current current) {
        this.current = current;
        this.privileged = subject.privileged();
        this.readsUnsetStack = subject.readsUnsetStack();
    }

    /** Whether the loader may see addresses. */
    boolean areAllowed() {
        return privileged;
    }

    /** Whether bytes of the stack that nothing was written to can be read. */
    boolean mayReadUnset() {
        return readsUnsetStack;
    }

    /** A pointer may not be used like this. */
    void require(Register value, String what) {
        if (!privileged && value.isPointer()) {
            throw current.noAccess(what + " leaks an address, which needs CAP_PERFMON: it is " + value.words());
        }
    }

    /** Arithmetic whose result is no pointer. */
    void requireArithmetic(String what) {
        if (!privileged) {
            throw current.noAccess(what + " leaks an address, which needs CAP_PERFMON");
        }
    }

    /** The kernel's own structures may not be read. */
    void requireReadable(Register pointer) {
        boolean kernels = pointer.kind() == Kind.MAP || pointer.kind() == Kind.BTF_OBJECT;
        if (!privileged && kernels) {
            throw current.refused(Errno.EPERM, "access of " + pointer.words() + " needs CAP_PERFMON");
        }
    }
}
