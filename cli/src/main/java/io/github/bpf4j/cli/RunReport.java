package io.github.bpf4j.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.net.Replay;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.PrintkLine;
import io.github.bpf4j.runtime.ProgramInfo;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.TimerCounters;
import io.github.bpf4j.runtime.TimerEvent;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what a replay came to, and prints it for people or as JSON. */
final class RunReport {
    private static final int MOST_LINES = 10_000;
    private static final int MOST_FAULTS = 1000;
    private static final double NS_PER_S = 1e9;

    private final PrintWriter log;
    private final boolean traceTimers;
    private final List<Printk> printk = new ArrayList<>();
    private final List<FaultView> faults = new ArrayList<>();
    private long unprinted;
    private long unlistedFaults;

    RunReport(PrintWriter log, boolean traceTimers) {
        this.log = log;
        this.traceTimers = traceTimers;
    }

    record Timers(long armed, long fired, long cancelled, long freed, long pending) {}

    record MapView(
            String name,
            String type,
            int entries,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<Element> elements) {}

    record Element(String key, String value) {}

    record Printk(long ns, int cpu, String text) {}

    record FaultView(
            String kind,
            String message,
            String program,
            String function,
            int instruction,
            String source,
            long ns,
            int cpu) {}

    record Run(
            long packets,
            long bytes,
            long skipped,
            Map<String, Long> verdicts,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> redirects,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long samples,

            @JsonInclude(JsonInclude.Include.NON_NULL) EventRuns.@Nullable Report events,

            Timers timers,
            List<MapView> maps,
            List<Printk> printk,
            List<FaultView> faults) {}

    /** Makes the runtime tell this report what happens. */
    RuntimeBuilder attach(RuntimeBuilder builder) {
        builder.onPrintk(this::printed).onFault(this::failed);
        return traceTimers ? builder.onTimerEvent(this::timerEvent) : builder;
    }

    private void printed(PrintkLine line) {
        if (printk.size() < MOST_LINES) {
            printk.add(new Printk(line.timeNs(), line.cpu(), line.text()));
        } else {
            unprinted++;
        }
    }

    private void failed(Fault fault) {
        if (faults.size() == MOST_FAULTS) {
            unlistedFaults++;
            return;
        }
        faults.add(new FaultView(
                fault.kind().name(),
                fault.message(),
                fault.program(),
                fault.function(),
                fault.insnOffset(),
                fault.source().orElse(""),
                fault.timeNs(),
                fault.cpu()));
    }

    private void timerEvent(TimerEvent event) {
        String expiry = event.kind() == TimerEvent.Kind.ARMED
                ? event.expiresNs() == Long.MAX_VALUE ? ", expires never" : ", expires " + seconds(event.expiresNs())
                : "";
        log.println("[" + seconds(event.timeNs()) + "] cpu " + event.cpu() + " timer "
                + event.kind().name().toLowerCase(Locale.ROOT) + ": " + event.map() + "["
                + HexFormat.of().formatHex(event.key()) + "] "
                + event.callback() + expiry);
    }

    static String seconds(long ns) {
        return "%d.%09d".formatted(ns / 1_000_000_000, ns % 1_000_000_000);
    }

    Run finish(
            Runtime runtime,
            Collection loaded,
            Replay.Result result,
            @Nullable Long samples,
            EventRuns.@Nullable Report events,
            List<String> dumped) {
        TimerCounters timers = runtime.timers();
        List<MapView> maps = new ArrayList<>();
        for (BpfMap map : loaded.maps().values()) {
            maps.add(new MapView(
                    map.name(), map.type().name(), map.size(), dumped.contains(map.name()) ? elements(map) : null));
        }
        return new Run(
                result.packets(),
                result.bytes(),
                result.skipped(),
                result.verdicts(),
                result.redirects(),
                samples,
                events,
                new Timers(timers.armed(), timers.fired(), timers.cancelled(), timers.freed(), timers.pending()),
                maps,
                printk,
                faults);
    }

