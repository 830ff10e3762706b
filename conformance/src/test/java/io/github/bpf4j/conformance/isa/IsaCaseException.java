package io.github.bpf4j.conformance.isa;

/** A case file that breaks the format's rules: which file and line, and what was expected there. */
final class IsaCaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    IsaCaseException(String file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
    }
}
