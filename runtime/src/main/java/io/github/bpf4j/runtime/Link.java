package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor of an attachment. The program stays attached as long as a descriptor or a pin of the link is there.
 *
 * <p>Safe for use by any thread.
 */
public final class Link implements AutoCloseable {
    private final Machine machine;
    private final Descriptor<LiveLink> descriptor;

    Link(Machine machine, LiveLink link) {
        this.machine = machine;
        descriptor = new Descriptor<>(new OpenFile<>(machine.objects, link, FdAccess.READ_WRITE));
    }

    /** The number under which {@link Runtime#openLink} finds it while it lives. */
    public int id() {
        return descriptor.described().id();
    }

    /** What the program is attached to. */
    public String target() {
        return descriptor.described().target();
    }

    /** The id of the attached program. */
    public int programId() {
        try (var _ = machine.turn()) {
            return descriptor.described().program().id();
        }
    }

    /** Whether events of the target run the program. */
    public boolean isAttached() {
        try (var _ = machine.turn()) {
            return descriptor.described().isAttached();
        }
    }

    /**
     * Puts another program in the place of the one that is attached, at once: an event runs the old one or the new one, none runs both or
     * neither.
     *
     * @throws BpfErrnoException as BPF_LINK_UPDATE: EINVAL if what such programs are attached to knows no replacing, or the new program is of
     *     another type or for another kind of attachment; ENOLINK if the link is detached
     */
    public void update(Program program) {
        update(program, null);
    }

    /**
     * As {@link #update(Program)}, if it is this program that is attached now: BPF_F_REPLACE.
     *
     * @throws BpfErrnoException EPERM if it is another
     */
    public void replace(Program expected, Program program) {
        update(program, expected);
    }

    private void update(Program program, @Nullable Program expected) {
        try (var _ = machine.turn()) {
            LiveLink link = descriptor.open();
            LiveProgram fresh = program.liveIn(machine);
            LiveProgram old = link.program();
            link.checkReplacing(fresh, expected);
            if (fresh.id() != old.id()) {
                link.replace(fresh);
            }
        }
    }

    /**
     * Ends the attachment, whoever else holds the link.
     *
     * @throws BpfErrnoException EOPNOTSUPP if the program is in the place of a function
     */
    public void detach() {
        try (var _ = machine.turn()) {
            LiveLink link = descriptor.open();
            if (!link.canBeDetached()) {
                throw new BpfErrnoException(Errno.EOPNOTSUPP, "detaching " + link + ": close it");
            }
            link.detach();
        }
    }

    LiveLink live() {
        return descriptor.open();
    }

    /** Closes the descriptor. Closing twice does nothing. */
    @Override
    public void close() {
        try (var _ = machine.turn()) {
            descriptor.close();
        }
    }

    @Override
    public String toString() {
        return descriptor.described().toString();
    }
}
