package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.kernel.GroupAttachment;
import org.jspecify.annotations.Nullable;

/** An attachment of a program to a target: keeps the program alive and lets events of the target run it. */
sealed class LiveLink extends KernelObject permits ReplacementLink, TracingLink, UsdtLink {
    /** Stands between a target and the path of the control group that the program is attached in. */
    static final String IN_GROUP = "@";

    private final Machine machine;
    private volatile LiveProgram program;
    private final String target;
    private final long cookie;
    private final long order;
    private final @Nullable GroupAttachment attachment;
    private boolean attached = true;

    LiveLink(
            Machine machine,
            LiveProgram program,
            String target,
            long cookie,
            long order,
            @Nullable GroupAttachment attachment) {
        super(machine.objects, machine.objects.nextLinkId());
        this.machine = machine;
        this.program = program;
        this.target = target;
        this.cookie = cookie;
        this.order = order;
        this.attachment = attachment;
        program.hold();
        machine.objects.add(this);
    }

    LiveProgram program() {
        return program;
    }

    /** Events that begin from now on run another program; what runs the old one goes on to its end. */
    void replace(LiveProgram other) {
        if (attachment != null && !other.bind(attachment)) {
            throw new BpfErrnoException(Errno.ENOMEM, "updating " + this + " with " + other);
        }
        LiveProgram old = program;
        other.hold();
        program = other;
        old.drop();
    }

    /** What the program gets from bpf_get_attach_cookie. */
    long cookie() {
        return cookie;
    }

    /** Where in a control group the program is attached; null if it is not in any. */
    @Nullable
    GroupAttachment attachment() {
        return attachment;
    }

    /** Of two links the one that was attached first has the lower number. */
    long order() {
        return order;
    }

    String target() {
        return target;
    }

    boolean isAttached() {
        return attached;
    }

    /** Ends the attachment; the program is held until the link is freed, as in Linux. */
    void detach() {
        attached = false;
        machine.hooks.remove(this);
    }

    /** Whether a user may detach it while there are descriptors of it. */
    boolean canBeDetached() {
        return true;
    }

    @Override
    void gone() {
        detach();
    }

    @Override
    void free() {
        program.drop();
    }

    @Override
    public String toString() {
        return "link " + id() + " of program " + program.name() + " at " + target;
    }
}
