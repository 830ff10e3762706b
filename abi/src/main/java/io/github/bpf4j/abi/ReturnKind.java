package io.github.bpf4j.abi;

/**
 * What a helper or kernel function leaves in R0.
 *
 * <p>Immutable and safe for use by any thread. Source: verifier spec 1.6.
 */
public enum ReturnKind {
    /** An unknown 64-bit number. */
    INTEGER,
    /** A logical CPU number: from 0 to below the number of CPUs. */
    CPU_NUMBER,
    /** A number from -4095 to the size argument's maximum: bytes written, or a negative errno. */
    BOUNDED_SIZE,
    /** Nothing: R0 must not be read. */
    VOID,
    /** A value of the map argument. */
    MAP_VALUE,
    /** A value of the map argument, or null. */
    MAP_VALUE_OR_NULL,
    /** A full socket, or null. */
    SOCKET_OR_NULL,
    /** The TCP part of a socket, or null. */
    TCP_SOCK_OR_NULL,
    /** The common part of a socket, or null. */
    SOCK_COMMON_OR_NULL,
    /** The kernel's object of a socket, of the helper's struct, or null. */
    SOCK_OBJECT_OR_NULL,
    /** A record of the constant size, or null. */
    RINGBUF_MEM_OR_NULL,
    /** Memory of the constant size inside a dynamic pointer, or null. */
    DYNPTR_MEM_OR_NULL,
    /** A per-CPU variable: an object if it is a struct, else read-only memory of its size; or null. */
    MEM_OR_BTF_OR_NULL,
    /** As MEM_OR_BTF_OR_NULL, never null. */
    MEM_OR_BTF,
    /** A trusted pointer to {@code struct task_struct}. */
    TRUSTED_TASK,
    /** What the KPTR argument held, or null. */
    KPTR_OR_NULL,
    /** An unknown 32-bit number: the upper half of R0 is zero. */
    INT,
    /** The element that the iterator has come to, to be read only, or null behind the last. */
    ITERATOR_ELEMENT_OR_NULL,

    /** An object of a type of the program's own, or null. */
    OBJECT_OR_NULL,
    /** An object of the kernel. */
    KERNEL_OBJECT,
    /** An object of the kernel, or null. */
    KERNEL_OBJECT_OR_NULL,
    /** Memory of 8 bytes. */
    WORD
}
