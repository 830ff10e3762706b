package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Objects that programs allocate: what registers that point to them hold, and what they may be used for (verifier spec B 4.3). */
final class ProgramObjects {
    private static final int MAX_PERCPU_SIZE = 512;
    private static final int MAX_LEVELS = 4;

    private final Current current;
    private final Exploration exploration;
    private final ObjectTypes types;
    private final ObjectMembers members;

    ProgramObjects(Subject subject, Current current, Exploration exploration) {
        this.current = current;
        this.exploration = exploration;
        this.types = new ObjectTypes(subject.program().btf(), subject.profile());
        this.members = new ObjectMembers(types.btf());
    }

    ObjectTypes types() {
        return types;
    }

    ObjectType type(Register object) {
        return types.of(object.detail());
    }

    /** An object that the program owns from now on, unless it is null. */
    Register acquired(ObjectType type, int flags) {
        int id = exploration.newId();
        current.state().acquire(id, current.at());
        return maybe(type, flags).withId(id).withRefId(id);
    }

    /** A pointer to an object of somebody else's, or null. */
    Register maybe(ObjectType type, int flags) {
        return Register.pointer(Kind.OBJECT, type.id())
                .withFlags(flags | Register.MAYBE_NULL)
                .withId(exploration.newId());
    }

    /** Whether the program owns the object and nobody else does. */
    static boolean isOwned(Register register) {
        return register.kind() == Kind.OBJECT && register.refId() != 0 && !register.isMaybeNull();
    }

    /** What an owner was given belongs to it: all copies of the pointer last as long as the lock is held (R7). */
    void handOver(Register object) {
        int id = object.refId();
        if (!current.state().release(id)) {
            throw current.invalid("the object was allocated outside of the callback");
        }
        current.state()
                .updateAll(register -> register.refId() == id
                        ? register.withRefId(0).withFlags(register.flags() | Register.NON_OWNING)
                        : register);
    }

    /** What is loaded from an object. */
    Register load(Register object, long offset, int size) {
        check(object, offset, size, false);
        return Register.number(Scalar.loaded(size));
    }

    /** Judges an access of an object. */
    void check(Register object, long offset, int size, boolean write) {
        ObjectType type = type(object);
        if (object.isMaybeNull()) {
            throw current.noAccess("invalid mem access: it is " + words(object) + "; " + current.nullCheck(object));
        }
        if (object.has(Register.PER_CPU)) {
            throw current.noAccess(words(object) + " is one for each CPU: call bpf_this_cpu_ptr or bpf_per_cpu_ptr");
        }
        if (!object.hasFixedOffset()) {
            throw current.noAccess("variable offset into " + words(object));
        }
        if (object.has(Register.UNTRUSTED) && write) {
            throw current.noAccess("only read is supported of " + words(object) + ", which may be gone");
        }
        long at = object.fixedOffset() + offset;
        if (at < 0 || at + size > type.size()) {
            throw current.noAccess("access of %d bytes at offset %d is outside of struct %s (%d bytes)"
                    .formatted(size, at, type.name(), type.size()));
        }
        Optional<SpecialField> touched = type.fields().overlapping(at, size);
        if (touched.isPresent()) {
            throw current.noAccess("direct access to the %s at offset %d of struct %s"
                    .formatted(touched.get().kind().typeName(), touched.get().byteOffset(), type.name()));
        }
        ObjectMembers.Refusal refusal = members.check(type.id(), at, size);
        if (refusal != null) {
            throw current.refused(
                    refusal.errno(),
                    "access of %d bytes at offset %d of struct %s: %s"
                            .formatted(size, at, type.name(), refusal.reason()));
        }
    }

    /** The special field that a pointer points to, of a map value or an object; empty if there is none. */
    Optional<SpecialField> fieldAt(Register pointer, Predicate<SpecialField.Kind> kind) {
        return (pointer.kind() == Kind.OBJECT
                        ? type(pointer).fields()
                        : Objects.requireNonNull(pointer.map()).shape().fields())
                .list().stream()
                        .filter(field -> kind.test(field.kind()) && field.byteOffset() == pointer.fixedOffset())
                        .findFirst();
    }

    /** What an object is, in words. */
    String words(Register object) {
        return object.words() + " (struct " + type(object).name() + ")";
    }

    /** {@code bpf_obj_new} and its twin for each CPU (O1, O2). */
    ObjectType allocated(int number, Register register, boolean perCpu) {
        if (!register.isScalar() || !register.scalar().isConstant()) {
            throw current.invalid("R%d is not a known constant: it is %s".formatted(number, register.words()));
        }
        exploration.needPrecisely(number);
        long id = register.scalar().value();
        if (id != (int) id && id >>> Integer.SIZE != 0) {
            throw current.invalid("the type's number does not fit 32 bits: " + id);
        }
        ObjectType type = types.find(id)
                .orElseThrow(() -> current.invalid("the type with the number " + id
                        + " of the program is not a struct that objects can be made of"));
        if (!perCpu) {
            return type;
        }
        if (type.size() > MAX_PERCPU_SIZE) {
            throw current.invalid("struct %s is %d bytes large, per-CPU objects are at most %d"
                    .formatted(type.name(), type.size(), MAX_PERCPU_SIZE));
        }
        if (!type.fields().isEmpty() || !types.isPlain(type.id(), MAX_LEVELS)) {
            throw current.refused(
                    Errno.EINVAL, "per-CPU objects consist of numbers only, struct " + type.name() + " does not");
        }
        return type;
    }
}
