package io.github.bpf4j.cli.scenario;

import java.util.List;

/**
 * How a case ended.
 *
 * @param file the file that holds it
 * @param name its name, with the values of its row if it has a table
 * @param where the step that was not as expected, empty if all were
 * @param mismatches what was not as expected, empty if the case passed
 * @param notes what may explain it: calls of timer helpers and faults, with the C lines that made them
 * @param nanoseconds how long it took
 */
public record CaseResult(
        String file, String name, String where, List<Mismatch> mismatches, List<String> notes, long nanoseconds) {
    public CaseResult {
        mismatches = List.copyOf(mismatches);
        notes = List.copyOf(notes);
    }

    /** Whether all was as expected. */
    public boolean passed() {
        return mismatches.isEmpty();
    }
}
