package io.github.bpf4j.object;

import java.util.Arrays;
import java.util.Objects;

/**
 * The initial bytes of a data section: what the file holds, then zeros up to the size. Immutable.
 *
 * <p>The zeros take no memory, so a .bss of gigabytes costs nothing until it is copied out.
 */
public final class DataImage {
    private final byte[] head;
    private final int size;

    private DataImage(byte[] head, int size) {
        this.head = head;
        this.size = size;
    }

    /** An image that begins with some bytes and has a size in bytes. */
    static DataImage of(byte[] head, int size) {
        return new DataImage(head, size);
    }

    /** Size in bytes. */
    public int size() {
        return size;
    }

    /** Whether all bytes are zero. */
    public boolean isZero() {
        for (byte b : head) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes before the trailing zeros: all that a loader has to copy into zeroed memory. */
    public byte[] head() {
        return head.clone();
    }

    /**
     * Some bytes of the image.
     *
     * @throws IndexOutOfBoundsException if they lie outside the image
     */
    public byte[] slice(int byteOffset, int length) {
        Objects.checkFromIndexSize(byteOffset, length, size);
        byte[] slice = new byte[length];
        if (byteOffset < head.length) {
            System.arraycopy(head, byteOffset, slice, 0, Math.min(length, head.length - byteOffset));
        }
        return slice;
    }

    /** The whole image. */
    public byte[] toBytes() {
        return slice(0, size);
    }

    /**
     * The image with some bytes replaced.
     *
     * @throws IndexOutOfBoundsException if they lie outside the image
     */
    DataImage with(int byteOffset, byte[] bytes) {
        Objects.checkFromIndexSize(byteOffset, bytes.length, size);
        byte[] changed = Arrays.copyOf(head, Math.max(head.length, byteOffset + bytes.length));
        System.arraycopy(bytes, 0, changed, byteOffset, bytes.length);
        return new DataImage(changed, size);
    }

    /** The image with another size: its end cut off, or more zeros. */
    DataImage withSize(int newSize) {
        return new DataImage(head.length <= newSize ? head : Arrays.copyOf(head, newSize), newSize);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataImage image && image.size == size && Arrays.equals(image.trimmed(), trimmed());
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(trimmed());
    }

    private byte[] trimmed() {
        int end = head.length;
        while (end > 0 && head[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(head, end);
    }

    @Override
    public String toString() {
        return size + " bytes";
    }
}
