package io.github.bpf4j.conformance.isa;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One conformance case.
 *
 * @param line of the case, or of its row where it comes from a table
 * @param block the case block's name, the same for all rows of a table
 * @param memory what R1 points to; empty for none
 */
record IsaCase(
        String file, int line, String block, String row, Program program, byte[] memory, Expectation expectation) {

    sealed interface Program {
        record Assembly(String text) implements Program {}

        record Words(long[] code) implements Program {}
    }

    sealed interface Expectation {
        /** The program returns r0 and leaves this memory. */
        record Result(long r0, byte[] memoryAfter) implements Expectation {}

        /** The program faults; null leaves open what is in the memory then. */
        record Fault(IsaFault fault, byte @Nullable [] memoryAfter) implements Expectation {}
    }

    String where() {
        return file + ":" + line + " " + block + (row.isEmpty() ? "" : " [" + row + "]");
    }

    /** Runs the case on an engine; what differs from the expectation, if anything does. */
    Optional<String> disagreement(IsaEngine engine, long[] code) {
        byte[] after = memory.clone();
        IsaOutcome outcome = engine.run(code, after);
        return switch (expectation) {
            case Expectation.Result(long r0, byte[] wanted) ->
                outcome instanceof IsaOutcome.Returned(long got) && got == r0
                        ? memoryDisagreement(wanted, after)
                        : differs(outcome, "result 0x" + Long.toHexString(r0));
            case Expectation.Fault(IsaFault fault, byte @Nullable [] wanted) ->
                outcome instanceof IsaOutcome.Faulted(IsaFault got, String _) && got == fault
                        ? wanted == null ? Optional.empty() : memoryDisagreement(wanted, after)
                        : differs(outcome, "fault " + fault.caseName());
        };
    }

    private Optional<String> differs(IsaOutcome outcome, String expected) {
        return Optional.of(where() + ": expected " + expected + ", got " + outcome);
    }

    private Optional<String> memoryDisagreement(byte[] wanted, byte[] got) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        return Arrays.equals(wanted, got)
                ? Optional.empty()
                : Optional.of(where() + ": expected memory " + hex.formatHex(wanted) + ", got " + hex.formatHex(got));
    }
}
