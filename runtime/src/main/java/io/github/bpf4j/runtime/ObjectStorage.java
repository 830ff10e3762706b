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
 * The values of a TASK_STORAGE or CGRP_STORAGE map, which user space of Linux gets by descriptors of tasks and control groups: here by the
 * objects of the runtime's world, such as {@code KernelValue.task(1)}. A value goes when a program or the
 * host deletes it, or with the map.
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
            case TASK_STORAGE, CGRP_STORAGE -> new ObjectStorage(map);
            default -> throw new BpfErrnoException(Errno.EINVAL, map + " has no values of objects");
        };
    }

    /**
     * The value of an object; empty if it has none.
     *
     * @throws BpfErrnoException EBADF if the world holds no such object, or it is of another kind
     */
    public Optional<byte[]> get(KernelValue object) {
        try (var _ = map.machine.turn()) {
            LocalStorage storage = (LocalStorage) map.commands.readable("lookup");
            int element = storage.elementOfOwner(address(object));
            return element < 0 ? Optional.empty() : Optional.of(map.live().readValue(element, 0));
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
     *     other flags
     */
    public void set(KernelValue object, byte[] value, long flags) {
        try (var _ = map.machine.turn()) {
            LocalStorage storage = (LocalStorage) map.commands.writable("update");
            map.live().stage(new byte[map.keySize()], value);
            map.commands.check(storage.put(address(object), map.live().stagedValue(), flags), "update");
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
            return storage.remove(address(object)) == 0;
        }
    }

    /** The objects that have values. */
    public List<KernelValue> objects() {
        try (var _ = map.machine.turn()) {
            KernelObjects kernel = map.machine.kernelObjects;
            List<KernelValue> objects = new ArrayList<>();
            for (long address : ((LocalStorage) map.commands.readable("lookup")).owners()) {
                kernel.objectAt(address).ifPresent(objects::add);
            }
            return objects;
        }
    }

    private long address(KernelValue object) {
        boolean ofMap = map.type() == MapType.TASK_STORAGE
                ? object instanceof KernelValue.TaskPointer
                : object instanceof KernelValue.CgroupPointer;
        long address = ofMap ? map.machine.kernelObjects.address(object) : 0;
        if (address == 0) {
            throw new BpfErrnoException(Errno.EBADF, "there is no " + object + " for " + map);
        }
        return address;
    }
}
