package io.github.bpf4j.runtime.engine;

/**
 * What came of compiling an image.
 *
 * @param tookNs how long it took
 * @param classBytes of the class files that were made; 0 if it failed
 * @param failure why it failed, empty if it did not
 */
public record Compilation(long tookNs, long classBytes, String failure) {
    /** Of an image that nobody compiled. */
    public static final Compilation NONE = new Compilation(0, 0, "");

    boolean isDone() {
        return failure.isEmpty();
    }
}
