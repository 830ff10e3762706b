package io.github.bpf4j.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file description: what the descriptors made from each other by dup share. For the object it is one reference of a
 * user's (timers spec 7.1).
 *
 * <p>Changed only by whoever has the machine's turn.
 */
final class OpenFile<T extends KernelObject> {
    private final ObjectTable objects;
    private final T object;
    private final FdAccess access;
    private final AtomicInteger descriptors = new AtomicInteger(1);

    OpenFile(ObjectTable objects, T object, FdAccess access) {
        this.objects = objects;
        this.object = object;
        this.access = access;
        object.opened();
        objects.opened(this);
    }

    T object() {
        return object;
    }

    FdAccess access() {
        return access;
    }

    void duplicated() {
        descriptors.incrementAndGet();
    }

    void closed() {
        if (descriptors.decrementAndGet() == 0) {
            objects.closed(this);
            object.closed();
        }
    }

    /** Closes all descriptors at once, as the end of a process does. */
    void abandon() {
        if (isOpen()) {
            descriptors.set(1);
            closed();
        }
    }

    boolean isOpen() {
        return descriptors.get() > 0;
    }
}
