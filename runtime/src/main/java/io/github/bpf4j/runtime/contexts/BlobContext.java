package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;

/** Bytes that the host hands over as they are: the context of a syscall program, or the memory of raw code. */
public final class BlobContext implements GuestContext, AutoCloseable {
    private static final int LEAST_BYTES = 8;

    private final GuestMemory memory;
    private final ContextBlock block;
    private final int size;

    /**
     * Copies the bytes into guest memory.
     *
     * @throws GuestFault if there is no room
     */
    public BlobContext(GuestMemory memory, String name, byte[] bytes) {
        this.memory = memory;
        size = bytes.length;
        block = new ContextBlock(
                memory,
                name,
                Math.max(LEAST_BYTES, size),
                (offset, sizeBytes, access) ->
                        offset + sizeBytes <= size ? "" : "it leaves " + name + " (" + size + " bytes)");
        memory.write(bytes, 0, block.address(), size);
    }

    @Override
    public long address() {
        return block.address();
    }

    /** What the program left of the bytes. */
    public byte[] bytes() {
        return memory.read(block.address(), size);
    }

    @Override
    public void close() {
        block.close();
    }
}
