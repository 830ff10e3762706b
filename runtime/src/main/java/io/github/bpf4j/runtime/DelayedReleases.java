package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.maps.MapStorage;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements that were removed from maps which {@linkplain MapStorage#delaysRelease delay} what comes then: they are given up when each run
 * has ended that went on when they were removed. For whoever has the runtime's lock.
 */
final class DelayedReleases {
    private final List<MapStorage> maps = new ArrayList<>();
    private long[] sealedAt = {};

    void add(MapStorage map) {
        maps.add(map);
    }

    void remove(MapStorage map) {
        maps.remove(map);
    }

    /** Whether elements wait. Asked at the end of each turn: it makes no iterator. */
    boolean isAny() {
        for (int i = 0; i < maps.size(); i++) {
            if (maps.get(i).hasRemoved()) {
                return true;
            }
        }
        return false;
    }

    /** Gives up those that no run can know any more. */
    void giveUp(Occupancy occupancy) {
        if (!isAny() || !occupancy.havePassed(sealedAt)) {
            return;
        }
        maps.forEach(MapStorage::releaseSealed);
        maps.forEach(MapStorage::seal);
        sealedAt = occupancy.passes();
        if (occupancy.havePassed(sealedAt)) {
            maps.forEach(MapStorage::releaseSealed);
        }
    }
}
