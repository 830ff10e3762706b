package io.github.bpf4j.conformance.isa;

import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.RunResult;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
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
        record Faults(Fault.Kind kind, byte @Nullable [] memoryAfter) implements Expectation {}
    }

    String where() {
        return file + ":" + line + " " + block + (row.isEmpty() ? "" : " [" + row + "]");
    }

    /** A fault's name in the case files. */
    static String caseName(Fault.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Runs the case on an engine; what differs from the expectation, if anything does. */
    Optional<String> disagreement(IsaEngine engine, long[] code) {
        byte[] after = memory.clone();
        RunResult got = engine.run(code, after);
        return switch (expectation) {
            case Expectation.Result(long r0, byte[] wanted) ->
                got.fault().isEmpty() && got.returnValue() == r0
                        ? memoryDisagreement(wanted, after)
                        : differs(got, "result 0x" + Long.toHexString(r0));
            case Expectation.Faults(Fault.Kind kind, byte @Nullable [] wanted) -> {
                if (got.fault().isEmpty() || got.fault().get().kind() != kind) {
                    yield differs(got, "fault " + caseName(kind));
                }
                yield wanted == null ? Optional.empty() : memoryDisagreement(wanted, after);
            }
        };
    }

    private Optional<String> differs(RunResult got, String expected) {
        String what = got.fault()
                .map(fault -> "fault " + caseName(fault.kind()) + ": " + fault.message())
                .orElseGet(() -> "result 0x" + Long.toHexString(got.returnValue()));
        return Optional.of(where() + ": expected " + expected + ", got " + what);
    }

    private Optional<String> memoryDisagreement(byte[] wanted, byte[] got) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        return Arrays.equals(wanted, got)
                ? Optional.empty()
                : Optional.of(where() + ": expected memory " + hex.formatHex(wanted) + ", got " + hex.formatHex(got));
    }
}
