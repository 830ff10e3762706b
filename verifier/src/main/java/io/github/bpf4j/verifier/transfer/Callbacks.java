package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import java.util.Objects;

/** Functions of the program that helpers run: at once and again and again, or later (verifier spec 4.6, B 2; timers spec 5.5, 5.6). */
final class Callbacks {
    private final Subject subject;
    private final Current current;
    private final Exploration exploration;

    Callbacks(Subject subject, Current current, Exploration exploration) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
    }

    /** A timer or work queue gets a callback, which is walked as a path of its own (VR15, VR22). */
    void setLater(Call call, SpecialField.Kind kind) {
        Register owner = Objects.requireNonNull(call.owner);
        MapInfo map = Objects.requireNonNull(owner.map());
        Frame frame = new Frame(call.functionIndex, -1, Entry.ASYNC, 0);
        frame.set(1, Register.ofMap(Kind.MAP, map, owner.uid()).withOrigin(current.at()));
        frame.set(2, Register.ofMap(Kind.MAP_KEY, map, owner.uid()).withOrigin(current.at()));
        frame.set(3, value(map, owner.uid()));
        boolean sleeps = kind == SpecialField.Kind.WORKQUEUE;
        State start = new State(frame, sleeps, current.state().asyncEntries() + 1);
        exploration.laterFromStart(start, subject.subprograms().start(call.functionIndex));
    }

    private Register value(MapInfo map, int uid) {
        Register value = Register.ofMap(Kind.MAP_VALUE, map, uid).withOrigin(current.at());
        boolean told = subject.profile().has(KernelFeature.LOCKS_WITHOUT_LOOKUP);
        return told && MapRules.hasLock(map) ? value.withId(exploration.newId()) : value;
    }

    /** {@code bpf_loop}: the body runs no more often than R1 says (C5). */
    void loop(Call call) {
        exploration.needPrecisely(1);
        Frame caller = current.frame();
        long most = caller.register(1).scalar().umax();
        if (Long.compareUnsigned(caller.callbackDepth(), most) >= 0) {
            caller.setCallbackDepth(0);
            return;
        }
        Register context = caller.register(3);
        enter(call, frame -> {
            frame.set(1, Register.UNKNOWN.withOrigin(current.at()));
            frame.set(2, context);
        });
    }

    /** {@code bpf_user_ringbuf_drain}: the body gets a dynamic pointer to each record (C11). */
    void drain(Call call, Register dynptr) {
        Register context = current.frame().register(3);
        enter(call, frame -> {
            frame.set(1, dynptr.withOrigin(current.at()));
            frame.set(2, context);
        });
    }

    /**
     * {@code bpf_find_vma}: the body gets the task and the part of its address space.
     *
     * @param area what the body is given as such a part
     */
    void findVma(Call call, Register area) {
        Register task = current.frame().register(1);
        Register context = current.frame().register(4);
        enter(call, frame -> {
            frame.set(1, task);
            frame.set(2, area.withOrigin(current.at()));
            frame.set(3, context);
        });
    }

    /** {@code bpf_for_each_map_elem}. */
    void forEach(Call call) {
        MapInfo map = Objects.requireNonNull(call.map);
        if (!MapRules.isIterated(map.shape().type())) {
            throw current.refused(
                    Errno.ENOTSUPP,
                    "callbacks cannot run for each element of " + map + " of type "
                            + map.shape().type());
        }
        Register context = current.frame().register(3);
        int uid = call.mapUid;
        enter(call, frame -> {
            frame.set(1, Register.ofMap(Kind.MAP, map, uid).withOrigin(current.at()));
            frame.set(2, Register.ofMap(Kind.MAP_KEY, map, uid).withOrigin(current.at()));
            frame.set(3, value(map, uid));
            frame.set(4, context);
        });
    }

    /** The comparison of elements that a tree asks for while one is added. */
    void compare(Call call, Register node) {
        enter(call, frame -> {
            frame.set(1, node.withOrigin(current.at()));
            frame.set(2, node.withOrigin(current.at()));
        });
    }

    private interface Arguments {
        void set(Frame frame);
    }

    /** The body, once more, is walked later; afterwards the path comes back to the call. */
    private void enter(Call call, Arguments arguments) {
        State inside = current.state().copy();
        if (inside.depth() == State.MAX_FRAMES) {
            throw current.refused(Errno.E2BIG, "more than " + State.MAX_FRAMES + " nested calls");
        }
        Frame caller = inside.current();
        caller.setCallbackDepth(caller.callbackDepth() + 1);
        Frame frame = new Frame(call.functionIndex, current.at(), Entry.CALLBACK, inside.depth());
        arguments.set(frame);
        inside.push(frame);
        exploration.later(inside, subject.subprograms().start(call.functionIndex));
        current.frame().setCallbackDepth(0);
    }
}
