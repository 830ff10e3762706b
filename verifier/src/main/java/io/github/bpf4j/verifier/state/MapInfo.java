package io.github.bpf4j.verifier.state;

import io.github.bpf4j.abi.MapShape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A map as the verifier knows it. Two are the same map exactly if they are the same object.
 *
 * <p>Immutable apart from the contents' source, which must answer the same whenever it is asked.
 */
public final class MapInfo {
    /** The bytes of a map that neither programs nor user space can change any more. */
    @FunctionalInterface
    public interface Contents {
        /**
         * Bytes of the value of element 0, as a number in the byte order of the program.
         *
         * @param size 1, 2, 4 or 8
         */
        long read(int offset, int size);
    }

    private final String name;
    private final MapShape shape;
    private final @Nullable MapInfo inner;
    private final @Nullable Contents constants;

    /**
     * Describes a map.
     *
     * @param inner what the maps in it are like, null if it holds none
     * @param constants its contents if nothing can change them, null otherwise
     */
    public MapInfo(String name, MapShape shape, @Nullable MapInfo inner, @Nullable Contents constants) {
        this.name = Objects.requireNonNull(name);
        this.shape = Objects.requireNonNull(shape);
        this.inner = inner;
        this.constants = constants;
    }

    public String name() {
        return name;
    }

    public MapShape shape() {
        return shape;
    }

    /** What the maps in it are like; null if it holds none. */
    public @Nullable MapInfo inner() {
        return inner;
    }

    /** Its contents if nothing can change them; null otherwise. */
    public @Nullable Contents constants() {
        return constants;
    }

    @Override
    public String toString() {
        return "map " + name;
    }
}
