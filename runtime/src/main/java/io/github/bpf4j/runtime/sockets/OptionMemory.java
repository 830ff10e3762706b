package io.github.bpf4j.runtime.sockets;

import io.github.bpf4j.runtime.maps.LocalStorage;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that sockets may spend on options, values of maps among them: as much as net.core.optmem_max says unless it is set (recorded
 * in the corpus's sk_storage-6.12.tsv). For whoever has the lock of the maps.
 */
public final class OptionMemory implements LocalStorage.Charge {
    private static final int MOST_BYTES = 131_072;

    /** What the kernel takes for a value beside its bytes. */
    private static final int VALUE_BYTES = 72;

    /** What it takes for a socket's first value. */
    private static final int FIRST_BYTES = 176;

    private final Map<Long, Integer> spent = new HashMap<>();

    /** No socket has spent anything. */
    public OptionMemory() {}

    @Override
    public boolean take(long owner, int bytes) {
        int before = spent.getOrDefault(owner, 0);
        int more = bytes + VALUE_BYTES + (before == 0 ? FIRST_BYTES : 0);
        if (before + more >= MOST_BYTES) {
            return false;
        }
        spent.put(owner, before + more);
        return true;
    }

    @Override
    public void giveBack(long owner, int bytes) {
        spent.computeIfPresent(owner, (_, before) -> {
            int left = before - bytes - VALUE_BYTES;
            return left <= FIRST_BYTES ? null : left;
        });
    }
}
