package io.github.bpf4j.verifier.log;

import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.Slot;
import io.github.bpf4j.verifier.state.StackObject;
import io.github.bpf4j.verifier.state.State;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What is known, in the notation of the kernel's logs: {@code R1=ctx() R2=scalar(umax=7) R10=fp0 fp-8=mmmmmmmm}. */
final class KernelStates {
    /** From here on numbers are hexadecimal. */
    private static final int SMALL = 1 << 15;

    private KernelStates() {}

    /** All of one frame. */
    static String of(State state, int frame) {
        StringJoiner text = new StringJoiner(" ");
        if (frame > 0) {
            text.add("frame" + frame + ":");
        }
        Frame holder = state.frame(frame);
        for (int r = 0; r < Frame.REGISTERS; r++) {
            if (holder.register(r).kind() != Kind.NOT_INIT) {
                text.add("R" + r + "=" + of(holder.register(r)));
            }
        }
        for (int s = 0; s < holder.slotCount(); s++) {
            if (holder.slot(s).bytes() != Slot.EMPTY.bytes()) {
                text.add(slot(s, "", holder.slot(s)));
            }
        }
        addReferences(text, state);
        return text.toString();
    }

    /** What must be given up, if there is anything. */
    static void addReferences(StringJoiner text, State state) {
        if (!state.references().isEmpty()) {
            text.add("refs="
                    + state.references().stream()
                            .map(reference -> Integer.toString(reference.id()))
                            .collect(Collectors.joining(",")));
        }
    }

    /** A stack slot, with what is put behind its name. */
    static String slot(int number, String mark, Slot slot) {
        return "fp-" + 8 * (number + 1) + mark + "=" + of(slot);
    }

    private static String of(Slot slot) {
        StackObject object = slot.object();
        if (object != null && slot.kind(0) == Slot.DYNPTR) {
            return object.part() > 0
                    ? "dddddddd"
                    : object.refId() == 0
                            ? "dynptr_%s(dynptr_id=%d)".formatted(object.type(), object.id())
                            : "dynptr_%s(ref_id=%d,dynptr_id=%d)".formatted(object.type(), object.refId(), object.id());
        }
        if (object != null) {
            return object.part() > 0
                    ? "iiiiiiii"
                    : "%s(ref_id=%d,state=%s,depth=%d)"
                            .formatted(
                                    object.type(),
                                    object.refId(),
                                    object.drained() ? "drained" : "active",
                                    object.depth());
        }
        StringBuilder text = new StringBuilder();
        Register spilled = slot.spilled();
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            int kind = slot.kind(i);
            if (kind != Slot.SPILL) {
                text.append(kind == Slot.INVALID ? '?' : kind == Slot.ZERO ? '0' : 'm');
            }
        }
        if (spilled == null) {
            return text.toString();
        }
        boolean any =
                slot.isFullSpill() && spilled.isScalar() && spilled.scalar().isUnknown() && spilled.id() == 0;
        return any ? "m".repeat(Long.BYTES) : text + of(spilled);
    }

    static String of(Register register) {
        if (register.isScalar()) {
            return scalar(register);
        }
        boolean fixed = register.hasFixedOffset();
        long offset = fixed ? register.fixedOffset() : register.offset();
        if (register.kind() == Kind.STACK && fixed) {
            return "fp" + offset;
        }
        StringJoiner parts = new StringJoiner(",", name(register) + "(", ")");
        if (register.id() != 0) {
            parts.add("id=" + register.id());
        }
        if (register.refId() != 0) {
            parts.add("ref_obj_id=" + register.refId());
        }
        MapInfo map = register.map();
        if (map != null) {
            parts.add("map=%s,ks=%d,vs=%d"
                    .formatted(map.name(), map.shape().keySize(), map.shape().valueSize()));
        }
        if (offset != 0) {
            parts.add("off=" + number(offset));
        }
        switch (register.kind()) {
            case PACKET, PACKET_META -> parts.add("r=" + register.detail());
            case MEM, RINGBUF_MEM -> parts.add("sz=" + register.detail());
            default -> {
                // nothing more
            }
        }
        if (!fixed) {
            addBounds(parts, register.scalar());
        }
        return parts.toString();
    }

    private static String name(Register register) {
        String plain = switch (register.kind()) {
            case CONTEXT -> "ctx";
            case MAP -> "map_ptr";
            case MAP_VALUE -> "map_value";
            case MAP_KEY -> "map_key";
            case STACK -> "fp";
            case PACKET -> "pkt";
            case PACKET_META -> "pkt_meta";
            case PACKET_END -> "pkt_end";
            case FLOW_KEYS -> "flow_keys";
            case SOCK_COMMON -> "sock_common";
            case SOCKET -> "sock";
            case TCP_SOCK -> "tcp_sock";
            case XDP_SOCK -> "xdp_sock";
            case BTF_OBJECT -> register.has(Register.TRUSTED) ? "trusted_ptr_" : "ptr_";
            case PERCPU_BTF -> "percpu_ptr_";
            case MEM -> register.has(Register.READ_ONLY) ? "rdonly_mem" : "mem";
            case RINGBUF_MEM -> "ringbuf_mem";
            case FUNCTION -> "func";
            default -> register.kind().name().toLowerCase(Locale.ROOT);
        };
        return register.isMaybeNull() ? plain + "_or_null" : plain;
    }

    private static String scalar(Register register) {
        Scalar scalar = register.scalar();
        if (scalar.isConstant()) {
            return number(scalar.value());
        }
        StringJoiner parts = new StringJoiner(",", "scalar(", ")");
        if (register.id() != 0) {
            String delta = register.has(Register.HAS_DELTA) ? "%+d".formatted(register.offset()) : "";
            parts.add("id=" + register.id() + delta);
        }
        addBounds(parts, scalar);
        return parts.toString();
    }

    /** The bounds that say something; lower ones that are equal are chained, and so are upper ones. */
    private static void addBounds(StringJoiner parts, Scalar scalar) {
        String[] names = {"smin", "smax", "umin", "umax", "smin32", "smax32", "umin32", "umax32"};
        long[] values = {
            scalar.smin(),
            scalar.smax(),
            scalar.umin(),
            scalar.umax(),
            scalar.s32min(),
            scalar.s32max(),
            Integer.toUnsignedLong(scalar.u32min()),
            Integer.toUnsignedLong(scalar.u32max())
        };
        boolean[] said = {
            scalar.smin() == Long.MIN_VALUE,
            scalar.smax() == Long.MAX_VALUE,
            scalar.umin() == 0,
            scalar.umax() == -1,
            scalar.s32min() == Integer.MIN_VALUE,
            scalar.s32max() == Integer.MAX_VALUE,
            scalar.u32min() == 0,
            scalar.u32max() == -1
        };
        for (int i = 0; i < names.length; i++) {
            if (said[i]) {
                continue;
            }
            StringBuilder chain = new StringBuilder();
            for (int j = i; j < names.length; j += 2) {
                if (!said[j] && values[j] == values[i]) {
                    chain.append(names[j]).append('=');
                    said[j] = true;
                }
            }
            parts.add(chain + number(values[i]));
        }
        if (scalar.bits().mask() != -1) {
            parts.add("var_off=(0x%x; 0x%x)"
                    .formatted(scalar.bits().value(), scalar.bits().mask()));
        }
    }

    private static String number(long value) {
        return value >= -SMALL && value < SMALL ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
}
