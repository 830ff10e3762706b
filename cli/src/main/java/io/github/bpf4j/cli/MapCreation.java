package io.github.bpf4j.cli;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapTypes;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.MapSpec;

/** Whether Linux would create the maps of programs. Types of keys and values do not decide it: loaders go on without them. */
final class MapCreation {
    private static final String MAP = "map \"";

    private MapCreation() {}

    /** A map that Linux would not create. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Errno errno;

        Refused(Errno errno, String message) {
            super(message);
            this.errno = errno;
        }

        Errno errno() {
            return errno;
        }
    }

    /**
     * Checks a map with its template for inner maps.
     *
     * @param cpus how many entries a map of perf events gets that does not say
     * @param privileged whether the loader has all capabilities
     * @throws Refused if Linux would not create it
     */
    static void check(MapSpec map, Btf btf, KernelProfile profile, int cpus, boolean privileged) {
        check(map, btf, profile, cpus, privileged, MAP + map.name() + "\"");
        if (!map.type().isMapInMap()) {
            return;
        }
        MapSpec inner = map.inner();
        if (inner == null) {
            throw new Refused(Errno.EBADF, "map \"" + map.name() + "\" does not say what the maps in it are like");
        }
        String name = "the template of the maps in \"" + map.name() + "\"";
        check(inner, btf, profile, cpus, privileged, name);
        require(inner.shape(btf, profile).checkAsInnerTemplate(), inner, name);
    }

    private static void check(
            MapSpec given, Btf btf, KernelProfile profile, int cpus, boolean privileged, String name) {
        MapSpec map = given.withDefaults(cpus);
        MapShape shape = map.shape(btf, profile);
        if (shape.check(map.types(btf), profile, privileged) != 0) {
            require(shape.check(MapTypes.NONE, profile, privileged), map, name);
        }
    }

    /** What to do about maps whose size is left to the program that loads them. */
    private static String sizing(String map) {
        return map.startsWith(MAP) ? "; if its loader sets the size, give one: --map-entries NAME=N" : "";
    }

    private static void require(long result, MapSpec map, String name) {
        if (result != 0) {
            throw new Refused(
                    Errno.byNumber((int) -result).orElse(Errno.EINVAL),
                    "%s cannot be created: type %s, %d bytes of key, %d bytes of value, %d entries%s%s"
                            .formatted(
                                    name,
                                    map.type(),
                                    map.keySize(),
                                    map.valueSize(),
                                    map.maxEntries(),
                                    map.flags() == 0 ? "" : ", flags " + MapFlags.format(map.flags()),
                                    map.maxEntries() == 0 ? sizing(name) : ""));
        }
    }
}
