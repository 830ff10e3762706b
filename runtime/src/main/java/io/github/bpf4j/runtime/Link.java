package io.github.bpf4j.runtime;

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
        return descriptor.described().program().id();
    }

    /** Whether events of the target run the program. */
    public boolean isAttached() {
        try (var _ = machine.turn()) {
            return descriptor.described().isAttached();
        }
    }

    /** Ends the attachment, whoever else holds the link. */
    public void detach() {
        try (var _ = machine.turn()) {
            descriptor.open().detach();
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
