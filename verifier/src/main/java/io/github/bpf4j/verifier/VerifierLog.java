package io.github.bpf4j.verifier;

import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.verifier.explore.Walk;
import io.github.bpf4j.verifier.log.LogText;
import io.github.bpf4j.verifier.log.ReadableLog;
import io.github.bpf4j.verifier.log.StateLog;
import java.util.Objects;

/** What the verifier did with one program, as text of a limited length. Not safe for use by several threads. */
public final class VerifierLog {
    /** Most characters of a log, unless said otherwise: 16 MiB. */
    public static final int MOST_CHARACTERS = 1 << 24;

    /** What is told. */
    public enum Detail {
        /** The instructions as the paths take them, with lines of the source and in words what they change. */
        WALK,
        /** The instructions with what is known of what they read and write, in the notation of Linux's logs. */
        STATES
    }

    private final Detail detail;
    private final LogText text;
    private Runnable flush = () -> {};

    /** A log of at most 16 Mi characters. */
    public VerifierLog(Detail detail) {
        this(detail, MOST_CHARACTERS);
    }

    /** A log of at most so many characters. */
    public VerifierLog(Detail detail, int limit) {
        this.detail = Objects.requireNonNull(detail);
        this.text = new LogText(limit);
    }

    /** What was written so far. */
    @Override
    public String toString() {
        return text.toString();
    }

    Walk of(LinkedProgram program, long[] code) {
        return switch (detail) {
            case WALK -> {
                ReadableLog log = new ReadableLog(text, program, code);
                flush = log::end;
                yield log;
            }
            case STATES -> {
                StateLog log = new StateLog(text, program, code);
                flush = log::end;
                yield log;
            }
        };
    }

    void end(Verdict verdict, VerifierLimits limits) {
        flush.run();
        VerifierException refusal = verdict.refusal();
        if (refusal != null) {
            text.line(refusal.reason());
        }
        text.line("processed %d insns (limit %d) total_states %d"
                .formatted(verdict.insns(), limits.maxProcessedInsns(), verdict.states()));
    }
}
