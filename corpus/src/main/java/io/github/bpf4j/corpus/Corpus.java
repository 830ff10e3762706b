package io.github.bpf4j.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
}
