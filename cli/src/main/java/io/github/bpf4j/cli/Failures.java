package io.github.bpf4j.cli;

import io.github.bpf4j.asm.InvalidInstructionException;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.object.ExternException;
import io.github.bpf4j.object.KconfigFormatException;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.verifier.VerifierException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Says what went wrong in one line, and whose fault it is. */
final class Failures {
    private Failures() {}

    /** A use of the command line that its syntax allows but that makes no sense. */
    static final class Usage extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Usage(String message) {
            super(message);
        }
    }

    /** The guest, the object or the capture is at fault. */
    static final class Guest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Guest(String message) {
            super(message);
        }
    }

    static int report(Exception exception, CommandLine commandLine, CommandLine.ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        err.println("bpf4j: " + message(exception));
        err.flush();
        return isUsage(exception) ? Main.EXIT_USAGE : Main.EXIT_GUEST;
    }

    private static boolean isUsage(Exception exception) {
        return exception instanceof Usage
                || exception instanceof IOException
                || exception instanceof UncheckedIOException;
    }

    /** What went wrong, in one line. */
    static String message(Exception exception) {
        return switch (exception) {
            case NoSuchFileException e -> "there is no file " + e.getMessage();
            case UncheckedIOException e
            when e.getCause() instanceof NoSuchFileException file -> "there is no file " + file.getMessage();
            case IOException e -> e.getClass().getSimpleName() + ": " + orEmpty(e.getMessage());
            case Usage e -> orEmpty(e.getMessage());
            case Guest e -> orEmpty(e.getMessage());
            case InvalidInstructionException e -> orEmpty(e.getMessage());
            case ObjectFormatException e -> orEmpty(e.getMessage());
            case LinkException e -> orEmpty(e.getMessage());
            case ExternException e -> orEmpty(e.getMessage());
            case KconfigFormatException e -> orEmpty(e.getMessage());
            case VerifierException e -> orEmpty(e.getMessage());
            case BpfErrnoException e -> orEmpty(e.getMessage());
            case BtfTypeException e -> orEmpty(e.getMessage());
            case CancellationException e -> orEmpty(e.getMessage());
            case MapCreation.Refused e -> orEmpty(e.getMessage());
            case IllegalArgumentException e -> orEmpty(e.getMessage());
            default -> exception.toString();
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
