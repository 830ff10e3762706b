package io.github.bpf4j.abi;

import java.util.Objects;

/**
 * A field of a context struct, or an array of equal elements, with what a program may do to it (runtime spec 3, verifier spec A45).
 * Immutable and safe for use by any thread.
 *
 * @param name the UAPI's name
 * @param byteOffset where the field begins in the struct
 * @param elementSize bytes of one element: 1, 2, 4 or 8
 * @param count number of elements, 1 if the field is no array
 * @param kind what a load yields
 * @param width which access sizes are allowed
 * @param writable whether stores are allowed
 */
public record ContextField(
        String name, int byteOffset, int elementSize, int count, Kind kind, Width width, boolean writable) {

    /** What a load of a field yields. */
    public enum Kind {
        /** A number. */
        SCALAR,
        /** A pointer to the first byte of the packet (or of a socket option's value). */
        PACKET,
        /** A pointer to the metadata in front of the packet. */
        PACKET_META,
        /** A pointer just behind the packet. */
        PACKET_END,
        /** A pointer to a full socket. */
        SOCKET,
        /** A pointer to a full socket, or null. */
        SOCKET_OR_NULL,
        /** A pointer to the common part of a socket, or null. */
        SOCK_COMMON_OR_NULL,
        /** A pointer to {@code struct bpf_flow_keys}. */
        FLOW_KEYS,
        /** A trusted pointer to a kernel object that BTF describes. */
        BTF_OBJECT;

        /** Whether a load yields a pointer, which allows only the full width. */
        public boolean isPointer() {
            return this != SCALAR;
        }
    }

    /** Which sizes an access may have; every access is naturally aligned. */
    public enum Width {
        /** Whole elements only. */
        FULL,
        /** Loads may read a part of an element, stores write whole ones. */
        NARROW_LOADS,
        /** As NARROW_LOADS, and eight bytes at once of an array of four-byte elements, as load or store. */
        NARROW_OR_DOUBLE,
        /** Loads of the whole element or inside its first two bytes; the other two are padding. */
        PADDED_HALF,
        /** Any aligned piece of the field, loads and stores alike. */
        ANY
    }

    public ContextField {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(width);
        if (byteOffset < 0 || count < 1 || Integer.bitCount(elementSize) != 1 || elementSize > 8) {
            throw new IllegalArgumentException("field " + name);
        }
    }

    /** Bytes of the whole field. */
    public int size() {
        return elementSize * count;
    }

    /** Offset of the first byte behind the field. */
    public int endOffset() {
        return byteOffset + size();
    }

    /** Whether the field holds all bytes from {@code offset} to {@code offset + size}. */
    public boolean contains(int offset, int size) {
        return offset >= byteOffset && (long) offset + size <= endOffset();
    }

    /**
     * Whether a program may make this access.
     *
     * @param offset from the start of the context, in bytes
     * @param size 1, 2, 4 or 8 bytes
     */
    public boolean allows(int offset, int size, boolean write) {
        if (!contains(offset, size) || write && !writable) {
            return false;
        }
        int inside = offset - byteOffset;
        boolean whole = size == elementSize && inside % elementSize == 0;
        boolean part = size < elementSize && offset % size == 0;
        return switch (width) {
            case FULL -> whole;
            case NARROW_LOADS -> whole || part && !write;
            case NARROW_OR_DOUBLE -> whole || part && !write || size == 2 * elementSize && inside % size == 0;
            case PADDED_HALF -> whole || part && !write && inside + size <= 2;
            case ANY -> offset % size == 0;
        };
    }
}
