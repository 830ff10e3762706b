package io.github.bpf4j.abi;

import io.github.bpf4j.abi.ContextField.Kind;
import io.github.bpf4j.abi.ContextField.Width;

/** Short spellings for the rows of the context tables. */
final class ContextFields {
    private ContextFields() {}

    /** Four bytes, read whole. */
    static ContextField word(String name, int byteOffset) {
        return new ContextField(name, byteOffset, 4, 1, Kind.SCALAR, Width.FULL, false);
    }

    /** Four bytes of which loads may read a part. */
    static ContextField narrow(String name, int byteOffset) {
        return narrowArray(name, byteOffset, 1);
    }

    /** Elements of four bytes of which loads may read a part. */
    static ContextField narrowArray(String name, int byteOffset, int count) {
        return new ContextField(name, byteOffset, 4, count, Kind.SCALAR, Width.NARROW_LOADS, false);
    }

    /** Elements of four bytes, read whole. */
    static ContextField wordArray(String name, int byteOffset, int count) {
        return new ContextField(name, byteOffset, 4, count, Kind.SCALAR, Width.FULL, false);
    }

    /** Eight bytes, read whole. */
    static ContextField doubleWord(String name, int byteOffset) {
        return new ContextField(name, byteOffset, 8, 1, Kind.SCALAR, Width.FULL, false);
    }

    /** A pointer in a field of four bytes. */
    static ContextField pointer32(String name, int byteOffset, Kind kind) {
        return new ContextField(name, byteOffset, 4, 1, kind, Width.FULL, false);
    }

    /** A pointer in a field of eight bytes. */
    static ContextField pointer64(String name, int byteOffset, Kind kind) {
        return new ContextField(name, byteOffset, 8, 1, kind, Width.FULL, false);
    }

    /** The same field, open to stores. */
    static ContextField writable(ContextField field) {
        return new ContextField(
                field.name(),
                field.byteOffset(),
                field.elementSize(),
                field.count(),
                field.kind(),
                field.width(),
                true);
    }
}
