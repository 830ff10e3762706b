package io.github.bpf4j.runtime.timers;

import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;

/** What timers ask of the maps that own them and of the programs that they keep alive. */
public interface TimerOwners {
    /** Whether one more timer of the map may be initialised. */
    boolean allowsTimer(MapStorage map);

    /** Whether a user refers to the map (timers spec 7.1). */
    boolean hasUser(MapStorage map);

    /** A timer was armed on a CPU for this MONOTONIC instant: whoever sleeps until a later one must be woken. */
    void armed(int cpu, long expiresNs);

    /** Somebody is about to wait for the end of a timer's callback, to have it cancelled. */
    void waiting(ControlBlock timer);

    /** Takes a reference on a program; false if it is dying. */
    boolean hold(Image program);

    /** Gives a reference back. */
    void drop(Image program);
}
