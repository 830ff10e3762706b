package io.github.bpf4j.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The compiled objects of the test resources. */
final class TestObjects {
    private TestObjects() {}

    static byte[] bytes(String name) {
        try (InputStream in = Objects.requireNonNull(TestObjects.class.getResourceAsStream("/objects/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CollectionSpec read(String name) {
        return CollectionSpec.read(bytes(name), name.substring(0, name.indexOf('.')));
    }
}
