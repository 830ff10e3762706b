package io.github.bpf4j.runtime;

/**
 * One handle of the host's on an open file description.
 *
 * <p>Changed only by whoever has the machine's turn. What {@link #open} returns stays whole until the turn or the run ends in which it
 * was asked for.
 */
final class Descriptor<T extends KernelObject> {
    private final OpenFile<T> file;
    private volatile boolean closed;

    Descriptor(OpenFile<T> file) {
        this.file = file;
    }

    /** What it describes, open or not. */
    T described() {
        return file.object();
    }

    /**
     * What it describes.
     *
     * @throws IllegalStateException if it is closed
     */
    T open() {
        if (!isOpen()) {
            throw new IllegalStateException(file.object() + " is closed");
        }
        return file.object();
    }

    boolean isOpen() {
        return !closed && file.isOpen();
    }

    FdAccess access() {
        return file.access();
    }

    Descriptor<T> duplicate() {
        open();
        file.duplicated();
        return new Descriptor<>(file);
    }

    /** Closes it; closing twice does nothing. */
    void close() {
        if (!closed && file.isOpen()) {
            file.closed();
        }
        closed = true;
    }
}
