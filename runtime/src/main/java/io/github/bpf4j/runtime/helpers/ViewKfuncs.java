package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Kernel functions that let programs look at what there is as the kernel does. */
public final class ViewKfuncs {
    /**
     * What is known of maps and programs.
     *
     * @param mapById the map of an id
     * @param counted how many elements a map counts; 0 for those that do not count them
     * @param kernelsContext whether a program knows its context as the kernel does
     */
    public record Known(
            IntFunction<Optional<MapStorage>> mapById,
            ToLongFunction<MapStorage> counted,
            Predicate<Image> kernelsContext) {}

    private final MapTable handles;
    private final Known known;
    private final KernelStructs structs;

    private ViewKfuncs(MapTable handles, Known known, KernelStructs structs) {
        this.handles = handles;
        this.known = known;
        this.structs = structs;
    }

    static void register(KfuncTable table, MapTable handles, Known known, KernelStructs structs, ContextViews views) {
        ViewKfuncs kfuncs = new ViewKfuncs(handles, known, structs);
        table.put(Kfunc.CAST_TO_KERN_CTX, (cpu, context, r2, r3, r4, r5) -> views.of(cpu, context))
                .put(Kfunc.RDONLY_CAST, (cpu, object, type, r3, r4, r5) -> views.plain(cpu, object))
                .putExclusive(
                        Kfunc.MAP_SUM_ELEM_COUNT,
                        (cpu, map, r2, r3, r4, r5) -> known.counted().applyAsLong(kfuncs.map(cpu.memory(), map)));
    }

    /** The map that a program names, or whose {@code struct bpf_map} an iterator has come to. */
    private MapStorage map(GuestMemory memory, long address) {
        OptionalInt type = structs.find("bpf_map");
        if (type.isEmpty()) {
            return handles.get(address);
        }
        try {
            long id = address
                    + BtfField.of(structs.types(), type.getAsInt(), "id").bitOffset() / Byte.SIZE;
            boolean isStruct = memory.holds(id, Integer.BYTES)
                    && memory.objects().allows(id & memory.mask(), Integer.BYTES, Access.READ);
            return isStruct
                    ? known.mapById()
                            .apply(memory.getInt(id))
                            .orElseThrow(() -> new GuestFault(
                                    FaultKind.BAD_ARGUMENT,
                                    address,
                                    "0x" + Long.toHexString(address) + " is no struct bpf_map of a map that is there"))
                    : handles.get(address);
        } catch (BtfTypeException _) {
            return handles.get(address);
        }
    }
}
