package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.kernel.KernelTypes;
import io.github.bpf4j.verifier.kernel.Slot;
import io.github.bpf4j.verifier.kernel.Trust;
import io.github.bpf4j.verifier.kernel.Walk;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;

/** Objects of the kernel: where pointers to them come from, what is loaded through them (verifier spec B 5). */
final class KernelObjects {
    private static final String TAG_RCU = "rcu";
    private static final String TAG_USER = "user";
    private static final String TAG_PER_CPU = "percpu";

    private final Subject subject;
    private final KernelTypes types;
    private final Current current;
    private final Exploration exploration;

    KernelObjects(Subject subject, Current current, Exploration exploration) {
        this.subject = subject;
        this.types = subject.types();
        this.current = current;
        this.exploration = exploration;
    }

    /** What a hook hands over. */
    Register argument(Slot.Pointer slot) {
        int flags = (slot.trusted() ? Register.TRUSTED : 0) | tagFlags(slot.tag());
        Register object = Register.pointer(Kind.BTF_OBJECT, slot.typeId()).withFlags(flags);
        return slot.nullable() ? maybe(object) : object;
    }

    /** The same object, or null. */
    Register maybe(Register object) {
        return object.withFlags(object.flags() | Register.MAYBE_NULL).withId(exploration.newId());
    }

    private static int tagFlags(String tag) {
        return switch (tag) {
            case TAG_USER -> Register.USER;
            case TAG_PER_CPU -> Register.PER_CPU;
            default -> 0;
        };
    }

    /** Whether the object is there for sure: the hook or its container guarantees it, or the program holds it. */
    static boolean isTrusted(Register object) {
        return object.has(Register.TRUSTED) || object.refId() != 0 && !object.has(Register.UNTRUSTED);
    }

    /** Loads from an object; any address may turn out to be none. */
    Register load(Register object, long offset, int size) {
        if (object.isMaybeNull()) {
            throw current.noAccess("invalid mem access: it is " + words(object) + "; " + current.nullCheck(object));
        }
        if (!subject.program().isGplCompatible()) {
            throw current.invalid("only GPL-compatible programs may look into " + words(object));
        }
        if (object.has(Register.USER | Register.PER_CPU)) {
            throw current.noAccess("%s is %s and cannot be dereferenced"
                    .formatted(
                            words(object), object.has(Register.USER) ? "in user space" : "a variable of another CPU"));
        }
        if (!object.hasFixedOffset()) {
            throw current.noAccess("variable offset into " + words(object));
        }
        return switch (types.walk(object.detail(), object.fixedOffset() + offset, size)) {
            case Walk.Refused(var errno, String reason) -> throw current.refused(errno, reason);
            case Walk.Plain() -> Register.number(Scalar.loaded(size));
            case Walk.Pointer found -> found(object, found);
        };
    }

    /** Checks a store: only operations of the kernel that are programs change some of what they are called with (S6). */
    void checkWrite(Register object, long offset, int size) {
        if (!ObjectWrites.allows(subject, types, object, offset, size)) {
            throw current.noAccess(
                    "only loads are possible from " + words(object) + " at offset " + (object.fixedOffset() + offset));
        }
    }

    /** How far a pointer that was found in an object can be relied on (B5). */
    private Register found(Register from, Walk.Pointer found) {
        Register object = Register.pointer(Kind.BTF_OBJECT, found.typeId());
        int tags = tagFlags(found.tag());
        if (from.has(Register.UNTRUSTED) || found.inUnion()) {
            return object.withFlags(tags | Register.UNTRUSTED);
        }
        if (!isTrusted(from) && !from.has(Register.RCU)) {
            return object.withFlags(tags);
        }
        Trust trust = Trust.of(types.name(from.detail()), found.member());
        if (trust == Trust.NONE && found.tag().equals(TAG_RCU)) {
            trust = Trust.RCU_OR_NULL;
        }
        if (trust == Trust.TRUSTED || trust == Trust.TRUSTED_OR_NULL) {
            object = object.withFlags(Register.TRUSTED);
        } else if (!current.state().keepsRcuObjects()) {
            return object.withFlags(tags | Register.UNTRUSTED);
        } else {
            object = object.withFlags(trust == Trust.NONE ? tags : Register.RCU);
        }
        return trust == Trust.TRUSTED_OR_NULL || trust == Trust.RCU_OR_NULL ? maybe(object) : object;
    }

    /** Whether a pointer can be passed for a struct of a name, or for one that begins with it. */
    boolean isA(Register object, String struct, boolean exact) {
        return object.kind() == Kind.BTF_OBJECT
                && object.hasFixedOffset()
                && types.matches(object.detail(), object.fixedOffset(), types.struct(struct), exact);
    }

    /** Whether the kernel has a struct with a name. */
    boolean isKnown(String struct) {
        return types.isKnown(struct);
    }

    /** An object that the program holds from now on, unless it is null. */
    Register acquired(String struct) {
        int id = exploration.newId();
        current.state().acquire(id, current.at());
        return object(struct, Register.MAYBE_NULL).withId(id).withRefId(id);
    }

    /** Whether objects of one struct begin with one of another, or are of it. */
    boolean begins(String struct, String wanted) {
        return types.matches(types.struct(struct), 0, types.struct(wanted), false);
    }

    /** An object of a type that is named. */
    Register object(String struct, int flags) {
        return Register.pointer(Kind.BTF_OBJECT, types.struct(struct)).withFlags(flags);
    }

    /** What an object is, in words. */
    String words(Register object) {
        if (object.kind() != Kind.BTF_OBJECT) {
            return object.words();
        }
        return object.words() + " (struct " + types.name(object.detail()) + ")";
    }
}
