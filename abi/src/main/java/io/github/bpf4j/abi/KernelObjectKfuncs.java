package io.github.bpf4j.abi;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Kernel functions that take, give or walk over objects of the kernel (verifier spec B 6). Source: the documentation of kernel
 * functions; what Linux 6.12 answers.
 */
final class KernelObjectKfuncs {
    private static final HelperArgument NUMBER = HelperArgument.of(ArgumentKind.ANYTHING);
    private static final HelperArgument ANY = HelperArgument.of(ArgumentKind.IGNORED);
    private static final HelperArgument TEXT = HelperArgument.of(ArgumentKind.CONST_STRING);
    private static final HelperArgument DYNPTR = HelperArgument.of(ArgumentKind.DYNPTR);
    private static final HelperArgument DYNPTR_OR_NULL = HelperArgument.of(ArgumentKind.DYNPTR_OR_NULL);
    private static final HelperArgument CONTEXT = HelperArgument.of(ArgumentKind.CONTEXT);
    private static final HelperArgument MEMORY = HelperArgument.of(ArgumentKind.MEM);
    private static final HelperArgument MEMORY_SIZE = HelperArgument.of(ArgumentKind.SIZE);
    private static final HelperArgument BUFFER = HelperArgument.of(ArgumentKind.MEM_OUT);
    private static final HelperArgument BUFFER_SIZE = HelperArgument.of(ArgumentKind.SIZE_OR_ZERO);
    private static final HelperArgument WORD = HelperArgument.fixedOut(Integer.BYTES);

    private record Row(
            Kfunc kfunc,
            Set<ProgramType> types,
            String resultType,
            Set<Trait> traits,
            List<HelperArgument> arguments) {}

    private static final Map<Kfunc, Row> TABLE = table();

    private KernelObjectKfuncs() {}

    private static Row row(Kfunc kfunc) {
        return Objects.requireNonNull(TABLE.get(kfunc));
    }

    static List<HelperArgument> arguments(Kfunc kfunc) {
        return row(kfunc).arguments();
    }

    static String resultType(Kfunc kfunc) {
        return row(kfunc).resultType();
    }

    static Set<Trait> traits(Kfunc kfunc) {
        return row(kfunc).traits();
    }

    static Set<ProgramType> types(Kfunc kfunc) {
        return row(kfunc).types();
    }

    private static Row entry(
            Kfunc kfunc, Set<ProgramType> types, String resultType, Set<Trait> traits, HelperArgument... arguments) {
        return new Row(kfunc, types, resultType, traits, List.of(arguments));
    }

    private static HelperArgument object(String type) {
        return HelperArgument.object(ArgumentKind.BTF_OBJECT, type);
    }

    private static HelperArgument objectOrNull(String type) {
        return HelperArgument.object(ArgumentKind.BTF_OBJECT_OR_NULL, type);
    }

    private static HelperArgument released(String type) {
        return new HelperArgument(ArgumentKind.BTF_OBJECT, 0, type, true);
    }

    private static HelperArgument fresh(String type, int size) {
        return HelperArgument.iterator(ArgumentKind.ITERATOR_OUT, size, type);
    }

    private static HelperArgument iterator(String type, int size) {
        return HelperArgument.iterator(ArgumentKind.ITERATOR, size, type);
    }

    private static Map<Kfunc, Row> table() {
        Map<Kfunc, Row> table = new EnumMap<>(Kfunc.class);
        Stream.of(objects(), masks(), congestion()).flatMap(rows -> rows).forEach(row -> table.put(row.kfunc(), row));
        return table;
    }

