package io.github.bpf4j.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The maps, programs and links that live, by id; the open file descriptions; and what is still to be freed. */
final class ObjectTable {
    private long sessions;
    private final NavigableMap<Integer, LiveMap> maps = new TreeMap<>();
    private final NavigableMap<Integer, LiveProgram> programs = new TreeMap<>();
    private final NavigableMap<Integer, LiveLink> links = new TreeMap<>();
    private ArrayDeque<KernelObject> buried = new ArrayDeque<>();
    private ArrayDeque<KernelObject> waiting = new ArrayDeque<>();
    private long[] since = {};
    private final Runnable onBuried;

    /**
     * An empty table.
     *
     * @param onBuried called when something waits to be freed
     */
    ObjectTable(Runnable onBuried) {
        this.onBuried = onBuried;
    }

    private final Set<OpenFile<?>> files = new LinkedHashSet<>();
    private int lastMapId;
    private int lastProgramId;
    private int lastLinkId;

    int nextMapId() {
        return ++lastMapId;
    }

    int nextProgramId() {
        return ++lastProgramId;
    }

    /** The number of an iteration. */
    long nextSession() {
        return sessions++;
    }

    int nextLinkId() {
        return ++lastLinkId;
    }

    void add(KernelObject object) {
        switch (object) {
            case LiveMap map -> maps.put(map.id(), map);
            case LiveProgram program -> programs.put(program.id(), program);
            case LiveLink link -> links.put(link.id(), link);
        }
    }

    Collection<LiveMap> maps() {
        return maps.values();
    }

    Collection<LiveProgram> programs() {
        return programs.values();
    }

    Collection<LiveLink> links() {
        return links.values();
    }

    @Nullable
    LiveMap map(int id) {
        return maps.get(id);
    }

    @Nullable
    LiveProgram program(int id) {
        return programs.get(id);
    }

    @Nullable
    LiveLink link(int id) {
        return links.get(id);
    }

    void opened(OpenFile<?> file) {
        files.add(file);
    }

    void closed(OpenFile<?> file) {
        files.remove(file);
    }

    /** The open file descriptions, oldest first; a copy. */
    List<OpenFile<?>> files() {
        return new ArrayList<>(files);
    }

    /** Takes an object out of sight, to be freed when no program runs that might know it: nobody can refer to it any more. */
    void bury(KernelObject object) {
        switch (object) {
            case LiveMap map -> maps.remove(map.id());
            case LiveProgram program -> programs.remove(program.id());
            case LiveLink link -> links.remove(link.id());
        }
        buried.add(object);
        object.gone();
        onBuried.run();
    }

    /** Whether something waits to be freed. */
    boolean hasBuried() {
        return !buried.isEmpty() || !waiting.isEmpty();
    }

    /** Frees what was out of sight before every run that goes on now began. */
    void reap(Occupancy occupancy) {
        while (hasBuried()) {
            if (waiting.isEmpty()) {
                ArrayDeque<KernelObject> empty = waiting;
                waiting = buried;
                buried = empty;
                since = occupancy.passes();
            }
            if (!occupancy.havePassed(since)) {
                return;
            }
            for (KernelObject object = waiting.poll(); object != null; object = waiting.poll()) {
                object.free();
            }
        }
    }
}
