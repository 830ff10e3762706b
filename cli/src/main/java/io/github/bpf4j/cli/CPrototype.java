package io.github.bpf4j.cli;

import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.ReturnKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A helper or kernel function as C declares it. Types follow from the kinds of its arguments and of its result; what a kind leaves open - the
 * arguments that may be any number - is told by the table here. Immutable and safe for use by any thread.
 */
final class CPrototype {
    /** The declarations of the arguments of kind ANYTHING, in their order, by the helper's number. */
    private static final String OPEN = """
            2: u64 flags
            4: const void *unsafe_ptr
            9: u32 offset, u64 flags
            10: u32 offset, u64 from, u64 to, u64 flags
            11: u32 offset, u64 from, u64 to, u64 flags
            12: u32 index
            13: u32 ifindex, u64 flags
            18: __be16 vlan_proto, u16 vlan_tci
            20: u64 flags
            21: u64 flags
            22: u64 flags
            23: u32 ifindex, u64 flags
            25: u64 flags
            26: u32 offset
            27: u64 flags
            28: u32 seed
            31: u16 proto, u64 flags
            32: u32 type
            33: u32 index
            36: void *dst
            37: u32 index
            38: u32 len, u64 flags
            39: u32 len
            40: u32 csum
            43: u32 len, u64 flags
            44: int delta
            45: const void *unsafe_ptr
            48: u32 hash
            49: int level, int optname
            50: s32 len_diff, u32 mode, u64 flags
            51: u64 key, u64 flags
            52: u32 key, u64 flags
            53: u64 flags
            54: int delta
            55: u64 flags
            57: int level, int optname
            59: int argval
            58: u64 rc
            60: u32 key, u64 flags
            61: u32 bytes
            62: u32 bytes
            63: u32 start, u32 end, u64 flags
            65: int delta
            66: u32 index, u64 flags
            67: u64 flags
            68: u32 offset, u32 start_header
            69: u32 flags
            70: u64 flags
            71: u64 flags
            72: u64 flags
            73: u32 type
            74: u32 offset
            75: u32 offset, s32 delta
            76: u32 action
            78: u32 protocol, u64 scancode, u32 toggle
            81: u64 flags
            82: u64 flags
            83: int ancestor_level
            84: u64 netns, u64 flags
            85: u64 netns, u64 flags
            87: u64 flags
            90: u32 start, u32 len, u64 flags
            91: u32 start, u32 len, u64 flags
            92: s32 rel_x, s32 rel_y
            99: u64 netns, u64 flags
            101: u64 flags
            105: u64 flags
            106: u64 flags
            107: u64 flags
            109: u32 sig
            111: u64 flags
            112: const void *unsafe_ptr
            113: const void *unsafe_ptr
            114: const void *unsafe_ptr
            115: const void *unsafe_ptr
            124: u64 flags
            129: int ancestor_level
            116: u32 rcv_nxt
            117: u32 sig
            119: u64 flags
            120: u64 dev, u64 ino
            121: u64 flags
            123: int ancestor_level
            130: u64 flags
            131: u64 flags
            132: u64 flags
            133: u64 flags
            134: u64 flags
            135: u64 level
            141: u64 flags
            142: u64 flags
            143: u64 flags
            144: u32 len, u64 flags
            145: u64 flags
            148: const void *user_ptr
            149: u64 flags
            150: u64 flags
            152: u32 ifindex, u64 flags
            153: u32 cpu
            155: u32 ifindex, u64 flags
            156: u64 flags
            163: u32 ifindex, s32 len_diff, u64 flags
            164: u64 flags
            159: u64 flags
            166: u32 cmd
            167: u32 kind, int flags
            168: u32 fd
            179: int flags
            169: u64 flags
            171: u64 nsecs, u64 flags
            176: u64 flags
            180: u64 addr, u64 flags
            181: u32 nr_loops, u64 flags
            183: u32 n
            187: int retval
            189: u32 offset
            190: u32 offset
            192: u64 tstamp, u32 tstamp_type
            191: const void *user_ptr, u64 flags
            195: u32 cpu
            197: u64 flags
            198: u32 size, u64 flags
            199: u64 flags
            200: u64 flags
            201: u32 offset, u64 flags
            202: u32 offset, u64 flags
            203: u32 offset
            209: u64 flags
            210: u64 flags
            """;

