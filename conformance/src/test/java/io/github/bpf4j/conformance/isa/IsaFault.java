package io.github.bpf4j.conformance.isa;

import java.util.Locale;

/** How a guest's run may end other than by returning; the names of the case files in upper case. */
enum IsaFault {
    /** An encoding that is no instruction, found at load or when it is reached. */
    BAD_INSTRUCTION,
    /** Control leaves the program: by a jump, by a call, or by running off its end. */
    OUT_OF_PROGRAM,
    UNKNOWN_HELPER,
    CALL_DEPTH,
    MISALIGNED_ATOMIC,
    OUT_OF_FUEL;

    String caseName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
