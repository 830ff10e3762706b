package io.github.bpf4j.verifier.state;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of 8 aligned bytes of the stack (verifier spec A51). Immutable and safe for use by any thread.
 *
 * @param bytes the kind of each byte, one of those here, the one with the lowest address in the lowest bits
 * @param spilled what a register held when it was stored here, while any byte is a SPILL; else null
 * @param object the iterator or dynamic pointer that lies here, else null
 */
public record Slot(
        long bytes, @Nullable Register spilled, @Nullable StackObject object) {
    /** Never written. */
    public static final int INVALID = 0;
    /** Holds something. */
    public static final int MISC = 1;
    /** Holds zero. */
    public static final int ZERO = 2;
    /** Part of a register that was stored. */
    public static final int SPILL = 3;
    /** Part of an iterator. */
    public static final int ITERATOR = 4;
    /** Part of a dynamic pointer. */
    public static final int DYNPTR = 5;

    private static final long EACH = 0x0101_0101_0101_0101L;

    public static final Slot EMPTY = all(INVALID);
    public static final Slot ANYTHING = all(MISC);
    public static final Slot ZEROS = all(ZERO);

    /** A slot whose bytes are all of one kind. */
    public static Slot all(int kind) {
        return new Slot(EACH * kind, null, null);
    }

    /** A slot that holds a whole register. */
    public static Slot spill(Register register) {
        return new Slot(EACH * SPILL, Objects.requireNonNull(register), null);
    }

    /** A slot that is part of an object that calls work on. */
    public static Slot object(int kind, StackObject object) {
        return new Slot(EACH * kind, null, Objects.requireNonNull(object));
    }

    /** The kind of a byte, 0 to 7 from the lowest address. */
    public int kind(int index) {
        return (int) (bytes >>> (index * Byte.SIZE)) & 0xff;
    }

    /** Whether all bytes of a range are of a kind. */
    public boolean isAll(int from, int count, int kind) {
        for (int i = from; i < from + count; i++) {
            if (kind(i) != kind) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is an iterator's or a dynamic pointer's. */
    public boolean isObject() {
        return kind(0) >= ITERATOR;
    }

    /** What lies here, in words, if it is no plain memory. */
    public String objectWords() {
        return kind(0) == DYNPTR ? "a dynamic pointer" : "an iterator";
    }

    /** Whether it holds what was stored from a register, or its lowest bytes. */
    public boolean isSpill() {
        return kind(0) == SPILL;
    }

    /** How many bytes of the register were stored. */
    public int spilledBytes() {
        int count = 0;
        while (count < Long.BYTES && kind(count) == SPILL) {
            count++;
        }
        return count;
    }

    /** Whether the whole slot is one stored register. */
    public boolean isFullSpill() {
        return bytes == EACH * SPILL;
    }

    /** What this slot is with the kinds of some bytes changed and what was stored in it forgotten. */
    public Slot with(int from, int count, int kind) {
        long changed = bytes;
        for (int i = 0; i < Long.BYTES; i++) {
            boolean inside = i >= from && i < from + count;
            int old = kind(i);
            int now = inside ? kind : old >= SPILL ? MISC : old;
            changed = changed & ~(0xffL << (i * Byte.SIZE)) | (long) now << (i * Byte.SIZE);
        }
        return new Slot(changed, null, null);
    }

    /** The lowest bytes of a register stored over this slot. */
    public Slot withNarrowSpill(Register register, int count) {
        Slot plain = with(0, count, SPILL);
        return new Slot(plain.bytes, register, null);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Long.BYTES; i++) {
            text.append("?m0rid".charAt(kind(i)));
        }
        return spilled == null ? text.toString() : text + "=" + spilled.words();
    }
}