    private static final Map<Integer, List<String>> OPEN_BY_ID = parse();

    /** The declarations of the arguments of kind ANYTHING of kernel functions, in their order. */
    private static final Map<Kfunc, List<String>> OPEN_BY_KFUNC = Map.ofEntries(
            Map.entry(Kfunc.WQ_INIT, List.of("unsigned int flags")),
            Map.entry(Kfunc.WQ_SET_CALLBACK_IMPL, List.of("unsigned int flags")),
            Map.entry(Kfunc.WQ_SET_CALLBACK, List.of("unsigned int flags")),
            Map.entry(Kfunc.WQ_START, List.of("unsigned int flags")),
            Map.entry(Kfunc.ITER_NUM_NEW, List.of("int start", "int end")),
            Map.entry(Kfunc.COPY_FROM_USER_STR, List.of("u64 flags")),
            Map.entry(Kfunc.DYNPTR_FROM_SKB, List.of("u64 flags")),
            Map.entry(Kfunc.DYNPTR_FROM_XDP, List.of("u64 flags")),
            Map.entry(Kfunc.DYNPTR_SLICE, List.of("u32 offset")),
            Map.entry(Kfunc.DYNPTR_SLICE_RDWR, List.of("u32 offset")),
            Map.entry(Kfunc.DYNPTR_ADJUST, List.of("u32 start", "u32 end")),
            Map.entry(Kfunc.THROW, List.of("u64 cookie")),
            Map.entry(Kfunc.LIST_PUSH_FRONT_IMPL, List.of("u64 off")),
            Map.entry(Kfunc.LIST_PUSH_BACK_IMPL, List.of("u64 off")),
            Map.entry(Kfunc.RBTREE_ADD_IMPL, List.of("u64 off")),
            Map.entry(Kfunc.TASK_FROM_PID, List.of("int pid")),
            Map.entry(Kfunc.CGROUP_FROM_ID, List.of("u64 id")),
            Map.entry(Kfunc.CGROUP_ANCESTOR, List.of("int level")),
            Map.entry(Kfunc.TASK_GET_CGROUP1, List.of("int hierarchy_id")),
            Map.entry(Kfunc.LOOKUP_USER_KEY, List.of("u32 serial", "u64 flags")),
            Map.entry(Kfunc.LOOKUP_SYSTEM_KEY, List.of("u64 id")),
            Map.entry(Kfunc.RDONLY_CAST, List.of("u32 btf_id")),
            Map.entry(Kfunc.CGROUP_RSTAT_UPDATED, List.of("int cpu")),
            Map.entry(Kfunc.ITER_TASK_NEW, List.of("unsigned int flags")),
            Map.entry(Kfunc.ITER_CSS_NEW, List.of("unsigned int flags")),
            Map.entry(Kfunc.ITER_CSS_TASK_NEW, List.of("unsigned int flags")),
            Map.entry(Kfunc.ITER_TASK_VMA_NEW, List.of("u64 addr")),
            Map.entry(Kfunc.ITER_BITS_NEW, List.of("u32 nr_words")),
            Map.entry(Kfunc.CPUMASK_SET_CPU, List.of("u32 cpu")),
            Map.entry(Kfunc.CPUMASK_CLEAR_CPU, List.of("u32 cpu")),
            Map.entry(Kfunc.CPUMASK_TEST_CPU, List.of("u32 cpu")),
            Map.entry(Kfunc.CPUMASK_TEST_AND_SET_CPU, List.of("u32 cpu")),
            Map.entry(Kfunc.CPUMASK_TEST_AND_CLEAR_CPU, List.of("u32 cpu")),
            Map.entry(Kfunc.TCP_RENO_CONG_AVOID, List.of("u32 ack", "u32 acked")),
            Map.entry(Kfunc.TCP_SLOW_START, List.of("u32 acked")),
            Map.entry(Kfunc.TCP_CONG_AVOID_AI, List.of("u32 w", "u32 acked")),
            Map.entry(Kfunc.CUBICTCP_CONG_AVOID, List.of("u32 ack", "u32 acked")),
            Map.entry(Kfunc.CUBICTCP_STATE, List.of("u8 new_state")),
            Map.entry(Kfunc.CUBICTCP_CWND_EVENT, List.of("u32 event")));

