package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.util.Arrays;
import java.util.Optional;

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
        this(memory, name, bytes, Optional.empty());
    }

    /**
     * Copies the bytes into guest memory, to be used as the layout says. Where it has pointers they are null: there is no packet and no
     * socket.
     *
     * @throws GuestFault if there is no room
     */
    public BlobContext(GuestMemory memory, String name, byte[] bytes, Optional<ContextLayout> layout) {
        this.memory = memory;
        size = bytes.length;
        block = new ContextBlock(
                memory,
                name,
                Math.max(LEAST_BYTES, size),
                (offset, sizeBytes, access) -> offset + sizeBytes <= size
                        ? layout.map(rules -> refusal(rules, offset, sizeBytes, access))
                                .orElse("")
                        : "it leaves " + name + " (" + size + " bytes)");
        byte[] seen = bytes.clone();
        layout.ifPresent(rules -> clearPointers(rules, seen));
        memory.write(seen, 0, block.address(), size);
    }

    /** Programs trust the pointers in their context, which only the runtime can make: the host's bytes there are nothing to it. */
    private static void clearPointers(ContextLayout layout, byte[] bytes) {
        if (layout instanceof ContextLayout.Struct struct) {
            for (ContextField field : struct.fields()) {
                if (field.kind().isPointer() && field.byteOffset() < bytes.length) {
                    Arrays.fill(bytes, field.byteOffset(), Math.min(bytes.length, field.endOffset()), (byte) 0);
                }
            }
        }
    }

    private static String refusal(ContextLayout layout, long offset, long sizeBytes, Access access) {
        boolean write = access == Access.WRITE;
        boolean allowed = layout instanceof ContextLayout.Bytes bytes
                ? offset >= bytes.firstOffset() && (bytes.writable() || !write)
                : sizeBytes <= Long.BYTES && layout.allows((int) offset, (int) sizeBytes, write);
        return allowed ? "" : layout.struct() + " allows no such " + (write ? "write" : "read");
    }

    @Override
    public long address() {
        return block.address();
    }

    @Override
    public int sizeBytes() {
        return size;
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
