package io.github.bpf4j.runtime;

/** A program of type EXT in the place of a function: keeps both programs alive, and gives the function back when it goes. */
final class ReplacementLink extends LiveLink {
    private final Extension function;
    private final int entry;

    /** Puts the program there, which may be there. */
    ReplacementLink(Machine machine, LiveProgram program, Extension function) {
        super(machine, program, function.program().name() + "/" + function.name(), 0, 0, null);
        this.function = function;
        entry = function.entry();
        function.program().hold();
    }

    @Override
    boolean canBeDetached() {
        return false;
    }

    @Override
    void detach() {
        if (isAttached()) {
            function.program().restore(entry);
        }
        super.detach();
    }

    @Override
    void free() {
        super.free();
        function.program().drop();
    }
}