    /** Helpers whose number is unsigned: times, sizes, identities. */
    private static final Set<Integer> UNSIGNED = Set.of(5, 14, 15, 35, 80, 118, 125, 134, 160, 174, 188, 208);

    private static final int GET_PRANDOM_U32 = 7;

    private CPrototype() {}

    private static Map<Integer, List<String>> parse() {
        Map<Integer, List<String>> table = new HashMap<>();
        OPEN.lines().forEach(line -> {
            int colon = line.indexOf(':');
            table.put(
                    Integer.valueOf(line.substring(0, colon)),
                    List.of(line.substring(colon + 1).strip().split(", ", -1)));
        });
        return Map.copyOf(table);
    }

    /** How many arguments of kind ANYTHING the table here knows of a helper. */
    static int openArguments(int helperId) {
        return OPEN_BY_ID.getOrDefault(helperId, List.of()).size();
    }

    /** The same of a kernel function. */
    static int openArguments(Kfunc kfunc) {
        return OPEN_BY_KFUNC.getOrDefault(kfunc, List.of()).size();
    }

    /** The whole declaration without a semicolon. */
    static String of(HelperPrototype helper) {
        return of(result(helper), helper.kernelName(), declarations(helper));
    }

    /** The whole declaration of a kernel function without a semicolon. */
    static String of(Kfunc kfunc) {
        return of(result(kfunc), kfunc.kernelName(), declarations(kfunc));
    }

    private static String of(String result, String kernelName, List<String> declarations) {
        return result + (result.endsWith("*") ? "" : " ") + kernelName + "("
                + (declarations.isEmpty() ? "void" : String.join(", ", declarations)) + ")";
    }

    /** The declaration of each argument; of equal names the second has a 2 behind it. */
    static List<String> declarations(HelperPrototype helper) {
        return declarations(helper.arguments(), OPEN_BY_ID.getOrDefault(helper.id(), List.of()));
    }

    /** The declaration of each argument of a kernel function. */
    static List<String> declarations(Kfunc kfunc) {
        return declarations(kfunc.arguments(), OPEN_BY_KFUNC.getOrDefault(kfunc, List.of()));
    }

