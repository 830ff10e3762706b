package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.kernel.GroupAttachment;
import org.jspecify.annotations.Nullable;

/** An attachment of a program to a target: keeps the program alive and lets events of the target run it. */
sealed class LiveLink extends KernelObject permits MapLink, ReplacementLink, TracingLink, UsdtLink {
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

    /**
     * Checks that another program may take the place of this one's.
     *
     * @param expected what has to be attached now; null if it does not matter
     * @throws BpfErrnoException as {@link Link#update}
     */
    void checkReplacing(LiveProgram fresh, @Nullable Program expected) {
        LiveProgram old = program;
        String doing = "updating " + this;
        if (!canBeReplaced(old)) {
            throw new BpfErrnoException(Errno.EINVAL, doing + ": programs of type " + old.type() + " stay");
        }
        if (!attached) {
            throw new BpfErrnoException(Errno.ENOLINK, doing + ", which is detached");
        }
        if (expected != null && expected.id() != old.id()) {
            throw new BpfErrnoException(Errno.EPERM, doing + ": " + expected + " is not attached");
        }
        boolean sameKind = old.type() == ProgramType.SCHED_CLS
                || fresh.linked().spec().expectedAttachType()
                        == old.linked().spec().expectedAttachType();
        boolean fits = fresh.type() == old.type() && sameKind;
        if (!fits) {
            throw new BpfErrnoException(Errno.EINVAL, doing + " to " + fresh + ", which is of another kind");
        }
    }

    /** Links of the kernel's functions and events keep their program. */
    private static boolean canBeReplaced(LiveProgram program) {
        return switch (program.type()) {
            case XDP,
                    SCHED_CLS,
                    CGROUP_SKB,
                    CGROUP_SOCK,
                    CGROUP_DEVICE,
                    CGROUP_SOCK_ADDR,
                    CGROUP_SYSCTL,
                    CGROUP_SOCKOPT,
                    SOCK_OPS,
                    FLOW_DISSECTOR,
                    SK_LOOKUP -> true;
            case LSM -> program.linked().spec().expectedAttachType() == AttachType.LSM_CGROUP;
            default -> false;
        };
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
