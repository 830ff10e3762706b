package io.github.bpf4j.abi;

import io.github.bpf4j.abi.SpecialField.Kind;
import io.github.bpf4j.btf.Btf;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The special fields of a map's value: the kernel's record (timers spec 4). Two records are equal where fields are: kinds,
 * offsets, sizes and targets decide whether an inner map fits its template (timers spec 4.5): compare {@link #list()}.
 * Immutable and safe for use by any thread.
 *
 * @param list the fields in ascending order; empty if there are none or if parsing failed
 * @param parseError why the value counts as having no special field although it names some; a map with such a value is
 *     created all the same (timers spec 4.4)
 */
public record SpecialFields(
        List<SpecialField> list, @Nullable Errno parseError) {
    /** Most special fields of one value. */
    public static final int MAX_FIELDS = 11;

    /** No special field. */
    public static final SpecialFields NONE = new SpecialFields(List.of(), null);

    public SpecialFields {
        list = List.copyOf(list);
    }

    /** A record of these fields, which must not overlap. */
    public static SpecialFields of(SpecialField... fields) {
        return new SpecialFields(
                List.of(fields).stream().sorted(SpecialFields::byOffset).toList(), null);
    }

    /**
     * The special fields of a type that maps have as their value. Hostile types cost no more than their size.
     *
     * @param valueTypeId the value's type, 0 if the map has none
     * @throws IllegalArgumentException if the object has no such type
     */
    public static SpecialFields parse(Btf btf, int valueTypeId, KernelProfile profile) {
        return SpecialFieldSearch.parse(btf, valueTypeId, profile);
    }

    /**
     * The special fields of a struct that programs allocate objects of (verifier spec O1): nodes count, timers do not.
     *
     * @throws IllegalArgumentException if the object has no such type
     */
    public static SpecialFields ofObject(Btf btf, int typeId, KernelProfile profile) {
        return SpecialFieldSearch.parseObject(btf, typeId, profile);
    }

    /** Both records in one, for kernels that search for each kind on its own: a failure spoils only its own kind. */
    SpecialFields joined(SpecialFields other) {
        List<SpecialField> both = Stream.concat(list.stream(), other.list.stream())
                .sorted(SpecialFields::byOffset)
                .toList();
        return new SpecialFields(both, parseError == null ? other.parseError : parseError);
    }

    private static int byOffset(SpecialField one, SpecialField other) {
        return Integer.compare(one.byteOffset(), other.byteOffset());
    }

    /** Whether there is no field. */
    public boolean isEmpty() {
        return list.isEmpty();
    }

    /** The first field of a kind; the only one if the kind is unique. */
    public Optional<SpecialField> find(Kind kind) {
        return list.stream().filter(field -> field.kind() == kind).findFirst();
    }

    /** Whether there is a field of this kind. */
    public boolean has(Kind kind) {
        return find(kind).isPresent();
    }

    /** The field that shares a byte with the range from {@code byteOffset} to {@code byteOffset + size}. */
    public Optional<SpecialField> overlapping(long byteOffset, long size) {
        return list.stream()
                .filter(field -> byteOffset < field.endOffset() && field.byteOffset() < byteOffset + size)
                .findFirst();
    }
}
