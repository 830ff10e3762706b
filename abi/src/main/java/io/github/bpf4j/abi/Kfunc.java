package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.KernelProfile.V6_12;
import static io.github.bpf4j.abi.KernelProfile.V7_0;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A function of the kernel that programs call by its name, declared as an extern of section {@code .ksyms}: what it takes, what
 * it gives, which kernels have it and which program types.
 *
 * <p>Linux numbers kernel functions by the type ids of one kernel's BTF. There is no such kernel here, so they are numbered from
 * 1 in the order in which they came into this list; a number never changes.
 *
 * <p>Immutable and safe for use by any thread. Source: runtime spec 2.5 and 4, timers spec 1.2 and 8.4, verifier spec 6.
 */
public enum Kfunc {
    TIMER_CANCEL_ASYNC(1, V7_0, V7_0, ReturnKind.INT),
    WQ_INIT(2, V6_12, V7_0, ReturnKind.INT),
    /** As WQ_SET_CALLBACK with one more argument that is the kernel's own, whatever the program passes. */
    WQ_SET_CALLBACK_IMPL(3, V6_12, V6_12, ReturnKind.INT),
    WQ_SET_CALLBACK(4, V7_0, V7_0, ReturnKind.INT),
    WQ_START(5, V6_12, V7_0, ReturnKind.INT),
    RCU_READ_LOCK(6, V6_12, V7_0, ReturnKind.VOID),
    RCU_READ_UNLOCK(7, V6_12, V7_0, ReturnKind.VOID),
    PREEMPT_DISABLE(8, V6_12, V7_0, ReturnKind.VOID),
    PREEMPT_ENABLE(9, V6_12, V7_0, ReturnKind.VOID),
    ITER_NUM_NEW(10, V6_12, V7_0, ReturnKind.INT),
    ITER_NUM_NEXT(11, V6_12, V7_0, ReturnKind.ITERATOR_ELEMENT_OR_NULL),
    ITER_NUM_DESTROY(12, V6_12, V7_0, ReturnKind.VOID),
    COPY_FROM_USER_STR(13, V6_12, V7_0, ReturnKind.INT),

    /** Ends the program with a cookie. */
    THROW(40, V6_12, V7_0, ReturnKind.VOID),
    OBJ_NEW_IMPL(41, V6_12, V7_0, ReturnKind.OBJECT_OR_NULL),
    OBJ_DROP_IMPL(42, V6_12, V7_0, ReturnKind.VOID),
    PERCPU_OBJ_NEW_IMPL(43, V6_12, V7_0, ReturnKind.OBJECT_OR_NULL),
    PERCPU_OBJ_DROP_IMPL(44, V6_12, V7_0, ReturnKind.VOID),
    REFCOUNT_ACQUIRE_IMPL(45, V6_12, V7_0, ReturnKind.OBJECT_OR_NULL),
    LIST_PUSH_FRONT_IMPL(46, V6_12, V7_0, ReturnKind.INT),
    LIST_PUSH_BACK_IMPL(47, V6_12, V7_0, ReturnKind.INT),
    LIST_POP_FRONT(48, V6_12, V7_0, ReturnKind.OBJECT_OR_NULL),
    LIST_POP_BACK(49, V6_12, V7_0, ReturnKind.OBJECT_OR_NULL),
    RBTREE_ADD_IMPL(50, V6_12, V7_0, ReturnKind.INT),
    RBTREE_REMOVE(51, V6_12, V7_0, ReturnKind.OBJECT_OR_NULL),
    RBTREE_FIRST(52, V6_12, V7_0, ReturnKind.OBJECT_OR_NULL);

    /** The number that no kernel function has: that of a call of one that is missing. */
    public static final int MISSING = 0;

    private static final List<Kfunc> ALL = List.of(values());

    private final int id;
    private final KernelProfile first;
    private final KernelProfile last;
    private final ReturnKind returns;

    Kfunc(int id, KernelProfile first, KernelProfile last, ReturnKind returns) {
        this.id = id;
        this.first = first;
        this.last = last;
        this.returns = returns;
    }

    /** The immediate of a linked call. */
    public int id() {
        return id;
    }

    /** The name that programs declare, such as {@code bpf_rcu_read_lock}. */
    public String kernelName() {
        return "bpf_" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether kernels of the profile have it. */
    public boolean isIn(KernelProfile profile) {
        return first.compareTo(profile) <= 0 && profile.compareTo(last) <= 0;
    }

    /** The profiles whose kernels have it, the oldest first. */
    public List<KernelProfile> profiles() {
        return Arrays.stream(KernelProfile.values()).filter(this::isIn).toList();
    }

    /** R1 onwards. */
    public List<HelperArgument> arguments() {
        return KfuncArguments.of(this);
    }

    /** What R0 holds afterwards. */
    public ReturnKind returns() {
        return returns;
    }

    /** Whether programs of a type can call it (verifier spec B 6.3). */
    public boolean availableTo(ProgramType type) {
        return id < THROW.id || KfuncSets.GENERIC.contains(type);
    }

    /** Whether it can be called while a spin lock is held: it works on lists, trees or counts (verifier spec R11). */
    public boolean worksUnderLock() {
        return switch (this) {
            case REFCOUNT_ACQUIRE_IMPL,
                    LIST_PUSH_FRONT_IMPL,
                    LIST_PUSH_BACK_IMPL,
                    LIST_POP_FRONT,
                    LIST_POP_BACK,
                    RBTREE_ADD_IMPL,
                    RBTREE_REMOVE,
                    RBTREE_FIRST -> true;
            default -> false;
        };
    }

    /** Further properties. */
    public Set<Trait> traits() {
        return this == COPY_FROM_USER_STR ? EnumSet.of(Trait.MAY_SLEEP) : EnumSet.noneOf(Trait.class);
    }

    /** The kernel function with this number. */
    public static Optional<Kfunc> byId(int id) {
        return ALL.stream().filter(kfunc -> kfunc.id == id).findFirst();
    }

    /** The kernel function with this name; a flavour, {@code ___} and what follows, must have been cut off. */
    public static Optional<Kfunc> byName(String kernelName) {
        return ALL.stream()
                .filter(kfunc -> kfunc.kernelName().equals(kernelName))
                .findFirst();
    }
}
