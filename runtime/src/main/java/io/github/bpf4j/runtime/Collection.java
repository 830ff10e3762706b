package io.github.bpf4j.runtime;

import io.github.bpf4j.object.CollectionSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The programs and maps of an object, loaded into a runtime.
 *
 * <p>Safe for use by any thread. It owns one descriptor of each map and program.
 */
public final class Collection implements AutoCloseable {
    private final Runtime runtime;
    private final Machine machine;
    private final CollectionSpec spec;
    private final Map<String, BpfMap> maps;
    private final Map<String, Program> programs;
    private final Map<String, StructOps> tables;
    private boolean closed;

    Collection(
            Runtime runtime,
            Machine machine,
            CollectionSpec spec,
            Map<String, BpfMap> maps,
            Map<String, Program> programs,
            Map<String, StructOps> tables) {
        this.runtime = runtime;
        this.machine = machine;
        this.spec = spec;
        this.maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        this.programs = Collections.unmodifiableMap(new LinkedHashMap<>(programs));
        this.tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    /** What it was loaded from, the externs of section {@code .kconfig} set. */
    public CollectionSpec spec() {
        return spec;
    }

    /** The loaded programs by name, in the object's order. */
    public Map<String, Program> programs() {
        return programs;
    }

    /** The maps by name, in the object's order; those of global data and of tables of operations among them. */
    public Map<String, BpfMap> maps() {
        return maps;
    }

    /**
     * A program by name.
     *
     * @throws IllegalArgumentException if none is loaded under this name
     */
    public Program program(String name) {
        Program program = programs.get(name);
        if (program == null) {
            throw new IllegalArgumentException("no program \"" + name + "\"; there are " + programs.keySet());
        }
        return program;
    }

    /**
     * A map by name, or a map of global data by its section, such as {@code .bss}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public BpfMap map(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            map = maps.values().stream()
                    .filter(each ->
                            each.spec().isData() && each.spec().section().equals(name))
                    .findFirst()
                    .orElse(null);
        }
        if (map == null) {
            throw new IllegalArgumentException("no map \"" + name + "\"; there are " + maps.keySet());
        }
        return map;
    }

    /** The tables of operations by name, in the object's order. */
    public Map<String, StructOps> structOps() {
        return tables;
    }

    /**
     * A table of operations by the name of its variable.
     *
     * @throws IllegalArgumentException if none is created under this name
     */
    public StructOps structOps(String name) {
        StructOps table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("no table \"" + name + "\"; there are " + tables.keySet());
        }
        return table;
    }

    /**
     * A global variable by name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Variable variable(String name) {
        var variable = spec.variable(name);
        return new Variable(machine, variable, spec.btf(), map(variable.mapName()));
    }

    /**
     * Closes the descriptors of the maps, then those of the programs. Timers of maps that nobody else has open or pinned stop;
     * programs that are attached, pinned or kept by a timer stay. Waits for the programs and callbacks that run meanwhile, as
     * {@link Runtime#quiesce} does. Closing twice does nothing.
     */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            if (closed) {
                return;
            }
            closed = true;
            maps.values().forEach(BpfMap::close);
            programs.values().forEach(Program::close);
            runtime.forget(this);
        }
        runtime.quiesce();
    }
}
