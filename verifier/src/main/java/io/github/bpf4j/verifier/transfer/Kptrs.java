package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pointers to objects in map values and in other objects (verifier spec B 4.4). */
final class Kptrs {
    /** Types that are the kernel's, whatever the program declares under their names. */
    private static final Set<String> KERNEL = Set.of(
            "struct task_struct",
            "struct cgroup",
            "struct bpf_cpumask",
            "struct cpumask",
            "struct bpf_crypto_ctx",
            "struct nf_conn",
            "struct xfrm_state",
            "struct sock",
            "struct file",
            "struct inode");

    private static final String STRUCT = "struct ";

    /** What the kernel frees after an RCU section only. */
    private static final Set<String> RCU_PROTECTED = Set.of("task_struct", "cgroup", "bpf_cpumask", "bpf_crypto_ctx");

    private final Current current;
    private final ProgramObjects objects;
    private final KernelObjects kernelObjects;

    Kptrs(Current current, ProgramObjects objects, KernelObjects kernelObjects) {
        this.current = current;
        this.objects = objects;
        this.kernelObjects = kernelObjects;
    }

    /** The struct of the kernel that a field points to; empty if it is one of the program's own, or nothing is known of it. */
    private String kernelType(SpecialField field) {
        String name = field.target().startsWith(STRUCT) ? field.target().substring(STRUCT.length()) : "";
        return kernelObjects.isKnown(name) ? name : "";
    }

    private ObjectType pointee(SpecialField field) {
        Optional<ObjectType> own = KERNEL.contains(field.target())
                ? Optional.empty()
                : objects.types().pointee(field);
        return own.orElseThrow(() -> current.refused(
                Errno.EOPNOTSUPP, "pointers to " + field.target() + " of the kernel in maps are not verified yet"));
    }

    private Violation wrong(Call call, int number, Register register, String wanted) {
        return current.noAccess(
                "R%d of %s must be %s, but it is %s".formatted(number, call.name, wanted, register.words()));
    }

    /** The field that is exchanged (K5, K6). */
    void checkField(Call call, int number, Register register) {
        boolean isPlace = register.kind() == Kind.MAP_VALUE && !register.isMaybeNull()
                || ProgramObjects.isOwned(register) && !register.has(Register.PER_CPU);
        if (!isPlace) {
            throw wrong(call, number, register, "a field of a map value or of an object that the program owns");
        }
        if (!register.hasFixedOffset()) {
            throw current.invalid("R%d of %s: the offset of the field is not constant: %s"
                    .formatted(number, call.name, register.words()));
        }
        Optional<SpecialField> field = objects.fieldAt(register, SpecialField.Kind::isKptr);
        if (field.isEmpty() || field.get().kind() == SpecialField.Kind.KPTR_UNREF) {
            throw current.noAccess("R%d of %s points to offset %d, where no referenced kernel pointer is"
                    .formatted(number, call.name, register.fixedOffset()));
        }
        call.kptr = field.get();
        call.kernelType = kernelType(field.get());
        call.objectType = call.kernelType.isEmpty() ? pointee(field.get()) : null;
    }

    /** What is put there: an object of just that type that the program owns, or nothing. */
    void checkValue(Call call, int number, Register register) {
        if (register.isZero()) {
            return;
        }
        ObjectType type = call.objectType;
        if (type == null) {
            checkKernelValue(call, number, register);
            return;
        }
        boolean perCpu = Objects.requireNonNull(call.kptr).kind() == SpecialField.Kind.KPTR_PERCPU;
        boolean fits = register.kind() == Kind.OBJECT
                && !register.isMaybeNull()
                && !register.has(Register.UNTRUSTED)
                && register.detail() == type.id()
                && register.isUnmodified()
                && register.has(Register.PER_CPU) == perCpu
                && !(perCpu && register.has(Register.RCU));
        if (!fits) {
            throw wrong(call, number, register, "a struct " + type.name() + (perCpu ? " for each CPU" : "") + " or 0");
        }
        call.object = register;
    }

