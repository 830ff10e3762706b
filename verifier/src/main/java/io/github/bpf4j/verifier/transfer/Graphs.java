package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Kernel functions that allocate and drop objects and that work on lists and trees of them (verifier spec B 3.2, 3.3, 4.3). */
final class Graphs {
    private final Subject subject;
    private final Current current;
    private final ProgramObjects objects;
    private final Callbacks callbacks;

    Graphs(Subject subject, Current current, ProgramObjects objects, Callbacks callbacks) {
        this.subject = subject;
        this.current = current;
        this.objects = objects;
        this.callbacks = callbacks;
    }

    // ---- arguments

    /** Checks an argument of one of the kinds that only these functions have. */
    static void check(
            Current current, ProgramObjects objects, Call call, int number, Register register, ArgumentKind kind) {
        new Argument(current, objects, call, number, register).check(kind);
    }

    /** One argument and what it is checked with. */
    private record Argument(Current current, ProgramObjects objects, Call call, int number, Register register) {
        void check(ArgumentKind kind) {
            switch (kind) {
                case OBJECT_TYPE ->
                    call.objectType = objects.allocated(number, register, call.id == Kfunc.PERCPU_OBJ_NEW_IMPL.id());
                case OBJECT -> checkDropped(false);
                case PERCPU_OBJECT -> checkDropped(true);
                case COUNTED_OBJECT -> checkCounted();
                case LIST_HEAD -> checkRoot(SpecialField.Kind.LIST_HEAD);
                case RB_ROOT -> checkRoot(SpecialField.Kind.RB_ROOT);
                case LIST_NODE -> checkNode(SpecialField.Kind.LIST_NODE, true);
                case RB_NODE -> checkNode(SpecialField.Kind.RB_NODE, true);
                case RB_NODE_IN_TREE -> checkNode(SpecialField.Kind.RB_NODE, false);
                default -> throw new IllegalArgumentException("no object: " + kind);
            }
        }

        private Violation wrong(Errno errno, String wanted) {
            return current.refused(
                    errno, "R%d of %s must be %s, but it is %s".formatted(number, call.name, wanted, register.words()));
        }

        private void requireNotNull() {
            if (register.isZero() || register.isMaybeNull()) {
                throw wrong(Errno.EACCES, "an object, not null");
            }
        }

        private void checkDropped(boolean perCpu) {
            requireNotNull();
            if (!ProgramObjects.isOwned(register)) {
                throw wrong(Errno.EINVAL, "an object that the program owns");
            }
            if (register.has(Register.PER_CPU) != perCpu) {
                throw wrong(Errno.EINVAL, perCpu ? "an object for each CPU" : "one object, not one for each CPU");
            }
            call.object = register;
        }

        private void checkCounted() {
            requireNotNull();
            boolean usable = register.kind() == Kind.OBJECT
                    && !register.has(Register.UNTRUSTED | Register.PER_CPU)
                    && register.isUnmodified();
            if (!usable || !objects.type(register).has(SpecialField.Kind.REFCOUNT)) {
                throw wrong(Errno.EINVAL, "the start of an object with a struct bpf_refcount");
            }
            call.object = register;
        }

        private void checkRoot(SpecialField.Kind kind) {
            boolean hasPlace = register.kind() == Kind.MAP_VALUE && !register.isMaybeNull()
                    || ProgramObjects.isOwned(register) && !register.has(Register.PER_CPU);
            if (!hasPlace || !register.hasFixedOffset()) {
                throw wrong(Errno.EINVAL, "a struct " + kind.typeName() + " in a map value or an object");
            }
            SpecialField root = objects.fieldAt(register, kind::equals)
                    .orElseThrow(() -> wrong(Errno.EINVAL, "the place of a struct " + kind.typeName()));
            requireLock(kind);
            call.elements = objects.types()
                    .elements(root)
                    .orElseThrow(() -> wrong(Errno.EINVAL, "of a type that the program knows"));
        }

        @SuppressWarnings("ReferenceEquality") // a map is the same exactly if it is the same object
        private void requireLock(SpecialField.Kind kind) {
            State.Lock lock = current.state().lock();
            boolean held = lock != null
                    && lock.map() == register.map()
                    && lock.uid() == register.uid()
                    && lock.id() == register.id();
            if (!held) {
                throw current.invalid(
                        "bpf_spin_lock must be held for the %s in R%d of %s: that in the same value or object"
                                .formatted(kind.typeName(), number, call.name));
            }
        }

