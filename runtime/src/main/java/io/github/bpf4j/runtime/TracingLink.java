package io.github.bpf4j.runtime;

/** A program of fentry or fexit around a function of another program: keeps both alive, and leaves the function when it goes. */
final class TracingLink extends LiveLink {
    private final Extension function;

    /** A link that traces nothing yet. */
    TracingLink(Machine machine, LiveProgram program, Extension function, long cookie) {
        super(machine, program, function.program().name() + "/" + function.name(), cookie, 0, null);
        this.function = function;
        function.program().hold();
    }

    @Override
    boolean canBeDetached() {
        return false;
    }

    @Override
    void detach() {
        if (isAttached()) {
            function.program().untrace(function.entry(), this);
        }
        super.detach();
    }

    @Override
    void free() {
        super.free();
        function.program().drop();
    }
}
