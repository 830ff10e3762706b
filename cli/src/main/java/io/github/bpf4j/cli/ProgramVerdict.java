package io.github.bpf4j.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.VerifierException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the verifier says of one program, as {@code verify --json} has it. Immutable.
 *
 * @param obj the object, as it was named
 * @param section its section, without the mark of programs that are not loaded unless asked for
 * @param type the program's type, null if its section names none
 * @param verdict {@code accept}, {@code reject}, or {@code error} if it did not come to be verified
 * @param errno what Linux would answer, null if it would not be asked
 * @param insns instructions that were processed, over all paths
 * @param stack most bytes of stack in use at once
 * @param reason why it is not accepted, null if it is
 * @param notes what the verdict takes for granted, left out if nothing
 * @param log what the verifier did, left out unless it was asked for
 * @param instructions those that lead to the one that is refused, for people
 */
record ProgramVerdict(
        String obj,
        String prog,
        String section,
        @Nullable String type,
        String verdict,
        @Nullable String errno,
        int insns,
        int states,
        int stack,
        @JsonProperty("time_us") long timeUs,
        @Nullable Reason reason,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String log,
        @JsonIgnore List<String> instructions) {
    private static final String ACCEPT = "accept";
    private static final int NANOS_PER_MICRO = 1000;

    /**
     * Why a program is not accepted.
     *
     * @param insn the slot of the instruction that is refused
     */
    record Reason(
            String message,
            @Nullable Integer line,
            @Nullable String file,
            @Nullable String source,
            @Nullable Integer insn) {}

    /** What the verifier said. */
    static ProgramVerdict of(
            String obj, ProgramSpec program, Verdict verdict, @Nullable String log, List<String> notes) {
        VerifierException refusal = verdict.refusal();
        return new ProgramVerdict(
                obj,
                program.name(),
                section(program),
                program.programType().map(ProgramType::name).orElse(null),
                refusal == null ? ACCEPT : "reject",
                refusal == null ? null : refusal.errno().name(),
                verdict.insns(),
                verdict.states(),
                verdict.stackBytes(),
                verdict.nanos() / NANOS_PER_MICRO,
                refusal == null ? null : reason(refusal),
                notes,
                log,
                refusal == null ? List.of() : refusal.instructions());
    }

    /** What stood in the way of verifying the program. */
    static ProgramVerdict error(String obj, ProgramSpec program, @Nullable Errno errno, String message) {
        return new ProgramVerdict(
                obj,
                program.name(),
                section(program),
                program.programType().map(ProgramType::name).orElse(null),
                "error",
                errno == null ? null : errno.name(),
                0,
                0,
                0,
                0,
                new Reason(message, null, null, null, null),
                List.of(),
                null,
                List.of());
    }

    /** Its section as loaders read it: without the mark of programs that are not loaded unless asked for. */
    private static String section(ProgramSpec program) {
        return program.section().startsWith("?") ? program.section().substring(1) : program.section();
    }

    private static Reason reason(VerifierException refusal) {
        Optional<SourceLine> source = refusal.source();
        return new Reason(
                refusal.reason(),
                source.map(SourceLine::line).orElse(null),
                source.map(SourceLine::file).orElse(null),
                source.map(line -> line.source().strip()).orElse(null),
                refusal.insnOffset().stream().boxed().findFirst().orElse(null));
    }

    boolean isAccepted() {
        return verdict.equals(ACCEPT);
    }

    /** In one line, its columns as wide as the widest of these verdicts. */
    String text(List<ProgramVerdict> beside) {
        String head = "%-6s  %s  %s  "
                .formatted(
                        verdict,
                        padded(section, beside.stream().mapToInt(each -> each.section.length())),
                        padded(prog, beside.stream().mapToInt(each -> each.prog.length())));
        String tail = reason == null
                ? String.format(
                        Locale.ROOT,
                        "(%d instructions, %d states, %d bytes of stack, %.1f ms)",
                        insns,
                        states,
                        stack,
                        timeUs / 1000.0)
                : (errno == null ? "" : "-" + errno + ": ") + reason.message;
        return head + tail;
    }

    /** Where it is refused, line by line, and what is taken for granted. */
    List<String> details() {
        Stream<String> source = reason == null || reason.source() == null
                ? Stream.empty()
                : Stream.of("%s:%d: %s".formatted(reason.file(), reason.line(), reason.source()));
        return Stream.of(source, instructions.stream(), notes.stream().map(note -> "note: " + note))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String padded(String text, IntStream widths) {
        return text + " ".repeat(widths.max().orElse(0) - text.length());
    }
}
