package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;

/** The cookie of a session while one of its two runs goes on. */
final class SessionCell implements GuestObject {
    private final GuestMemory memory;
    private final long address;

    SessionCell(GuestMemory memory, long value) {
        this.memory = memory;
        address = memory.allocate(Long.BYTES, GuestMemory.Zone.HIGH);
        if (address == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for a session's cookie");
        }
        memory.setLong(address, value);
        memory.objects().add(this);
    }

    long address() {
        return address;
    }

    /** Gives the memory back; what was in it. */
    long close() {
        long left = memory.getLong(address);
        memory.objects().remove(this);
        memory.release(address, Long.BYTES, Long.BYTES);
        return left;
    }

    @Override
    public String name() {
        return "the session's cookie";
    }

    @Override
    public long start() {
        return address & memory.mask();
    }

    @Override
    public long sizeBytes() {
        return Long.BYTES;
    }

    @Override
    public String refusal(long offset, long sizeBytes, Access access) {
        return offset + sizeBytes <= Long.BYTES ? "" : "it leaves the session's cookie";
    }
}
