package io.github.bpf4j.object;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a host says about loading maps beside what they are. Immutable.
 *
 * @param notCreated names of maps that are not created
 * @param pinPaths where maps are shared, by their names
 */
record MapSettings(Set<String> notCreated, Map<String, String> pinPaths) {
    static final MapSettings NONE = new MapSettings(Set.of(), Map.of());

    MapSettings {
        notCreated = Set.copyOf(notCreated);
        pinPaths = Map.copyOf(pinPaths);
    }

    MapSettings withCreated(String mapName, boolean created) {
        Set<String> changed = new HashSet<>(notCreated);
        if (created) {
            changed.remove(mapName);
        } else {
            changed.add(mapName);
        }
        return new MapSettings(changed, pinPaths);
    }

    MapSettings withPinPath(String mapName, String path) {
        Map<String, String> changed = new HashMap<>(pinPaths);
        changed.put(mapName, path);
        return new MapSettings(notCreated, changed);
    }
}
