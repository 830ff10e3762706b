package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import org.jspecify.annotations.Nullable;

/**
 * The registration of a table of section {@code .struct_ops.link}: it ends when this is closed.
 *
 * <p>Safe for use by any thread.
 */
public final class StructOpsLink implements AutoCloseable {
    private final Machine machine;
    private LiveOperations table;
    private boolean attached = true;
    private boolean closed;

    StructOpsLink(Machine machine, LiveOperations table) {
        this.machine = machine;
        this.table = table;
        table.map().hold();
    }

    /** The number of the map whose table is registered. */
    public int mapId() {
        try (var _ = machine.turn()) {
            return table.map().id();
        }
    }

    /** Whether its table is registered. */
    public boolean isAttached() {
        try (var _ = machine.turn()) {
            return attached;
        }
    }

    /**
     * Puts another table of the same name in the place of the one that is registered, at once.
     *
     * @throws BpfErrnoException EINVAL if the other is not ready, for no link or of another name; ENOLINK if the link is detached
     */
    public void update(StructOps fresh) {
        update(fresh, null);
    }

    /**
     * As {@link #update(StructOps)}, if this table is registered now: BPF_F_REPLACE.
     *
     * @throws BpfErrnoException EPERM if it is another
     */
    public void replace(StructOps expected, StructOps fresh) {
        update(fresh, expected);
    }

    private void update(StructOps fresh, @Nullable StructOps expected) {
        try (var _ = machine.turn()) {
            requireOpen();
            if (!attached) {
                throw new BpfErrnoException(Errno.ENOLINK, "updating " + this + ", which is detached");
            }
            if (expected != null && expected.live() != table) {
                throw new BpfErrnoException(Errno.EPERM, "updating " + this + ": " + expected + " is not registered");
            }
            LiveOperations next = fresh.liveIn(machine);
            if (next == table) {
                return; // Linux 6.12 adds it to its list twice and dies
            }
            LiveOperations old = table;
            next.replace(old);
            next.map().hold();
            table = next;
            old.map().drop();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is closed");
        }
    }

    /** Ends the registration; ending it twice does nothing. */
    public void detach() {
        try (var _ = machine.turn()) {
            requireOpen();
            end();
        }
    }

    private void end() {
        if (attached) {
            attached = false;
            table.detach();
        }
    }

    /** Ends the registration and closes the link. Closing twice does nothing. */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            if (!closed) {
                closed = true;
                end();
                table.map().drop();
            }
        }
    }

    @Override
    public String toString() {
        return "link of operations " + table.layout().table().name();
    }
}
