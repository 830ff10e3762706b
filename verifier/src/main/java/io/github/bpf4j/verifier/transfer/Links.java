package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.domain.Alu;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.domain.Tnum;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Members;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.Slot;
import io.github.bpf4j.verifier.state.State;
import java.util.ArrayList;
import java.util.List;

/** Numbers that are copies of each other, or a known distance apart: what is learnt of one holds for all (verifier spec 1.6). */
final class Links {
    /** Most members of a group that one jump refines (A28). */
    private static final int MAX_MEMBERS = 6;

    private final Exploration exploration;

    Links(Exploration exploration) {
        this.exploration = exploration;
    }

    /** A number that may be copied: with an id of its own unless it is one number (A13). */
    Register linkable(Register number) {
        Register plain = number.has(Register.HAS_DELTA) ? number.unlinked() : number;
        return plain.id() == 0 && !plain.scalar().isConstant() ? plain.withId(exploration.newId()) : plain;
    }

    /**
     * The members of a group; those beyond the limit lose their id.
     */
    long[] collect(State state, int id) {
        List<Long> members = new ArrayList<>(MAX_MEMBERS);
        int top = state.depth() - 1;
        for (int f = top; f >= 0; f--) {
            Frame frame = state.frame(f);
            for (int r = 0; r < Frame.FRAME_POINTER; r++) {
                if (isMember(frame.register(r), id)) {
                    if (members.size() < MAX_MEMBERS) {
                        members.add(Members.register(f, r));
                    } else {
                        frame.set(r, frame.register(r).unlinked());
                    }
                }
            }
            for (int s = 0; s < frame.slotCount(); s++) {
                Slot slot = frame.slot(s);
                Register spilled = slot.spilled();
                if (spilled != null && isMember(spilled, id)) {
                    if (members.size() < MAX_MEMBERS) {
                        members.add(Members.slot(f, s));
                    } else {
                        frame.setSlot(s, new Slot(slot.bytes(), spilled.unlinked(), null));
                    }
                }
            }
        }
        return members.stream().mapToLong(Long::longValue).toArray();
    }

    private static boolean isMember(Register register, int id) {
        return register.isScalar() && register.id() == id;
    }

    /** Carries what was learnt of one member over to the others. */
    static void spread(State state, Register known, long[] members) {
        for (long member : members) {
            Frame frame = state.frame(Members.frame(member));
            int number = Members.number(member);
            if (Members.isSlot(member)) {
                Slot slot = frame.slot(number);
                Register spilled = slot.spilled();
                if (spilled != null && isMember(spilled, known.id())) {
                    frame.setSlot(number, new Slot(slot.bytes(), refined(spilled, known), null));
                }
            } else if (isMember(frame.register(number), known.id())) {
                frame.set(number, refined(frame.register(number), known));
            }
        }
    }

    /** A member with what is known of another (A27). */
    private static Register refined(Register member, Register known) {
        if (member.offset() == known.offset()) {
            return member.withScalar(known.scalar());
        }
        Scalar distance = Scalar.constant((long) member.offset() - known.offset());
        return member.withScalar(Alu.apply(Alu.Operation.ADD, false, known.scalar(), distance));
    }

    /** Whether a number, as an unsigned one, has no more than some bits. */
    static boolean fits(Scalar scalar, int bits) {
        return bits == Long.SIZE || Tnum.range(0, scalar.umax()).mask() >>> bits == 0;
    }
}
