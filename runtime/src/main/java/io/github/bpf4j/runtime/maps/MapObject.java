package io.github.bpf4j.runtime.maps;

import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.runtime.memory.GuestObject;

/**
 * The elements of a map, as checked mode sees them: an access stays inside one value, or reads one key, and leaves the special
 * fields alone (timers spec 5.8). Values that were deleted stay accessible, as in Linux, until their memory is something else.
 *
 * @param keyOffset byte offset of the key in an element, or -1 if elements hold no key
 */
record MapObject(
        MapStorage.Shape shape,
        long start,
        long sizeBytes,
        int stride,
        int keyOffset,
        int valueOffset,
        boolean perCpu,
        boolean readOnly)
        implements GuestObject {
    @Override
    public String name() {
        return "map \"" + shape.name() + "\"";
    }

    /** Whether programs load a field as a pointer, or store it: what owns an object is exchanged by a helper. */
    private static boolean isPointer(String field, Access access) {
        return field.equals(SpecialField.Kind.KPTR_UNREF.typeName())
                || access == Access.READ
                        && (field.equals(SpecialField.Kind.KPTR_REF.typeName())
                                || field.equals(SpecialField.Kind.KPTR_PERCPU.typeName()));
    }

    private long inValue(long offset) {
        long inValue = offset % stride - valueOffset;
        return perCpu && inValue >= 0 ? inValue % MapStorage.roundUp8(shape.valueSize()) : inValue;
    }

    @Override
    public String fieldAt(long offset) {
        return shape.fields().at(inValue(offset));
    }

    @Override
    public String refusal(long offset, long size, Access access) {
        long inElement = offset % stride;
        long element = offset / stride;
        if (keyOffset >= 0 && inElement >= keyOffset && inElement < keyOffset + shape.keySize()) {
            if (access == Access.WRITE) {
                return "keys of " + name() + " are read-only";
            }
            return inElement + size <= keyOffset + shape.keySize()
                    ? ""
                    : "it leaves the key (" + shape.keySize() + " bytes) of element " + element + " of " + name();
        }
        long inValue = inValue(offset);
        if (inValue < 0 || inValue + size > shape.valueSize()) {
            return "it leaves the value (" + shape.valueSize() + " bytes) of element " + element + " of " + name();
        }
        if (readOnly && access == Access.WRITE) {
            return name() + " is read-only for programs";
        }
        if (size == Long.BYTES && isPointer(shape.fields().at(inValue), access)) {
            return "";
        }
        String field = shape.fields().overlapped(inValue, size);
        return field.isEmpty() ? "" : "direct access to the " + field + " in " + name();
    }
}
