package io.github.bpf4j.cli.scenario;

/** A scenario file that cannot be understood: which file or case, where in it, why. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String where, String reason) {
        super(where.isEmpty() ? reason : where + ": " + reason);
    }
}
