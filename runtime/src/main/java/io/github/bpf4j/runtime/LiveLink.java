package io.github.bpf4j.runtime;

/** An attachment of a program to a target: keeps the program alive and lets events of the target run it. */
final class LiveLink extends KernelObject {
    private final Machine machine;
    private volatile LiveProgram program;
    private final String target;
    private boolean attached = true;

    LiveLink(Machine machine, LiveProgram program, String target) {
        super(machine.objects, machine.objects.nextLinkId());
        this.machine = machine;
        this.program = program;
        this.target = target;
        program.hold();
        machine.objects.add(this);
    }

    LiveProgram program() {
        return program;
    }

    /** Events that begin from now on run another program; what runs the old one goes on to its end. */
    void replace(LiveProgram other) {
        LiveProgram old = program;
        other.hold();
        program = other;
        old.drop();
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
