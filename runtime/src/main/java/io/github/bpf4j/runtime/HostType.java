package io.github.bpf4j.runtime;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * A type of objects of the host's that programs hold references to. They get one from a function that {@link HostFunction#returnsObject
 * gives} it, pass it to functions that {@link HostFunction#object take} it, and must give it up to one that {@link HostFunction#releases
 * releases} it on every path: the verifier refuses programs that do not. A program sees nothing of the object itself.
 *
 * <p>Immutable and safe for use by any thread. Two types are the same if they are the same object.
 *
 * @param <T> what the objects are
 */
public final class HostType<T> {
    private final String name;
    private final Class<T> javaType;
    private final Consumer<? super T> lost;

    private HostType(String name, Class<T> javaType, Consumer<? super T> lost) {
        this.name = name;
        this.javaType = javaType;
        this.lost = lost;
    }

    /**
     * A type.
     *
     * @param name what it is, for people; different for each type of a runtime
     * @param lost takes an object whose reference a run still held when it ended: by a fault, or because an exception of the host's ended it
     */
    public static <T> HostType<T> named(String name, Class<T> javaType, Consumer<? super T> lost) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a type needs a name");
        }
        return new HostType<>(name, Objects.requireNonNull(javaType), Objects.requireNonNull(lost));
    }

    /** What it is, for people. */
    public String name() {
        return name;
    }

    T cast(Object object) {
        return javaType.cast(object);
    }

    /** Tells the host that a run lost an object of this type. */
    void lose(Object object) {
        lost.accept(cast(object));
    }

    @Override
    public String toString() {
        return name;
    }
}
