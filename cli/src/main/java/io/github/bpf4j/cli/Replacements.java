package io.github.bpf4j.cli;

import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.LoadOptions;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Programs of type EXT on the command line, and of fentry and fexit around programs, and whose functions these are about. */
final class Replacements implements AutoCloseable {
    private final List<AutoCloseable> loaded = new ArrayList<>();

    /** A file, and the program of it or for it that is named behind a colon; empty if none is. */
    private record Named(Path file, String program) {
        static Named of(String text) {
            int colon = text.lastIndexOf(':');
            return colon < 0 || Files.exists(Path.of(text))
                    ? new Named(Path.of(text), "")
                    : new Named(Path.of(text.substring(0, colon)), text.substring(colon + 1));
        }
    }

    /** The program that {@code verify --replaces} names. */
    static LinkedProgram target(String text, LinkEnvironment kernel) throws IOException {
        Named named = Named.of(text);
        CollectionSpec object = CollectionSpec.read(named.file()).forKernel(kernel);
        List<ProgramSpec> programs = object.programs();
        if (named.program().isEmpty() && programs.size() != 1) {
            throw new Failures.Usage("--replaces " + text + ": say which program, as " + text + ":PROGRAM; there is "
                    + String.join(", ", programs.stream().map(ProgramSpec::name).toList()));
        }
        String program = named.program().isEmpty()
                ? programs.getFirst().name()
                : Programs.byName(object, named.program()).name();
        try {
            return Linker.link(object, program, kernel);
        } catch (LinkException e) {
            throw new Failures.Usage("--replaces " + text + ": " + e.getMessage());
        }
    }

    /**
     * Loads an object whose programs of type EXT take the place of functions, or whose programs of fentry and fexit are around them, as
     * {@code run --replace} names it, and attaches them.
     *
     * @param target what the capture goes through; null if there is none, and the option has to name a program
     */
    void load(Runtime runtime, Collection collection, String text, @Nullable Program target) throws IOException {
        Named named = Named.of(text);
        Program replaced =
                named.program().isEmpty() ? target : collection.programs().get(named.program());
        if (replaced == null) {
            throw new Failures.Usage("--replace " + text + ": say whose functions, as OBJECT:PROGRAM; there is "
                    + String.join(", ", collection.programs().keySet()));
        }
        CollectionSpec object = CollectionSpec.read(named.file());
        LoadOptions options = LoadOptions.NONE.replacing(object, replaced);
        if (options.replaced().isEmpty()) {
            throw new Failures.Usage("--replace " + text
                    + ": no program of the object is of section freplace/FUNCTION, fentry/FUNCTION or fexit/FUNCTION of"
                    + " a function that is there");
        }
        Collection extensions = runtime.load(object, options);
        loaded.add(extensions);
        for (String name : options.replaced().keySet()) {
            loaded.add(extensions.program(name).attach());
        }
    }

    /** Gives the functions back. */
    @Override
    public void close() {
        for (AutoCloseable each : loaded.reversed()) {
            switch (each) {
                case Link link -> link.close();
                case Collection collection -> collection.close();
                default -> throw new IllegalStateException(each.toString());
            }
        }
    }
}
