package io.github.bpf4j.runtime.objects;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;
import io.github.bpf4j.runtime.objects.GraphRoot.Field;
import io.github.bpf4j.runtime.objects.GraphRoot.Node;
import io.github.bpf4j.runtime.objects.GraphRoot.ObjectList;
import io.github.bpf4j.runtime.objects.GraphRoot.ObjectTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All objects that the programs of a runtime allocated, who holds them and who owns them; and who has references on objects of the kernel's.
 *
 * <p>Safe for use by any thread.
 */
/*
 * Everything is under one lock, which is never held while guest code runs or while waiting for anything: so it may be taken where a
 * program holds a spin lock. Roots are found by the addresses of their fields: what a map value or an object owns, when it goes, is what
 * lies in the range of its addresses.
 *
 * References that programs hold are kept by run. Whatever a run still holds when it ends was lost, by a fault, by an exception out of a
 * global function or by a program that was not verified: it is dropped. What may be known without a reference - counted objects, and
 * those that were in a field - keeps its memory until the runs that go on have ended.
 */
public final class ObjectHeap {
    /** When the runs have ended that go on now. */
    public interface Runs {
        /** What they are. */
        long[] now();

        /** Whether all of them have ended. */
        boolean havePassed(long[] then);

        /** Asks runs that follow each other closely to let that be known soon. */
        void want(long[] then);
    }

    /** An object that is gone, but whose memory may still be known. */
    private static final class Gone {
        private final ProgramObject object;
        private final long[] since;

        Gone(ProgramObject object, long[] since) {
            this.object = object;
            this.since = since;
        }
    }

    /** What an object takes of the host's memory, beside its bytes in guest memory: here, in a list or tree, among those that are held. */
    private static final int HOST_BYTES = 256;

    /** Which part of the host's memory may go so: there are no more objects then. */
    private static final int HOST_SHARE = 4;

    /** With more that are gone but still known, those who run again and again are asked to give their CPUs up. */
    private static final int MOST_GONE = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final GuestMemory memory;
    private final ObjectPages pages;
    private final Runs runs;
    private final int cpus;
    private final long mostObjects = Runtime.getRuntime().maxMemory() / HOST_SHARE / HOST_BYTES;
    private final NavigableMap<Long, GraphRoot> roots = new TreeMap<>();
    private final Map<Integer, List<HeldObject>> held = new HashMap<>();
    private final Deque<Gone> gone = new ArrayDeque<>();
    private volatile boolean holding;
    private final Map<Long, KernelReferences> kernelObjects = new HashMap<>();
    private int live;
    private int kernelReferences;

    public ObjectHeap(GuestMemory memory, int cpus, Runs runs) {
        this.memory = memory;
        this.pages = new ObjectPages(memory);
        this.cpus = cpus;
        this.runs = runs;
    }

    /** Where objects lie. */
    public GuestMemory memory() {
        return memory;
    }

    /** How many objects there are. */
    public int live() {
        lock.lock();
        try {
            return live;
        } finally {
            lock.unlock();
        }
    }

    /** How many references on objects of the kernel's runs hold and fields own. */
    public int kernelReferences() {
        lock.lock();
        try {
            return kernelReferences;
        } finally {
            lock.unlock();
        }
    }

    // ---- objects

    /** {@code bpf_obj_new}: an object that is all zero, or 0. */
    public long allocate(Cpu cpu, ObjectLayout layout) {
        return allocate(cpu, layout, 0, null);
    }

    /** An object that is all zero, with something of the host's that goes when it goes; or 0. */
    public long allocate(Cpu cpu, ObjectLayout layout, Object attached) {
        return allocate(cpu, layout, 0, attached);
    }

    /** {@code bpf_percpu_obj_new}: an object for each CPU, or 0. */
    public long allocatePerCpu(Cpu cpu, ObjectLayout layout) {
        return allocate(cpu, layout, cpus, null);
    }

    private long allocate(Cpu cpu, ObjectLayout layout, int copies, @Nullable Object attached) {
        lock.lock();
        try {
            reclaim();
            ProgramObject object = live + gone.size() < mostObjects ? pages.allocate(layout, copies) : null;
            if (object == null) {
                return 0;
            }
            live++;
            object.attached = attached;
            Deque<HeldObject> dropped = new ArrayDeque<>();
            collect(object.address, object.sizeBytes, dropped); // what was put there when nothing was there any more
            releaseAll(dropped);
            hold(cpu, object);
            return object.address;
        } finally {
            lock.unlock();
        }
    }