    private static Stream<Row> objects() {
        return Stream.of(
                entry(
                        Kfunc.TASK_ACQUIRE,
                        KfuncSets.GENERIC,
                        "task_struct",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.RCU_ARGUMENTS),
                        object("task_struct")),
                entry(
                        Kfunc.TASK_RELEASE,
                        KfuncSets.GENERIC,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS),
                        released("task_struct")),
                entry(Kfunc.TASK_FROM_PID, KfuncSets.GENERIC, "task_struct", Set.of(Trait.ACQUIRES_REFERENCE), NUMBER),
                entry(
                        Kfunc.CGROUP_ACQUIRE,
                        KfuncSets.GENERIC,
                        "cgroup",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.RCU_ARGUMENTS),
                        object("cgroup")),
                entry(Kfunc.CGROUP_RELEASE, KfuncSets.GENERIC, "", Set.of(Trait.TRUSTED_ARGUMENTS), released("cgroup")),
                entry(Kfunc.CGROUP_FROM_ID, KfuncSets.GENERIC, "cgroup", Set.of(Trait.ACQUIRES_REFERENCE), NUMBER),
                entry(
                        Kfunc.CGROUP_ANCESTOR,
                        KfuncSets.GENERIC,
                        "cgroup",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.RCU_ARGUMENTS),
                        object("cgroup"),
                        NUMBER),
                entry(
                        Kfunc.TASK_UNDER_CGROUP,
                        KfuncSets.GENERIC,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("task_struct"),
                        object("cgroup")),
                entry(
                        Kfunc.TASK_GET_CGROUP1,
                        KfuncSets.GENERIC,
                        "cgroup",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.RCU_ARGUMENTS),
                        object("task_struct"),
                        NUMBER),
                entry(
                        Kfunc.GET_TASK_EXE_FILE,
                        KfuncSets.LSM,
                        "file",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.TRUSTED_ARGUMENTS),
                        object("task_struct")),
                entry(Kfunc.PUT_FILE, KfuncSets.LSM, "", Set.of(Trait.TRUSTED_ARGUMENTS), released("file")),
                entry(
                        Kfunc.PATH_D_PATH,
                        KfuncSets.LSM,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS),
                        object("path"),
                        BUFFER,
                        BUFFER_SIZE),
                entry(
                        Kfunc.LOOKUP_USER_KEY,
                        KfuncSets.TRACING,
                        "bpf_key",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.MAY_SLEEP),
                        NUMBER,
                        NUMBER),
                entry(Kfunc.LOOKUP_SYSTEM_KEY, KfuncSets.TRACING, "bpf_key", Set.of(Trait.ACQUIRES_REFERENCE), NUMBER),
                entry(Kfunc.KEY_PUT, KfuncSets.TRACING, "", Set.of(Trait.TRUSTED_ARGUMENTS), released("bpf_key")),
                entry(
                        Kfunc.MAP_SUM_ELEM_COUNT,
                        KfuncSets.COMMON,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS),
                        object("bpf_map")),
                entry(
                        Kfunc.SOCK_DESTROY,
                        KfuncSets.TRACING,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS),
                        object("sock_common")),
                entry(Kfunc.SESSION_COOKIE, KfuncSets.KPROBE, "", Set.of()),
                entry(Kfunc.SESSION_IS_RETURN, KfuncSets.KPROBE, "", Set.of()),
                entry(Kfunc.CAST_TO_KERN_CTX, KfuncSets.COMMON, "", Set.of(), CONTEXT),
                entry(Kfunc.RDONLY_CAST, KfuncSets.COMMON, "", Set.of(), ANY, NUMBER),
                entry(Kfunc.CGROUP_RSTAT_UPDATED, KfuncSets.TRACING, "", Set.of(), object("cgroup"), NUMBER),
                entry(Kfunc.CGROUP_RSTAT_FLUSH, KfuncSets.TRACING, "", Set.of(Trait.MAY_SLEEP), object("cgroup")),
                entry(
                        Kfunc.CRYPTO_CTX_CREATE,
                        KfuncSets.SYSCALL,
                        "bpf_crypto_ctx",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.MAY_SLEEP),
                        MEMORY,
                        MEMORY_SIZE,
                        WORD),
                entry(
                        Kfunc.CRYPTO_CTX_ACQUIRE,
                        KfuncSets.SYSCALL,
                        "bpf_crypto_ctx",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.RCU_ARGUMENTS),
                        object("bpf_crypto_ctx")),
                entry(
                        Kfunc.CRYPTO_CTX_RELEASE,
                        KfuncSets.SYSCALL,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS),
                        released("bpf_crypto_ctx")),
                cipher(Kfunc.CRYPTO_ENCRYPT),
                cipher(Kfunc.CRYPTO_DECRYPT),
                attribute(Kfunc.GET_FILE_XATTR, "file"),
                attribute(Kfunc.GET_DENTRY_XATTR, "dentry"),
                entry(
                        Kfunc.GET_FSVERITY_DIGEST,
                        KfuncSets.LSM,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS),
                        object("file"),
                        DYNPTR),
                entry(
                        Kfunc.ITER_TASK_NEW,
                        KfuncSets.COMMON,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS, Trait.RCU_PROTECTED),
                        fresh("bpf_iter_task", 24),
                        objectOrNull("task_struct"),
                        NUMBER),
                entry(Kfunc.ITER_TASK_NEXT, KfuncSets.COMMON, "task_struct", Set.of(), iterator("bpf_iter_task", 24)),
                entry(Kfunc.ITER_TASK_DESTROY, KfuncSets.COMMON, "", Set.of(), iterator("bpf_iter_task", 24)),
                entry(
                        Kfunc.ITER_CSS_NEW,
                        KfuncSets.COMMON,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS, Trait.RCU_PROTECTED),
                        fresh("bpf_iter_css", 24),
                        object("cgroup_subsys_state"),
                        NUMBER),
                entry(
                        Kfunc.ITER_CSS_NEXT,
                        KfuncSets.COMMON,
                        "cgroup_subsys_state",
                        Set.of(),
                        iterator("bpf_iter_css", 24)),
                entry(Kfunc.ITER_CSS_DESTROY, KfuncSets.COMMON, "", Set.of(), iterator("bpf_iter_css", 24)),
                entry(
                        Kfunc.ITER_CSS_TASK_NEW,
                        KfuncSets.COMMON,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS),
                        fresh("bpf_iter_css_task", 8),
                        object("cgroup_subsys_state"),
                        NUMBER),
                entry(
                        Kfunc.ITER_CSS_TASK_NEXT,
                        KfuncSets.COMMON,
                        "task_struct",
                        Set.of(),
                        iterator("bpf_iter_css_task", 8)),
                entry(Kfunc.ITER_CSS_TASK_DESTROY, KfuncSets.COMMON, "", Set.of(), iterator("bpf_iter_css_task", 8)),
                entry(
                        Kfunc.ITER_TASK_VMA_NEW,
                        KfuncSets.COMMON,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        fresh("bpf_iter_task_vma", 8),
                        object("task_struct"),
                        NUMBER),
                entry(
                        Kfunc.ITER_TASK_VMA_NEXT,
                        KfuncSets.COMMON,
                        "vm_area_struct",
                        Set.of(),
                        iterator("bpf_iter_task_vma", 8)),
                entry(Kfunc.ITER_TASK_VMA_DESTROY, KfuncSets.COMMON, "", Set.of(), iterator("bpf_iter_task_vma", 8)),
                entry(Kfunc.ITER_BITS_NEW, KfuncSets.COMMON, "", Set.of(), fresh("bpf_iter_bits", 16), ANY, NUMBER),
                entry(Kfunc.ITER_BITS_NEXT, KfuncSets.COMMON, "", Set.of(), iterator("bpf_iter_bits", 16)),
                entry(Kfunc.ITER_BITS_DESTROY, KfuncSets.COMMON, "", Set.of(), iterator("bpf_iter_bits", 16)));
    }

    private static Row cipher(Kfunc kfunc) {
        return entry(
                kfunc,
                KfuncSets.CRYPTO,
                "",
                Set.of(Trait.RCU_ARGUMENTS),
                object("bpf_crypto_ctx"),
                DYNPTR,
                DYNPTR,
                DYNPTR_OR_NULL);
    }

    private static Row attribute(Kfunc kfunc, String struct) {
        return entry(
                kfunc,
                KfuncSets.LSM,
                "",
                Set.of(Trait.TRUSTED_ARGUMENTS, Trait.MAY_SLEEP),
                object(struct),
                TEXT,
                DYNPTR);
    }

    private static Stream<Row> congestion() {
        return Stream.of(
                entry(Kfunc.TCP_RENO_SSTHRESH, KfuncSets.OPERATIONS, "", Set.of(), object("sock")),
                entry(Kfunc.TCP_RENO_CONG_AVOID, KfuncSets.OPERATIONS, "", Set.of(), object("sock"), NUMBER, NUMBER),
                entry(Kfunc.TCP_RENO_UNDO_CWND, KfuncSets.OPERATIONS, "", Set.of(), object("sock")),
                entry(Kfunc.TCP_SLOW_START, KfuncSets.OPERATIONS, "", Set.of(), object("tcp_sock"), NUMBER),
                entry(Kfunc.TCP_CONG_AVOID_AI, KfuncSets.OPERATIONS, "", Set.of(), object("tcp_sock"), NUMBER, NUMBER),
                entry(Kfunc.CUBICTCP_INIT, KfuncSets.OPERATIONS, "", Set.of(), object("sock")),
                entry(Kfunc.CUBICTCP_RECALC_SSTHRESH, KfuncSets.OPERATIONS, "", Set.of(), object("sock")),
                entry(Kfunc.CUBICTCP_CONG_AVOID, KfuncSets.OPERATIONS, "", Set.of(), object("sock"), NUMBER, NUMBER),
                entry(Kfunc.CUBICTCP_STATE, KfuncSets.OPERATIONS, "", Set.of(), object("sock"), NUMBER),
                entry(Kfunc.CUBICTCP_CWND_EVENT, KfuncSets.OPERATIONS, "", Set.of(), object("sock"), NUMBER),
                entry(Kfunc.CUBICTCP_ACKED, KfuncSets.OPERATIONS, "", Set.of(), object("sock"), object("ack_sample")));
    }

    private static Stream<Row> masks() {
        return Stream.of(
                entry(Kfunc.CPUMASK_CREATE, KfuncSets.CPUMASK, "bpf_cpumask", Set.of(Trait.ACQUIRES_REFERENCE)),
                entry(
                        Kfunc.CPUMASK_RELEASE,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.TRUSTED_ARGUMENTS),
                        released("bpf_cpumask")),
                entry(
                        Kfunc.CPUMASK_ACQUIRE,
                        KfuncSets.CPUMASK,
                        "bpf_cpumask",
                        Set.of(Trait.ACQUIRES_REFERENCE, Trait.TRUSTED_ARGUMENTS),
                        object("bpf_cpumask")),
                entry(Kfunc.CPUMASK_FIRST, KfuncSets.CPUMASK, "", Set.of(Trait.RCU_ARGUMENTS), object("cpumask")),
                entry(Kfunc.CPUMASK_FIRST_ZERO, KfuncSets.CPUMASK, "", Set.of(Trait.RCU_ARGUMENTS), object("cpumask")),
                entry(
                        Kfunc.CPUMASK_FIRST_AND,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("cpumask"),
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_SET_CPU,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        NUMBER,
                        object("bpf_cpumask")),
                entry(
                        Kfunc.CPUMASK_CLEAR_CPU,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        NUMBER,
                        object("bpf_cpumask")),
                entry(
                        Kfunc.CPUMASK_TEST_CPU,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        NUMBER,
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_TEST_AND_SET_CPU,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        NUMBER,
                        object("bpf_cpumask")),
                entry(
                        Kfunc.CPUMASK_TEST_AND_CLEAR_CPU,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        NUMBER,
                        object("bpf_cpumask")),
                entry(Kfunc.CPUMASK_SETALL, KfuncSets.CPUMASK, "", Set.of(Trait.RCU_ARGUMENTS), object("bpf_cpumask")),
                entry(Kfunc.CPUMASK_CLEAR, KfuncSets.CPUMASK, "", Set.of(Trait.RCU_ARGUMENTS), object("bpf_cpumask")),
                entry(
                        Kfunc.CPUMASK_AND,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("bpf_cpumask"),
                        object("cpumask"),
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_OR,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("bpf_cpumask"),
                        object("cpumask"),
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_XOR,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("bpf_cpumask"),
                        object("cpumask"),
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_EQUAL,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("cpumask"),
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_INTERSECTS,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("cpumask"),
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_SUBSET,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("cpumask"),
                        object("cpumask")),
                entry(Kfunc.CPUMASK_EMPTY, KfuncSets.CPUMASK, "", Set.of(Trait.RCU_ARGUMENTS), object("cpumask")),
                entry(Kfunc.CPUMASK_FULL, KfuncSets.CPUMASK, "", Set.of(Trait.RCU_ARGUMENTS), object("cpumask")),
                entry(
                        Kfunc.CPUMASK_COPY,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("bpf_cpumask"),
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_ANY_DISTRIBUTE,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("cpumask")),
                entry(
                        Kfunc.CPUMASK_ANY_AND_DISTRIBUTE,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("cpumask"),
                        object("cpumask")),
                entry(Kfunc.CPUMASK_WEIGHT, KfuncSets.CPUMASK, "", Set.of(Trait.RCU_ARGUMENTS), object("cpumask")),
                entry(
                        Kfunc.CPUMASK_POPULATE,
                        KfuncSets.CPUMASK,
                        "",
                        Set.of(Trait.RCU_ARGUMENTS),
                        object("cpumask"),
                        MEMORY,
                        BUFFER_SIZE));
    }
}
