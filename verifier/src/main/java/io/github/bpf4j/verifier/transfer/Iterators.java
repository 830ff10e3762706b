package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.Slot;
import io.github.bpf4j.verifier.state.StackObject;
import io.github.bpf4j.verifier.state.State;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;

/** Open-coded iterators in slots of the stack (verifier spec 4.6 and B 4.2). */
final class Iterators {
    private static final Set<String> PROTECTED = Set.of("bpf_iter_task", "bpf_iter_css");
    private static final String UNPROTECTED = " outside of RCU";

    private final Current current;
    private final Exploration exploration;
    private final StackUse stackUse;

    Iterators(Current current, Exploration exploration, StackUse stackUse) {
        this.current = current;
        this.exploration = exploration;
        this.stackUse = stackUse;
    }

    void checkArgument(int number, Register register, HelperArgument argument) {
        if (register.kind() != Kind.STACK) {
            throw current.invalid("R%d must point to a %s on the stack, but it is %s"
                    .formatted(number, argument.btfType(), register.words()));
        }
        long offset = register.hasFixedOffset() ? register.fixedOffset() : 1;
        if (offset % Long.BYTES != 0 || offset < -Frame.STACK_SIZE || offset + argument.size() > 0) {
            throw current.invalid("R%d: a %s lies at a constant, aligned offset of the stack, not at %s"
                    .formatted(number, argument.btfType(), register.words()));
        }
        int function = current.state().frame(register.detail()).subprogram();
        stackUse.note(function, (int) -offset);
        stackUse.escape(function, offset, offset + argument.size());
        boolean wanted = argument.kind() == ArgumentKind.ITERATOR;
        int count = argument.size() / Long.BYTES;
        for (int part = 0; part < count; part++) {
            Slot slot = current.state().frame(register.detail()).slot(StackAccess.slotOf(offset) - part);
            StackObject object = slot.object();
            boolean isIterator = slot.kind(0) == Slot.ITERATOR;
            if (wanted && object != null && object.type().equals(argument.btfType() + UNPROTECTED)) {
                throw current.refused(
                        Errno.EPROTO,
                        "R%d: the %s is used outside of the RCU section".formatted(number, argument.btfType()));
            }
            boolean isThis =
                    isIterator && object != null && object.type().equals(argument.btfType()) && object.part() == part;
            if (wanted ? !isThis : isIterator) {
                throw current.invalid(
                        wanted
                                ? "R%d: expected an initialized %s".formatted(number, argument.btfType())
                                : "R%d: expected an uninitialized %s".formatted(number, argument.btfType()));
            }
            exploration.readSlot(register.detail(), StackAccess.slotOf(offset) - part);
        }
    }

    void create(Register pointer, HelperArgument argument) {
        create(pointer, argument, argument.btfType());
    }

    /** Makes an iterator that is good in RCU sections only. */
    void create(Register pointer, HelperArgument argument, boolean isProtected, boolean inRcu) {
        create(pointer, argument, isProtected && !inRcu ? argument.btfType() + UNPROTECTED : argument.btfType());
    }

    private void create(Register pointer, HelperArgument argument, String type) {
        int id = exploration.newId();
        current.state().acquire(id, current.at());
        int first = StackAccess.slotOf(pointer.fixedOffset());
        for (int part = 0; part < argument.size() / Long.BYTES; part++) {
            StackObject object = new StackObject(type, id, id, false, 0, part);
            set(pointer, first - part, Slot.object(Slot.ITERATOR, object));
        }
    }

    private void set(Register pointer, int slot, Slot content) {
        exploration.overwroteSlot(pointer.detail(), slot);
        current.state().frame(pointer.detail()).setSlot(slot, content);
    }

    private void destroy(Register pointer, HelperArgument argument) {
        int first = StackAccess.slotOf(pointer.fixedOffset());
        StackObject object = Objects.requireNonNull(
                current.state().frame(pointer.detail()).slot(first).object());
        if (!current.state().release(object.refId())) {
            throw current.invalid("the " + object.type() + " was made outside of the callback");
        }
        for (int part = 0; part < argument.size() / Long.BYTES; part++) {
            set(pointer, first - part, Slot.EMPTY);
        }
    }

    /**
     * Asks for the next element: on one path there is none, on another there is.
     *
     * @param element makes the element of an iterator with a reference
     */
    void next(Register pointer, HelperArgument argument, IntFunction<Register> element) {
        State state = current.state();
        int first = StackAccess.slotOf(pointer.fixedOffset());
        StackObject object =
                Objects.requireNonNull(state.frame(pointer.detail()).slot(first).object());
        if (!object.drained()) {
            State active = state.copy();
            Exploration.Earlier earlier = exploration.earlierVisit(active, current.at());
            if (earlier != null) {
                Widening.widen(earlier, active);
            }
            step(active, pointer, argument, false, object.depth() + 1);
            clobber(active);
            active.current().set(0, element.apply(object.refId()).withOrigin(current.at()));
            exploration.later(active, current.at() + 1);
        }
        step(state, pointer, argument, true, object.depth());
        clobber(state);
        state.current().set(0, Register.number(Scalar.ZERO).withOrigin(current.at()));
    }

    /** Ends an iterator; its elements in memory are gone. */
    void end(Register pointer, HelperArgument argument) {
        State state = current.state();
        int refId = Objects.requireNonNull(state.frame(pointer.detail())
                        .slot(StackAccess.slotOf(pointer.fixedOffset()))
                        .object())
                .refId();
        destroy(pointer, argument);
        state.updateAll(register -> register.refId() == refId && refId != 0 ? Register.UNKNOWN : register);
    }

    /** The end of an RCU section: iterators that it protected are good for nothing. */
    void endRcu() {
        State state = current.state();
        for (int f = 0; f < state.depth(); f++) {
            Frame frame = state.frame(f);
            for (int s = 0; s < frame.slotCount(); s++) {
                StackObject object = frame.slot(s).object();
                if (object != null && PROTECTED.contains(object.type())) {
                    StackObject left = new StackObject(
                            object.type() + UNPROTECTED,
                            object.id(),
                            object.refId(),
                            object.drained(),
                            object.depth(),
                            object.part());
                    frame.setSlot(s, Slot.object(Slot.ITERATOR, left));
                }
            }
        }
    }

    private static void clobber(State state) {
        for (int r = 0; r <= 5; r++) {
            state.current().set(r, Register.NOT_INIT);
        }
    }

    private static void step(State state, Register pointer, HelperArgument argument, boolean drained, int depth) {
        Frame frame = state.frame(pointer.detail());
        int first = StackAccess.slotOf(pointer.fixedOffset());
        for (int part = 0; part < argument.size() / Long.BYTES; part++) {
            StackObject object = Objects.requireNonNull(frame.slot(first - part).object());
            frame.setSlot(first - part, Slot.object(Slot.ITERATOR, object.stepped(drained, depth)));
        }
    }
}
