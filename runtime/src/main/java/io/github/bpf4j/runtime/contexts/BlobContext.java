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
    private long buffer;
    private long data;
    private int dataBytes;

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
        this(memory, name, bytes, layout, false);
    }

    /**
     * As {@link #BlobContext(GuestMemory, String, byte[], Optional)}.
     *
     * @param made whether its pointers to kernel objects were made by the runtime, and stay
     * @throws GuestFault if there is no room
     */
    public BlobContext(GuestMemory memory, String name, byte[] bytes, Optional<ContextLayout> layout, boolean made) {
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
        layout.ifPresent(rules -> clearPointers(rules, seen, made));
        memory.write(seen, 0, block.address(), size);
    }

    /** Programs trust the pointers in their context, which only the runtime can make: the host's bytes there are nothing to it. */
    private static void clearPointers(ContextLayout layout, byte[] bytes, boolean made) {
        if (layout instanceof ContextLayout.Struct struct) {
            for (ContextField field : struct.fields()) {
                boolean kept = made && field.kind() == ContextField.Kind.BTF_OBJECT;
                if (field.kind().isPointer() && !kept && field.byteOffset() < bytes.length) {
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

    /** Says where the data of the packet lie that a socket buffer, by its address, stands for: a netfilter program's. */
    public void setPacket(long socketBuffer, long address, int bytes) {
        buffer = socketBuffer;
        data = address;
        dataBytes = bytes;
    }

    /** Whether a socket buffer at this address is the one that the run is about. */
    public boolean isAbout(long socketBuffer) {
        return buffer != 0 && buffer == socketBuffer;
    }

    /** Where the packet's data lie. */
    public long dataAddress() {
        return data;
    }

    /** How many bytes the packet has. */
    public int dataBytes() {
        return dataBytes;
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
