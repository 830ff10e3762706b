package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The structs among a program's own types, as objects are made of them (verifier spec O1). Not safe for use by several threads. */
final class ObjectTypes {
    private static final String STRUCT = "struct ";

    /**
     * What the elements of a list or tree are.
     *
     * @param nodeOffset where in them the node lies
     */
    record Elements(ObjectType type, int nodeOffset) {}

    /** A type that was looked at with so many levels left: it is plain, or the whole is not. */
    private record Level(int typeId, int levels) {}

    private final Btf btf;
    private final KernelProfile profile;
    private final Map<Integer, Optional<ObjectType>> known = new HashMap<>();

    ObjectTypes(Btf btf, KernelProfile profile) {
        this.btf = btf;
        this.profile = profile;
    }

    Btf btf() {
        return btf;
    }

    /** The struct with a number; empty if there is none or its special fields make no sense. */
    Optional<ObjectType> find(long typeId) {
        if (typeId < 1 || typeId > btf.typeCount()) {
            return Optional.empty();
        }
        return known.computeIfAbsent((int) typeId, this::read);
    }

    private Optional<ObjectType> read(int typeId) {
        if (!(btf.type(typeId) instanceof BtfType.Struct struct) || struct.size() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        SpecialFields fields = SpecialFields.ofObject(btf, typeId, profile);
        return fields.parseError() != null
                ? Optional.empty()
                : Optional.of(new ObjectType(typeId, struct.name(), (int) struct.size(), fields));
    }

    /** The type of an object that a register points to. */
    ObjectType of(int typeId) {
        return find(typeId).orElseThrow(() -> new IllegalStateException("no type " + typeId));
    }

    /** The struct with a name. */
    private Optional<ObjectType> named(String name) {
        OptionalInt id = btf.find(BtfKind.STRUCT, name);
        return id.isPresent() ? find(id.getAsInt()) : Optional.empty();
    }

    /** What a kernel pointer points to, if that is a type of the program's own. */
    Optional<ObjectType> pointee(SpecialField kptr) {
        return kptr.target().startsWith(STRUCT) ? named(kptr.target().substring(STRUCT.length())) : Optional.empty();
    }

    /** What is in a list or tree. */
    Optional<Elements> elements(SpecialField root) {
        int colon = root.target().indexOf(':');
        int at = root.target().lastIndexOf('@');
        int nodeOffset = Integer.parseInt(root.target().substring(at + 1));
        return named(root.target().substring(0, colon)).map(type -> new Elements(type, nodeOffset));
    }

    /** Whether a type consists of numbers only, in few levels (O2). */
    boolean isPlain(int typeId, int levels) {
        return isPlain(typeId, levels, new HashSet<>());
    }

    private boolean isPlain(int typeId, int levels, Set<Level> checked) {
        return switch (btf.resolved(typeId)) {
            case BtfType.Int _, BtfType.Enumeration _ -> true;
            case BtfType.Array array -> isPlain(array.elementTypeId(), levels, checked);
            case BtfType.Struct struct ->
                levels > 0
                        && (!checked.add(new Level(typeId, levels))
                                || struct.members().stream()
                                        .allMatch(member -> isPlain(member.typeId(), levels - 1, checked)));
            default -> false;
        };
    }
}
