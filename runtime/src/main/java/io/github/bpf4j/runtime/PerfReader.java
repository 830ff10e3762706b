package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.maps.PerfEventArray;
import java.util.Optional;

/**
 * The host's end of a perf event: samples that programs put out.
 *
 * <p>Safe for use by any thread; each call is atomic.
 */
public final class PerfReader implements AutoCloseable {
    private final Machine machine;
    private final PerfEventArray array;
    private final PerfEventArray.Event event;

    PerfReader(Machine machine, PerfEventArray array, PerfEventArray.Event event) {
        this.machine = machine;
        this.array = array;
        this.event = event;
    }

    /** Takes the oldest sample; empty if none waits. */
    public Optional<byte[]> poll() {
        try (var _ = machine.turn()) {
            return Optional.ofNullable(event.poll());
        }
    }

    /** How many samples found no room. */
    public long lost() {
        try (var _ = machine.turn()) {
            return event.lost();
        }
    }

    /** Takes the event out of the map: programs get -ENOENT from now on. */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            array.close(event);
        }
    }
}
