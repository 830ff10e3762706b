package io.github.bpf4j.runtime;

import java.util.Optional;

/**
 * What ended a guest's run before its time. A result, not an error of the host's.
 *
 * @param program name of the program
 * @param function name of the function the instruction is in
 * @param insnOffset the instruction, or -1 if it is unknown
 * @param source file, line and text of the C source, if the object tells
 * @param timeNs MONOTONIC time
 * @param cpu the logical CPU
 * @param cause what a function of the host's threw, of HOST_FAILURE
 */
public record Fault(
        Kind kind,
        String message,
        String program,
        String function,
        int insnOffset,
        Optional<String> source,
        long timeNs,
        int cpu,
        Optional<Throwable> cause) {

    /** A fault without a cause in the host. */
    public Fault(
            Kind kind,
            String message,
            String program,
            String function,
            int insnOffset,
            Optional<String> source,
            long timeNs,
            int cpu) {
        this(kind, message, program, function, insnOffset, source, timeNs, cpu, Optional.empty());
    }

    /** What kind of thing the guest did. */
    public enum Kind {
        BAD_INSTRUCTION,
        OUT_OF_PROGRAM,
        BAD_ACCESS,
        MISALIGNED_ATOMIC,
        UNKNOWN_HELPER,
        BAD_ARGUMENT,
        CALL_DEPTH,
        OUT_OF_FUEL,
        ENDLESS_TIMER,
        HOST_FAILURE
    }

    /** One line for people: where, what, source. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .append(": ")
                .append(message);
        text.append(" (").append(program);
        if (!function.isEmpty() && !function.equals(program)) {
            text.append(", ").append(function);
        }
        if (insnOffset >= 0) {
            text.append(", instruction ").append(insnOffset);
        }
        text.append(')');
        source.ifPresent(line -> text.append("\n    ").append(line));
        return text.toString();
    }
}
