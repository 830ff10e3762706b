package io.github.bpf4j.verifier.kernel;

import io.github.bpf4j.abi.Errno;

/** What a load from a kernel object finds (verifier spec B3, B4). Immutable and safe for use by any thread. */
public sealed interface Walk {
    /** A number, or a pointer to what is no struct. */
    record Plain() implements Walk {}

    /**
     * A pointer to a struct or union.
     *
     * @param typeId what it points to
     * @param member the name of the member that holds it
     * @param tag its type tag in the kernel's sources, empty if it has none
     * @param inUnion whether the same bytes may hold something else
     */
    record Pointer(int typeId, String member, String tag, boolean inUnion) implements Walk {}

    /** Nothing that may be loaded so. */
    record Refused(Errno errno, String reason) implements Walk {}
}
