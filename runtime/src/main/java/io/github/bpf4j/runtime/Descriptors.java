package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file descriptors of the process that programs of type SYSCALL run in: the numbers under which they find maps and programs that the
 * host opens for them, and the host maps that they made. As in a process that was just begun 0 to 2 are open, and of nothing that is here.
 *
 * <p>Safe for use by any thread.
 */
public final class Descriptors {
    /** As many as there can be. */
    public static final int MOST = 1024;

    private static final int STANDARD = 3;

    private final Machine machine;
    private final List<@Nullable Entry> entries = new ArrayList<>();

    /** What a number stands for: nothing that is here, if it has no descriptor. */
    private record Entry(@Nullable Descriptor<?> descriptor) {
        boolean isOpen() {
            return descriptor == null || descriptor.isOpen();
        }
    }

    Descriptors(Machine machine) {
        this.machine = machine;
        for (int number = 0; number < STANDARD; number++) {
            entries.add(new Entry(null));
        }
    }

    /**
     * Gives a map the lowest number that is free: a descriptor of the same open file, which stays open until it is closed here, by a
     * program or with the runtime.
     *
     * @throws IllegalArgumentException if the map is of another runtime
     * @throws BpfErrnoException EMFILE if no number is free
     */
    public int add(BpfMap map) {
        try (var _ = machine.turn()) {
            map.liveIn(machine);
            requireRoom();
            return add(map.duplicateDescriptor());
        }
    }

    /**
     * As {@link #add(BpfMap)}, of a program: an open file of its own.
     *
     * @throws IllegalArgumentException if the program is of another runtime
     * @throws BpfErrnoException EMFILE if no number is free
     */
    public int add(Program program) {
        try (var _ = machine.turn()) {
            LiveProgram live = program.liveIn(machine);
            requireRoom();
            return add(new Descriptor<>(new OpenFile<>(machine.objects, live, FdAccess.READ_WRITE)));
        }
    }

    /**
     * The map that a number stands for: a descriptor of the same open file, for the caller to close.
     *
     * @throws BpfErrnoException EBADF if the number is not open, EINVAL if it is of no map
     */
    public BpfMap map(int number) {
        try (var _ = machine.turn()) {
            return new BpfMap(machine, mapAt(number).duplicate());
        }
    }

    /**
     * Closes a number; it is free then.
     *
     * @throws BpfErrnoException EBADF if it is not open
     */
    public void close(int number) {
        try (var _ = machine.turn()) {
            closeAt(number);
        }
    }

    // ---- for whoever has the machine's turn

    boolean hasRoom() {
        return free() < MOST;
    }

    private void requireRoom() {
        if (!hasRoom()) {
            throw new BpfErrnoException(Errno.EMFILE, "one descriptor more than " + MOST);
        }
    }

    private int free() {
        for (int number = 0; number < entries.size(); number++) {
            if (entries.get(number) == null) {
                return number;
            }
        }
        return entries.size();
    }

    /** Gives a descriptor the lowest number that is free; there is one. */
    int add(Descriptor<?> descriptor) {
        int number = free();
        if (number == entries.size()) {
            entries.add(null);
        }
        entries.set(number, new Entry(descriptor));
        return number;
    }

    void closeAt(int number) {
        Entry entry = at(number);
        if (entry.descriptor != null) {
            entry.descriptor.close();
        }
        entries.set(number, null);
    }

    /** Whether a number is open, of whatever. */
    boolean isOpen(int number) {
        if (number < 0 || number >= entries.size()) {
            return false;
        }
        Entry entry = entries.get(number);
        return entry != null && entry.isOpen();
    }

    private Entry at(int number) {
        Entry entry = number < 0 || number >= entries.size() ? null : entries.get(number);
        if (entry == null || !entry.isOpen()) {
            throw new BpfErrnoException(Errno.EBADF, "using descriptor " + Integer.toUnsignedLong(number));
        }
        return entry;
    }

    @SuppressWarnings("unchecked") // what a descriptor describes never changes
    Descriptor<LiveMap> mapAt(int number) {
        Descriptor<?> descriptor = at(number).descriptor;
        if (descriptor == null || !(descriptor.described() instanceof LiveMap)) {
            throw new BpfErrnoException(Errno.EINVAL, "using descriptor " + number + ", which is of no map");
        }
        return (Descriptor<LiveMap>) descriptor;
    }

    /** Whether a number is open, of a program. */
    boolean isProgram(int number) {
        Descriptor<?> descriptor = isOpen(number) ? at(number).descriptor : null;
        return descriptor != null && descriptor.described() instanceof LiveProgram;
    }

    LiveProgram programAt(int number) {
        Descriptor<?> descriptor = at(number).descriptor;
        if (descriptor == null || !(descriptor.described() instanceof LiveProgram program)) {
            throw new BpfErrnoException(Errno.EINVAL, "using descriptor " + number + ", which is of no program");
        }
        return program;
    }
}
