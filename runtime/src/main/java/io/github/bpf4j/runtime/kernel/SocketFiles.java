package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.util.OptionalInt;

/**
 * Which files are those of sockets: the {@code private_data} of their {@code struct file} leads to a {@code struct socket}. That one lies there
 * is known from what the host wrote, not from guest memory: a pointer to anything else leads to none.
 *
 * <p>Safe for use by any thread.
 */
public final class SocketFiles {
    private final OptionalInt socketType;
    private final long privateData;

    /** Reads files by some types; those without sockets and files have none. */
    public SocketFiles(KernelStructs structs) {
        socketType = structs.find("socket");
        privateData = structs.bitOffset("file", "private_data");
    }

    /** The address of the {@code struct socket} of a file; 0 if that is none of a socket's, or nothing is known of what is there. */
    public long socket(GuestMemory memory, long file) {
        if (socketType.isEmpty() || privateData < 0) {
            return 0;
        }
        long at = file + privateData / Byte.SIZE;
        if (!memory.holds(at, Long.BYTES)
                || !memory.objects().allows(at & memory.mask(), Long.BYTES, Access.READ)
                || !(memory.objects().at(at & memory.mask()) instanceof PlacedStruct)) {
            return 0;
        }
        long socket = memory.getLong(at);
        if (!memory.holds(socket, 1) || !(memory.objects().at(socket & memory.mask()) instanceof PlacedStruct placed)) {
            return 0;
        }
        long offset = (socket & memory.mask()) - placed.start();
        return placed.hasStruct(offset, socketType.getAsInt()) ? placed.address() + offset : 0;
    }
}
