package io.github.bpf4j.runtime.memory;

/** What a guest program did that ended its run. */
public enum FaultKind {
    /** An instruction that does not exist. */
    BAD_INSTRUCTION,
    /** Control left the program: by a jump, by a call, or by running off its end. */
    OUT_OF_PROGRAM,
    /** A load or store outside every live object, or of a kind that its object refuses. */
    BAD_ACCESS,
    /** An atomic operation on an address that is no multiple of its size. */
    MISALIGNED_ATOMIC,
    /** A call of a helper or function that this runtime does not have. */
    UNKNOWN_HELPER,
    /** A helper was given something that no verified program could give it. */
    BAD_ARGUMENT,
    /** More than eight nested frames. */
    CALL_DEPTH,
    /** The run's instruction budget is used up. */
    OUT_OF_FUEL,
    /** A timer that re-arms itself without delay for ever. */
    ENDLESS_TIMER,
    /** The host could not provide a page of guest memory, or failed otherwise while it served the guest. */
    HOST_FAILURE
}
