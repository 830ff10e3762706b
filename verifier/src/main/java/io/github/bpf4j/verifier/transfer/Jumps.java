package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.domain.Condition;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import org.jspecify.annotations.Nullable;

/** Conditional jumps: which way they can go, and what each way teaches (verifier spec 1.4, 1.5, 2.2). */
final class Jumps {
    private static final int NONE = -1;

    private final Subject subject;
    private final Current current;
    private final Exploration exploration;
    private final Links links;
    private final Findings findings;
    private final Leaks leaks;
    private final Speculation speculation;

    Jumps(
            Subject subject,
            Current current,
            Exploration exploration,
            Links links,
            Leaks leaks,
            Speculation speculation,
            Findings findings) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
        this.links = links;
        this.findings = findings;
        this.leaks = leaks;
        this.speculation = speculation;
    }

    /** Simulates a conditional jump; the slot at which the path goes on now. */
    int step(long word) {
        int at = current.at();
        int taken = (int) subject.instructions().jumpTarget(at);
        int next = at + 1;
        boolean is32 = Instruction.instructionClass(word) == Opcode.JMP32;
        Condition condition = condition(Instruction.operation(word));
        int dst = Instruction.dst(word);
        int src = Instruction.hasRegisterOperand(word) ? Instruction.src(word) : NONE;
        Register right = src == NONE ? Register.number(Scalar.constant(Instruction.imm(word))) : current.read(src);
        Register left = current.read(dst);
        boolean packets = isOfPacket(left) && isOfPacket(right);
        if (!packets) {
            leaks.require(right, "a comparison of a pointer");
        }

        Boolean way = decide(condition, is32, left, right, src);
        if (way != null) {
            if (left.isScalar() && right.isScalar()) {
                exploration.needPrecisely(dst);
                if (src != NONE) {
                    exploration.needPrecisely(src);
                }
            }
            findings.goes(at, way ? Findings.TAKEN : Findings.NOT_TAKEN);
            speculation.guess(word, way ? next : taken);
            return way ? taken : next;
        }
        if (!packets && !isNullCheck(condition, is32, left, right, src)) {
            leaks.require(left, "a comparison of a pointer");
        }
        findings.goes(at, Findings.TAKEN | Findings.NOT_TAKEN);
        long[] members = collect(left, right);
        State jumped = current.state().copy();
        exploration.later(jumped, taken);
        learn(jumped, condition, is32, true, dst, src, right, members);
        learn(current.state(), condition, is32, false, dst, src, right, members);
        return next;
    }

    private static boolean isOfPacket(Register register) {
        return register.kind().isPacket() || register.kind() == Kind.PACKET_END;
    }

    private static boolean isNullCheck(Condition condition, boolean is32, Register left, Register right, int src) {
        return !is32
                && src == NONE
                && right.isZero()
                && left.isMaybeNull()
                && (condition == Condition.EQ || condition == Condition.NE);
    }

    /** The groups of numbers that the jump refines, noted for the tracing of precision. */
    private long[] collect(Register left, Register right) {
        if (!left.isScalar() || !right.isScalar()) {
            return new long[0];
        }
        long[] ofLeft = left.id() == 0 ? new long[0] : links.collect(current.state(), left.id());
        long[] ofRight =
                right.id() == 0 || right.id() == left.id() ? new long[0] : links.collect(current.state(), right.id());
        long[] members = java.util.Arrays.copyOf(ofLeft, ofLeft.length + ofRight.length);
        System.arraycopy(ofRight, 0, members, ofLeft.length, ofRight.length);
        if (members.length > 1) {
            exploration.refinedTogether(members);
        }
        return members;
    }

    private @Nullable Boolean decide(Condition condition, boolean is32, Register left, Register right, int src) {
        if (left.isScalar() && right.isScalar()) {
            return condition.decide(is32, left.scalar(), right.scalar());
        }
        if (is32) {
            return null;
        }
        if (left.isPointer() && right.isScalar()) {
            return decideNull(condition, left, right, src);
        }
        if (left.isPointer() && right.isPointer()) {
            return decidePacket(condition, left, right);
        }
        return null;
    }

    /** Whether a pointer that is never null equals 0 (A21). */
    private @Nullable Boolean decideNull(Condition condition, Register pointer, Register number, int src) {
        if (!number.isZero() || (condition != Condition.EQ && condition != Condition.NE) || !isNeverNull(pointer)) {
            return null;
        }
        if (src != NONE) {
            exploration.needPrecisely(src);
        }
        return condition == Condition.NE;
    }

    private static boolean isNeverNull(Register pointer) {
        if (pointer.isMaybeNull()) {
            return false;
        }
        return switch (pointer.kind()) {
            case MAP, MAP_VALUE, MAP_KEY, MEM, RINGBUF_MEM, SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK -> true;
            // the host may hand over nothing where Linux always has an object
            case BTF_OBJECT, HOST_OBJECT -> pointer.refId() != 0;
            case OBJECT -> !pointer.has(Register.RCU | Register.UNTRUSTED);
            default -> false;
        };
    }

    /** A packet pointer that is known to be at or beyond the end, compared with the end (A36). */
    private static @Nullable Boolean decidePacket(Condition condition, Register left, Register right) {
        Register packet = left.kind().isPacket() ? left : right;
        Register end = left.kind().isPacket() ? right : left;
        boolean isPair = packet.kind() == Kind.PACKET && end.kind() == Kind.PACKET_END
                || packet.kind() == Kind.PACKET_META && isStartOfPacket(end);
        if (!isPair || packet.detail() >= 0) {
            return null;
        }
        Condition order = left.kind().isPacket() && !isSwapped(left, right) ? condition : condition.swapped();
        boolean beyond = packet.detail() == Register.BEYOND_END;
        return switch (order) {
            case GT -> beyond ? Boolean.TRUE : null;
            case LE -> beyond ? Boolean.FALSE : null;
            case GE -> Boolean.TRUE;
            case LT -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Of metadata and packet: whether the metadata pointer is the right operand. */
    private static boolean isSwapped(Register left, Register right) {
        return left.kind() == Kind.PACKET && right.kind() == Kind.PACKET_META;
    }

    private static boolean isStartOfPacket(Register register) {
        return register.kind() == Kind.PACKET && register.isUnmodified() && register.id() == 0;
    }

    private void learn(
            State state,
            Condition condition,
            boolean is32,
            boolean holds,
            int dst,
            int src,
            Register right,
            long[] members) {
        Register left = state.current().register(dst);
        Register other = src == NONE ? right : state.current().register(src);
        if (left.isScalar() && other.isScalar()) {
            learnNumbers(state, condition, is32, holds, dst, src, left, other, members);
        } else if (!is32 && (condition == Condition.EQ || condition == Condition.NE)) {
            learnNull(state, (condition == Condition.EQ) == holds, src == NONE, left, other);
        } else if (!is32 && left.isPointer() && other.isPointer()) {
            PacketRanges.learn(state, condition, holds, dst, src);
        }
    }

    private static void learnNumbers(
            State state,
            Condition condition,
            boolean is32,
            boolean holds,
            int dst,
            int src,
            Register left,
            Register right,
            long[] members) {
        if (dst == src) {
            return;
        }
        Condition.Operands known = condition.refine(is32, holds, left.scalar(), right.scalar());
        Register newLeft = left.withScalar(known.left());
        state.current().set(dst, newLeft);
        Register newRight = right.withScalar(known.right());
        if (src != NONE) {
            state.current().set(src, newRight);
        }
        if (left.id() != 0) {
            Links.spread(state, newLeft, members);
        }
        if (src != NONE && right.id() != 0 && right.id() != left.id()) {
            Links.spread(state, newRight, members);
        }
    }

    private void learnNull(State state, boolean equal, boolean immediate, Register left, Register right) {
        if (immediate && right.isZero() && left.isMaybeNull()) {
            resolve(state, left.id(), equal);
        } else if (equal
                && left.isPointer()
                && right.isPointer()
                && current.profile().has(KernelFeature.NOT_NULL_BY_COMPARISON)) {
            boolean objects = left.kind() == Kind.BTF_OBJECT || right.kind() == Kind.BTF_OBJECT;
            if (!objects && left.isMaybeNull() && isNeverNull(right)) {
                resolve(state, left.id(), false);
            } else if (!objects && right.isMaybeNull() && isNeverNull(left)) {
                resolve(state, right.id(), false);
            }
        }
    }

    /** All copies of a pointer that may be null become 0, or pointers (A35). */
    private void resolve(State state, int id, boolean isNull) {
        int uid = isNull ? 0 : exploration.newId();
        if (isNull) {
            state.release(id);
        }
        state.updateAll(register -> {
            if (!register.isMaybeNull() || register.id() != id || !register.isPointer()) {
                return register;
            }
            return isNull ? Register.ZERO.withOrigin(register.origin()) : found(register, uid);
        });
    }

    /** A pointer that is not null after all; the value of an outer map is a map (H23). */
    private static Register found(Register register, int uid) {
        MapInfo map = register.map();
        if (register.kind() == Kind.MAP_VALUE && map != null) {
            MapInfo inner = map.inner();
            if (inner != null) {
                boolean hasOwner = MapRules.ownsTimers(inner);
                return Register.ofMap(Kind.MAP, inner, hasOwner ? uid : 0).withOrigin(register.origin());
            }
            return register.notNull(MapRules.hasLock(map) ? register.id() : 0);
        }
        return register.notNull(register.kind() == Kind.OBJECT ? register.id() : 0);
    }

    private Condition condition(int operation) {
        return switch (operation) {
            case Opcode.JEQ -> Condition.EQ;
            case Opcode.JNE -> Condition.NE;
            case Opcode.JSET -> Condition.SET;
            case Opcode.JGT -> Condition.GT;
            case Opcode.JGE -> Condition.GE;
            case Opcode.JLT -> Condition.LT;
            case Opcode.JLE -> Condition.LE;
            case Opcode.JSGT -> Condition.SGT;
            case Opcode.JSGE -> Condition.SGE;
            case Opcode.JSLT -> Condition.SLT;
            case Opcode.JSLE -> Condition.SLE;
            default -> throw current.invalid("unknown jump");
        };
    }
}
