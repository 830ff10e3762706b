package io.github.bpf4j.runtime.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a generated class and its methods are called, and the lines of its source file: what profilers and debuggers show. */
/*
 * A class file names one source file. It is the one that most of the class's instructions come from; those of other files, such as
 * headers, count as the line before them, which is where the compiler put them.
 */
final class JitNames {
    private static final int MOST_CHARS = 100;

    private static final int MOST_FILE_CHARS = 4096;

    /** The highest number of a line that a class file can hold. */
    private static final int MOST_LINES = 0xffff;

    private final Image image;
    private final Map<Integer, String> functions = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Map<String, Integer> instructionsOfFiles = new HashMap<>();
    private String file = "";

    JitNames(Image image) {
        this.image = image;
    }

    /** The name of the class with a number, without its package. */
    String type(int number) {
        String program = plain(image.name());
        return "Jit$" + (program.isEmpty() ? "program" : program) + (number == 0 ? "" : "$" + number);
    }

    void addFunction(int entry) {
        String name = plain(image.source().function(entry));
        String free = name.isEmpty() ? "at" + entry : name;
        functions.put(entry, used.add(free) ? free : free + "$at" + entry);
    }

    void addInstructions(int[] instructions) {
        for (int at : instructions) {
            image.source().line(at).ifPresent(line -> {
                int count = instructionsOfFiles.merge(line.file(), 1, Integer::sum);
                if (count > instructionsOfFiles.getOrDefault(file, 0)) {
                    file = line.file();
                }
            });
        }
    }

    /** The name of the method of a function. */
    String function(int entry) {
        String name = functions.get(entry);
        if (name == null) {
            throw new IllegalArgumentException("no function begins at instruction " + entry);
        }
        return name;
    }

    /** The name of the method of a piece of a function. */
    String piece(JitCompiler.Piece piece) {
        String name = plain(image.source().function(piece.chunk().instructions()[0]));
        return (name.isEmpty() ? "at" + piece.flow().entry() : name) + "$piece" + piece.number();
    }

    /** The source file; none if its name is longer than any path, and may not fit into a class file. */
    Optional<String> file() {
        return file.isEmpty() || file.length() > MOST_FILE_CHARS ? Optional.empty() : Optional.of(file);
    }

    /** The line in the source file that an instruction comes from; 0 if it is unknown or in another file. */
    int line(int at) {
        return image.source()
                .line(at)
                .filter(line -> line.file().equals(file) && line.number() <= MOST_LINES)
                .map(SourceMap.Line::number)
                .orElse(0);
    }

    /** A name as class files may have it. */
    private static String plain(String name) {
        return name.substring(0, Math.min(name.length(), MOST_CHARS)).replaceAll("[^A-Za-z0-9_]", "_");
    }
}
