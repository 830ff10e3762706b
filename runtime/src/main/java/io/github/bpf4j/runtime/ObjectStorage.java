package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.maps.LocalStorage;
import io.github.bpf4j.runtime.world.KernelValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The values of a TASK_STORAGE, CGRP_STORAGE, SK_STORAGE or INODE_STORAGE map, which user space of Linux gets by descriptors of tasks,
 * control groups, sockets and files: here by the objects of the runtime's world, such as {@code KernelValue.task(1)}. A value goes when a
 * program or the host deletes it, or with the map.
 *
 * <p>Safe for use by any thread. Source: Linux 6.12.
 */
public final class ObjectStorage {
    private final BpfMap map;

    private ObjectStorage(BpfMap map) {
        this.map = map;
    }

    /**
     * The values of a map.
     *
     * @throws BpfErrnoException EINVAL if the map is of another type
     */
    public static ObjectStorage of(BpfMap map) {
        return switch (map.type()) {
            case TASK_STORAGE, CGRP_STORAGE, SK_STORAGE, INODE_STORAGE -> new ObjectStorage(map);
            default -> throw new BpfErrnoException(Errno.EINVAL, map + " has no values of objects");
        };
    }

    /**
     * The value of an object; empty if it has none.
     *
     * @throws BpfErrnoException EBADF if the world holds no such object, or it is of another kind
     */
    public Optional<byte[]> get(KernelValue object) {
        return get(object, 0);
    }

    /**
     * The value of an object; empty if it has none.
     *
     * @param flags {@link UpdateFlags#LOCK} to read under the value's lock, else 0
     * @throws BpfErrnoException EBADF if the world holds no such object, or it is of another kind (ENOTSOCK in a SK_STORAGE), EINVAL for
     *     other flags, or if values have no lock
     */
    public Optional<byte[]> get(KernelValue object, long flags) {
        try (var _ = map.machine.turn()) {
            LocalStorage storage = (LocalStorage) map.commands.readable("lookup");
            map.commands.check(storage.refuseLookup(flags), "lookup");
            int element = storage.elementOfOwner(owner(object));
            return element < 0 ? Optional.empty() : Optional.of(map.live().readValue(element, flags));
        }
    }

    /** Stores the value of an object, whether or not it has one. See {@link #set(KernelValue, byte[], long)}. */
    public void set(KernelValue object, byte[] value) {
        set(object, value, UpdateFlags.ANY);
    }

    /**
     * Stores the value of an object.
     *
     * @param flags see {@link UpdateFlags}
     * @throws IllegalArgumentException if the value has another size
     * @throws BpfErrnoException with the errno that Linux would give: EBADF if the world holds no such object, EEXIST, ENOENT, EINVAL for
     *     other flags, ENOMEM if memory has no room or the socket may spend no more
     */
    public void set(KernelValue object, byte[] value, long flags) {
        try (var _ = map.machine.turn()) {
            LocalStorage storage = (LocalStorage) map.commands.writable("update");
            map.live().stage(new byte[map.keySize()], value);
            map.commands.check(storage.put(owner(object), map.live().stagedValue(), flags), "update");
        }
    }

    /**
     * Removes the value of an object; false if it has none.
     *
     * @throws BpfErrnoException EBADF if the world holds no such object
     */
    public boolean remove(KernelValue object) {
        try (var _ = map.machine.turn()) {
            LocalStorage storage = (LocalStorage) map.commands.writable("delete");
            return storage.remove(owner(object)) == 0;
        }
    }

    /** The objects that have values. */
    public List<KernelValue> objects() {
        try (var _ = map.machine.turn()) {
            KernelObjects kernel = map.machine.kernelObjects;
            boolean sockets = map.type() == MapType.SK_STORAGE;
            List<KernelValue> objects = new ArrayList<>();
            for (long owner : ((LocalStorage) map.commands.readable("lookup")).owners()) {
                if (!sockets) {
                    kernel.objectAt(owner).ifPresent(objects::add);
                } else if (owner > 0) { // others are of runs
                    objects.add(KernelValue.socket(owner));
                }
            }
            return objects;
        }
    }

    /** What an object is known by. */
    private long owner(KernelValue object) {
        KernelObjects kernel = map.machine.kernelObjects;
        long owner = switch (object) {
            case KernelValue.TaskPointer _ when map.type() == MapType.TASK_STORAGE -> kernel.address(object);
            case KernelValue.CgroupPointer _ when map.type() == MapType.CGRP_STORAGE -> kernel.address(object);
            case KernelValue.InodePointer _ when map.type() == MapType.INODE_STORAGE -> kernel.address(object);
            case KernelValue.SocketPointer socket
            when map.type() == MapType.SK_STORAGE
                    && map.machine.network.sockets.find(socket.cookie()).isPresent() -> socket.cookie();
            default -> 0;
        };
        if (owner == 0) {
            boolean pointer = object instanceof KernelValue.TaskPointer
                    || object instanceof KernelValue.CgroupPointer
                    || object instanceof KernelValue.InodePointer;
            boolean other = map.type() == MapType.SK_STORAGE && pointer && kernel.address(object) != 0;
            throw new BpfErrnoException(other ? Errno.ENOTSOCK : Errno.EBADF, "there is no " + object + " for " + map);
        }
        return owner;
    }
}
