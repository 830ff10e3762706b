package io.github.bpf4j.conformance.features;

import io.github.bpf4j.abi.MapType;

/**
 * What happens to one kind of map in a race, and what it promises.
 *
 * @param type the map's type
 * @param name what is special about it, else as the type
 * @param object what of the corpus declares it
 * @param course the race, checks included
 */
record MapRace(MapType type, String name, String object, Course course) {
    /** A race on what was loaded. */
    @FunctionalInterface
    interface Course {
        void run(RaceRig rig) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
