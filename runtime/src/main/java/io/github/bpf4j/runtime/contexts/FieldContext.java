package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A context struct of a program on sockets or settings, with the socket, the data and the setting that it is about. For one run.
 */
public final class FieldContext implements GuestContext, AutoCloseable {
    private static final int FLOW_KEYS_BYTES = 56;
    private static final int NONE = -1;

    private final GuestMemory memory;
    private final ContextLayout.Struct layout;
    private final ContextBlock block;
    private final @Nullable ContextBlock data;
    private final @Nullable ContextBlock flowKeys;
    private final int returnValueOffset;
    private final int tcpFlagsOffset;
    private int dataBytes;
    private final TcpHeader tcpHeader;
    private final @Nullable LiveSocket socket;
    private final @Nullable Setting setting;
    private @Nullable LiveSocket selected;
    private boolean isSelected;
    private boolean withoutGroup;
    private boolean bufferless;
    private byte[] headers = {};
    private int networkHeader;

    /**
     * Writes a context into guest memory.
     *
     * @param bytes of the struct; what lies where it has pointers does not count
     * @param socket what the context is about, null if nothing
     * @param socketAddress the address that the program knows it by, 0 if it does not
     * @param content what pointers to packets and values of options lead to
     * @param tcpHeader what is known of the TCP header that this is
     * @throws GuestFault if there is no room
     */
    public FieldContext(
            GuestMemory memory,
            ContextLayout.Struct layout,
            byte[] bytes,
            @Nullable LiveSocket socket,
            long socketAddress,
            byte[] content,
            TcpHeader tcpHeader,
            @Nullable Setting setting) {
        this.memory = memory;
        this.layout = layout;
        this.socket = socket;
        this.setting = setting;
        this.tcpHeader = tcpHeader;
        dataBytes = content.length;
        returnValueOffset = layout.field("retval").map(ContextField::byteOffset).orElse(NONE);
        tcpFlagsOffset =
                layout.field("skb_tcp_flags").map(ContextField::byteOffset).orElse(NONE);
        String name = "the context (struct " + layout.struct() + ")";
        block = new ContextBlock(memory, name, layout.size(), this::refusal);
        ContextBlock dataBlock = null;
        ContextBlock keys = null;
        try {
            if (has(ContextField.Kind.PACKET)) {
                int room = Math.max(1, dataBytes + tcpHeader.room());
                dataBlock = new ContextBlock(memory, "the data of " + name, room, this::refusalOfData);
            }
            if (has(ContextField.Kind.FLOW_KEYS)) {
                keys = new ContextBlock(memory, "the flow keys", FLOW_KEYS_BYTES, (_, _, _) -> "");
            }
        } catch (GuestFault noRoom) {
            if (dataBlock != null) {
                dataBlock.close();
            }
            block.close();
            throw noRoom;
        }
        data = dataBlock;
        flowKeys = keys;
        memory.write(bytes, 0, block.address(), bytes.length);
        if (data != null) {
            memory.write(content, 0, data.address(), dataBytes);
        }
        if (flowKeys != null) {
            flowKeys.clear();
        }
        layout.fields()
                .forEach(field ->
                        point(field, field.kind() == ContextField.Kind.SOCK_COMMON_OR_NULL ? 0 : socketAddress));
    }

    private boolean has(ContextField.Kind kind) {
        return layout.fields().stream().anyMatch(field -> field.kind() == kind);
    }

    private String refusal(long offset, long sizeBytes, Access access) {
        boolean allowed =
                sizeBytes <= Long.BYTES && layout.allows((int) offset, (int) sizeBytes, access == Access.WRITE);
        return allowed ? "" : layout.struct() + " allows no such " + (access == Access.WRITE ? "write" : "read");
    }

    private String refusalOfData(long offset, long sizeBytes, Access access) {
        return offset + sizeBytes <= dataBytes ? "" : "it leaves the " + dataBytes + " bytes of the context's data";
    }

    /** Whether pointers to a packet are null: only some of what happens to a TCP connection comes with one, whose flags are said. */
    private boolean isWithoutPacket() {
        return isOfTcp() && dataBytes == 0 && tcpHeader.room() == 0 && getInt(tcpFlagsOffset) == 0;
    }

    /** Whether this is about what happens to a TCP connection. */
    public boolean isOfTcp() {
        return tcpFlagsOffset != NONE;
    }

    private void point(ContextField field, long socketAddress) {
        long address = switch (field.kind()) {
            case SCALAR -> -1;
            case PACKET, PACKET_META -> data == null || isWithoutPacket() ? 0 : data.address();
            case PACKET_END -> data == null || isWithoutPacket() ? 0 : data.address() + dataBytes;
            case SOCKET, SOCKET_OR_NULL, SOCK_COMMON_OR_NULL -> socketAddress;
            case FLOW_KEYS -> flowKeys == null ? 0 : flowKeys.address();
            case BTF_OBJECT -> 0;
        };
        if (field.kind().isPointer()) {
            block.setInt(field.byteOffset(), (int) address);
            if (field.elementSize() == Long.BYTES) {
                block.setInt(field.byteOffset() + Integer.BYTES, (int) (address >>> Integer.SIZE));
            }
        }
    }

    @Override
    public long address() {
        return block.address();
    }

