package io.github.bpf4j.runtime.contexts;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOMEM;

import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code struct sk_msg_md} and the message that it names: what a program of type SK_MSG works on. For the runs on one message. Answers are those of Linux
 * 6.12 (recorded in the corpus's sockmap-6.12.tsv).
 */
/*
 * A message that is sent is of one part, unless it is long. Bytes that a program puts in become a part of their own, and where bytes are taken out of the
 * middle, two parts are left. A program sees the first part, or what it pulled. All parts lie one behind the other in one block, so that
 * only where they begin and end has to be known; what is on its way already is skipped at the begin of the block.
 */
public final class MessageContext implements GuestContext, AutoCloseable {
    /** The most bytes that one call puts in; Linux has no larger pieces of memory. */
    private static final int MOST_PUSHED = 4 << 20;

    /** A message does not become longer than this because a program puts bytes in. */
    private static final int MOST_BYTES = 16 << 20;

    /** As many parts a message has at most. */
    private static final int MOST_PARTS = 17;

    /** A part of a message that is sent is not longer. */
    public static final int PART_BYTES = 32768;

    /** A message that is sent is not longer: what goes beyond is another one. */
    public static final int LONGEST = MOST_PARTS * PART_BYTES;

    private final GuestMemory memory;
    private final ContextLayout.Struct layout;
    private final ContextBlock block;
    private final @Nullable LiveSocket socket;
    private final int sizeAt;
    private final List<Integer> parts = new ArrayList<>();
    private ContextBlock data;
    private int begin;
    private int length;
    private int viewStart;
    private int viewEnd;
    private int applyBytes;
    private int corkBytes;
    private @Nullable LiveSocket target;
    private boolean toIngress;

    /**
     * Writes a message into guest memory.
     *
     * @param bytes of the struct; what lies where it has pointers does not count
     * @param socket that the message is sent through, null if none
     * @param socketAddress the address that the program knows it by
     * @throws GuestFault if there is no room
     */
    public MessageContext(
            GuestMemory memory,
            ContextLayout.Struct layout,
            byte[] bytes,
            @Nullable LiveSocket socket,
            long socketAddress,
            byte[] message) {
        this.memory = memory;
        this.layout = layout;
        this.socket = socket;
        sizeAt = layout.field("size").orElseThrow().byteOffset();
        block = new ContextBlock(memory, "the context (struct " + layout.struct() + ")", layout.size(), this::refusal);
        boolean complete = false;
        try {
            data = room(message.length);
            complete = true;
        } finally {
            if (!complete) {
                block.close();
            }
        }
        length = message.length;
        memory.write(bytes, 0, block.address(), bytes.length);
        memory.write(message, 0, data.address(), length);
        for (int left = length; left > 0; left -= PART_BYTES) {
            parts.add(Math.min(left, PART_BYTES));
        }
        point(ContextField.Kind.SOCKET, socketAddress);
        showFirstPart();
    }

    private ContextBlock room(int bytes) {
        return new ContextBlock(memory, "the message", Math.max(1, bytes), this::refusalOfData);
    }

    private String refusal(long offset, long sizeBytes, Access access) {
        boolean allowed =
                sizeBytes <= Long.BYTES && layout.allows((int) offset, (int) sizeBytes, access == Access.WRITE);
        return allowed ? "" : layout.struct() + " allows no such " + (access == Access.WRITE ? "write" : "read");
    }

    private String refusalOfData(long offset, long sizeBytes, Access access) {
        return offset >= begin + viewStart && offset + sizeBytes <= begin + viewEnd
                ? ""
                : "it leaves the bytes " + viewStart + " to " + viewEnd + " of the message, which the program sees";
    }

    private void point(ContextField.Kind kind, long address) {
        for (ContextField field : layout.fields()) {
            if (field.kind() == kind) {
                memory.setLong(block.address() + field.byteOffset(), address);
            }
        }
    }

    private long at(long offset) {
        return data.address() + begin + offset;
    }

    /** How many bytes the message still has. */
    public int length() {
        return length;
    }

    /** Begins a run: the program sees the first part, and has said nothing yet. */
    public void begin() {
        applyBytes = 0;
        corkBytes = 0;
        target = null;
        toIngress = false;
        showFirstPart();
    }

    /** Takes the first bytes of the message out of it, of which there must be so many. */
    public byte[] take(int bytes) {
        byte[] taken = memory.read(at(0), bytes);
        parts.subList(0, split(bytes)).clear();
        begin += bytes;
        length -= bytes;
        return taken;
    }

    private void showFirstPart() {
        show(0, parts.isEmpty() ? 0 : parts.getFirst());
    }

    private void show(int start, int end) {
        viewStart = start;
        viewEnd = end;
        point(ContextField.Kind.PACKET, at(start));
        point(ContextField.Kind.PACKET_END, at(end));
        block.setInt(sizeAt, length);
    }

    @Override
    public long address() {
        return block.address();
    }

    /** The socket that the message is sent through. */
    public Optional<LiveSocket> socket() {
        return Optional.ofNullable(socket);
    }

    /** Makes a boundary of parts at an offset; returns the number of the part that begins there. */
    private int split(int offset) {
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (at == offset) {
                return i;
            }
            int part = parts.get(i);
            if (offset < at + part) {
                parts.set(i, offset - at);
                parts.add(i + 1, at + part - offset);
                return i + 1;
            }
            at += part;
        }
        return parts.size();
    }

    /** {@code bpf_msg_pull_data}: shows the program some bytes, which become one part. All numbers are unsigned. */
    public long pull(long start, long end, long flags) {
        if (flags != 0 || end <= start || end > length) {
            return EINVAL.result();
        }
        int at = 0;
        int first = 0;
        while (at + parts.get(first) <= start) {
            at += parts.get(first++);
        }
        while (at + parts.get(first) < end) {
            parts.set(first, parts.get(first) + parts.get(first + 1));
            parts.subList(first + 1, first + 2).clear();
        }
        show((int) start, (int) end);
        return 0;
    }

    /** {@code bpf_msg_push_data}: puts zeros in. All numbers are unsigned. */
    public long push(long start, long bytes, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        if (bytes == 0) {
            return 0;
        }
        if (start > length) {
            return EINVAL.result();
        }
        if (bytes > MOST_PUSHED || length + bytes > MOST_BYTES) {
            return ENOMEM.result();
        }
        ContextBlock old = data;
        ContextBlock larger;
        try {
            larger = room(length + (int) bytes);
        } catch (GuestFault _) {
            return ENOMEM.result();
        }
        memory.copy(at(0), larger.address(), start);
        memory.zero(larger.address() + start, bytes);
        memory.copy(at(start), larger.address() + start + bytes, length - start);
        data = larger;
        begin = 0;
        old.close();
        length += (int) bytes;
        parts.add(split((int) start), (int) bytes);
        if (parts.size() > MOST_PARTS) {
            parts.clear();
            parts.add(length);
        }
        showFirstPart();
        return 0;
    }

    /** {@code bpf_msg_pop_data}: takes bytes out. All numbers are unsigned. */
    public long pop(long start, long bytes, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        if (bytes == 0) {
            return 0;
        }
        if (start + bytes > length) {
            return EINVAL.result();
        }
        int first = split((int) start);
        int last = split((int) (start + bytes));
        parts.subList(first, last).clear();
        long end = start + bytes;
        memory.copy(at(end), at(start), length - end);
        length -= (int) bytes;
        showFirstPart();
        return 0;
    }

    /** The verdict is for so many bytes, an unsigned number; 0 for the message. */
    public void apply(int bytes) {
        applyBytes = bytes;
    }

    /** How many bytes the verdict is for, an unsigned number; 0 for the message. */
    public int applyBytes() {
        return applyBytes;
    }

    /** The program wants to see so many bytes at once, an unsigned number. */
    public void cork(int bytes) {
        corkBytes = bytes;
    }

    /** How many bytes the program wants to see at once, an unsigned number; 0 if it does not say. */
    public int corkBytes() {
        return corkBytes;
    }

    /** The message goes to another socket if the program's result is to pass it: out of it, or into what it receives. */
    public void redirect(LiveSocket to, boolean ingress) {
        target = to;
        toIngress = ingress;
    }

    /** The socket that the message goes to; empty if it goes where it was sent. */
    public Optional<LiveSocket> target() {
        return Optional.ofNullable(target);
    }

    /** Whether the other socket receives the message, rather than sends it. */
    public boolean isToIngress() {
        return toIngress;
    }

    /** What the program left of the message. */
    public byte[] message() {
        return memory.read(at(0), length);
    }

    /** What the program left of the struct, zero where it has pointers. */
    public byte[] bytes() {
        return block.bytes(layout);
    }

    @Override
    public void close() {
        block.close();
        data.close();
    }
}
