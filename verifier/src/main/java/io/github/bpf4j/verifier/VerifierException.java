package io.github.bpf4j.verifier;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a program, with what is needed to mend it. The message is the log.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class VerifierException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Errno errno;
    private final int insnOffset;
    private final transient @Nullable SourceLine source;
    private final String reason;
    private final ArrayList<String> instructions;
    private final String log;

    VerifierException(
            Errno errno,
            int insnOffset,
            @Nullable SourceLine source,
            String reason,
            List<String> instructions,
            String log,
            Throwable cause) {
        super(log, cause);
        this.errno = Objects.requireNonNull(errno);
        this.insnOffset = insnOffset;
        this.source = source;
        this.reason = reason;
        this.instructions = new ArrayList<>(instructions);
        this.log = log;
    }

    /** What loading the program answers in the kernel: this number, negative. */
    public Errno errno() {
        return errno;
    }

    /** The slot of the instruction that is refused; empty if it is the program as a whole. */
    public OptionalInt insnOffset() {
        return insnOffset < 0 ? OptionalInt.empty() : OptionalInt.of(insnOffset);
    }

    /** The line of C that the instruction comes from, if the object tells. */
    public Optional<SourceLine> source() {
        return Optional.ofNullable(source);
    }

    /** What is wrong, in a sentence for people; not stable. */
    public String reason() {
        return reason;
    }

    /**
     * The instruction that is refused, marked with an arrow, and a few in front of it, as text for people; empty if it is the
     * program as a whole.
     */
    public List<String> instructions() {
        return List.copyOf(instructions);
    }

    /** Reason, source line and disassembly, for people; not stable. */
    public String log() {
        return log;
    }
}
