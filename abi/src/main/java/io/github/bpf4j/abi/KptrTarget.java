package io.github.bpf4j.abi;

import io.github.bpf4j.abi.SpecialField.Kind;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;

/** Tells which pointers are kernel pointers: their target carries exactly one type tag, which names the kind. */
final class KptrTarget {
    sealed interface Answer {
        /** An ordinary member. */
        record None() implements Answer {}

        /** A pointer with tags that make no sense. */
        record Refused(Errno errno) implements Answer {}

        record Found(Kind kind, String target) implements Answer {}
    }

    private static final Answer NONE = new Answer.None();

    private final Btf btf;

    KptrTarget(Btf btf) {
        this.btf = btf;
    }

    Answer find(BtfType type) {
        BtfType unqualified = type instanceof BtfType.Volatile outer ? btf.type(outer.typeId()) : type;
        if (!(unqualified instanceof BtfType.Ptr pointer)
                || !(btf.type(pointer.typeId()) instanceof BtfType.TypeTag tag)) {
            return NONE;
        }
        for (Kind kind : Kind.values()) {
            if (kind.isKptr() && kind.typeName().equals(tag.name())) {
                return pointee(kind, tag.typeId());
            }
        }
        return new Answer.Refused(Errno.EINVAL);
    }

    private Answer pointee(Kind kind, int typeId) {
        if (btf.type(typeId) instanceof BtfType.TypeTag) {
            return new Answer.Refused(Errno.EINVAL);
        }
        return switch (btf.resolved(typeId)) {
            case BtfType.Struct struct -> new Answer.Found(kind, "struct " + struct.name());
            case BtfType.Fwd forward when !forward.union() -> new Answer.Found(kind, "struct " + forward.name());
            default -> new Answer.Refused(Errno.EINVAL);
        };
    }
}
