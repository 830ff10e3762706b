package io.github.bpf4j.runtime.engine;

import java.util.function.Consumer;

/** What a listener of the host's threw inside a helper: no failure of the helper's, so it leaves the run as it was thrown. */
public final class ListenerThrew extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException thrown;

    private ListenerThrew(RuntimeException thrown) {
        super(thrown);
        this.thrown = thrown;
    }

    /** Tells a listener something, from inside a helper. */
    public static <T> void tell(Consumer<T> listener, T what) {
        try {
            listener.accept(what);
        } catch (RuntimeException e) {
            throw new ListenerThrew(e);
        }
    }

    /** What leaves a function that the host called: what was thrown, where the run ends; else this. */
    RuntimeException outOf(Cpu cpu) {
        return cpu.isOutermost() ? thrown : this;
    }
}
