package io.github.bpf4j.runtime.objects;

import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.abi.SpecialFields;

/**
 * What objects of one type are like. Immutable and safe for use by any thread.
 *
 * @param name of the struct
 * @param sizeBytes bytes of one object
 * @param fields what programs do not touch themselves
 * @param ofKernel whether they are the kernel's: counted, and read-only for programs
 */
public record ObjectLayout(String name, int sizeBytes, SpecialFields fields, boolean ofKernel) {
    /** Objects of one of a program's own types. */
    public ObjectLayout(String name, int sizeBytes, SpecialFields fields) {
        this(name, sizeBytes, fields, false);
    }

    boolean isCounted() {
        return ofKernel || fields.has(SpecialField.Kind.REFCOUNT);
    }

    /** The special field that begins at an offset has this kind. */
    boolean hasAt(SpecialField.Kind kind, long byteOffset) {
        return fields.list().stream().anyMatch(field -> field.kind() == kind && field.byteOffset() == byteOffset);
    }
}
