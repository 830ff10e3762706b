package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.UpdateFlags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The entries of a DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP, CGROUP_ARRAY or REUSEPORT_SOCKARRAY, which user space of Linux stores by descriptors: here by objects.
 * Entries of interfaces and CPUs without a program can be stored with {@link BpfMap#update(byte[], byte[], long)}, too; what descriptors
 * there are in such bytes belong to nobody.
 *
 * <p>Safe for use by any thread. Source: Linux 6.12, as recorded in the corpus's redirect_maps-6.12.tsv and reuseport-6.12.tsv.
 */
public final class MapTargets {
    private final BpfMap map;

    private MapTargets(BpfMap map) {
        this.map = map;
    }

    /**
     * The entries of a map.
     *
     * @throws BpfErrnoException EINVAL if the map is of another type
     */
    public static MapTargets of(BpfMap map) {
        return switch (map.type()) {
            case DEVMAP, DEVMAP_HASH, CPUMAP, XSKMAP, CGROUP_ARRAY, REUSEPORT_SOCKARRAY -> new MapTargets(map);
            default -> throw new BpfErrnoException(Errno.EINVAL, map + " has values of bytes");
        };
    }

    /** Stores an entry, whether or not there is one. See {@link #set(int, MapTarget, long)}. */
    public void set(int key, MapTarget target) {
        set(key, target, UpdateFlags.ANY);
    }

    /**
     * Stores an entry. A program in it lives on at least as long as it is there.
     *
     * @param key the index or, of a DEVMAP_HASH, the key; an unsigned number
     * @param flags see {@link UpdateFlags}
     * @throws BpfErrnoException with the errno that Linux would give: among others E2BIG for an index beyond the map or a full hash, EINVAL
     *     for an interface that the world does not hold or a program of another type or place, ENODEV for a CPU that there is not,
     *     EOVERFLOW for a queue that is too long, ENOMEM for a CPU's program of another type or place, EBADF for a control group or socket that
     *     the world does not hold, EINVAL for a socket of no group, EBUSY for one that is in such a map already, EPERM if the map is frozen
     */
    public void set(int key, MapTarget target, long flags) {
        try (var _ = map.machine.turn()) {
            map.commands.writable("update");
            map.commands.check(map.machine.targets.update(map.live().targets(), key, target, flags), "update");
        }
    }

    /**
     * The entry of a key; empty if there is none. Its program is opened, for the caller to close.
     *
     * @throws BpfErrnoException as {@link BpfMap#lookup(byte[])}, but control groups can be read here
     */
    public Optional<MapTarget> get(int key) {
        try (var _ = map.machine.turn()) {
            map.commands.readable("lookup");
            LiveMap live = map.live();
            return Optional.ofNullable(live.targets().get(key))
                    .map(target -> map.machine.targets.describe(live, target));
        }
    }

    /**
     * Removes an entry; false if Linux says that there is none, which it does for DEVMAP_HASH, CGROUP_ARRAY
     * and REUSEPORT_SOCKARRAY.
     *
     * @throws BpfErrnoException EINVAL for an index beyond the map, E2BIG in a CGROUP_ARRAY or REUSEPORT_SOCKARRAY
     */
    public boolean clear(int key) {
        return map.delete(bytes(key));
    }

    /** The key as the bytes that commands of the map take. */
    public static byte[] bytes(int key) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(key)
                .array();
    }

    /** The type of the map. */
    public MapType type() {
        return map.type();
    }
}
