package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.KernelProfile.V5_15;
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

    DYNPTR_FROM_SKB(20, V6_12, V7_0, ReturnKind.INT),
    DYNPTR_FROM_XDP(21, V6_12, V7_0, ReturnKind.INT),
    DYNPTR_SLICE(22, V6_12, V7_0, ReturnKind.DYNPTR_MEM_OR_NULL),
    DYNPTR_SLICE_RDWR(23, V6_12, V7_0, ReturnKind.DYNPTR_MEM_OR_NULL),
    DYNPTR_ADJUST(24, V6_12, V7_0, ReturnKind.INT),
    DYNPTR_IS_NULL(25, V6_12, V7_0, ReturnKind.INT),
    DYNPTR_IS_RDONLY(26, V6_12, V7_0, ReturnKind.INT),
    DYNPTR_SIZE(27, V6_12, V7_0, ReturnKind.INT),
    DYNPTR_CLONE(28, V6_12, V7_0, ReturnKind.INT),

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
    RBTREE_FIRST(52, V6_12, V7_0, ReturnKind.OBJECT_OR_NULL),

    TASK_ACQUIRE(60, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    TASK_RELEASE(61, V6_12, V7_0, ReturnKind.VOID),
    TASK_FROM_PID(62, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    CGROUP_ACQUIRE(63, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    CGROUP_RELEASE(64, V6_12, V7_0, ReturnKind.VOID),
    CGROUP_FROM_ID(65, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    CGROUP_ANCESTOR(66, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    TASK_UNDER_CGROUP(67, V6_12, V7_0, ReturnKind.INT),
    TASK_GET_CGROUP1(68, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    GET_TASK_EXE_FILE(69, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    PUT_FILE(70, V6_12, V7_0, ReturnKind.VOID),
    PATH_D_PATH(71, V6_12, V7_0, ReturnKind.INT),
    LOOKUP_USER_KEY(72, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    LOOKUP_SYSTEM_KEY(73, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    KEY_PUT(74, V6_12, V7_0, ReturnKind.VOID),
    MAP_SUM_ELEM_COUNT(75, V6_12, V7_0, ReturnKind.INTEGER),
    SOCK_DESTROY(76, V6_12, V7_0, ReturnKind.INT),
    SESSION_COOKIE(77, V6_12, V7_0, ReturnKind.WORD),
    SESSION_IS_RETURN(78, V6_12, V7_0, ReturnKind.INT),
    CAST_TO_KERN_CTX(79, V6_12, V7_0, ReturnKind.KERNEL_OBJECT),
    RDONLY_CAST(80, V6_12, V7_0, ReturnKind.KERNEL_OBJECT),
    CGROUP_RSTAT_UPDATED(81, V6_12, V6_12, ReturnKind.VOID),
    CGROUP_RSTAT_FLUSH(82, V6_12, V6_12, ReturnKind.VOID),
    CRYPTO_CTX_CREATE(83, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    CRYPTO_CTX_ACQUIRE(84, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    CRYPTO_CTX_RELEASE(85, V6_12, V7_0, ReturnKind.VOID),
    GET_FILE_XATTR(86, V6_12, V7_0, ReturnKind.INT),
    GET_DENTRY_XATTR(87, V6_12, V7_0, ReturnKind.INT),
    GET_FSVERITY_DIGEST(88, V6_12, V7_0, ReturnKind.INT),
    ITER_TASK_NEW(90, V6_12, V7_0, ReturnKind.INT),
    ITER_TASK_NEXT(91, V6_12, V7_0, ReturnKind.ITERATOR_ELEMENT_OR_NULL),
    ITER_TASK_DESTROY(92, V6_12, V7_0, ReturnKind.VOID),
    ITER_CSS_NEW(93, V6_12, V7_0, ReturnKind.INT),
    ITER_CSS_NEXT(94, V6_12, V7_0, ReturnKind.ITERATOR_ELEMENT_OR_NULL),
    ITER_CSS_DESTROY(95, V6_12, V7_0, ReturnKind.VOID),
    ITER_CSS_TASK_NEW(96, V6_12, V7_0, ReturnKind.INT),
    ITER_CSS_TASK_NEXT(97, V6_12, V7_0, ReturnKind.ITERATOR_ELEMENT_OR_NULL),
    ITER_CSS_TASK_DESTROY(98, V6_12, V7_0, ReturnKind.VOID),
    ITER_TASK_VMA_NEW(99, V6_12, V7_0, ReturnKind.INT),
    ITER_TASK_VMA_NEXT(100, V6_12, V7_0, ReturnKind.ITERATOR_ELEMENT_OR_NULL),
    ITER_TASK_VMA_DESTROY(101, V6_12, V7_0, ReturnKind.VOID),
    ITER_BITS_NEW(102, V6_12, V7_0, ReturnKind.INT),
    ITER_BITS_NEXT(103, V6_12, V7_0, ReturnKind.ITERATOR_ELEMENT_OR_NULL),
    ITER_BITS_DESTROY(104, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_CREATE(110, V6_12, V7_0, ReturnKind.KERNEL_OBJECT_OR_NULL),
    CPUMASK_RELEASE(111, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_ACQUIRE(112, V6_12, V7_0, ReturnKind.KERNEL_OBJECT),
    CPUMASK_FIRST(113, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_FIRST_ZERO(114, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_FIRST_AND(115, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_SET_CPU(116, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_CLEAR_CPU(117, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_TEST_CPU(118, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_TEST_AND_SET_CPU(119, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_TEST_AND_CLEAR_CPU(120, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_SETALL(121, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_CLEAR(122, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_AND(123, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_OR(124, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_XOR(125, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_EQUAL(126, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_INTERSECTS(127, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_SUBSET(128, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_EMPTY(129, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_FULL(130, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_COPY(131, V6_12, V7_0, ReturnKind.VOID),
    CPUMASK_ANY_DISTRIBUTE(132, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_ANY_AND_DISTRIBUTE(133, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_WEIGHT(134, V6_12, V7_0, ReturnKind.INT),
    CPUMASK_POPULATE(135, V7_0, V7_0, ReturnKind.INT),
    CRYPTO_ENCRYPT(140, V6_12, V7_0, ReturnKind.INT),
    CRYPTO_DECRYPT(141, V6_12, V7_0, ReturnKind.INT),
    TCP_RENO_SSTHRESH(150, V5_15, V7_0, ReturnKind.INT),
    TCP_RENO_CONG_AVOID(151, V5_15, V7_0, ReturnKind.VOID),
    TCP_RENO_UNDO_CWND(152, V5_15, V7_0, ReturnKind.INT),
    TCP_SLOW_START(153, V5_15, V7_0, ReturnKind.INT),
    TCP_CONG_AVOID_AI(154, V5_15, V7_0, ReturnKind.VOID),
    CUBICTCP_INIT(155, V5_15, V7_0, ReturnKind.VOID),
    CUBICTCP_RECALC_SSTHRESH(156, V5_15, V7_0, ReturnKind.INT),
    CUBICTCP_CONG_AVOID(157, V5_15, V7_0, ReturnKind.VOID),
    CUBICTCP_STATE(158, V5_15, V7_0, ReturnKind.VOID),
    CUBICTCP_CWND_EVENT(159, V5_15, V7_0, ReturnKind.VOID),
    CUBICTCP_ACKED(160, V5_15, V7_0, ReturnKind.VOID);

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
        String name = name().toLowerCase(Locale.ROOT);
        return switch (this) {
            case CGROUP_RSTAT_UPDATED,
                    CGROUP_RSTAT_FLUSH,
                    TCP_RENO_SSTHRESH,
                    TCP_RENO_CONG_AVOID,
                    TCP_RENO_UNDO_CWND,
                    TCP_SLOW_START,
                    TCP_CONG_AVOID_AI,
                    CUBICTCP_INIT,
                    CUBICTCP_RECALC_SSTHRESH,
                    CUBICTCP_CONG_AVOID,
                    CUBICTCP_STATE,
                    CUBICTCP_CWND_EVENT,
                    CUBICTCP_ACKED -> name; // made for others than programs
            default -> "bpf_" + name;
        };
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
        if (isOfKernelObjects()) {
            return KernelObjectKfuncs.types(this).contains(type);
        }
        return switch (this) {
            case DYNPTR_FROM_SKB -> KfuncSets.SKB.contains(type);
            case DYNPTR_FROM_XDP -> type == ProgramType.XDP;
            default -> id < THROW.id || KfuncSets.GENERIC.contains(type);
        };
    }

    /** Whether it takes, gives or walks over objects of the kernel. */
    public boolean isOfKernelObjects() {
        return id >= TASK_ACQUIRE.id;
    }

    /** The struct of the kernel that the result points to; empty if it points to none. */
    public String resultType() {
        return isOfKernelObjects() ? KernelObjectKfuncs.resultType(this) : "";
    }

    /** Whether it asks an iterator for the next element. */
    public boolean isIteratorNext() {
        return returns == ReturnKind.ITERATOR_ELEMENT_OR_NULL;
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
        if (isOfKernelObjects()) {
            return KernelObjectKfuncs.traits(this);
        }
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