        private void checkNode(SpecialField.Kind kind, boolean owned) {
            boolean usable = register.kind() == Kind.OBJECT
                    && !register.isMaybeNull()
                    && !register.has(Register.UNTRUSTED | Register.PER_CPU)
                    && register.hasFixedOffset()
                    && (owned ? register.refId() != 0 : register.has(Register.NON_OWNING));
            if (!usable) {
                throw wrong(
                        Errno.EINVAL,
                        owned ? "a node in an object that the program owns" : "a node in an object that is in a tree");
            }
            if (objects.fieldAt(register, kind::equals).isEmpty()) {
                throw wrong(Errno.EINVAL, "the place of a struct " + kind.typeName());
            }
            ObjectTypes.Elements elements = Objects.requireNonNull(call.elements);
            if (elements.type().id() != register.detail() || elements.nodeOffset() != register.fixedOffset()) {
                throw current.invalid(
                        "R%d of %s is a %s at offset %d of struct %s, but there are those at offset %d of struct %s"
                                .formatted(
                                        number,
                                        call.name,
                                        kind.typeName(),
                                        register.fixedOffset(),
                                        objects.type(register).name(),
                                        elements.nodeOffset(),
                                        elements.type().name()));
            }
            call.object = register;
        }
    }

    // ---- effects

    /** What a call does; its result, null if the function is none of these. */
    @Nullable
    Register call(Kfunc kfunc, Call call) {
        return switch (kfunc) {
            case OBJ_NEW_IMPL -> objects.acquired(Objects.requireNonNull(call.objectType), 0);
            case PERCPU_OBJ_NEW_IMPL -> objects.acquired(Objects.requireNonNull(call.objectType), Register.PER_CPU);
            case REFCOUNT_ACQUIRE_IMPL -> acquire(Objects.requireNonNull(call.object));
            case LIST_PUSH_FRONT_IMPL, LIST_PUSH_BACK_IMPL -> {
                objects.handOver(Objects.requireNonNull(call.object));
                yield Register.UNKNOWN;
            }
            case RBTREE_ADD_IMPL -> {
                ObjectTypes.Elements elements = Objects.requireNonNull(call.elements);
                Register node = element(elements);
                callbacks.compare(call, node);
                objects.handOver(Objects.requireNonNull(call.object));
                yield Register.UNKNOWN;
            }
            case LIST_POP_FRONT, LIST_POP_BACK -> owned(Objects.requireNonNull(call.elements));
            case RBTREE_REMOVE -> {
                if (isInComparison()) {
                    throw current.invalid("bpf_rbtree_remove is not allowed in a tree's comparison");
                }
                yield owned(Objects.requireNonNull(call.elements));
            }
            case RBTREE_FIRST -> {
                ObjectTypes.Elements elements = Objects.requireNonNull(call.elements);
                yield objects.maybe(elements.type(), Register.NON_OWNING).withOffset(elements.nodeOffset());
            }
            default -> null;
        };
    }

    /** Another reference: of what the program does not own there may be none left (O3). */
    private Register acquire(Register object) {
        Register result = objects.acquired(objects.type(object), 0);
        return object.refId() != 0 ? result.notNull(result.id()) : result;
    }

    private Register owned(ObjectTypes.Elements elements) {
        return objects.acquired(elements.type(), 0).withOffset(elements.nodeOffset());
    }

    private static Register element(ObjectTypes.Elements elements) {
        return Register.pointer(Kind.OBJECT, elements.type().id())
                .withFlags(Register.NON_OWNING)
                .withOffset(elements.nodeOffset());
    }

    /** Locks stay as they are while a tree compares (R12). */
    void requireNoComparison(int helper) {
        if (helper == Ids.SPIN_UNLOCK && isInComparison()) {
            throw current.noAccess("no locking and unlocking in a tree's comparison");
        }
    }

    private boolean isInComparison() {
        State state = current.state();
        for (int f = 1; f < state.depth(); f++) {
            if (isComparison(subject, state.frame(f))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a frame is that of the comparison of elements that a tree asks for. */
    static boolean isComparison(Subject subject, Frame frame) {
        if (frame.entry() != Frame.Entry.CALLBACK) {
            return false;
        }
        long word = subject.instructions().word(frame.callSite());
        return Instruction.src(word) == Opcode.PSEUDO_KFUNC_CALL && Instruction.imm(word) == Kfunc.RBTREE_ADD_IMPL.id();
    }
}
