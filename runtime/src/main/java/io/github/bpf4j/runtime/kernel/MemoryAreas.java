package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.world.AddressSpace.Area;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The areas of processes' memory as programs see them: each a {@code struct vm_area_struct}, which comes into being when somebody asks for
 * its address, and then lives as long as the runtime.
 *
 * <p>Safe for use by any thread.
 */
public final class MemoryAreas {
    private static final String STRUCT = "vm_area_struct";
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;

    /** That the process may have each of these: what Linux says of memory that it shares with nobody. */
    private static final int MAY_HAVE = 0x70;

    private final KernelStructs structs;
    private final Map<Key, PlacedStruct> placed = new HashMap<>();

    private record Key(int tgid, long start) {}

    MemoryAreas(KernelStructs structs) {
        this.structs = structs;
    }

    /**
     * The address of an area's struct; 0 if the kernel's types have no such struct.
     *
     * @throws GuestFault if guest memory has no room
     */
    public synchronized long address(int tgid, Area area) {
        if (structs.find(STRUCT).isEmpty()) {
            return 0;
        }
        return placed.computeIfAbsent(new Key(tgid, area.start()), _ -> structs.place(describe(area), pointer -> 0))
                .address();
    }

    private KernelStruct describe(Area area) {
        boolean ofFile = !area.file().isEmpty();
        int flags = MAY_HAVE
                | (area.readable() ? READ : 0)
                | (area.writable() ? WRITE : 0)
                | (area.executable() ? EXECUTE : 0);
        Description struct = structs.describe(STRUCT);
        struct.set("vm_start", KernelValue.of(area.start()));
        struct.set("vm_end", KernelValue.of(area.end()));
        struct.set("vm_flags", KernelValue.of(flags));
        struct.set("vm_pgoff", KernelValue.of((ofFile ? area.fileOffset() : area.start()) >>> 12));
        if (ofFile) {
            String name = area.file().substring(area.file().lastIndexOf('/') + 1);
            Description entry = structs.describe("dentry");
            entry.set("d_name.name", KernelValue.of(name));
            Description file = structs.describe("file");
            file.set("f_path.dentry", KernelValue.of(entry.struct()));
            struct.set("vm_file", KernelValue.of(file.struct()));
        }
        return struct.struct();
    }

    /** Gives all memory back: for when no program can know it any more. */
    synchronized void close() {
        List<PlacedStruct> all = new ArrayList<>(placed.values());
        placed.clear();
        all.forEach(PlacedStruct::close);
    }
}
