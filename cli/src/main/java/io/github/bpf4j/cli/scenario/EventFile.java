package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.abi.NearestNames;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.EventResult;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.event.EventContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A list of events with their times, as YAML or JSON, that programs run on: see docs/events.md.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class EventFile {
    private static final Set<String> KEYS = Set.of(
            "at", "program", "target", "cpu", "in", "task", "cgroup", "context", "repeat", "every", "expect", "note");
    private static final int MOST_EVENTS = 10_000_000;
    private static final int MOST_CPUS = 256;

    private final List<Node> events;
    private final int cpus;

    private EventFile(List<Node> events) {
        this.events = List.copyOf(events);
        cpus = events.stream()
                .mapToInt(event -> event.small("cpu", 0, 0, MOST_CPUS - 1) + 1)
                .max()
                .orElse(1);
    }

    /**
     * The run of one program.
     *
     * @param returned R0, as a number of 32 bits with a sign if it has no more; 0 after a fault
     * @param fault the kind of what ended the run early, or null
     */
    public record Ran(
            String program, long returned, @Nullable String fault) {}

    /**
     * What came of one event.
     *
     * @param ns when it happened, on CLOCK_MONOTONIC
     * @param name the target or program
     * @param runs the programs that ran, in order
     * @param result what the place returned; null if a program was run by its name
     * @param mismatches how it differs from what the file expects
     */
    public record Outcome(
            long ns, String name, List<Ran> runs, @Nullable Long result, List<String> mismatches) {
        /** Copies the lists. */
        public Outcome {
            runs = List.copyOf(runs);
            mismatches = List.copyOf(mismatches);
        }
    }

    /**
     * Reads a file.
     *
     * @throws ScenarioException if it cannot be understood
     * @throws IOException if it cannot be read
     */
    public static EventFile read(Path path) throws IOException {
        if (Files.size(path) > ScenarioFile.LARGEST_FILE) {
            throw new ScenarioException(path.toString(), "more than " + ScenarioFile.LARGEST_FILE + " bytes");
        }
        return parse(Files.readString(path), path.toString());
    }

    static EventFile parse(String text, String name) {
        JsonNode json;
        try {
            json = YAMLMapper.builder(YAMLFactory.builder().build()).build().readTree(text);
        } catch (JacksonException e) {
            throw new ScenarioException(name, "no YAML: " + e.getMessage());
        }
        Node root = new Node(json, name);
        if (!root.isList()) {
            throw root.error("a list of events is expected");
        }
        Set<String> known = new HashSet<>(KEYS);
        known.addAll(EventContexts.KEYS);
        List<Node> events = root.elements();
        events.forEach(event -> event.only(known));
        return new EventFile(events);
    }

    /** How many logical CPUs the events need. */
    public int cpus() {
        return cpus;
    }

    /**
     * The next of the times that an event happens.
     *
     * @param place of the event in the file, which decides between events of one time
     * @param left how often it happens, this time included
     */
    private record Due(long ns, int place, long everyNs, int left, Node event) {
        Due next() {
            return new Due(ns + everyNs, place, everyNs, left - 1, event);
        }
    }

    private PriorityQueue<Due> schedule() {
        PriorityQueue<Due> due =
                new PriorityQueue<>(Comparator.comparingLong(Due::ns).thenComparingInt(Due::place));
        long previous = 0;
        long all = 0;
        for (int place = 0; place < events.size(); place++) {
            Node event = events.get(place);
            long at = event.number("at", previous);
            int repeat = event.small("repeat", 1, 1, MOST_EVENTS);
            long every = event.number("every", 0);
            if (at < 0 || every < 0) {
                throw event.error("events do not happen before the first");
            }
            all += repeat;
            if (all > MOST_EVENTS) {
                throw event.error("more than " + MOST_EVENTS + " events");
            }
            Math.addExact(at, Math.multiplyExact(every, repeat - 1L)); // the last is in time
            due.add(new Due(at, place, every, repeat, event));
            previous = at;
        }
        return due;
    }

    /**
     * Lets the events happen in the order of their times, the virtual clock moving between them. Programs that say in their section what
     * they are attached to are attached meanwhile.
     *
     * @param sink takes what came of each, as it happens
     * @throws ScenarioException if an event does not fit what is loaded
     */
    public void play(Runtime runtime, Collection loaded, Consumer<Outcome> sink) {
        List<AutoCloseable> links = new ArrayList<>();
        long begun = runtime.nowNs();
        try {
            loaded.programs().values().forEach(program -> attach(program).ifPresent(links::add));
            PriorityQueue<Due> schedule = schedule();
            for (Due due = schedule.poll(); due != null; due = schedule.poll()) {
                runtime.advanceTo(Math.addExact(begun, due.ns()));
                sink.accept(happen(runtime, loaded, due.event()));
                if (due.left() > 1) {
                    schedule.add(due.next());
                }
            }
        } catch (ArithmeticException e) {
            throw new ScenarioException("", "an event is more than 292 years away");
        } finally {
            links.forEach(EventFile::close);
        }
    }

    private static Optional<AutoCloseable> attach(Program program) {
        try {
            return Optional.of(program.attach());
        } catch (BpfErrnoException e) {
            return Optional.empty(); // it can be run by its name
        }
    }

    private static void close(AutoCloseable link) {
        try {
            link.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Outcome happen(Runtime runtime, Collection loaded, Node event) {
        if (event.has("program") == event.has("target")) {
            throw event.error("an event has either a program or a target");
        }
        try {
            return event.has("program") ? program(runtime, loaded, event) : target(runtime, event);
        } catch (BpfErrnoException | IllegalArgumentException e) {
            throw event.error(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome program(Runtime runtime, Collection loaded, Node event) {
        Node name = event.get("program");
        Program program = loaded.programs().get(name.text());
        if (program == null) {
            List<String> near = NearestNames.to(name.text(), loaded.programs().keySet().stream());
            throw name.error("there is no program \"" + name.text() + "\"; there are "
                    + (near.isEmpty() ? loaded.programs().keySet() : near));
        }
        EventContext context =
                EventContexts.find(event).orElseGet(() -> EventContext.bytes(RunSteps.context(program, event)));
        RunResult result = program.run(
                        context, event.small("cpu", 0, 0, MOST_CPUS - 1), RunSteps.where(event), RunSteps.around(event))
                .run();
        Comparison comparison = new Comparison();
        event.find("expect").ifPresent(wanted -> RunSteps.returned(comparison, "return", wanted, result));
        return new Outcome(
                runtime.nowNs(), program.name(), List.of(ran(program.name(), result)), null, mismatches(comparison));
    }

    private static Ran ran(String program, RunResult result) {
        long r0 = result.returnValue();
        return new Ran(
                program,
                r0 >>> Integer.SIZE == 0 ? (int) r0 : r0,
                result.fault().map(fault -> fault.kind().name()).orElse(null));
    }

    private static Outcome target(Runtime runtime, Node event) {
        EventContext context =
                EventContexts.find(event).orElseGet(() -> EventContext.bytes(RunSteps.context(null, event)));
        Event happening = Event.at(event.get("target").text(), context)
                .on(event.small("cpu", 0, 0, MOST_CPUS - 1))
                .during(RunSteps.where(event))
                .in(RunSteps.around(event))
                .inCgroup(event.text("cgroup", ""));
        EventResult result = runtime.trigger(happening);
        Comparison comparison = new Comparison();
        event.find("expect").ifPresent(wanted -> compare(comparison, wanted, result));
        return new Outcome(
                runtime.nowNs(),
                happening.target(),
                result.runs().stream().map(ran -> ran(ran.program(), ran.run())).toList(),
                result.result(),
                mismatches(comparison));
    }

    /** What each program returned, as a list, or what the place did, as a number. */
    static void compare(Comparison comparison, Node wanted, EventResult result) {
        if (!wanted.isList()) {
            comparison.number("result", wanted, result.result());
            return;
        }
        RunSteps.returned(
                comparison,
                wanted,
                result.runs().stream().map(EventResult.Ran::run).toList());
    }

    private static List<String> mismatches(Comparison comparison) {
        return comparison.mismatches().stream().map(Mismatch::toString).toList();
    }
}
