package io.github.bpf4j.runtime.objects;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that a program allocated, which goes with its last reference. For whoever has the heap. */
final class ProgramObject extends HeldObject {
    final ObjectLayout layout;
    final long sizeBytes;

    /** Copies for CPUs that it consists of; 0 if it is one object. */
    final int copies;

    /** Whether pointers to it may be known that hold no reference: its memory stays while the runs go on that know them. */
    boolean known;

    /** Something of the host's that goes with it. */
    @Nullable
    Object attached;

    /** Where it is in lists and trees, by the offset of its node. */
    private final Map<Integer, GraphRoot> roots = new HashMap<>(2);

    ProgramObject(ObjectLayout layout, long address, long sizeBytes, int copies) {
        super(address, 1);
        this.layout = layout;
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