    /** {@code bpf_obj_drop} and its twin: gives up what the program holds. */
    public long drop(Cpu cpu, long address) {
        lock.lock();
        try {
            release(takeHeld(cpu, address));
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** {@code bpf_refcount_acquire}: one more reference, or 0 if there is none left. */
    public long acquire(Cpu cpu, long address) {
        lock.lock();
        try {
            ProgramObject object = pages.objectAt(address);
            if (object == null || object.address != address || !object.layout.isCounted()) {
                throw new GuestFault(FaultKind.BAD_ARGUMENT, address, "0x%x is no counted object".formatted(address));
            }
            if (object.references == 0) {
                return 0;
            }
            object.references++;
            hold(cpu, object);
            return address;
        } finally {
            lock.unlock();
        }
    }

    /** One more reference on an object of the kernel's that lives as long as the runtime; returns its address. */
    public long acquireKernelObject(Cpu cpu, long address) {
        lock.lock();
        try {
            KernelReferences object = kernelObjects.computeIfAbsent(address, KernelReferences::new);
            object.references++;
            kernelReferences++;
            hold(cpu, object);
            return address;
        } finally {
            lock.unlock();
        }
    }

    /** The layout of the object that begins at an address, or that is gone but still known there; null if there is none. */
    public @Nullable ObjectLayout layoutAt(long address) {
        lock.lock();
        try {
            ProgramObject object = pages.objectAt(address);
            return object == null || object.address != address ? null : object.layout;
        } finally {
            lock.unlock();
        }
    }

    /** What of the host's the object has that begins at an address; null if there is nothing. */
    public @Nullable Object attachedTo(long address) {
        lock.lock();
        try {
            ProgramObject object = pages.objectAt(address);
            return object == null || object.address != address ? null : object.attached;
        } finally {
            lock.unlock();
        }
    }

    /** The copy of a CPU of an object for each CPU, 0 if there is no such CPU; -1 if the address is that of no such object. */
    public long perCpu(long address, long cpu) {
        lock.lock();
        try {
            ProgramObject object = pages.objectAt(address);
            if (object == null || object.address != address || object.copies == 0) {
                return -1;
            }
            return cpu < 0 || cpu >= object.copies ? 0 : address + cpu * ObjectPages.copySize(object.layout);
        } finally {
            lock.unlock();
        }
    }

    // ---- fields

    /** {@code bpf_kptr_xchg}: puts an object or 0 into a field; what was there is the program's. */
    public long exchange(Cpu cpu, long field, long address) {
        lock.lock();
        try {
            String kind = fieldAt(field);
            if (!kind.equals(SpecialField.Kind.KPTR_REF.typeName())
                    && !kind.equals(SpecialField.Kind.KPTR_PERCPU.typeName())) {
                throw new GuestFault(FaultKind.BAD_ARGUMENT, field, "0x%x is no field for objects".formatted(field));
            }
            HeldObject object = address == 0 ? null : takeHeld(cpu, address);
            GraphRoot old = object == null ? roots.remove(field) : roots.put(field, new Field(object));
            if (object instanceof ProgramObject own) {
                own.known = true;
            }
            memory.setLong(field, address);
            if (!(old instanceof Field(HeldObject before))) {
                return 0;
            }
            hold(cpu, before);
            return before.address;
        } finally {
            lock.unlock();
        }
    }

    /** What lies in a range of addresses owns its objects no more: its element or object goes. */
    public void releaseOwned(long start, long sizeBytes) {
        lock.lock();
        try {
            Deque<HeldObject> dropped = new ArrayDeque<>();
            collect(start, sizeBytes, dropped);
            releaseAll(dropped);
        } finally {
            lock.unlock();
        }
    }

    private void collect(long start, long sizeBytes, Deque<HeldObject> dropped) {
        NavigableMap<Long, GraphRoot> inside = roots.subMap(start, true, start + sizeBytes, false);
        inside.forEach((field, root) -> {
            dropped.addAll(root.empty());
            if (root instanceof Field) {
                memory.setLong(field, 0);
            }
        });
        inside.clear();
    }

    // ---- lists

    /** {@code bpf_list_push_front} and back: 0, or -EINVAL if the node is in a list already, and then it is dropped. */
    public long push(Cpu cpu, long head, long node, boolean front) {
        lock.lock();
        try {
            ObjectList list = root(head, SpecialField.Kind.LIST_HEAD, ObjectList.class);
            Node added = takeNode(cpu, node, SpecialField.Kind.LIST_NODE);
            if (added.object().rootOf(added.offset()) != null) {
                release(added.object());
                return Errno.EINVAL.result();
            }
            added.object().enter(added.offset(), list);
            if (front) {
                list.nodes().addFirst(added);
            } else {
                list.nodes().addLast(added);
            }
            return 0;
        } finally {
            lock.unlock();
        }
    }

    /** {@code bpf_list_pop_front} and back: the node, whose object is the program's, or 0. */
    public long pop(Cpu cpu, long head, boolean front) {
        lock.lock();
        try {
            ObjectList list = root(head, SpecialField.Kind.LIST_HEAD, ObjectList.class);
            Node node = front ? list.nodes().pollFirst() : list.nodes().pollLast();
            return node == null ? 0 : takeOut(cpu, node);
        } finally {
            lock.unlock();
        }
    }

    private long takeOut(Cpu cpu, Node node) {
        node.object().leave(node.offset());
        hold(cpu, node.object());
        return node.address();
    }

    // ---- trees

    /** {@code bpf_rbtree_add}: 0, or -EINVAL if the node is in a tree already, and then it is dropped. */
    public long add(Cpu cpu, long root, long node, long less) {
        ObjectTree tree;
        Node added;
        lock.lock();
        try {
            tree = root(root, SpecialField.Kind.RB_ROOT, ObjectTree.class);
            added = takeNode(cpu, node, SpecialField.Kind.RB_NODE);
            if (added.object().rootOf(added.offset()) != null) {
                release(added.object());
                return Errno.EINVAL.result();
            }
            added.object().enter(added.offset(), tree); // so that nobody else adds it while it is compared
        } finally {
            lock.unlock();
        }
        boolean placed = false;
        try {
            while (!placed) {
                placed = descend(cpu, root, tree, added, less);
            }
        } finally {
            if (!placed) {
                forget(added);
            }
        }
        return 0;
    }

    private void forget(Node node) {
        lock.lock();
        try {
            node.object().leave(node.offset());
            release(node.object());
        } finally {
            lock.unlock();
        }
    }

    /** One way down from the root; false if the tree changed meanwhile. */
    @SuppressWarnings("ReferenceEquality") // roots are what they are
    private boolean descend(Cpu cpu, long root, ObjectTree tree, Node added, long less) {
        SearchTree<Node> nodes = tree.nodes();
        SearchTree.Place<Node> at;
        SearchTree.Place<Node> parent = null;
        boolean before = false;
        long begun;
        lock.lock();
        try {
            begun = nodes.changes();
            at = nodes.root();
        } finally {
            lock.unlock();
        }
        while (at != null) {
            parent = at;
            before = cpu.callback(less, added.address(), at.element().address(), 0, 0) != 0;
            lock.lock();
            try {
                if (nodes.changes() != begun) {
                    return false;
                }
                at = at.child(before);
            } finally {
                lock.unlock();
            }
        }
        lock.lock();
        try {
            if (nodes.changes() != begun) {
                return false;
            }
            if (roots.get(root) != tree) { // the value that it was in was deleted
                added.object().leave(added.offset());
                release(added.object());
                return true;
            }
            nodes.add(added, parent, before);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** {@code bpf_rbtree_remove}: the node, whose object is the program's; 0 if it is not in this tree. */
    public long remove(Cpu cpu, long root, long node) {
        lock.lock();
        try {
            ObjectTree tree = root(root, SpecialField.Kind.RB_ROOT, ObjectTree.class);
            ProgramObject object = pages.objectAt(node);
            if (object == null) {
                throw new GuestFault(FaultKind.BAD_ARGUMENT, node, "0x%x is in no object".formatted(node));
            }
            Node removed = new Node(object, (int) (node - object.address));
            return tree.nodes().remove(removed) ? takeOut(cpu, removed) : 0;
        } finally {
            lock.unlock();
        }
    }

    /** {@code bpf_rbtree_first}: the first node, which stays in the tree, or 0. */
    public long first(long root) {
        lock.lock();
        try {
            Node first = root(root, SpecialField.Kind.RB_ROOT, ObjectTree.class)
                    .nodes()
                    .first();
            return first == null ? 0 : first.address();
        } finally {
            lock.unlock();
        }
    }

    // ---- holders

    private String fieldAt(long address) {
        long plain = address & memory.mask();
        GuestObject holder = memory.objects().at(plain);
        return holder == null ? "" : holder.fieldAt(plain - holder.start());
    }

    private <T extends GraphRoot> T root(long address, SpecialField.Kind kind, Class<T> type) {
        if (!fieldAt(address).equals(kind.typeName())) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, address, "there is no %s at 0x%x".formatted(kind.typeName(), address));
        }
        GraphRoot root = roots.computeIfAbsent(
                address, _ -> kind == SpecialField.Kind.LIST_HEAD ? new ObjectList() : new ObjectTree());
        return type.cast(root);
    }

    private Node takeNode(Cpu cpu, long address, SpecialField.Kind kind) {
        ProgramObject object = pages.objectAt(address);
        int offset = object == null ? 0 : (int) (address - object.address);
        if (object == null || !object.layout.hasAt(kind, offset)) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, address, "there is no %s at 0x%x".formatted(kind.typeName(), address));
        }
        takeHeld(cpu, object.address);
        return new Node(object, offset);
    }

