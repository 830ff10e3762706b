package io.github.bpf4j.btf;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A value read from guest memory as its type describes it: a tree that compares and prints. Immutable.
 *
 * <p>{@link Object#toString} gives one line that reads like a C initialiser: {@code {.state = RUNNING, .name = "eth0"}}.
 */
public sealed interface BtfValue {
    /**
     * A value of a type at the start of some bytes, in the byte order of {@code btf}.
     *
     * @throws BtfTypeException if values of the type have no size, or the bytes are fewer
     */
    static BtfValue decode(Btf btf, int typeId, byte[] bytes) {
        return new BtfValueReader(btf, bytes).read(typeId);
    }

    /**
     * A value of a type in guest memory, in the byte order of {@code btf}; the memory is read once and copied.
     *
     * @throws BtfTypeException if values of the type have no size, or the segment is shorter
     */
    static BtfValue decode(Btf btf, int typeId, MemorySegment memory) {
        long size = btf.sizeOf(typeId);
        if (size > memory.byteSize() || size > Integer.MAX_VALUE) {
            throw new BtfTypeException(typeId, size + " bytes needed, " + memory.byteSize() + " given");
        }
        byte[] bytes = new byte[(int) size];
        MemorySegment.copy(memory, 0, MemorySegment.ofArray(bytes), 0, size);
        return decode(btf, typeId, bytes);
    }

    /** An integer of up to 64 bits; {@code value} is extended as {@code signed} says. */
    record Int(long value, boolean signed) implements BtfValue {
        @Override
        public String toString() {
            return signed ? Long.toString(value) : Long.toUnsignedString(value);
        }
    }

    /** An integer of more than 64 bits. */
    record Wide(BigInteger value) implements BtfValue {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** A boolean. */
    record Bool(boolean value) implements BtfValue {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** A value of an enumeration; the name is empty if no enumerator has the value. */
    record Enumerated(String name, long value, boolean signed) implements BtfValue {
        @Override
        public String toString() {
            return name.isEmpty() ? new Int(value, signed).toString() : name;
        }
    }

    /** A guest address. */
    record Pointer(long address) implements BtfValue {
        @Override
        public String toString() {
            return "0x" + Long.toHexString(address);
        }
    }

    /** A floating-point number of 4 or 8 bytes. */
    record Real(double value) implements BtfValue {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /** An array of char that holds UTF-8 text, without the zero bytes that end it. */
    record Text(String value) implements BtfValue {
        @Override
        public String toString() {
            StringBuilder quoted = new StringBuilder("\"");
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                switch (c) {
                    case '"', '\\' -> quoted.append('\\').append(c);
                    case '\n' -> quoted.append("\\n");
                    case '\t' -> quoted.append("\\t");
                    case '\r' -> quoted.append("\\r");
                    default -> quoted.append(c);
                }
            }
            return quoted.append('"').toString();
        }
    }

    /** The elements of an array. */
    record Array(List<BtfValue> elements) implements BtfValue {
        /** Copies the elements. */
        public Array {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return elements.stream().map(BtfValue::toString).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /** A member or variable with its value; the name of an anonymous member is empty. */
    record Field(String name, BtfValue value) {
        @Override
        public String toString() {
            return name.isEmpty() ? value.toString() : "." + name + " = " + value;
        }
    }

    /** The members of a struct or union, or the variables of a data section; a union gives every reading of its bytes. */
    record Composite(List<Field> fields) implements BtfValue {
        /** Copies the fields. */
        public Composite {
            fields = List.copyOf(fields);
        }

        /**
         * The value of the first field with a name, also inside anonymous members.
         *
         * @throws java.util.NoSuchElementException if there is none
         */
        public BtfValue field(String name) {
            for (Field field : fields) {
                if (field.name().equals(name)) {
                    return field.value();
                }
                if (field.name().isEmpty() && field.value() instanceof Composite inner && inner.has(name)) {
                    return inner.field(name);
                }
            }
            throw new java.util.NoSuchElementException("no field \"" + name + "\"");
        }

        private boolean has(String name) {
            return fields.stream()
                    .anyMatch(f -> f.name().equals(name)
                            || (f.name().isEmpty() && f.value() instanceof Composite inner && inner.has(name)));
        }

        @Override
        public String toString() {
            return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** Bytes shown as they are: types without a reading of their own, and what exceeds {@link #MAX_NODES}. */
    record Bytes(List<Byte> bytes, long size) implements BtfValue {
        /** Copies the bytes. */
        public Bytes {
            bytes = List.copyOf(bytes);
        }

        @Override
        public String toString() {
            StringBuilder hex = new StringBuilder("<");
            for (byte b : bytes) {
                hex.append("%02x".formatted(b & 0xff));
            }
            return hex.append(bytes.size() < size ? "... " + size + " bytes>" : ">")
                    .toString();
        }
    }

    /** Most values in one tree; what comes after them is given as {@link Bytes}. */
    int MAX_NODES = 1 << 20;

    /** The number in an {@link Int}, {@link Bool}, {@link Enumerated} or {@link Pointer}. */
    default long asLong() {
        return switch (this) {
            case Int number -> number.value();
            case Bool bool -> bool.value() ? 1 : 0;
            case Enumerated enumerated -> enumerated.value();
            case Pointer pointer -> pointer.address();
            case Wide _, Real _, Text _, Array _, Composite _, Bytes _ ->
                throw new IllegalStateException("not a 64-bit number: " + this);
        };
    }
}