    @Override
    public long loadPacket(long byteOffset, int sizeBytes) {
        if (data == null || byteOffset < 0 || byteOffset + sizeBytes > dataBytes) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < sizeBytes; i++) {
            value = value << Byte.SIZE | memory.getU8(data.address() + byteOffset + i);
        }
        return value;
    }

    /** What is known of the TCP header that the data are. */
    public TcpHeader tcpHeader() {
        return tcpHeader;
    }

    /**
     * Writes behind the data, which become longer, at the cost of the header's room.
     *
     * @param bytes how many; no more than there is room for
     */
    public void append(byte[] added, int bytes) {
        if (data == null || bytes > tcpHeader.room()) {
            throw new IllegalArgumentException("there is no room for " + bytes + " bytes");
        }
        memory.write(added, 0, data.address() + dataBytes, bytes);
        tcpHeader.take(bytes);
        dataBytes += bytes;
        layout.fields().stream()
                .filter(field -> field.kind() == ContextField.Kind.PACKET_END)
                .forEach(field -> point(field, 0));
    }

    /** The socket that the context is about. */
    public Optional<LiveSocket> socket() {
        return Optional.ofNullable(socket);
    }

    /** The setting that the context is about. */
    public Optional<Setting> setting() {
        return Optional.ofNullable(setting);
    }

    /** Writes a number of four bytes into a field. */
    public void setInt(int byteOffset, int value) {
        block.setInt(byteOffset, value);
    }

    /** A number of four bytes in a field. */
    public int getInt(int byteOffset) {
        return block.getInt(byteOffset);
    }

    /** Whether a lookup has been given a socket. */
    public boolean isSelected() {
        return isSelected && selected != null;
    }

    /** The socket that a lookup was given. */
    public Optional<LiveSocket> selected() {
        return Optional.ofNullable(selected);
    }

    /** Whether the socket that a lookup was given is to be taken as it is, without a choice in its group. */
    public boolean isWithoutGroup() {
        return withoutGroup;
    }

    /** Says whether the socket that a lookup was given is to be taken as it is. */
    public void setWithoutGroup(boolean alone) {
        withoutGroup = alone;
    }

    /** Lets helpers find no socket buffer behind the data: a flow that is dissected without one. */
    public void withoutBuffer() {
        bufferless = true;
    }

    /** The address of some of the data, 0 if there are not so many, or there is no socket buffer. */
    public long part(long byteOffset, long bytes) {
        if (data == null || bufferless || byteOffset < 0 || byteOffset + bytes > dataBytes) {
            return 0;
        }
        return data.address() + byteOffset;
    }

    /** Says what lies in front of the data, from the Ethernet header on, and where of it the network header begins. */
    public void setHeaders(byte[] before, int network) {
        headers = before;
        networkHeader = network;
    }

    /**
     * Bytes of the packet, counted from one of its headers; null if it has not so many there.
     *
     * @param network whether from the network header, else from the Ethernet header
     */
    public byte @Nullable [] behindHeader(long byteOffset, int bytes, boolean network) {
        long from = byteOffset + (network ? networkHeader : 0);
        if (data == null || from < 0 || from + bytes > headers.length + (long) dataBytes) {
            return null;
        }
        byte[] part = new byte[bytes];
        int inHeaders = Math.clamp(headers.length - from, 0, bytes);
        if (inHeaders > 0) {
            System.arraycopy(headers, (int) from, part, 0, inHeaders);
        }
        long after = Math.max(0, from - headers.length);
        memory.read(data.address() + after, part, inHeaders, bytes - inHeaders);
        return part;
    }

    /** Shows the program the socket that a connection is moved away from. */
    public void setMigrating(long socketAddress) {
        layout.fields().stream()
                .filter(field -> field.kind() == ContextField.Kind.SOCK_COMMON_OR_NULL)
                .forEach(field -> point(field, socketAddress));
    }

    /** Writes the flow keys. */
    public void setFlowKeys(byte[] keys) {
        if (flowKeys != null) {
            memory.write(keys, 0, flowKeys.address(), FLOW_KEYS_BYTES);
        }
    }

    /** Gives a lookup a socket, or takes it back with null, and shows the program the address that it knows it by. */
    public void select(@Nullable LiveSocket chosen, long chosenAddress) {
        selected = chosen;
        isSelected = chosen != null;
        layout.fields().stream()
                .filter(field -> field.kind() == ContextField.Kind.SOCKET_OR_NULL)
                .forEach(field -> point(field, chosenAddress));
    }

    /** Whether a field shows what the hook returns. */
    public boolean hasReturnValue() {
        return returnValueOffset != NONE;
    }

    /** What the hook returns, of contexts that show it. */
    public int returnValue() {
        return getInt(returnValueOffset);
    }

    /** Has the hook return something else, of contexts that show it. */
    public void setReturnValue(int value) {
        setInt(returnValueOffset, value);
    }

    /** What the program left of the struct, zero where it has pointers. */
    public byte[] bytes() {
        return block.bytes(layout);
    }

    /** What the program left of the data. */
    public byte[] data() {
        return data == null ? new byte[0] : memory.read(data.address(), dataBytes);
    }

    /** What the program left of the flow keys; empty if the context has none. */
    public byte[] flowKeys() {
        return flowKeys == null ? new byte[0] : memory.read(flowKeys.address(), FLOW_KEYS_BYTES);
    }

    @Override
    public void close() {
        block.close();
        if (data != null) {
            data.close();
        }
        if (flowKeys != null) {
            flowKeys.close();
        }
    }
}
