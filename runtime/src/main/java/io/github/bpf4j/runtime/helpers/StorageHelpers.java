package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.GroupAttachment;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.maps.GroupStorage;
import io.github.bpf4j.runtime.maps.LocalStorage;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Helpers on values that belong to tasks, control groups, inodes and sockets, and to attachments in control groups. */
final class StorageHelpers {
    private final MapTable maps;
    private final KernelObjects kernel;
    private final SocketTable sockets;
    private final RunValues runs;

    private StorageHelpers(HelperServices services) {
        maps = services.maps();
        kernel = services.kernel();
        sockets = services.sockets();
        runs = services.runValues();
    }

    static void register(HelperTable table, HelperServices services) {
        StorageHelpers helpers = new StorageHelpers(services);
        KernelObjects kernel = services.kernel();
        helpers.register(table, 145, 146, address -> kernel.inodeAt(address).isPresent());
        helpers.register(table, 156, 157, address -> kernel.taskAt(address).isPresent());
        helpers.register(table, 210, 211, address -> kernel.cgroupAt(address).isPresent());
        table.putExclusive(81, (cpu, map, flags, r3, r4, r5) -> helpers.ofAttachment(cpu, map))
                .putExclusive(107, (cpu, map, sk, value, flags, r5) -> helpers.getOfSocket(cpu, map, sk, value, flags))
                .putExclusive(108, (cpu, map, sk, r3, r4, r5) -> helpers.removeOfSocket(cpu, map, sk));
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

    private Optional<LiveSocket> socket(Cpu cpu, long sk) {
        return SocketContextOf.subject(cpu, sk, sockets)
                .filter(socket -> socket.described().isFull());
    }

    /** What a socket is known by: that of a packet of which nothing was said is there as long as the run. */
    private long owner(Cpu cpu, LiveSocket socket) {
        return sockets.isAnonymous(socket)
                ? LocalStorage.ownerOfRun(cpu.run())
                : socket.described().cookie();
    }

    private long getOfSocket(Cpu cpu, long map, long sk, long value, long flags) {
        Optional<LiveSocket> socket = socket(cpu, sk);
        if (socket.isEmpty()) {
            return 0;
        }
        if (sockets.isAnonymous(socket.get())) {
            runs.note(cpu.run());
        }
        return storage(map).get(owner(cpu, socket.get()), value, flags);
    }

    private long removeOfSocket(Cpu cpu, long map, long sk) {
        Optional<LiveSocket> socket = socket(cpu, sk);
        return socket.isEmpty() ? EINVAL.result() : storage(map).remove(owner(cpu, socket.get()));
    }

    /** Where the program is attached that a run was begun with; null if nowhere, or the run is that of a callback. */
    private @Nullable GroupAttachment attachment(Cpu cpu) {
        return switch (cpu.context()) {
            case PacketContext packet -> packet.company().attachment();
            case BlobContext _ -> kernel.run(cpu.id()).attachment();
            case null, default -> null;
        };
    }

    private long ofAttachment(Cpu cpu, long map) {
        GroupStorage values = maps.get(map, GroupStorage.class, "storage of control groups");
        GroupAttachment attachment = attachment(cpu);
        long value;
        if (attachment == null) {
            runs.note(cpu.run());
            value = values.valueOfRun(cpu.run(), cpu.id());
        } else {
            value = values.valueOf(attachment.group(), attachment.attachType(), cpu.id());
        }
        if (value == 0) {
            throw new GuestFault(
                    FaultKind.HOST_FAILURE,
                    "guest memory has no room for a value of map \""
                            + values.shape().name() + "\"");
        }
        return value;
    }
}
