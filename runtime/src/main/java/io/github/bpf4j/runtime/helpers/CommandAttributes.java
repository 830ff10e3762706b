package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** A copy of the attributes of a command (union bpf_attr), with zeros where the program gave none, and what pointers in it lead to. */
public final class CommandAttributes {
    /** What Linux 6.12 knows of. */
    static final int BYTES = 152;

    private final GuestMemory memory;
    private final ByteBuffer bytes;

    /**
     * Attributes of which what is behind those that there are is zero.
     *
     * @param given what the program gave
     */
    CommandAttributes(GuestMemory memory, byte[] given) {
        this.memory = memory;
        bytes = ByteBuffer.wrap(Arrays.copyOf(given, BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A field of 32 bits. */
    public int u32(int byteOffset) {
        return bytes.getInt(byteOffset);
    }

    /** A field of 64 bits. */
    public long u64(int byteOffset) {
        return bytes.getLong(byteOffset);
    }

    /** A copy of a field of bytes. */
    public byte[] bytes(int byteOffset, int sizeBytes) {
        byte[] field = new byte[sizeBytes];
        bytes.get(byteOffset, field);
        return field;
    }

    /** Whether nothing is said behind the last field that a command has. */
    public boolean endAt(int byteOffset) {
        for (int at = byteOffset; at < BYTES; at++) {
            if (bytes.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** A copy of what is at an address that the program chose freely; empty if nothing of the kernel's is there. */
    public Optional<byte[]> read(long address, int sizeBytes) {
        return MemoryHelpers.isKernel(memory, address, sizeBytes)
                ? Optional.of(memory.read(address, sizeBytes))
                : Optional.empty();
    }
}
