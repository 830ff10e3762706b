package io.github.bpf4j.runtime;

/**
 * Something that lives as long as it is referred to and has an id while it does (timers spec 7.1).
 *
 * <p>Touched only by whoever has the machine's turn.
 */
abstract sealed class KernelObject permits LiveMap, LiveProgram, LiveLink {
    private final ObjectTable table;
    private final int id;
    private int references;
    private boolean buried;

    KernelObject(ObjectTable table, int id) {
        this.table = table;
        this.id = id;
    }

    final int id() {
        return id;
    }

    /** Takes a reference; false if the last one has gone, for good. */
    final boolean hold() {
        if (buried) {
            return false;
        }
        references++;
        return true;
    }

    /** Gives a reference back. With the last one the object is freed, as soon as no program runs that could know it. */
    final void drop() {
        references--;
        if (references == 0) {
            buried = true;
            table.bury(this);
        }
    }

    /** A file description was opened, or a pin made: a reference of a user's. */
    void opened() {
        hold();
    }

    /** A file description was closed, or a pin removed. */
    void closed() {
        drop();
    }

    /** Nobody can find it any more; programs that run may know it still. */
    void gone() {}

    /** Gives back all that the object holds. No program that runs knows it. */
    abstract void free();
}
