package io.github.bpf4j.runtime.objects;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that a program allocated. For whoever has the heap. */
final class ProgramObject {
    final ObjectLayout layout;
    final long address;
    final long sizeBytes;

    /** Copies for CPUs that it consists of; 0 if it is one object. */
    final int copies;

    /** Programs' references, and those of lists, trees and fields. The object goes with the last. */
    int references = 1;

    /** Whether pointers to it may be known that hold no reference: its memory stays while the runs go on that know them. */
    boolean known;

    /** Where it is in lists and trees, by the offset of its node. */
    private final Map<Integer, GraphRoot> roots = new HashMap<>(2);

    ProgramObject(ObjectLayout layout, long address, long sizeBytes, int copies) {
        this.layout = layout;
        this.address = address;
        this.sizeBytes = sizeBytes;
        this.copies = copies;
        this.known = layout.isCounted();
    }

    /** The list or tree that a node is in. */
    @Nullable
    GraphRoot rootOf(int nodeOffset) {
        return roots.get(nodeOffset);
    }

    void enter(int nodeOffset, GraphRoot root) {
        roots.put(nodeOffset, root);
    }

    void leave(int nodeOffset) {
        roots.remove(nodeOffset);
    }
}
