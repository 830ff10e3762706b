package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;
import java.util.List;
import java.util.Map;

/** An object of the kernel's in guest memory, with all that the host said lies behind its pointers. Programs may read it. */
public final class PlacedStruct implements GuestObject, AutoCloseable {
    private final GuestMemory memory;
    private final String name;
    private volatile List<Range> writable = List.of();
    private volatile Map<Integer, Integer> structs = Map.of();
    private final long address;
    private final int size;

    PlacedStruct(GuestMemory memory, String name, int size) {
        this.memory = memory;
        this.name = name;
        this.size = size;
        address = memory.allocate(size, GuestMemory.Zone.HIGH);
        if (address == 0) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "guest memory has no room for " + name);
        }
        memory.objects().add(this);
    }

    /**
     * Memory of the kernel's that programs may write all of.
     *
     * @throws GuestFault if guest memory has no room for it
     */
    public static PlacedStruct writable(GuestMemory memory, String name, int size) {
        PlacedStruct placed = new PlacedStruct(memory, name, size);
        placed.allowWrites(List.of(new Range(0, size)));
        return placed;
    }

    /** Bytes that operations of the kernel may change which are programs. */
    record Range(long start, long end) {
        boolean holds(long offset, long sizeBytes) {
            return offset >= start && offset + sizeBytes <= end;
        }
    }

    /** Lets programs change some of it. */
    void allowWrites(List<Range> ranges) {
        writable = List.copyOf(ranges);
    }

    /** What programs may change. */
    List<Range> writable() {
        return writable;
    }

    /** Says which structs of the kernel's types lie in it: their types by their offsets. */
    void setStructs(Map<Integer, Integer> typeIds) {
        structs = Map.copyOf(typeIds);
    }

    /** Whether a struct of this type was written at an offset, whatever guests have done to its bytes since. */
    boolean hasStruct(long offset, int typeId) {
        return offset == (int) offset && structs.getOrDefault((int) offset, 0) == typeId;
    }

    /** What programs see as its address. */
    public long address() {
        return address;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long start() {
        return address & memory.mask();
    }

    @Override
    public long sizeBytes() {
        return size;
    }

    @Override
    public String refusal(long offset, long sizeBytes, Access access) {
        if (access == Access.WRITE && writable.stream().noneMatch(part -> part.holds(offset, sizeBytes))) {
            return "objects of the kernel's are read-only";
        }
        return offset + sizeBytes <= size ? "" : "it leaves " + name;
    }

    /** Gives the memory back: for when no program can know it any more. */
    @Override
    public void close() {
        memory.objects().remove(this);
        memory.release(address, size, size);
    }
}