    private void checkKernelValue(Call call, int number, Register register) {
        boolean fits = !register.isMaybeNull()
                && !register.has(Register.UNTRUSTED | Register.USER | Register.PER_CPU)
                && kernelObjects.isA(register, call.kernelType, true);
        if (!fits) {
            throw wrong(call, number, register, "a struct " + call.kernelType + " or 0");
        }
        call.object = register;
    }

    /** What was there before. */
    Register exchanged(Call call) {
        if (call.objectType == null) {
            return kernelObjects.acquired(call.kernelType);
        }
        boolean perCpu = Objects.requireNonNull(call.kptr).kind() == SpecialField.Kind.KPTR_PERCPU;
        return objects.acquired(Objects.requireNonNull(call.objectType), perCpu ? Register.PER_CPU : 0);
    }

    /** What becomes of the copies of a pointer that is given up: per-CPU objects are there until the RCU section ends. */
    Register released(Call call, Register register, Register gone) {
        boolean stays = call.kptr != null
                && register.has(Register.PER_CPU)
                && current.state().keepsRcuObjects();
        return stays ? register.withRefId(0).withFlags(register.flags() | Register.RCU) : gone;
    }

    /** The kernel pointer that an access of a map value touches; null if it touches none. */
    static @Nullable SpecialField touched(Register value, long offset, int size) {
        MapInfo map = value.map();
        if (value.kind() != Kind.MAP_VALUE || map == null) {
            return null;
        }
        long lowest = value.offset() + offset + value.scalar().smin();
        long highest = value.offset() + offset + value.scalar().umax();
        return MapRules.touched(map.shape(), lowest, highest, size)
                .filter(field -> field.kind().isKptr())
                .orElse(null);
    }

    /** A store to a field: nothing, or an object of the kernel that the field does not hold (K2, K4). */
    void store(Register place, SpecialField field, long offset, int size, Register value) {
        String what =
                "%s at offset %d of values of %s".formatted(field.kind().typeName(), field.byteOffset(), place.map());
        if (!place.hasFixedOffset() || place.fixedOffset() + offset != field.byteOffset() || size != Long.BYTES) {
            throw current.noAccess("direct access to the " + what + ": it is stored as a whole");
        }
        if (field.kind() != SpecialField.Kind.KPTR_UNREF) {
            throw current.noAccess("store to the " + what + ": call bpf_kptr_xchg");
        }
        String wanted = kernelType(field);
        boolean fits = !value.has(Register.USER | Register.PER_CPU) && kernelObjects.isA(value, wanted, false);
        if (!value.isZero() && (wanted.isEmpty() || !fits)) {
            throw current.noAccess(
                    "store of %s to the %s, which is for 0 or a %s".formatted(value.words(), what, field.target()));
        }
    }

    /** What is loaded from a field (K2, K3). */
    Register load(Register value, SpecialField field, long offset, int size) {
        if (!value.hasFixedOffset() || value.fixedOffset() + offset != field.byteOffset() || size != Long.BYTES) {
            throw current.noAccess("direct access to the %s at offset %d of values of %s: it is loaded as a whole"
                    .formatted(field.kind().typeName(), field.byteOffset(), value.map()));
        }
        String kernelType = kernelType(field);
        if (!kernelType.isEmpty()) {
            boolean stays = field.kind() != SpecialField.Kind.KPTR_UNREF
                    && RCU_PROTECTED.contains(kernelType)
                    && current.state().keepsRcuObjects();
            return kernelObjects.maybe(kernelObjects.object(kernelType, stays ? Register.RCU : Register.UNTRUSTED));
        }
        ObjectType type = pointee(field);
        boolean inRcu = current.state().keepsRcuObjects();
        int flags = inRcu ? Register.RCU : Register.UNTRUSTED;
        if (inRcu && field.kind() == SpecialField.Kind.KPTR_PERCPU) {
            flags |= Register.PER_CPU;
        }
        if (inRcu && type.isNode()) {
            flags |= Register.NON_OWNING;
        }
        return objects.maybe(type, flags);
    }
}
