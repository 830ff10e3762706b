package io.github.bpf4j.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The corpus's files by name, such as {@code examples/flow_gc.bpf.o}, {@code scenarios/answers-6.12.jsonl} or
 * {@code bench/inputs/d_packet.mem}. Safe for use by several threads.
 */
public final class Corpus {
    private Corpus() {}

    /**
     * A file's content, in a new array.
     *
     * @param name the path below the corpus, with {@code /} between its parts
     * @throws IllegalArgumentException if the corpus has no such file
     */
    public static byte[] bytes(String name) {
        try (@Nullable InputStream in = Corpus.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("the corpus has no file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The names of the files in a folder, not of those in its subfolders, in alphabetical order.
     *
     * @param folder {@code examples}, {@code features}, {@code guide}, {@code refused}, {@code isa}, {@code scenarios}, {@code bench} or
     *     {@code bench/inputs}
     * @return names that {@link #bytes} takes
     * @throws IllegalArgumentException if the corpus has no such folder
     */
    public static List<String> list(String folder) {
        URL url = Corpus.class.getResource(folder);
        if (url == null) {
            throw new IllegalArgumentException("the corpus has no folder " + folder);
        }
        try {
            if (!url.getProtocol().equals("jar")) {
                return list(folder, Path.of(url.toURI()));
            }
            JarURLConnection jar = (JarURLConnection) url.openConnection();
            try (FileSystem files =
                    FileSystems.newFileSystem(Path.of(jar.getJarFileURL().toURI()))) {
                return list(folder, files.getPath(jar.getEntryName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> list(String folder, Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new IllegalArgumentException(folder + " is no folder of the corpus");
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(Files::isRegularFile)
                    .map(entry -> folder + "/" + entry.getFileName())
                    .sorted()
                    .toList();
        }
    }
}
