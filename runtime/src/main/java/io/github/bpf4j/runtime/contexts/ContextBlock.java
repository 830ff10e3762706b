package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;
import java.util.Arrays;

/** A context structure in guest memory: where it lies and which of its bytes programs may touch. */
final class ContextBlock implements GuestObject {
    /** Judges a program's access to a context structure. */
    @FunctionalInterface
    interface Rule {
        /** Why the access is refused, or the empty string. */
        String refusal(long offset, long sizeBytes, Access access);
    }

    private final GuestMemory memory;
    private final String name;
    private final Rule rule;
    private final long address;
    private final int size;

    ContextBlock(GuestMemory memory, String name, int size, Rule rule) {
        this.memory = memory;
        this.name = name;
        this.size = size;
        this.rule = rule;
        address = memory.allocate(size, GuestMemory.Zone.LOW);
        if (address == 0) {
            throw new GuestFault(
                    FaultKind.HOST_FAILURE, "guest memory has no room for a context of " + size + " bytes");
        }
        memory.objects().add(this);
    }

    long address() {
        return address;
    }

    void setInt(int byteOffset, int value) {
        memory.setInt(address + byteOffset, value);
    }

    int getInt(int byteOffset) {
        return memory.getInt(address + byteOffset);
    }

    /** What is in the struct that it is, zero where that has pointers. */
    byte[] bytes(ContextLayout.Struct layout) {
        byte[] bytes = memory.read(address, size);
        for (ContextField field : layout.fields()) {
            if (field.kind().isPointer()) {
                Arrays.fill(bytes, field.byteOffset(), field.endOffset(), (byte) 0);
            }
        }
        return bytes;
    }

    void clear() {
        memory.zero(address, size);
    }

    void close() {
        memory.objects().remove(this);
        memory.release(address, size, size);
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
        return size;
    }

    @Override
    public String refusal(long offset, long sizeBytes, Access access) {
        return offset + sizeBytes > size
                ? "it leaves " + name + " (" + size + " bytes)"
                : rule.refusal(offset, sizeBytes, access);
    }
}
