package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.maps.MapStorage;
import java.util.HashSet;
import java.util.Set;

/**
 * Elements that were removed from maps which {@linkplain MapStorage#delaysRelease delay} what comes then: they are given up when each run
 * has ended that went on when they were removed. For whoever has the runtime's lock.
 */
final class DelayedReleases {
    private final Set<MapStorage> maps = new HashSet<>();
    private long[] sealedAt = {};

    void add(MapStorage map) {
        maps.add(map);
    }

    void remove(MapStorage map) {
        maps.remove(map);
    }

    /** Whether elements wait. */
    boolean isAny() {
        for (MapStorage map : maps) {
            if (map.hasRemoved()) {
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
