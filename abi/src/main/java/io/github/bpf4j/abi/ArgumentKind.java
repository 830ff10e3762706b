package io.github.bpf4j.abi;

/**
 * What a helper or kernel function demands of one argument register.
 *
 * <p>Immutable and safe for use by any thread. Source: verifier spec 1.2, where the register types that each kind accepts
 * are listed.
 */
public enum ArgumentKind {
    /** Every initialised register; bad values are the helper's to refuse. */
    ANYTHING,
    /** A map. */
    MAP,
    /** Readable memory of the map's key size. */
    MAP_KEY,
    /** Readable memory of the map's value size. */
    MAP_VALUE,
    /** Memory of the map's value size that the helper fills. */
    MAP_VALUE_OUT,
    /** As MAP_VALUE, or the constant 0. */
    MAP_VALUE_OR_NULL,
    /** Memory that the helper reads; its size is the next argument. */
    MEM,
    /** As MEM, or the constant 0. */
    MEM_OR_NULL,
    /** Memory that the helper fills and that need not be initialised; its size is the next argument. */
    MEM_OUT,
    /** As MEM_OUT, or the constant 0. */
    MEM_OUT_OR_NULL,
    /** As MEM, and the helper changes it. */
    MEM_INOUT,
    /** Memory of the size in the prototype that the helper fills, aligned to that size. */
    FIXED_MEM_OUT,
    /** Size of the memory before it, not zero. */
    SIZE,
    /** Size of the memory before it. */
    SIZE_OR_ZERO,
    /** A known constant: the size of the memory that the helper returns. */
    ALLOC_SIZE,
    /** A known constant: the size of the memory before it, if that is not null, and of the memory that the call returns. */
    CONSTANT_SIZE,
    /** A text with NUL in a frozen read-only map, at a constant offset. */
    CONST_STRING,
    /** The program's unmodified context. */
    CONTEXT,
    /** As CONTEXT, or the constant 0. */
    CONTEXT_OR_NULL,
    /** The program's unmodified context, which must be a {@code struct __sk_buff}, or a {@code struct sk_buff} of the kernel. */
    SKB,
    /** A socket of any kind. */
    SOCK_COMMON,
    /** A socket of any kind, or a kernel object that begins with one. */
    SOCK_OBJECT,
    /** As SOCK_OBJECT, or null, checked by the helper. */
    SOCK_OBJECT_OR_NULL,
    /** A full socket, or null, checked by the helper. */
    SOCKET_OR_NULL,
    /** A kernel object of the prototype's BTF type. */
    BTF_OBJECT,
    /** As BTF_OBJECT, or null, checked by the helper. */
    BTF_OBJECT_OR_NULL,
    /** A per-CPU kernel variable. */
    PERCPU_BTF,
    /** A {@code struct bpf_spin_lock} in a map value or an object of the program. */
    SPIN_LOCK,
    /** A {@code struct bpf_timer} in a map value. */
    TIMER,
    /** A field of a map value or object that holds a referenced kernel pointer. */
    KPTR,
    /** A pointer of the type of the KPTR argument, owned by the program, or 0. */
    KPTR_VALUE,
    /** An initialised dynamic pointer; one of a ring buffer's record if the call ends it. */
    DYNPTR,
    /** An initialised dynamic pointer, or the constant 0. */
    DYNPTR_OR_NULL,
    /** Stack slots that the call makes a dynamic pointer. */
    DYNPTR_OUT,
    /** The start of a record reserved in a ring buffer. */
    RINGBUF_RECORD,
    /** The address of a static subprogram. */
    FUNCTION,
    /** A pointer into the stack, or the constant 0. */
    STACK_OR_NULL,
    /** A {@code struct bpf_wq} in a map value. */
    WORKQUEUE,
    /** An initialised iterator of the prototype's BTF type, in stack slots of its size. */
    ITERATOR,
    /** Stack slots that the call makes an iterator. */
    ITERATOR_OUT,
    /** Whatever the register holds: the kernel puts a value of its own there. */
    IGNORED,

    /** A known constant: the number of a struct among the program's own types. */
    OBJECT_TYPE,

    /** An object that the program allocated and owns. */
    OBJECT,

    /** An object for each CPU that the program allocated and owns. */
    PERCPU_OBJECT,

    /** An object with a {@code struct bpf_refcount}, owned or in a list or tree. */
    COUNTED_OBJECT,

    /** A {@code struct bpf_list_head} in a map value or an object, whose lock is held. */
    LIST_HEAD,

    /** A {@code struct bpf_list_node} in an object that the program owns; the call takes it over. */
    LIST_NODE,

    /** A {@code struct bpf_rb_root} in a map value or an object, whose lock is held. */
    RB_ROOT,

    /** A {@code struct bpf_rb_node} in an object that the program owns; the call takes it over. */
    RB_NODE,

    /** A {@code struct bpf_rb_node} in an object that the program does not own. */
    RB_NODE_IN_TREE,

    /** Memory of the size in the prototype that is read, by functions of the host's and by few helpers. */
    HOST_STRUCT,

    /** Memory of the size in the prototype that the host's function fills, aligned in any way. */
    HOST_STRUCT_OUT,

    /** A number, for a function of the host's. */
    HOST_NUMBER,

    /** A reference to an object of the host's, of the type in the prototype. */
    HOST_OBJECT;

    /** Whether the argument says how large the memory before it is. */
    public boolean isSize() {
        return this == SIZE || this == SIZE_OR_ZERO || this == CONSTANT_SIZE;
    }

    /** Whether the argument is memory whose size the next argument says. */
    public boolean isSizedMemory() {
        return switch (this) {
            case MEM, MEM_OR_NULL, MEM_OUT, MEM_OUT_OR_NULL, MEM_INOUT -> true;
            default -> false;
        };
    }
}
