package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.world.PerfCounter;

/**
 * The counters in a PERF_EVENT_ARRAY map, which programs read with {@code bpf_perf_event_read_value}. User space of Linux opens events that
 * count by themselves; here the host says what each has counted. An index has a counter or a {@link PerfReader}, not both.
 *
 * <p>Safe for use by any thread; each call is atomic.
 */
public final class PerfCounters {
    private final BpfMap map;

    private PerfCounters(BpfMap map) {
        this.map = map;
    }

    /**
     * The counters of a map.
     *
     * @throws BpfErrnoException EINVAL if the map is of another type
     */
    public static PerfCounters of(BpfMap map) {
        try (var _ = map.machine.turn()) {
            if (!(map.commands.open() instanceof PerfEventArray)) {
                throw new BpfErrnoException(Errno.EINVAL, map + " has no counters");
            }
            return new PerfCounters(map);
        }
    }

    /**
     * Says what the event of an index has counted on a CPU: programs on other CPUs cannot read it, they get -EINVAL.
     *
     * @throws BpfErrnoException E2BIG if the map has no such index
     */
    public void set(int index, int cpu, PerfCounter counted) {
        try (var _ = map.machine.turn()) {
            array(index).set(index, new PerfEventArray.Counter(cpu, counted));
        }
    }

    /**
     * Says what the event of an index has counted of a task, on whichever CPU it runs. Whose task it is, is the host's to know.
     *
     * @throws BpfErrnoException E2BIG if the map has no such index
     */
    public void setOfTask(int index, PerfCounter counted) {
        set(index, -1, counted);
    }

    /**
     * Takes the event of an index out of the map.
     *
     * @throws BpfErrnoException E2BIG if the map has no such index, ENOENT if nothing is there
     */
    public void clear(int index) {
        try (var _ = map.machine.turn()) {
            if (!array(index).remove(index)) {
                throw new BpfErrnoException(Errno.ENOENT, "index " + index + " of " + map);
            }
        }
    }

    private PerfEventArray array(int index) {
        PerfEventArray array = (PerfEventArray) map.commands.open();
        if (index < 0 || index >= array.shape().maxEntries()) {
            throw new BpfErrnoException(Errno.E2BIG, "index " + index + " of " + map);
        }
        return array;
    }
}
