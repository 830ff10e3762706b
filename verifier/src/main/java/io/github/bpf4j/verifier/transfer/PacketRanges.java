package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.domain.Condition;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;

/** What comparing a packet pointer with the packet's end says about how many bytes may be used (verifier spec A36). */
final class PacketRanges {
    /** Packets are not longer than this, nor are checked ranges. */
    static final int MAX_PACKET_OFFSET = 0xffff;

    private PacketRanges() {}

    static void learn(State state, Condition condition, boolean holds, int dst, int src) {
        Register left = state.current().register(dst);
        Register right = state.current().register(src);
        Condition actual = holds ? condition : condition.opposite();
        if (actual == null) {
            return;
        }
        if (isPair(left, right)) {
            learn(state, actual, dst, left);
        } else if (isPair(right, left)) {
            learn(state, actual.swapped(), src, right);
        }
    }

    private static boolean isPair(Register pointer, Register end) {
        return pointer.kind() == Kind.PACKET && end.kind() == Kind.PACKET_END
                || pointer.kind() == Kind.PACKET_META
                        && end.kind() == Kind.PACKET
                        && end.isUnmodified()
                        && end.id() == 0;
    }

    /** The pointer stands in this order to the end. */
    private static void learn(State state, Condition order, int number, Register pointer) {
        switch (order) {
            case LE -> extend(state, pointer, 0);
            case LT -> extend(state, pointer, 1);
            case GE -> state.current().set(number, beyond(pointer, Register.AT_END));
            case GT -> state.current().set(number, beyond(pointer, Register.BEYOND_END));
            default -> {
                // says nothing
            }
        }
    }

    private static Register beyond(Register pointer, int mark) {
        return pointer.kind() == Kind.PACKET ? pointer.withDetail(mark) : pointer;
    }

    /** Bytes up to the pointer, and some more, are inside the packet, seen from all pointers with its id. */
    private static void extend(State state, Register pointer, int more) {
        int offset = pointer.offset();
        if (offset < 0 || offset == 0 && more == 1) {
            return;
        }
        if (offset > MAX_PACKET_OFFSET
                || Long.compareUnsigned(pointer.scalar().umax(), MAX_PACKET_OFFSET - offset) > 0) {
            return;
        }
        int range = offset + more;
        state.updateAll(register -> {
            boolean same = register.kind() == pointer.kind() && register.id() == pointer.id();
            return same && register.detail() < range ? register.withDetail(range) : register;
        });
    }
}
