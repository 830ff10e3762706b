package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;

/** Bytes that the host hands over as they are: the context of a syscall program, or the memory of raw code. */
public final class BlobContext implements GuestContext, GuestObject, AutoCloseable {
    private final GuestMemory memory;
    private final String name;
    private final long address;
    private final int size;
    private final long reserved;

    /**
     * Copies the bytes into guest memory.
     *
     * @throws GuestFault if there is no room
     */
    public BlobContext(GuestMemory memory, String name, byte[] bytes) {
        this.memory = memory;
        this.name = name;
        size = bytes.length;
        reserved = Math.max(8, size);
        address = memory.allocate(reserved, GuestMemory.Zone.LOW);
        if (address == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for " + size + " bytes of context");
        }
        memory.write(bytes, 0, address, size);
        memory.objects().add(this);
    }

    @Override
    public long address() {
        return address;
    }

    /** What the program left of the bytes. */
    public byte[] bytes() {
        return memory.read(address, size);
    }

    @Override
    public void close() {
        memory.objects().remove(this);
        memory.release(address, reserved, reserved);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long start() {
        return address;
    }

    @Override
    public long sizeBytes() {
        return reserved;
    }

    @Override
    public String refusal(long offset, long sizeBytes, Access access) {
        return offset + sizeBytes <= size ? "" : "it leaves " + name + " (" + size + " bytes)";
    }
}
