package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.maps.LocalStorage;
import java.util.function.LongPredicate;

/** Helpers on values that belong to tasks and control groups. */
final class StorageHelpers {
    private final MapTable maps;

    private StorageHelpers(MapTable maps) {
        this.maps = maps;
    }

    static void register(HelperTable table, MapTable maps, KernelObjects kernel) {
        StorageHelpers helpers = new StorageHelpers(maps);
        helpers.register(table, 156, 157, address -> kernel.taskAt(address).isPresent());
        helpers.register(table, 210, 211, address -> kernel.cgroupAt(address).isPresent());
    }

    /**
     * Adds the two helpers of a type of maps.
     *
     * @param isOwner whether there is an object of the right kind at an address
     */
    private void register(HelperTable table, int get, int delete, LongPredicate isOwner) {
        table.putExclusive(
                        get,
                        (cpu, map, owner, value, flags, r5) ->
                                isOwner.test(owner) ? storage(map).get(owner, value, flags) : 0)
                .putExclusive(delete, (cpu, map, owner, r3, r4, r5) -> {
                    if (owner == 0) {
                        return EINVAL.result();
                    }
                    return isOwner.test(owner) ? storage(map).remove(owner) : ENOENT.result();
                });
    }

    private LocalStorage storage(long map) {
        return maps.get(map, LocalStorage.class, "storage of objects");
    }
}
