package io.github.bpf4j.abi;

/**
 * A kernel whose rules are followed where versions differ. {@link #V6_12} is the reference.
 *
 * <p>Immutable and safe for use by any thread. Source: timers spec 1.3, 4, 5 and 10.
 */
public enum KernelProfile {
    /** As timers were merged, 5.15 to 6.0. */
    V5_15(5, 15),
    /** 6.12 LTS. */
    V6_12(6, 12),
    /** 7.0, with timers reworked to be lock-free. */
    V7_0(7, 0);

    /** {@code BPF_F_TIMER_ABS}: the deadline is absolute. */
    public static final long TIMER_ABS = 1;
    /** {@code BPF_F_TIMER_CPU_PIN}: the callback runs on the CPU of the caller. */
    public static final long TIMER_CPU_PIN = 2;

    private final int number;

    KernelProfile(int major, int minor) {
        this.number = release(major, minor);
    }

    /** A release as one number that grows with each. */
    static int release(int major, int minor) {
        return major * 1000 + minor;
    }

    int number() {
        return number;
    }

    /** Whether its kernels know a feature. */
    public boolean has(KernelFeature feature) {
        return feature.isIn(this);
    }

    /** Whether its kernels have the helper with this number. */
    public boolean hasHelper(int id) {
        return ReleaseTable.ofHelper(id) <= number;
    }

    /** Whether programs of a type have a helper, given the capabilities that it asks for. */
    public boolean offers(HelperPrototype helper, ProgramType type) {
        return hasHelper(helper.id()) && HelperReleases.offers(helper, type, number);
    }

    /** Whether its kernels have maps of a type; others answer EINVAL. */
    public boolean has(MapType type) {
        return ReleaseTable.of(type) <= number;
    }

    /** Whether its kernels have programs of a type; others answer EINVAL. */
    public boolean has(ProgramType type) {
        return ReleaseTable.of(type) <= number;
    }

    /** Whether its kernels know what a program can be attached to. */
    public boolean has(AttachType type) {
        return ReleaseTable.of(type) <= number;
    }

    /** The release that the profile is named for, such as {@code 6.12}. */
    public String release() {
        return name().substring(1).replace('_', '.');
    }

    /** The flags that {@code bpf_timer_start} accepts; others give EINVAL. */
    public long timerStartFlags() {
        return this == V5_15 ? 0 : TIMER_ABS | TIMER_CPU_PIN;
    }

    /** Whether all timer helpers answer EOPNOTSUPP in NMI-like context; otherwise only a waiting cancel does. */
    public boolean refusesTimersInNmi() {
        return this != V7_0;
    }

    /** Whether {@code bpf_timer_cancel} answers EOPNOTSUPP in a hard interrupt too. */
    public boolean refusesToWaitInHardirq() {
        return this == V7_0;
    }

    /** Whether {@code bpf_timer_init} looks at the context before its flags. */
    public boolean initChecksNmiBeforeFlags() {
        return this == V5_15;
    }

    /** Whether {@code bpf_timer_init} looks at the map's user references before it takes memory. */
    public boolean initChecksUserReferencesBeforeMemory() {
        return this == V5_15;
    }

    /** Whether {@code bpf_timer_cancel} answers EOPNOTSUPP in hard-irq-like context as well. */
    public boolean cancelRefusesHardIrq() {
        return this == V7_0;
    }

    /** Whether {@code bpf_timer_set_callback} answers EPERM for a map without user references. */
    public boolean setCallbackNeedsUserReference() {
        return this != V7_0;
    }

    /** Whether {@code bpf_timer_start} may answer ENOENT, ENOMEM or EDEADLK while a timer is torn down. */
    public boolean startReportsTeardown() {
        return this == V7_0;
    }

    /** Whether a cancel from a callback that is itself being cancelled answers EDEADLK. */
    public boolean detectsCancelCycles() {
        return this != V5_15;
    }

    /** Whether the kfunc {@code bpf_timer_cancel_async} exists. */
    public boolean hasCancelAsync() {
        return this == V7_0;
    }

    /** Whether removing an element waits for a running callback of its timer. */
    public boolean removalWaitsForCallback() {
        return this != V7_0;
    }

    /** Whether deleting from a hash with BPF_F_NO_PREALLOC frees the timer at once, not after a grace period. */
    public boolean deletionDetachesTimerAtOnce() {
        return this != V5_15;
    }

    /** Whether {@code struct bpf_wq} is known. */
    public boolean hasWorkqueue() {
        return has(KernelFeature.WORKQUEUES);
    }

    /** Whether refcounts, kernel pointers, lists and trees in map values are known. */
    public boolean hasObjectFields() {
        return has(KernelFeature.OBJECT_FIELDS);
    }

    /** Whether special fields are found in nested structs and arrays. */
    public boolean searchesNestedFields() {
        return has(KernelFeature.NESTED_FIELDS);
    }

    /** Whether a misaligned special field is plain data; otherwise it makes the record invalid. */
    public boolean ignoresMisalignedFields() {
        return has(KernelFeature.NESTED_FIELDS);
    }

    /** Whether creating a map with special fields needs CAP_BPF. */
    public boolean fieldsNeedCapability() {
        return has(KernelFeature.FIELD_RECORD);
    }

    /** Map flags that a map with special fields may not have; they give EACCES. */
    public int flagsRefusedWithFields() {
        return has(KernelFeature.FIELD_RECORD) ? MapFlags.RDONLY_PROG | MapFlags.WRONLY_PROG : MapFlags.RDONLY_PROG;
    }

    /** Whether kprobe-like programs may not name a map with a timer or work queue (VR3). */
    public boolean restrictsTracingPrograms() {
        return has(KernelFeature.NO_TIMERS_IN_TRACING);
    }

    /** The errno of a wrong helper argument that should be a special field of a value: EACCES or EINVAL (timers spec 5). */
    public Errno fieldArgumentErrno() {
        return has(KernelFeature.FIELD_ARGUMENT_EINVAL) ? Errno.EINVAL : Errno.EACCES;
    }

    /** Whether callbacks of timers are checked as roots of the stack depth. */
    public boolean checksStackOfAsyncCallbacks() {
        return this != V5_15;
    }
}
