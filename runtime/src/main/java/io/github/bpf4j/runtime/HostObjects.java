package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.ArrayList;
import java.util.List;

/**
 * The references to objects of the host's that runs hold. A run finds only its own; what it still holds when it ends was lost.
 *
 * <p>Each run's are for the thread that it runs in.
 */
final class HostObjects {
    private static final long TAG = 0x0bf8_0000_0000_0000L;
    private static final int SHIFT = 3;

    private record Held(long handle, HostType<?> type, Object object) {}

    private final List<List<Held>> byRun = new ArrayList<>();
    private final long[] given;

    /**
     * No references.
     *
     * @param runs how many runs there can be at once
     */
    HostObjects(int runs) {
        given = new long[runs];
        for (int run = 0; run < runs; run++) {
            byRun.add(new ArrayList<>(0));
        }
    }

    /** A run gets a reference; returns what the program sees of it. */
    long add(int run, HostType<?> type, Object object) {
        long handle = TAG | ++given[run] << SHIFT & ~0xffff_0000_0000_0000L;
        byRun.get(run).add(new Held(handle, type, object));
        return handle;
    }

    /**
     * The object behind a reference.
     *
     * @throws GuestFault if the run holds no such reference
     */
    Object get(int run, long handle, HostType<?> type) {
        return held(run, handle, type).object();
    }

    /** A run gives up a reference. */
    void remove(int run, long handle, HostType<?> type) {
        byRun.get(run).remove(held(run, handle, type));
    }

    private Held held(int run, long handle, HostType<?> type) {
        return byRun.get(run).stream()
                .filter(held -> held.handle() == handle && held.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new GuestFault(
                        FaultKind.BAD_ARGUMENT, handle, "0x%x is no %s that the run holds".formatted(handle, type)));
    }

    /** A run has ended: tells the types of what it lost. */
    void endRun(int run) {
        List<Held> left = byRun.get(run);
        if (left.isEmpty()) {
            return;
        }
        List<Held> lost = List.copyOf(left);
        left.clear();
        lost.forEach(held -> held.type().lose(held.object()));
    }
}
