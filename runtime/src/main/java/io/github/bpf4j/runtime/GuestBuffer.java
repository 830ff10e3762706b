package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Memory of a program that it passed to a function of the host's: bytes from 0 to before {@link #size}, numbers in little-endian order at
 * any alignment. What is read and written is the memory itself, no copy; programs on other CPUs may change it at the same time.
 *
 * <p>Good until the function returns. For the thread that the function was called in. All methods throw {@link IndexOutOfBoundsException}
 * for bytes outside, {@link IllegalStateException} after the call; those that write {@link UnsupportedOperationException} if the
 * function only declared to read the memory.
 */
public final class GuestBuffer {
    private final HostCall call;
    private final GuestMemory memory;
    private final long address;
    private final int size;
    private final boolean writable;

    GuestBuffer(HostCall call, GuestMemory memory, long address, int size, boolean writable) {
        this.call = call;
        this.memory = memory;
        this.address = address;
        this.size = size;
        this.writable = writable;
        memory.range(address, size);
    }

    /** How many bytes there are. */
    public int size() {
        return size;
    }

    private long at(int offset, int bytes) {
        call.requireGoingOn();
        return address + Objects.checkFromIndexSize(offset, bytes, size);
    }

    private long writableAt(int offset, int bytes) {
        if (!writable) {
            throw new UnsupportedOperationException("the function only declared to read this memory");
        }
        return at(offset, bytes);
    }

    /** The byte at an offset, unsigned. */
    public int getByte(int offset) {
        return memory.getU8(at(offset, Byte.BYTES));
    }

    /** The 16 bits at an offset, unsigned. */
    public int getShort(int offset) {
        long from = at(offset, Short.BYTES);
        return memory.getU8(from) | memory.getU8(from + 1) << Byte.SIZE;
    }

    /** The 32 bits at an offset. */
    public int getInt(int offset) {
        return memory.getInt(at(offset, Integer.BYTES));
    }

    /** The 64 bits at an offset. */
    public long getLong(int offset) {
        return memory.getLong(at(offset, Long.BYTES));
    }

    /** A copy of some bytes. */
    public byte[] getBytes(int offset, int length) {
        return memory.read(at(offset, length), length);
    }

    /** A copy of all bytes. */
    public byte[] toBytes() {
        return getBytes(0, size);
    }

    /** The bytes up to the first NUL, or all of them, as UTF-8. */
    public String text() {
        byte[] bytes = toBytes();
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Sets the byte at an offset. */
    public void putByte(int offset, int value) {
        memory.setU8(writableAt(offset, Byte.BYTES), value);
    }

    /** Sets the 16 bits at an offset. */
    public void putShort(int offset, int value) {
        long to = writableAt(offset, Short.BYTES);
        memory.setU8(to, value);
        memory.setU8(to + 1, value >> Byte.SIZE);
    }

    /** Sets the 32 bits at an offset. */
    public void putInt(int offset, int value) {
        memory.setInt(writableAt(offset, Integer.BYTES), value);
    }

    /** Sets the 64 bits at an offset. */
    public void putLong(int offset, long value) {
        memory.setLong(writableAt(offset, Long.BYTES), value);
    }

    /** Copies bytes in. */
    public void putBytes(int offset, byte[] bytes) {
        memory.write(bytes, 0, writableAt(offset, bytes.length), bytes.length);
    }
}