    private void hold(Cpu cpu, HeldObject object) {
        held.computeIfAbsent(cpu.run(), _ -> new ArrayList<>()).add(object);
        holding = true;
    }

    private @Nullable HeldObject objectAt(long address) {
        HeldObject kernel = kernelObjects.get(address);
        return kernel == null ? pages.objectAt(address) : kernel;
    }

    /** An object that the run holds, whose reference is somebody else's from now on. */
    private HeldObject takeHeld(Cpu cpu, long address) {
        HeldObject object = objectAt(address);
        List<HeldObject> own = held.get(cpu.run());
        if (object == null || object.address != address || own == null || !own.remove(object)) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, address, "0x%x is no object that the program holds".formatted(address));
        }
        if (own.isEmpty()) {
            held.remove(cpu.run());
            holding = !held.isEmpty();
        }
        return object;
    }

    /** Drops what a run that has ended still holds. */
    public void endRun(int run) {
        if (!holding) {
            return;
        }
        lock.lock();
        try {
            List<HeldObject> lost = held.remove(run);
            holding = !held.isEmpty();
            if (lost != null) {
                releaseAll(new ArrayDeque<>(lost));
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(HeldObject object) {
        releaseAll(new ArrayDeque<>(List.of(object)));
    }

    /** Drops references; with the last one an object goes, and all that it owns. */
    private void releaseAll(Deque<HeldObject> dropped) {
        while (!dropped.isEmpty()) {
            HeldObject object = dropped.pop();
            object.references--;
            switch (object) {
                case KernelReferences kernel -> released(kernel);
                case ProgramObject own when own.references == 0 -> destroy(own, dropped);
                case ProgramObject _ -> {}
            }
        }
        reclaim();
    }

    /** The object itself stays: it is the world's. */
    private void released(KernelReferences object) {
        kernelReferences--;
        if (object.references == 0) {
            kernelObjects.remove(object.address);
        }
    }

    private void destroy(ProgramObject object, Deque<HeldObject> dropped) {
        live--;
        if (!object.layout.fields().isEmpty()) {
            collect(object.address, object.sizeBytes, dropped);
        }
        if (object.known) {
            gone.add(new Gone(object, runs.now()));
        } else {
            pages.release(object);
        }
    }

    /** Gives memory back that nobody knows any more. */
    private void reclaim() {
        while (!gone.isEmpty() && runs.havePassed(gone.peek().since)) {
            pages.release(gone.pop().object);
        }
        if (gone.size() > MOST_GONE) {
            runs.want(gone.peek().since);
        }
    }
}
