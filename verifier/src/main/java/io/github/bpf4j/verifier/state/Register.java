package io.github.bpf4j.verifier.state;

import io.github.bpf4j.verifier.domain.Scalar;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a register or of one spilled to the stack. Immutable and safe for use by any thread.
 *
 * @param kind what it holds
 * @param flags {@link #MAYBE_NULL} and the others here
 * @param offset fixed offset of a pointer in bytes; of a number with {@link #HAS_DELTA}, how far it is above the number that
 *     {@code id} stands for
 * @param scalar the number, or the variable part of a pointer's offset
 * @param id of a number, that of all its copies; of a pointer that may be null, that of all its copies; of a pointer into the
 *     packet, of those whose range is learnt together; 0 if it has none
 * @param refId the reference that it carries, 0 if none
 * @param detail frame number of a stack pointer, bytes of memory, range of a packet pointer, function, or BTF type
 * @param map of map pointers, values and keys
 * @param uid which lookup in an outer map an inner map comes from, 0 for maps that the program names
 * @param origin slot of the instruction that made it, for people; no part of what is compared
 */
public record Register(
        Kind kind,
        int flags,
        int offset,
        Scalar scalar,
        int id,
        int refId,
        int detail,
        @Nullable MapInfo map,
        int uid,
        int origin) {

    /** It may be null instead. */
    public static final int MAYBE_NULL = 1;
    /** The memory must not be written. */
    public static final int READ_ONLY = 1 << 1;
    /** The number has a known distance from that which its id stands for. */
    public static final int HAS_DELTA = 1 << 2;
    /** A kernel object that is there as long as the program runs. */
    public static final int TRUSTED = 1 << 3;
    /** An object that a list, tree or map owns: it is there until its lock is given back, or as long as {@link #RCU} says. */
    public static final int NON_OWNING = 1 << 4;
    /** An object that is there until the RCU section ends. */
    public static final int RCU = 1 << 8;
    /** An object that may be gone: it can be looked at and nothing else. */
    public static final int UNTRUSTED = 1 << 9;
    /** Each CPU has its own copy, and this is the address of none. */
    public static final int PER_CPU = 1 << 10;
    /** An address in user space. */
    public static final int USER = 1 << 11;

    /** Memory that is gone once the packet moves. */
    public static final int IN_PACKET = 1 << 12;

    /** Memory of which it is known later how much there is: how much is needed is noted. */
    public static final int BUFFER = 1 << 13;

    /** Range of a packet pointer that is at the packet's end or beyond it. */
    public static final int AT_END = -1;
    /** Range of a packet pointer that is beyond the packet's end. */
    public static final int BEYOND_END = -2;

    /** Nothing that may be read. */
    public static final Register NOT_INIT = new Register(Kind.NOT_INIT, 0, 0, Scalar.UNKNOWN, 0, 0, 0, null, 0, -1);

    /** A number of which nothing is known. */
    public static final Register UNKNOWN = number(Scalar.UNKNOWN);

    /** The number 0. */
    public static final Register ZERO = number(Scalar.ZERO);

    public Register {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(scalar);
    }

    /** A number without copies. */
    public static Register number(Scalar scalar) {
        return new Register(Kind.SCALAR, 0, 0, scalar, 0, 0, 0, null, 0, -1);
    }

    /** A pointer to the start of something. */
    public static Register pointer(Kind kind, int detail) {
        return new Register(kind, 0, 0, Scalar.ZERO, 0, 0, detail, null, 0, -1);
    }

    /** A pointer to the start of a map, of a value or of a key. */
    public static Register ofMap(Kind kind, MapInfo map, int uid) {
        return new Register(kind, 0, 0, Scalar.ZERO, 0, 0, 0, map, uid, -1);
    }

    public boolean isScalar() {
        return kind == Kind.SCALAR;
    }

    public boolean isPointer() {
        return kind.isPointer();
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public boolean isMaybeNull() {
        return (flags & MAYBE_NULL) != 0;
    }

    /** Whether it is the number 0. */
    public boolean isZero() {
        return kind == Kind.SCALAR && scalar.isZero();
    }

    /** Whether a pointer's offset is one number. */
    public boolean hasFixedOffset() {
        return scalar.isConstant();
    }

    /** The offset of a pointer whose offset is fixed. */
    public long fixedOffset() {
        return offset + scalar.value();
    }

    /** Whether a pointer is just as it was given to the program. */
    public boolean isUnmodified() {
        return offset == 0 && scalar.isZero();
    }

    public Register withScalar(Scalar newScalar) {
        return new Register(kind, flags, offset, newScalar, id, refId, detail, map, uid, origin);
    }

    public Register withFlags(int newFlags) {
        return new Register(kind, newFlags, offset, scalar, id, refId, detail, map, uid, origin);
    }

    public Register withOffset(int newOffset) {
        return new Register(kind, flags, newOffset, scalar, id, refId, detail, map, uid, origin);
    }

    public Register withId(int newId) {
        return new Register(kind, flags, offset, scalar, newId, refId, detail, map, uid, origin);
    }

    public Register withRefId(int newRefId) {
        return new Register(kind, flags, offset, scalar, id, newRefId, detail, map, uid, origin);
    }

    public Register withDetail(int newDetail) {
        return new Register(kind, flags, offset, scalar, id, refId, newDetail, map, uid, origin);
    }

    public Register withOrigin(int newOrigin) {
        return new Register(kind, flags, offset, scalar, id, refId, detail, map, uid, newOrigin);
    }

    /** The same number, a copy of no other. */
    public Register unlinked() {
        if (id == 0 && !has(HAS_DELTA)) {
            return this;
        }
        return new Register(kind, flags & ~HAS_DELTA, 0, scalar, 0, refId, detail, map, uid, origin);
    }

    /** The same pointer, checked for null, with this id. */
    public Register notNull(int newId) {
        return new Register(kind, flags & ~MAYBE_NULL, offset, scalar, newId, refId, detail, map, uid, origin);
    }

    /** What a pointer points to, in words. */
    public String target() {
        return RegisterText.target(this);
    }

    /** What it is, in words. */
    public String words() {
        return RegisterText.of(this);
    }
}
