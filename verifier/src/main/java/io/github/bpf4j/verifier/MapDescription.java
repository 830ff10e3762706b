package io.github.bpf4j.verifier;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.DataImage;
import io.github.bpf4j.object.MapSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a program that names a map can rely on. Immutable and safe for use by any thread.
 *
 * @param shape the map, special fields included
 * @param inner what the maps in it are like, null if it holds none
 * @param constants the bytes of its only value if nothing can change them once programs run, else null
 */
public record MapDescription(
        MapShape shape, @Nullable MapShape inner, @Nullable DataImage constants) {
    public MapDescription {
        Objects.requireNonNull(shape);
    }

    /** A map whose values change and are no maps. */
    public static MapDescription of(MapShape shape) {
        return new MapDescription(shape, null, null);
    }

    /**
     * A map as it will be when an object's loader has created and filled it; the shape is not judged. Where Linux refuses the types
     * of key and value, loaders go on without them.
     */
    public static MapDescription of(MapSpec spec, Btf btf, KernelProfile profile) {
        MapSpec inner = spec.inner();
        boolean constant =
                spec.contents() != null && spec.type() == MapType.ARRAY && (spec.flags() & MapFlags.RDONLY_PROG) != 0;
        MapShape shape = spec.shape(btf, profile);
        boolean typesRefused = shape.check(spec.types(btf), profile, true) != 0;
        return new MapDescription(
                typesRefused ? shape.withFields(SpecialFields.NONE) : shape,
                inner == null || !spec.type().isMapInMap() ? null : inner.shape(btf, profile),
                constant ? spec.contents() : null);
    }
}