    private static List<String> declarations(List<HelperArgument> arguments, List<String> open) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> declarations = new ArrayList<>();
        int next = 0;
        for (HelperArgument argument : arguments) {
            String declaration = switch (argument.kind()) {
                case ANYTHING -> next < open.size() ? open.get(next++) : "u64 number";
                case MAP -> "void *map";
                case MAP_KEY -> "const void *key";
                case MAP_VALUE, MAP_VALUE_OR_NULL -> "const void *value";
                case MAP_VALUE_OUT -> "void *value";
                case MEM, MEM_OR_NULL -> "const void *mem";
                case MEM_OUT, MEM_OUT_OR_NULL, MEM_INOUT -> "void *mem";
                case FIXED_MEM_OUT -> "u64 *result";
                case SIZE, SIZE_OR_ZERO, CONSTANT_SIZE -> "u32 size";
                case ALLOC_SIZE -> "u64 size";
                case CONST_STRING -> "const char *text";
                case CONTEXT, CONTEXT_OR_NULL -> "void *ctx";
                case SKB -> "struct __sk_buff *skb";
                case SOCK_COMMON, SOCK_OBJECT, SOCK_OBJECT_OR_NULL, SOCKET_OR_NULL -> "void *sock";
                case BTF_OBJECT, BTF_OBJECT_OR_NULL -> "struct " + argument.btfType() + " *object";
                case PERCPU_BTF -> "const void *percpu_ptr";
                case SPIN_LOCK -> "struct bpf_spin_lock *lock";
                case TIMER -> "struct bpf_timer *timer";
                case KPTR -> "void *field";
                case KPTR_VALUE -> "void *ptr";
                case DYNPTR, DYNPTR_OR_NULL -> "const struct bpf_dynptr *dynptr";
                case DYNPTR_OUT -> "struct bpf_dynptr *dynptr";
                case RINGBUF_RECORD -> "void *record";
                case FUNCTION -> "void *callback_fn";
                case STACK_OR_NULL -> "void *callback_ctx";
                case WORKQUEUE -> "struct bpf_wq *wq";
                case ITERATOR, ITERATOR_OUT -> "struct " + argument.btfType() + " *it";
                case IGNORED -> "void *aux";
                case OBJECT_TYPE -> "u64 type_id";
                case OBJECT, COUNTED_OBJECT -> "void *object";
                case PERCPU_OBJECT -> "void *percpu_object";
                case LIST_HEAD -> "struct bpf_list_head *head";
                case LIST_NODE -> "struct bpf_list_node *node";
                case RB_ROOT -> "struct bpf_rb_root *root";
                case RB_NODE, RB_NODE_IN_TREE -> "struct bpf_rb_node *node";
                case HOST_STRUCT -> "const void *mem";
                case HOST_STRUCT_OUT -> "void *mem";
                case HOST_NUMBER -> "u64 number";
                case HOST_OBJECT -> "void *object";
            };
            int count = seen.merge(declaration.substring(declaration.lastIndexOf(' ') + 1), 1, Integer::sum);
            declarations.add(count == 1 ? declaration : declaration + count);
        }
        return declarations;
    }

    private static String result(HelperPrototype helper) {
        return helper.id() == GET_PRANDOM_U32
                ? "u32"
                : UNSIGNED.contains(helper.id()) ? "u64" : result(helper.returns());
    }

    private static String result(Kfunc kfunc) {
        if (!kfunc.resultType().isEmpty()) {
            return "struct " + kfunc.resultType() + " *";
        }
        return kfunc == Kfunc.ITER_NUM_NEXT || kfunc == Kfunc.ITER_BITS_NEXT ? "int *" : result(kfunc.returns());
    }

    private static String result(ReturnKind returns) {
        return switch (returns) {
            case INTEGER -> "long";
            case INT -> "int";
            case CPU_NUMBER -> "u32";
            case BOUNDED_SIZE -> "long";
            case VOID -> "void";
            case SOCKET_OR_NULL, SOCK_COMMON_OR_NULL -> "struct bpf_sock *";
            case TCP_SOCK_OR_NULL -> "struct bpf_tcp_sock *";
            case TRUSTED_TASK -> "struct task_struct *";
            case WORD -> "u64 *";
            case MAP_VALUE,
                    MAP_VALUE_OR_NULL,
                    RINGBUF_MEM_OR_NULL,
                    DYNPTR_MEM_OR_NULL,
                    MEM_OR_BTF_OR_NULL,
                    MEM_OR_BTF,
                    KPTR_OR_NULL,
                    OBJECT_OR_NULL,
                    KERNEL_OBJECT,
                    KERNEL_OBJECT_OR_NULL,
                    SOCK_OBJECT_OR_NULL,
                    ITERATOR_ELEMENT_OR_NULL -> "void *";
        };
    }

    /** What R0 holds afterwards, in words. */
    static String describe(ReturnKind returns) {
        return switch (returns) {
            case INTEGER -> "a 64-bit number";
            case CPU_NUMBER -> "the number of a logical CPU";
            case BOUNDED_SIZE -> "bytes written, at most the size given, or a negative errno";
            case VOID -> "nothing: R0 must not be read";
            case MAP_VALUE -> "a value of the map";
            case MAP_VALUE_OR_NULL -> "a value of the map, or NULL";
            case SOCKET_OR_NULL -> "a socket, or NULL";
            case SOCK_COMMON_OR_NULL -> "the common part of a socket, or NULL";
            case TCP_SOCK_OR_NULL -> "the TCP part of a socket, or NULL";
            case RINGBUF_MEM_OR_NULL -> "a record of the constant size, or NULL";
            case DYNPTR_MEM_OR_NULL -> "memory of the constant size, or NULL";
            case MEM_OR_BTF_OR_NULL -> "a per-CPU variable, or NULL";
            case MEM_OR_BTF -> "a per-CPU variable";
            case TRUSTED_TASK -> "the current task";
            case KPTR_OR_NULL -> "what the field held before, or NULL";
            case OBJECT_OR_NULL -> "an object of a type of the program's own, or NULL";
            case KERNEL_OBJECT -> "an object of the kernel";
            case KERNEL_OBJECT_OR_NULL -> "an object of the kernel, or NULL";
            case SOCK_OBJECT_OR_NULL -> "the kernel's object of a socket, or NULL";
            case WORD -> "8 bytes to read and write";
            case INT -> "a 32-bit number; the upper half of R0 is zero";
            case ITERATOR_ELEMENT_OR_NULL -> "the element that the iterator has come to, or NULL behind the last";
        };
    }

    /** What an argument must be, in words. */
    static String describe(HelperArgument argument) {
        String text = switch (argument.kind()) {
            case ANYTHING -> "any number; the function itself refuses bad ones";
            case MAP -> "a map";
            case MAP_KEY -> "memory of the map's key size";
            case MAP_VALUE -> "memory of the map's value size";
            case MAP_VALUE_OUT -> "memory of the map's value size, which the helper fills";
            case MAP_VALUE_OR_NULL -> "memory of the map's value size, or NULL";
            case MEM -> "memory to read; its size is the next argument";
            case MEM_OR_NULL -> "memory to read, or NULL; its size is the next argument";
            case MEM_OUT -> "memory to fill; its size is the next argument";
            case MEM_INOUT -> "memory to read and change; its size is the next argument";
            case MEM_OUT_OR_NULL -> "memory to fill, or NULL; its size is the next argument";
            case FIXED_MEM_OUT -> argument.size() + " aligned bytes, which the helper fills";
            case SIZE -> "the size of the memory before it, not 0";
            case SIZE_OR_ZERO -> "the size of the memory before it";
            case ALLOC_SIZE -> "a constant: the size of the memory that is returned";
            case CONSTANT_SIZE -> "a constant: the size of the memory before it and of the memory that is returned";
            case CONST_STRING -> "a constant text, ended by NUL, in a frozen read-only map";
            case CONTEXT -> "the program's context";
            case CONTEXT_OR_NULL -> "the program's context, or NULL";
            case SKB -> "the program's context, a struct __sk_buff; in tracing programs a struct sk_buff";
            case SOCK_COMMON -> "a socket of any kind";
            case SOCK_OBJECT -> "a socket of any kind, or an object of the kernel that begins with one";
            case SOCK_OBJECT_OR_NULL ->
                "a socket of any kind, or an object of the kernel that begins with one, or NULL";
            case SOCKET_OR_NULL -> "a full socket, or NULL";
            case BTF_OBJECT -> "a kernel object of that type";
            case BTF_OBJECT_OR_NULL -> "a kernel object of that type, or NULL";
            case PERCPU_BTF -> "a per-CPU variable of the kernel";
            case SPIN_LOCK -> "a struct bpf_spin_lock in a map value";
            case TIMER -> "a struct bpf_timer in a map value";
            case KPTR -> "a field of a map value that holds a kernel pointer";
            case KPTR_VALUE -> "a pointer of the field's type that the program owns, or NULL";
            case DYNPTR -> "an initialised dynamic pointer";
            case DYNPTR_OR_NULL -> "an initialised dynamic pointer, or NULL";
            case DYNPTR_OUT -> "room on the stack for a dynamic pointer";
            case RINGBUF_RECORD -> "the start of a record reserved in a ring buffer";
            case FUNCTION -> "a static function of the program";
            case STACK_OR_NULL -> "a place on the stack, or NULL";
            case WORKQUEUE -> "a struct bpf_wq in a map value";
            case ITERATOR -> "an iterator on the stack";
            case ITERATOR_OUT -> "room on the stack for an iterator, " + argument.size() + " bytes";
            case IGNORED -> "anything; the kernel puts a value of its own there";
            case OBJECT_TYPE -> "a constant: the number of a struct among the program's types";
            case OBJECT -> "an object that the program owns";
            case PERCPU_OBJECT -> "an object for each CPU that the program owns";
            case COUNTED_OBJECT -> "an object with a struct bpf_refcount";
            case LIST_HEAD -> "a struct bpf_list_head whose lock is held";
            case LIST_NODE -> "a struct bpf_list_node in an object that the program owns, which the call takes over";
            case RB_ROOT -> "a struct bpf_rb_root whose lock is held";
            case RB_NODE -> "a struct bpf_rb_node in an object that the program owns, which the call takes over";
            case RB_NODE_IN_TREE -> "a struct bpf_rb_node in an object that is in a list or tree";
            case HOST_STRUCT -> argument.size() + " bytes to read";
            case HOST_STRUCT_OUT -> argument.size() + " bytes to fill";
            case HOST_NUMBER -> "a number";
            case HOST_OBJECT -> "an object of the host's";
        };
        return argument.released() ? text + "; the call gives it up" : text;
    }
}
