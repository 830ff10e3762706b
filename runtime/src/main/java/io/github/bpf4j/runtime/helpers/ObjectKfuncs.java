package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.objects.ObjectLayout;

/** Kernel functions that allocate objects and work on lists and trees of them: also while a spin lock is held. */
public final class ObjectKfuncs {
    private ObjectKfuncs() {}

    /** What objects of a program's types are like. */
    @FunctionalInterface
    public interface Layouts {
        /** The type with a number. */
        ObjectLayout of(Image image, long typeId);
    }

    static void register(KfuncTable table, ObjectHeap heap, Layouts layouts) {
        table.put(
                        Kfunc.OBJ_NEW_IMPL,
                        (cpu, type, meta, r3, r4, r5) -> heap.allocate(cpu, layouts.of(cpu.currentImage(), type)))
                .put(
                        Kfunc.PERCPU_OBJ_NEW_IMPL,
                        (cpu, type, meta, r3, r4, r5) -> heap.allocatePerCpu(cpu, layouts.of(cpu.currentImage(), type)))
                .put(Kfunc.OBJ_DROP_IMPL, (cpu, object, meta, r3, r4, r5) -> heap.drop(cpu, object))
                .put(Kfunc.PERCPU_OBJ_DROP_IMPL, (cpu, object, meta, r3, r4, r5) -> heap.drop(cpu, object))
                .put(Kfunc.REFCOUNT_ACQUIRE_IMPL, (cpu, object, meta, r3, r4, r5) -> heap.acquire(cpu, object))
                .put(Kfunc.LIST_PUSH_FRONT_IMPL, (cpu, head, node, meta, off, r5) -> heap.push(cpu, head, node, true))
                .put(Kfunc.LIST_PUSH_BACK_IMPL, (cpu, head, node, meta, off, r5) -> heap.push(cpu, head, node, false))
                .put(Kfunc.LIST_POP_FRONT, (cpu, head, r2, r3, r4, r5) -> heap.pop(cpu, head, true))
                .put(Kfunc.LIST_POP_BACK, (cpu, head, r2, r3, r4, r5) -> heap.pop(cpu, head, false))
                .put(Kfunc.RBTREE_ADD_IMPL, (cpu, root, node, less, meta, off) -> heap.add(cpu, root, node, less))
                .put(Kfunc.RBTREE_REMOVE, (cpu, root, node, r3, r4, r5) -> heap.remove(cpu, root, node))
                .put(Kfunc.RBTREE_FIRST, (cpu, root, r2, r3, r4, r5) -> heap.first(root));
    }
}
