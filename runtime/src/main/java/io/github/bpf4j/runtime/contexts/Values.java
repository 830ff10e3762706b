package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.kernel.KernelTypesException;
import io.github.bpf4j.runtime.kernel.PlacedStruct;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns values into words, and into guest memory that lives as long as the context that they are of. For one thread at a time. */
final class Values implements AutoCloseable {
    /** What a placed struct's size is a multiple of. */
    private static final int PLACE_BYTES = 16;

    private final GuestMemory memory;
    private final KernelObjects kernel;
    private final List<PlacedStruct> placed = new ArrayList<>();

    Values(GuestMemory memory, KernelObjects kernel) {
        this.memory = memory;
        this.kernel = kernel;
    }

    /**
     * What a 64-bit register or slot holds.
     *
     * @param types what the type id is of
     * @param typeId the type of the place; 0 if nothing is known of it
     * @throws EventContextException if the value does not fit
     * @throws GuestFault if guest memory has no room
     */
    long word(KernelValue value, Btf types, int typeId) {
        BtfType type = typeId == 0 ? null : types.resolved(typeId);
        if (value instanceof KernelValue.Text name && type instanceof BtfType.Enumeration enumeration) {
            return enumeration.enumerators().stream()
                    .filter(each -> each.name().equals(name.text()))
                    .findFirst()
                    .orElseThrow(() -> EventContextException.unknown(
                            "enumerator",
                            name.text(),
                            enumeration.enumerators().stream()
                                    .map(BtfType.Enumerator::name)
                                    .toList()))
                    .value();
        }
        if (type instanceof BtfType.Int && !(value instanceof KernelValue.Scalar)) {
            throw new EventContextException("a number is expected, not " + value);
        }
        try {
            if (!KernelStructs.isMemory(value)) {
                return kernel.address(value);
            }
            boolean byKernel = types == kernel.structs().types();
            int pointed = byKernel && type instanceof BtfType.Ptr pointer ? pointer.typeId() : 0;
            PlacedStruct memoryOf = kernel.structs().place(value, pointed, kernel::address);
            placed.add(memoryOf);
            return memoryOf.address();
        } catch (KernelTypesException e) {
            throw new EventContextException(String.valueOf(e.getMessage()));
        }
    }

    /** The bytes of a struct that is handed over by value; a number is its first word. */
    byte[] struct(String type, KernelValue value, int size) {
        return switch (value) {
            case KernelValue.Struct struct -> bytes(struct.struct(), size);
            case KernelValue.Bytes raw when raw.bytes().length <= size -> Arrays.copyOf(raw.bytes(), size);
            case KernelValue.Scalar number -> {
                byte[] bytes = new byte[size];
                for (int i = 0; i < Math.min(size, Long.BYTES); i++) {
                    bytes[i] = (byte) (number.value() >>> i * Byte.SIZE);
                }
                yield bytes;
            }
            default -> throw new EventContextException("a struct " + type + " is expected, not " + value);
        };
    }

    /** The first bytes of a struct; what its pointers lead to stays in guest memory. */
    byte[] bytes(KernelStruct struct, int size) {
        try {
            PlacedStruct written = kernel.structs().place(struct, kernel::address);
            placed.add(written);
            return Arrays.copyOf(memory.read(written.address(), (int) Math.min(size, written.sizeBytes())), size);
        } catch (KernelTypesException e) {
            throw new EventContextException(String.valueOf(e.getMessage()));
        }
    }

    /** The bytes of a struct of a program's own types; nothing can lie behind its pointers. */
    byte[] bytes(KernelStruct struct, Btf own, int size) {
        KernelStructs structs = new KernelStructs(memory, own);
        try (PlacedStruct written = structs.place(struct, kernel::address)) {
            if (written.sizeBytes() > (size + PLACE_BYTES - 1 & -PLACE_BYTES)) {
                throw new EventContextException("user space cannot hand over what pointers lead to");
            }
            return memory.read(written.address(), size);
        } catch (KernelTypesException e) {
            throw new EventContextException(String.valueOf(e.getMessage()));
        }
    }

    /** Gives the memory back: for when the run has ended. */
    @Override
    public void close() {
        placed.forEach(PlacedStruct::close);
        placed.clear();
    }
}
