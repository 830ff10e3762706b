package io.github.bpf4j.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.bpf4j.cli.scenario.EventFile;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of a file, and what came of them. */
final class EventRuns {
    private static final int MOST_LISTED = 1000;

    private final EventFile file;
    private final List<Happened> listed = new ArrayList<>();
    private long happened;
    private long unexpected;

    private EventRuns(EventFile file) {
        this.file = file;
    }

    /** What came of one event. */
    record Happened(
            long ns,
            String name,
            List<EventFile.Ran> runs,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long result,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> mismatches) {}

    /** All events: the first thousand by themselves, and those that are not as the file expects. */
    record Report(long happened, long unexpected, List<Happened> listed) {}

    static EventRuns read(Path file) throws IOException {
        return new EventRuns(EventFile.read(file));
    }

    /** How many logical CPUs the events need. */
    int cpus() {
        return file.cpus();
    }

    void play(Runtime runtime, Collection loaded) {
        file.play(runtime, loaded, this::came);
    }

    private void came(EventFile.Outcome outcome) {
        happened++;
        boolean expected = outcome.mismatches().isEmpty();
        unexpected += expected ? 0 : 1;
        if (listed.size() < MOST_LISTED) {
            listed.add(
                    new Happened(outcome.ns(), outcome.name(), outcome.runs(), outcome.result(), outcome.mismatches()));
        }
    }

    Report report() {
        return new Report(happened, unexpected, List.copyOf(listed));
    }

    static void print(Report report, PrintWriter out) {
        out.printf(
                "events    %d%s%n",
                report.happened(), report.unexpected() == 0 ? "" : ", " + report.unexpected() + " not as expected");
        for (Happened event : report.listed()) {
            out.println("event     [" + RunReport.seconds(event.ns()) + "] " + event.name() + line(event));
            event.mismatches().forEach(mismatch -> out.println("    " + mismatch));
        }
        if (report.happened() > report.listed().size()) {
            out.println("event     and " + (report.happened() - report.listed().size()) + " more");
        }
    }

    private static String line(Happened event) {
        List<String> parts = new ArrayList<>();
        for (EventFile.Ran ran : event.runs()) {
            parts.add(ran.program() + (ran.fault() == null ? " " + ran.returned() : " fault " + ran.fault()));
        }
        if (event.result() != null) {
            parts.add(event.runs().isEmpty() ? "no program" : "result " + event.result());
        }
        return ": " + String.join(", ", parts);
    }
}
