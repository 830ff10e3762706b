package io.github.bpf4j.abi;

/**
 * What Linux's verifier learnt, or began to demand, after 5.15, with the release that brought it. Helpers, map types, program types
 * and attach types have their releases in {@link KernelProfile}; what only changes how programs run does too.
 *
 * <p>Immutable and safe for use by any thread. Source: timers spec 5 and 10, runtime spec 1.4 and 7, public documentation, and the
 * answers of Linux 6.1, 6.12 and 7.0 to the corpus. Where no document names the release it is the first one after the last kernel
 * that was seen without.
 */
public enum KernelFeature {
    /** Tracing programs may not name maps with timers or work queues (VR3). */
    NO_TIMERS_IN_TRACING(5, 16, 6, 19),
    /** Kernel pointers, counts, lists and trees in values. */
    OBJECT_FIELDS(6, 2),
    /** Maps with special fields need CAP_BPF and may not be read-only or write-only for programs. */
    FIELD_RECORD(6, 2),
    /** Keys and values of elements can be in ring buffer records. */
    RECORDS_AS_ELEMENTS(6, 2),
    /** Wrong arguments that should be special fields of values, or be given up, are EINVAL, no longer EACCES (VR5 to VR8). */
    FIELD_ARGUMENT_EINVAL(6, 2),
    /** A pointer that equals one that is not null is not null. */
    NOT_NULL_BY_COMPARISON(6, 2),
    /** Too many paths that wait to be walked are E2BIG, no longer EFAULT (VR14). */
    PENDING_E2BIG(6, 2),
    /** Programs of type LSM return what the hook may answer. */
    LSM_RANGE(6, 2),
    /** Locks can be taken in global data and in the values that callbacks are given. */
    LOCKS_WITHOUT_LOOKUP(6, 2),
    /** {@code bpf_for_each_map_elem} can walk over one map or another. */
    FOR_EACH_OF_ANY_MAP(6, 2),
    /** Sleepable programs can name queues and stacks. */
    QUEUES_IN_SLEEPABLE(6, 2),
    /** Programs of type STRUCT_OPS can sleep. */
    SLEEPABLE_OPERATIONS(6, 2),
    /** Congestion controls can write {@code snd_cwnd_stamp} and {@code app_limited} of their sockets. */
    WRITES_OF_LIMITS(6, 2),
    /** Arguments of operations may be null where the kernel's stubs say so. */
    NULLABLE_OPERATIONS(6, 2),
    /** The number of a CPU is known to be less than there are CPUs. */
    CPU_RANGE(6, 2),
    /** Bytes of the stack that were never written can be read by loaders with CAP_PERFMON (runtime spec 7). */
    UNSET_STACK(6, 3),
    /** Numbers that are no register's can be stored in the context. */
    CONTEXT_IMMEDIATE(6, 4),
    /** Sleepable programs can name maps with spin locks. */
    LOCKS_IN_SLEEPABLE(6, 6),
    /** Sign-extending loads and moves, unconditional byte swaps, signed division, far jumps: version 4 of the instruction set. */
    ISA_V4(6, 6),
    /** Global functions that no path calls are not verified. */
    LAZY_GLOBALS(6, 8),
    /** Stacks of functions are rounded up to 16 bytes with a JIT; before to 32, and to at least that. */
    EXACT_STACK(6, 8),
    /** What arguments of global functions are tagged with counts. */
    ARGUMENT_TAGS(6, 8),
    /** Static functions can be called, and return, while a spin lock is held. */
    CALLS_UNDER_LOCK(6, 9),
    /** {@code may_goto}. */
    MAY_GOTO(6, 9),
    /** Addresses of arenas, and the casts between them. */
    ARENA(6, 9),
    /** {@code struct bpf_wq}. */
    WORKQUEUES(6, 10),
    /** Special fields are found in nested structs and arrays; where they are misaligned they are data (timers spec 4). */
    NESTED_FIELDS(6, 11),
    /** RCU sections nest. */
    NESTED_RCU(6, 13),
    /** Loads that acquire and stores that release. */
    ACQUIRE_RELEASE(6, 15);

    private static final int FOR_GOOD = Integer.MAX_VALUE;

    private final int since;
    private final int until;

    KernelFeature(int major, int minor) {
        this.since = KernelProfile.release(major, minor);
        this.until = FOR_GOOD;
    }

    KernelFeature(int major, int minor, int untilMajor, int untilMinor) {
        this.since = KernelProfile.release(major, minor);
        this.until = KernelProfile.release(untilMajor, untilMinor);
    }

    /** Whether kernels of the profile have it. */
    public boolean isIn(KernelProfile profile) {
        return since <= profile.number() && profile.number() <= until;
    }
}
