package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.maps.MapStorage;

/** The helpers that look up, change and iterate maps, and those that loop (runtime spec 4 and 5). */
final class MapHelpers {
    private static final int LOOP_LIMIT = 8 << 20;

    private final MapTable maps;
    private final KeyCells cells;
    private final TurnLock lock;

    MapHelpers(MapTable maps, KeyCells cells, TurnLock lock) {
        this.maps = maps;
        this.cells = cells;
        this.lock = lock;
    }

    void register(HelperTable table) {
        table.put(1, new MapHelper.Lookup(maps))
                .putExclusive(2, of((cpu, map, key, value, flags) -> map.update(cpu.id(), key, value, flags)))
                .putExclusive(3, of((cpu, map, key, r3, r4) -> map.delete(key)))
                .putExclusive(87, of((cpu, map, value, flags, r4) -> map.push(value, flags)))
                .putExclusive(88, of((cpu, map, value, r3, r4) -> map.pop(value)))
                .putExclusive(89, of((cpu, map, value, r3, r4) -> map.peek(value)))
                .put(93, (cpu, spinLock, r2, r3, r4, r5) -> cpu.lock(spinLock))
                .put(94, (cpu, spinLock, r2, r3, r4, r5) -> cpu.unlock(spinLock))
                .put(164, this::forEach)
                .put(181, MapHelpers::loop)
                .put(195, (cpu, map, key, of, r4, r5) -> lookupPerCpu(map, key, of));
    }

    private MapHelper of(MapHelper.Operation operation) {
        return new MapHelper(maps, operation);
    }

    private long lookupPerCpu(long handle, long key, long of) {
        MapStorage map = maps.get(handle);
        if (!map.isPerCpu()
                || Long.compareUnsigned(of & 0xffff_ffffL, map.shape().cpus()) >= 0) {
            return 0;
        }
        return map.lookup((int) of, key);
    }

    private long forEach(Cpu cpu, long handle, long callback, long context, long flags, long r5) {
        if (flags != 0) {
            return EINVAL.result();
        }
        MapStorage map = maps.get(handle);
        if (!map.hasElements()) {
            return EOPNOTSUPP.result();
        }
        long cell = cells.take(cpu);
        long visited = 0;
        try {
            for (int element = next(map, -1); element >= 0; element = next(map, element)) {
                visited++;
                long key = map.keyAddress(element, cell);
                if (cpu.callback(callback, handle, key, map.valueAddress(element, cpu.id()), context) != 0) {
                    break;
                }
            }
        } finally {
            cells.giveBack(cpu);
        }
        return visited;
    }

    private int next(MapStorage map, int element) {
        lock.lock();
        try {
            return map.next(element);
        } finally {
            lock.unlock();
        }
    }

    private static long loop(Cpu cpu, long count, long callback, long context, long flags, long r5) {
        long iterations = count & 0xffff_ffffL;
        if (flags != 0) {
            return EINVAL.result();
        }
        if (iterations > LOOP_LIMIT) {
            return io.github.bpf4j.abi.Errno.E2BIG.result();
        }
        for (long i = 0; i < iterations; i++) {
            if (cpu.callback(callback, i, context, 0, 0) != 0) {
                return i + 1;
            }
        }
        return iterations;
    }
}
