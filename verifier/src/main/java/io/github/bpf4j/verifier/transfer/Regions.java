package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;

/** Locks, RCU sections and sections without preemption: what may happen inside, and that they end (verifier spec B 3.3, 3.4). */
final class Regions {
    private final Current current;

    Regions(Current current) {
        this.current = current;
    }

    /** Only the unlocking helper may be called while a lock is held (R11). */
    void requireNoLock(int helper) {
        State.Lock lock = current.state().lock();
        if (lock != null && helper != Ids.SPIN_UNLOCK && helper != Ids.SPIN_LOCK) {
            throw current.invalid("calls are not allowed while a spin lock is held, which was taken in "
                    + current.places().line(lock.insnOffset()) + ": call bpf_spin_unlock first");
        }
    }

    void lock(Register owner) {
        State state = current.state();
        if (state.lock() != null) {
            throw current.invalid("two spin locks cannot be held at once");
        }
        state.setLock(new State.Lock(owner.map(), owner.uid(), owner.id(), current.at()));
    }

    void unlock(Register owner) {
        State state = current.state();
        State.Lock lock = state.lock();
        KernelProfile profile = current.profile();
        if (lock == null) {
            throw current.refused(profile.fieldArgumentErrno(), "spin unlock without a lock");
        }
        if (lock.id() == 0 && !profile.has(KernelFeature.LOCKS_WITHOUT_LOOKUP)) {
            throw current.noAccess("spin unlock in a value that no lookup gave, which Linux " + profile.release()
                    + " cannot tell from others");
        }
        if (!isSame(lock, owner)) {
            throw current.refused(
                    profile.fieldArgumentErrno(), "spin unlock of a different lock than the one that is held");
        }
        state.setLock(null);
        state.updateAll(register -> register.has(Register.NON_OWNING) ? Register.UNKNOWN : register);
    }

    @SuppressWarnings("ReferenceEquality") // a map is the same exactly if it is the same object
    private static boolean isSame(State.Lock lock, Register owner) {
        return lock.map() == owner.map() && lock.uid() == owner.uid() && lock.id() == owner.id();
    }

    /** A call that may sleep (H1, R14, R17). */
    void requireSleepable(String what, Errno errno) {
        State state = current.state();
        String why = state.isInRcu()
                ? "inside an RCU section"
                : state.preemptOff() > 0
                        ? "where preemption is disabled"
                        : state.isSleepable() ? null : "in code that may not";
        if (why != null) {
            throw current.refused(errno, what + " might sleep " + why);
        }
    }

    void rcuLock() {
        int nesting = current.state().rcuDepth();
        if (nesting > 0 && !current.profile().has(KernelFeature.NESTED_RCU)) {
            throw current.invalid("nested RCU read lock");
        }
        current.state().setRcuDepth(nesting + 1);
    }

    void rcuUnlock() {
        if (!current.state().isInRcu()) {
            throw current.invalid("unmatched RCU read unlock");
        }
        int nesting = current.state().rcuDepth() - 1;
        current.state().setRcuDepth(nesting);
        if (nesting > 0) {
            return;
        }
        current.state()
                .updateAll(register -> register.has(Register.RCU)
                        ? register.withFlags(
                                register.flags() & ~(Register.RCU | Register.MAYBE_NULL) | Register.UNTRUSTED)
                        : register);
    }

    void disablePreemption() {
        current.state().setPreemptOff(current.state().preemptOff() + 1);
    }

    void enablePreemption() {
        int nesting = current.state().preemptOff();
        if (nesting == 0) {
            throw current.invalid("preemption is enabled without having been disabled");
        }
        current.state().setPreemptOff(nesting - 1);
    }

    /** What gives up what an instruction acquired. */
    private String release(int slot) {
        return switch (current.places().called(slot).orElse("")) {
            case "bpf_ringbuf_reserve" -> ": call bpf_ringbuf_submit or bpf_ringbuf_discard";
            case "bpf_sk_lookup_tcp", "bpf_sk_lookup_udp", "bpf_skc_lookup_tcp" -> ": call bpf_sk_release";
            case "bpf_iter_num_new" -> ": call bpf_iter_num_destroy";
            case "bpf_obj_new_impl", "bpf_list_pop_front", "bpf_list_pop_back", "bpf_rbtree_remove" ->
                ": call bpf_obj_drop, or give it to a list, tree or map";
            case "bpf_refcount_acquire_impl" -> ": call bpf_obj_drop";
            case "bpf_percpu_obj_new_impl" -> ": call bpf_percpu_obj_drop";
            default -> "";
        };
    }

    /** Everything that was taken must be given up before the program ends (A76, R4). */
    void requireNothingHeld(String what) {
        State state = current.state();
        State.Lock lock = state.lock();
        if (lock != null) {
            throw current.invalid(what + " while a spin lock is still held, which was taken in "
                    + current.places().line(lock.insnOffset()) + ": call bpf_spin_unlock on this path too");
        }
        if (state.isInRcu()) {
            throw current.invalid(what + " inside an RCU section");
        }
        if (state.preemptOff() > 0) {
            throw current.invalid(what + " where preemption is disabled");
        }
        for (Frame.Reference reference : state.references()) {
            throw current.invalid("%s with an unreleased reference: %s was not given up on this path%s"
                    .formatted(what, current.places().result(reference.insnOffset()), release(reference.insnOffset())));
        }
    }
}
