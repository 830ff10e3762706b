package io.github.bpf4j.verifier.kernel;

/** Eight bytes of what a hook hands to programs (verifier spec B1). Immutable and safe for use by any thread. */
public sealed interface Slot {
    /** A number, or a pointer that is one to programs. */
    record Plain() implements Slot {}

    /**
     * A number of 64 bits that is known to lie in a range.
     *
     * @param least the least it can be
     * @param greatest the greatest it can be
     */
    record Ranged(long least, long greatest) implements Slot {}

    /**
     * A pointer to an object of the kernel.
     *
     * @param typeId the struct or union
     * @param trusted whether the object is there as long as the program runs
     * @param nullable whether it may be null
     * @param tag the pointer's type tag in the kernel's sources, empty if it has none
     */
    record Pointer(int typeId, boolean trusted, boolean nullable, String tag) implements Slot {}

    /**
     * Memory that an iterator hands over, or null: how much of it there is, is known when the program is attached.
     *
     * @param readOnly whether programs may only read it
     */
    record Buffer(boolean readOnly) implements Slot {}

    /** Something that programs may not load. */
    record Closed(String reason) implements Slot {}
}
