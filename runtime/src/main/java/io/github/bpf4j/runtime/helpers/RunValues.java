package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.maps.MapStorage;

/**
 * The values that maps hold for runs, and not for longer: those of the socket that a packet has only for its run, and of the control
 * group that a program is attached to nowhere. Each run is known by its number, for whoever occupies its CPU.
 */
public final class RunValues {
    private final MapTable maps;
    private final TurnLock lock;
    private final boolean[] any;
    private final boolean[] kept;

    /**
     * No values yet.
     *
     * @param runs how many runs there can be at once
     * @param lock what maps are under
     */
    public RunValues(MapTable maps, TurnLock lock, int runs) {
        this.maps = maps;
        this.lock = lock;
        any = new boolean[runs];
        kept = new boolean[runs];
    }

    /** Some map has a value for a run. */
    void note(int run) {
        any[run] = true;
    }

    /** Says whether the next runs of a number are one: a test run that repeats a program. The values stay until that is taken back. */
    public void keep(int run, boolean repeats) {
        kept[run] = repeats;
        end(run);
    }

    /** A run has ended. */
    public void end(int run) {
        if (any[run] && !kept[run]) {
            any[run] = false;
            lock.lock();
            try {
                for (MapStorage map : maps.all()) {
                    map.endRun(run);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