    private static @Nullable List<Element> elements(BpfMap map) {
        try {
            List<Element> elements = new ArrayList<>();
            if (map.type() == MapType.QUEUE || map.type() == MapType.STACK) {
                map.waiting()
                        .forEach(value -> elements.add(new Element("[" + elements.size() + "]", value(map, value))));
                return elements;
            }
            map.forEach(entry -> elements.add(new Element(key(map, entry.key()), value(map, entry.value()))));
            return elements;
        } catch (BpfErrnoException e) {
            return null;
        }
    }

    private static String key(BpfMap map, byte[] key) {
        return map.spec().keyTypeId() != 0
                ? map.keyView(key).toString()
                : HexFormat.of().formatHex(key);
    }

    private static String value(BpfMap map, byte[] value) {
        return map.spec().valueTypeId() != 0 && !map.type().isPerCpu()
                ? map.valueView(value).toString()
                : HexFormat.of().formatHex(value);
    }

    /** What ran each program: only told to people, for it may differ from one time to the next. */
    static void printEngines(Collection loaded, PrintWriter out) {
        loaded.programs().forEach((name, program) -> {
            ProgramInfo info = program.info();
            out.printf(
                    Locale.ROOT,
                    "engine    %s: %s%s%n",
                    name,
                    info.engine().name().toLowerCase(Locale.ROOT),
                    info.jitedBytes() == 0
                            ? ""
                            : ", %d bytes of classes made of %d bytes in %.1f ms"
                                    .formatted(info.jitedBytes(), info.xlatedBytes(), info.compileNs() / 1e6));
            info.compileFailure().ifPresent(failure -> out.println("    not compiled: " + failure));
        });
    }

    void print(Run run, PrintWriter out, long elapsedNs) {
        out.printf(
                Locale.ROOT,
                "packets   %d (%d bytes)%s%n",
                run.packets(),
                run.bytes(),
                run.skipped() == 0 ? "" : ", " + run.skipped() + " without an Ethernet frame skipped");
        out.print("verdicts ");
        run.verdicts().forEach((name, count) -> out.print(" " + name + " " + count));
        out.println();
        run.redirects().forEach((end, count) -> out.println("redirect  " + end + ": " + count));
        if (run.events() != null) {
            EventRuns.print(run.events(), out);
        }
        if (run.samples() != null) {
            out.println("samples   " + run.samples());
        }
        Timers timers = run.timers();
        out.printf(
                "timers    armed %d, fired %d, cancelled %d, freed %d, pending %d%n",
                timers.armed(), timers.fired(), timers.cancelled(), timers.freed(), timers.pending());
        for (MapView map : run.maps()) {
            out.printf("map       %s (%s): %d entries%n", map.name(), map.type(), map.entries());
            if (map.elements() != null) {
                map.elements().forEach(element -> out.println("    " + element.key() + ": " + element.value()));
            }
        }
        for (Printk line : run.printk()) {
            out.println("printk    [" + seconds(line.ns()) + "] cpu " + line.cpu() + " " + line.text());
        }
        if (unprinted > 0) {
            out.println("printk    and " + unprinted + " lines more");
        }
        for (FaultView fault : run.faults()) {
            out.println("fault     [" + seconds(fault.ns()) + "] " + fault.kind() + ": " + fault.message() + " ("
                    + fault.program() + ", " + fault.function() + ", instruction " + fault.instruction() + ")");
            if (!fault.source().isEmpty()) {
                out.println("    " + fault.source());
            }
        }
        if (unlistedFaults > 0) {
            out.println("fault     and " + unlistedFaults + " more");
        }
        out.printf(
                Locale.ROOT,
                "speed     %.0f packets per second (%.3f s, start of the JVM not counted)%n",
                run.packets() / Math.max(1e-9, elapsedNs / NS_PER_S),
                elapsedNs / NS_PER_S);
    }
}
