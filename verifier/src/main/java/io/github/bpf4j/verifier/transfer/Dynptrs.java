package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.Slot;
import io.github.bpf4j.verifier.state.StackObject;
import io.github.bpf4j.verifier.state.State;
import java.util.Objects;

/** Dynamic pointers in slots of the stack, and what is cut out of them (verifier spec B 4.1). */
final class Dynptrs {
    private static final int BYTES = 16;
    private static final String LOCAL = "local";

    /** Made by somebody else, of whatever kind. */
    private static final String GIVEN = "given";

    private static final String RINGBUF = "ringbuf";
    private static final String SKB = "skb";
    private static final String XDP = "xdp";

    private final Subject subject;
    private final Current current;
    private final Exploration exploration;
    private final StackUse stackUse;
    private final boolean makesPacketDynptrs;

    Dynptrs(Subject subject, Current current, Exploration exploration, StackUse stackUse) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
        this.stackUse = stackUse;
        this.makesPacketDynptrs = subject.extension()
                || new FunctionEffects(subject.program(), subject.instructions()).anyMakesPacketDynptrs();
    }

    /** A pointer to one that others have made and that stays as it is: an argument of a global function or of a callback. */
    Register constant() {
        return Register.pointer(Kind.DYNPTR, 0).withId(exploration.newId());
    }

    // ---- arguments

    /** Checks an argument that must be a dynamic pointer. */
    void checkMade(Call call, int number, Register register, boolean released) {
        if (register.kind() == Kind.DYNPTR && !register.isMaybeNull()) {
            if (!register.isUnmodified()) {
                throw current.noAccess("R%d of %s must be the unmodified pointer to a dynamic pointer, but it is %s"
                        .formatted(number, call.name, register.words()));
            }
            call.dynptr = new StackObject(GIVEN, register.id(), 0, false, 0, 0);
        } else {
            call.dynptr = made(call, number, register);
        }
        if (released) {
            int refId = call.dynptr.refId();
            if (!call.dynptr.type().equals(RINGBUF) || refId == 0) {
                throw current.invalid(
                        "R%d of %s must be a dynamic pointer that bpf_ringbuf_reserve_dynptr made, but it is %s"
                                .formatted(number, call.name, words(call.dynptr, register)));
            }
            call.released = refId;
        }
    }

    private static String words(StackObject object, Register register) {
        return register.kind() == Kind.DYNPTR ? register.words() : "one of kind " + object.type();
    }

    private StackObject made(Call call, int number, Register register) {
        requirePlace(call, number, register);
        long offset = register.fixedOffset();
        Frame frame = current.state().frame(register.detail());
        int first = StackAccess.slotOf(offset);
        if (offset < -Frame.STACK_SIZE || offset + BYTES > 0) {
            throw notMade(call, number);
        }
        note(frame, offset);
        StackObject object = frame.slot(first).object();
        StackObject second = frame.slot(first - 1).object();
        boolean isMade = frame.slot(first).kind(0) == Slot.DYNPTR
                && frame.slot(first - 1).kind(0) == Slot.DYNPTR
                && object != null
                && second != null
                && object.part() == 0
                && second.part() == 1
                && object.id() == second.id();
        if (!isMade) {
            throw notMade(call, number);
        }
        exploration.readSlot(register.detail(), first);
        exploration.readSlot(register.detail(), first - 1);
        return Objects.requireNonNull(object);
    }

    private RuntimeException notMade(Call call, int number) {
        return current.invalid("R%d of %s: expected an initialized dynptr, but no dynamic pointer is there on this path"
                .formatted(number, call.name));
    }

    /** Checks an argument that says where one is to be made. */
    void checkPlace(Call call, int number, Register register) {
        if (register.kind() == Kind.DYNPTR) {
            throw current.invalid("R%d of %s must be room on the stack, but it is %s, which cannot be made anew"
                    .formatted(number, call.name, register.words()));
        }
        requirePlace(call, number, register);
        long offset = register.fixedOffset();
        if (offset < -Frame.STACK_SIZE) {
            throw current.noAccess(
                    "R%d of %s: %s is outside of the stack".formatted(number, call.name, register.words()));
        }
        if (offset + BYTES > 0) {
            throw current.invalid("R%d of %s: a dynamic pointer takes 16 bytes, which are not there at %s"
                    .formatted(number, call.name, register.words()));
        }
        note(current.state().frame(register.detail()), offset);
        call.dynptrPlace = register;
    }

    private void requirePlace(Call call, int number, Register register) {
        if (register.kind() != Kind.STACK) {
            throw current.refused(
                    call.isKfunc ? Errno.EINVAL : Errno.EACCES,
                    "R%d of %s must point to a struct bpf_dynptr on the stack, but it is %s%s"
                            .formatted(
                                    number,
                                    call.name,
                                    register.words(),
                                    register.isMaybeNull() ? "; " + current.nullCheck(register) : ""));
        }
        if (!register.hasFixedOffset() || register.fixedOffset() % Long.BYTES != 0) {
            throw current.invalid(
                    "R%d of %s: a dynamic pointer lies at a constant, aligned offset of the stack, not at %s"
                            .formatted(number, call.name, register.words()));
        }
    }

    private void note(Frame frame, long offset) {
        stackUse.note(frame.subprogram(), (int) -offset);
        stackUse.escape(frame.subprogram(), offset, offset + BYTES);
    }

    /** Memory of a dynamic pointer must stay there: values of maps do (H15). */
    void requireValue(Register register) {
        if (register.kind() != Kind.MAP_VALUE) {
            throw current.noAccess(
                    "R1 of bpf_dynptr_from_mem must be in a map value, but it is %s".formatted(register.words()));
        }
    }

    // ---- effects

    /** Makes the dynamic pointer that a helper gives. */
    void make(Call call) {
        switch (call.id) {
            case Ids.DYNPTR_FROM_MEM -> make(call, LOCAL, 0);
            case Ids.RINGBUF_RESERVE_DYNPTR -> {
                int id = exploration.newId();
                make(call, RINGBUF, id);
                current.state().acquire(id, current.at());
            }
            default -> {
                // makes none
            }
        }
    }

    /** Makes the dynamic pointer that a kernel function gives. */
    void make(Call call, Kfunc kfunc) {
        switch (kfunc) {
            case DYNPTR_FROM_SKB -> make(call, SKB, 0);
            case DYNPTR_FROM_XDP -> make(call, XDP, 0);
            case DYNPTR_CLONE -> {
                StackObject parent = Objects.requireNonNull(call.dynptr);
                make(call, parent.type(), parent.refId());
            }
            default -> {
                // makes none
            }
        }
    }

    private void make(Call call, String type, int refId) {
        Register place = Objects.requireNonNull(call.dynptrPlace);
        int frame = place.detail();
        int first = StackAccess.slotOf(place.fixedOffset());
        for (int part = 0; part < 2; part++) {
            Slot old = current.state().frame(frame).slot(first - part);
            if (old.isObject() && old.kind(0) != Slot.DYNPTR) {
                throw current.invalid("%s: an iterator lies where the dynamic pointer is to be".formatted(call.name));
            }
            destroy(frame, first - part);
        }
        int id = exploration.newId();
        for (int part = 0; part < 2; part++) {
            exploration.overwroteSlot(frame, first - part);
            StackObject object = new StackObject(type, id, refId, false, 0, part);
            current.state().frame(frame).setSlot(first - part, Slot.object(Slot.DYNPTR, object));
        }
    }

    /** Slots are written: the dynamic pointer there is no more, nor is what was cut out of it (D1). */
    void destroy(int frameNumber, int slot) {
        Frame frame = current.state().frame(frameNumber);
        StackObject object = frame.slot(slot).object();
        if (object == null || frame.slot(slot).kind(0) != Slot.DYNPTR) {
            return;
        }
        if (object.refId() != 0) {
            throw current.invalid(
                    "cannot overwrite referenced dynptr: the record must be submitted or discarded first");
        }
        int other = object.part() == 0 ? slot - 1 : slot + 1;
        frame.setSlot(slot, Slot.EMPTY);
        frame.setSlot(other, Slot.EMPTY);
        forgetSlices(object.id());
    }

    private void forgetSlices(int id) {
        Register gone = subject.privileged() ? Register.UNKNOWN : Register.NOT_INIT;
        current.state()
                .updateAll(register -> register.kind() == Kind.MEM && register.refId() == id
                        ? gone.withOrigin(register.origin())
                        : register);
    }

    /** A record was submitted or discarded: so are all dynamic pointers to it (D4). */
    void released(int refId) {
        State state = current.state();
        for (int f = 0; f < state.depth(); f++) {
            Frame frame = state.frame(f);
            for (int s = 0; s < frame.slotCount(); s++) {
                Slot slot = frame.slot(s);
                StackObject object = slot.object();
                if (object != null && slot.kind(0) == Slot.DYNPTR && object.refId() == refId) {
                    frame.setSlot(s, Slot.EMPTY);
                }
            }
        }
    }

    /** Memory that was cut out of a dynamic pointer: it is there as long as that, and as long as the packet that it is in. */
    Register slice(Call call) {
        StackObject object = Objects.requireNonNull(call.dynptr);
        int flags = call.isKfunc && call.id == Kfunc.DYNPTR_SLICE.id() ? Register.READ_ONLY : 0;
        boolean inPacket = call.isKfunc && (isOfPacket(object) || mayMove(object));
        return Register.pointer(Kind.MEM, call.allocated)
                .withFlags(flags | (inPacket ? Register.IN_PACKET : 0))
                .withRefId(object.refId() != 0 ? object.refId() : object.id());
    }

    /** Whether the dynamic pointer that was passed is one to a packet. */
    boolean isOfPacket(Call call) {
        StackObject object = call.dynptr;
        return object != null && isOfPacket(object);
    }

    private static boolean isOfPacket(StackObject object) {
        return object.type().equals(SKB) || object.type().equals(XDP);
    }

    /** Whether a call writes to a packet by a dynamic pointer, and may move it. */
    boolean movesPacket(Call call) {
        return !call.isKfunc && call.id == Ids.DYNPTR_WRITE && mayMove(call);
    }

    /** Whether a write through the dynamic pointer that was passed may move the packet. */
    boolean mayMove(Call call) {
        StackObject object = call.dynptr;
        return object != null && mayMove(object);
    }

    /** One that was given may be to a packet if the program makes such ones. */
    private boolean mayMove(StackObject object) {
        return object.type().equals(SKB) || object.type().equals(GIVEN) && makesPacketDynptrs;
    }
}
