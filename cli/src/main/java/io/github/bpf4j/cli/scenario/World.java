package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.PrintkLine;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.TimerCall;
import io.github.bpf4j.time.VirtualClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a case has: a runtime, what is loaded and open in it under which name, and what happened. For one thread at a time. */
final class World implements AutoCloseable {
    private static final int MOST_RECORDS = 100_000;

    final Settings settings;
    final Scope scope;
    final VirtualClock clock = new VirtualClock();
    final Runtime runtime;
    final List<PrintkLine> printk = new ArrayList<>();
    final List<Fault> faults = new ArrayList<>();
    final List<TimerCall> calls = new ArrayList<>();
    private final Map<String, Collection> collections = new LinkedHashMap<>();
    private final Map<String, BpfMap> maps = new LinkedHashMap<>();
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();

    @Nullable
    RunResult lastRun;

    long fired;

    World(Settings settings, Scope scope) {
        this.settings = settings;
        this.scope = scope;
        RuntimeBuilder builder = settings.unverified() ? Runtime.builder().unverified() : Runtime.builder();
        runtime = builder.engine(settings.engine())
                .profile(settings.profile())
                .kconfig(settings.kconfig())
                .cpus(settings.cpus())
                .seed(settings.seed())
                .world(settings.surroundings())
                .clock(clock)
                .onPrintk(line -> record(printk, line))
                .onFault(fault -> record(faults, fault))
                .onTimerCall(call -> record(calls, call))
                .build();
    }

    private static <T> void record(List<T> records, T record) {
        if (records.size() < MOST_RECORDS) {
            records.add(record);
        }
    }

    void add(String name, Collection collection, Node at) {
        if (collections.putIfAbsent(name, collection) != null) {
            collection.close();
            throw at.error("there is an object \"" + name + "\" already");
        }
    }

    /** Names a map; what had the name is closed. */
    void add(String name, BpfMap map) {
        BpfMap old = maps.put(name, map);
        if (old != null) {
            old.close();
        }
    }

    /** Names a program; what had the name is closed. */
    void add(String name, Program program) {
        Program old = programs.put(name, program);
        if (old != null) {
            old.close();
        }
    }

    /** Names a link; what had the name is closed. */
    void add(String name, Link link) {
        Link old = links.put(name, link);
        if (old != null) {
            old.close();
        }
    }

    Map<String, Collection> collections() {
        return collections;
    }

    /** A map by the name that it was opened under, as OBJECT.MAP, or by its own name if one object has it. */
    BpfMap map(Node node) {
        BpfMap map = findMap(node.text());
        if (map == null) {
            throw node.error("there is no map \"" + node.text() + "\"");
        }
        return map;
    }

    boolean isMap(Node node) {
        return findMap(node.text()) != null;
    }

    boolean isProgram(Node node) {
        return findProgram(node.text()) != null;
    }

    private @Nullable BpfMap findMap(String name) {
        return find(name, maps, World::mapOf);
    }

    /** Something by the name that it was opened under, or in the first object that has it. */
    private <T> @Nullable T find(String name, Map<String, T> opened, In<T> in) {
        T found = opened.get(name);
        for (Map.Entry<String, Collection> entry : collections.entrySet()) {
            if (found == null) {
                boolean qualified = name.startsWith(entry.getKey() + ".");
                found = in.find(
                        entry.getValue(),
                        qualified ? name.substring(entry.getKey().length() + 1) : name);
            }
        }
        return found;
    }

    /** Finds something in an object. */
    private interface In<T> {
        @Nullable
        T find(Collection collection, String name);
    }

    private static @Nullable BpfMap mapOf(Collection collection, String name) {
        try {
            return collection.map(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A program, found as {@link #map} finds maps. */
    Program program(Node node) {
        Program program = findProgram(node.text());
        if (program == null) {
            throw node.error("there is no program \"" + node.text() + "\"");
        }
        return program;
    }

    private @Nullable Program findProgram(String name) {
        return find(name, programs, (collection, own) -> collection.programs().get(own));
    }

    Link link(Node node) {
        Link link = links.get(node.text());
        if (link == null) {
            throw node.error("there is no link \"" + node.text() + "\"; give attach a name with \"as\"");
        }
        return link;
    }

    /** Closes what has a name: an object, a map, a program or a link. */
    void close(Node node) {
        String name = node.text();
        AutoCloseable named = collections.get(name);
        if (named == null) {
            named = links.get(name);
        }
        if (named == null) {
            named = findMap(name);
        }
        if (named == null) {
            named = findProgram(name);
        }
        switch (named) {
            case null -> throw node.error("nothing is called \"" + name + "\"");
            case Collection collection -> collection.close();
            case Link link -> link.close();
            case BpfMap map -> map.close();
            case Program program -> program.close();
            default -> throw new IllegalStateException(name);
        }
    }

    /** Closes everything; what is left then was lost. */
    ObjectCounters closeAll() {
        links.values().forEach(Link::close);
        maps.values().forEach(BpfMap::close);
        programs.values().forEach(Program::close);
        collections.values().forEach(Collection::close);
        runtime.bpffs().list().forEach(runtime.bpffs()::unlink);
        return runtime.objects();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
