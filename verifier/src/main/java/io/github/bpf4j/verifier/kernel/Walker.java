package io.github.bpf4j.verifier.kernel;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One way down from a struct to the member that a load names (verifier spec B3). Used once. */
final class Walker {
    private final Btf btf;
    private final int start;
    private final long asked;
    private final int size;
    private boolean inUnion;

    Walker(Btf btf, int start, long asked, int size) {
        this.btf = btf;
        this.start = start;
        this.asked = asked;
        this.size = size;
    }

    Walk find() {
        return find(start, asked);
    }

    private Walk find(int typeId, long offset) {
        if (!(btf.resolved(typeId) instanceof BtfType.Composite type)) {
            return refused(Errno.EACCES, "the type is no struct");
        }
        if (offset > type.size() - size) {
            return behind(type, offset);
        }
        inUnion |= type instanceof BtfType.Union && type.members().size() != 1;
        for (Member member : type.members()) {
            Walk found = member.bitfieldSize() > 0 ? bits(member, offset) : bytes(member, offset);
            if (found != null) {
                return found;
            }
        }
        return refused(Errno.EINVAL, "no member is there");
    }

    private Walk refused(Errno errno, String reason) {
        String name = btf.resolved(start).name();
        return new Walk.Refused(
                errno, "invalid load of %d bytes at offset %d of struct %s: %s".formatted(size, asked, name, reason));
    }

    /** Behind the end there may be the elements of an array without a length. */
    private Walk behind(BtfType.Composite type, long offset) {
        List<Member> members = type.members();
        if (type instanceof BtfType.Struct && !members.isEmpty()) {
            Member last = members.getLast();
            boolean open = btf.resolved(last.typeId()) instanceof BtfType.Array array && array.count() == 0;
            if (open && offset >= last.byteOffset()) {
                int elementId = ((BtfType.Array) btf.resolved(last.typeId())).elementTypeId();
                BtfType element = btf.resolved(elementId);
                if (element instanceof BtfType.Int) {
                    return new Walk.Plain();
                }
                if (element instanceof BtfType.Struct struct && struct.size() > 0) {
                    return find(elementId, (offset - last.byteOffset()) % struct.size());
                }
            }
        }
        return refused(Errno.EACCES, "it ends before");
    }

    /** A bit-field is found by any load that covers it. */
    private @Nullable Walk bits(Member member, long offset) {
        long end = (member.bitOffset() + member.bitfieldSize() + Byte.SIZE - 1) / Byte.SIZE;
        return offset <= member.byteOffset() && end <= offset + size ? new Walk.Plain() : null;
    }

    private @Nullable Walk bytes(Member member, long offset) {
        long at = member.byteOffset();
        if (offset < at) {
            return refused(Errno.EINVAL, "no member is there");
        }
        if (!btf.hasSize(member.typeId())) {
            return null;
        }
        long end = at + btf.sizeOf(member.typeId());
        if (offset >= end) {
            return null;
        }
        int typeId = member.typeId();
        while (btf.resolved(typeId) instanceof BtfType.Array array) {
            typeId = array.elementTypeId();
        }
        long elementSize = btf.sizeOf(typeId);
        long element = elementSize == 0 ? at : at + (offset - at) / elementSize * elementSize;
        BtfType type = btf.resolved(typeId);
        if (type instanceof BtfType.Composite) {
            return find(typeId, offset - element);
        }
        if (type instanceof BtfType.Ptr pointer) {
            return pointer(member, pointer, offset == element);
        }
        return offset + size > end ? refused(Errno.EACCES, "that is more than " + member.name()) : new Walk.Plain();
    }

    private Walk pointer(Member member, BtfType.Ptr pointer, boolean exact) {
        if (!exact || size != Btf.POINTER_SIZE) {
            return refused(Errno.EACCES, "the pointer " + member.name() + " is loaded as a whole");
        }
        BtfType target = btf.type(pointer.typeId());
        String tag = target instanceof BtfType.TypeTag tagged ? tagged.name() : "";
        return btf.resolved(pointer.typeId()) instanceof BtfType.Composite
                ? new Walk.Pointer(btf.resolve(pointer.typeId()), member.name(), tag, inUnion)
                : new Walk.Plain();
    }
}
