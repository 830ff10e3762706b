package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which accesses of a struct its members allow (verifier spec B3). */
final class ObjectMembers {
    /** Why an access is refused. */
    record Refusal(Errno errno, String reason) {}

    /** Where an access was refused before: unions may lead there many times. */
    private record Place(int typeId, long offset) {}

    private final Btf btf;

    ObjectMembers(Btf btf) {
        this.btf = btf;
    }

    /** Judges an access that lies within a struct or union; null if it may be. */
    @Nullable
    Refusal check(int typeId, long offset, int size) {
        return check(typeId, offset, size, new HashMap<>());
    }

    private @Nullable Refusal check(int typeId, long offset, int size, Map<Place, Refusal> refused) {
        BtfType.Composite type = (BtfType.Composite) btf.resolved(typeId);
        Place place = new Place(btf.resolve(typeId), offset);
        Refusal before = refused.get(place);
        if (before != null) {
            return before;
        }
        Refusal answer = search(type, offset, size, refused);
        if (answer != null) {
            refused.put(place, answer);
        }
        return answer;
    }

    private @Nullable Refusal search(BtfType.Composite type, long offset, int size, Map<Place, Refusal> refused) {
        Refusal first = null;
        for (Member member : type.members()) {
            if (!covers(member, offset, size)) {
                continue;
            }
            Refusal refusal = check(member, offset - member.byteOffset(), size, refused);
            if (refusal == null || type instanceof BtfType.Struct) {
                return refusal;
            }
            first = first == null ? refusal : first;
        }
        return first == null ? new Refusal(Errno.EINVAL, "no member is there") : first;
    }

    private boolean covers(Member member, long offset, int size) {
        if (member.bitfieldSize() > 0) {
            long end = (member.bitOffset() + member.bitfieldSize() + Byte.SIZE - 1) / Byte.SIZE;
            return offset <= member.byteOffset() && end <= offset + size;
        }
        return btf.hasSize(member.typeId())
                && offset + size > member.byteOffset()
                && offset < member.byteOffset() + btf.sizeOf(member.typeId());
    }

    private @Nullable Refusal check(Member member, long offset, int size, Map<Place, Refusal> refused) {
        if (member.bitfieldSize() > 0) {
            return null;
        }
        if (offset < 0 || offset + size > btf.sizeOf(member.typeId())) {
            return across(member);
        }
        int typeId = member.typeId();
        while (btf.resolved(typeId) instanceof BtfType.Array array) {
            typeId = array.elementTypeId();
        }
        BtfType type = btf.resolved(typeId);
        long within = btf.sizeOf(typeId) == 0 ? 0 : offset % btf.sizeOf(typeId);
        if (type instanceof BtfType.Composite composite) {
            return within + size > composite.size() ? across(member) : check(typeId, within, size, refused);
        }
        boolean parts = type instanceof BtfType.Ptr && (within != 0 || size != Btf.POINTER_SIZE);
        return parts
                ? new Refusal(Errno.EACCES, "the pointer " + member.name() + " is accessed as a whole only")
                : null;
    }

    private static Refusal across(Member member) {
        return new Refusal(Errno.EACCES, "that is more than " + member.name());
    }
}
