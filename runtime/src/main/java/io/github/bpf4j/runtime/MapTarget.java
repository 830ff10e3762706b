package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.world.World;
import java.util.Optional;

/** What an entry of a map names that is not bytes: see {@link MapTargets}. Immutable; programs in it may be closed. */
public sealed interface MapTarget {
    /**
     * An interface, in a DEVMAP or DEVMAP_HASH.
     *
     * @param ifindex the interface's number; 0 empties a slot of a DEVMAP
     * @param program runs on each frame before it leaves; of type XDP and made for {@code xdp/devmap}
     */
    record Device(int ifindex, Optional<Program> program) implements MapTarget {
        /** An interface that frames leave through as they are. */
        public Device(int ifindex) {
            this(ifindex, Optional.empty());
        }
    }

    /**
     * A logical CPU, that of the key, in a CPUMAP.
     *
     * @param queueSize how many frames may wait there, at most 16384; 0 empties the slot
     * @param program runs on each frame on that CPU; of type XDP and made for {@code xdp/cpumap}
     */
    record Cpu(int queueSize, Optional<Program> program) implements MapTarget {
        /** A CPU on which frames go on as they are. */
        public Cpu(int queueSize) {
            this(queueSize, Optional.empty());
        }
    }

    /**
     * A control group of the runtime's {@link World}, in a CGROUP_ARRAY.
     *
     * @param path such as {@code "/system/web"}
     */
    record Cgroup(String path) implements MapTarget {}

    /**
     * A socket of the runtime's {@link World}, in a REUSEPORT_SOCKARRAY.
     *
     * @param cookie its number
     */
    record Socket(long cookie) implements MapTarget {}
}
