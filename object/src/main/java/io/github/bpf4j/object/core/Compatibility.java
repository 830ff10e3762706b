package io.github.bpf4j.object.core;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether types of an object and of the kernel may stand for each other (runtime spec 2.7). Not safe for use by several threads. */
final class Compatibility {
    private static final int MAX_DEPTH = 32;

    private record Pair(int local, int target, boolean behindPointer) {}

    private final Btf local;
    private final Btf target;
    private final Map<Pair, Boolean> known = new HashMap<>();

    Compatibility(Btf local, Btf target) {
        this.local = local;
        this.target = target;
    }

    /** Members that have the same name: any two structs or unions, any two pointers, integers of any size, arrays of such. */
    boolean ofMembers(int localId, int targetId) {
        return ofMembers(localId, targetId, 0);
    }

    private boolean ofMembers(int localId, int targetId, int depth) {
        BtfType one = local.resolved(localId);
        BtfType other = target.resolved(targetId);
        if (depth > MAX_DEPTH) {
            return false;
        }
        if (one instanceof BtfType.Composite && other instanceof BtfType.Composite) {
            return true;
        }
        return switch (one) {
            case BtfType.Enumeration _ -> other instanceof BtfType.Enumeration && sameName(one, other);
            case BtfType.Fwd _ -> other instanceof BtfType.Fwd && sameName(one, other);
            case BtfType.Int integer ->
                other instanceof BtfType.Int another && integer.bitOffset() == 0 && another.bitOffset() == 0;
            case BtfType.Array array ->
                other instanceof BtfType.Array another
                        && ofMembers(array.elementTypeId(), another.elementTypeId(), depth + 1);
            default -> one.kind() == other.kind();
        };
    }

    private static boolean sameName(BtfType one, BtfType other) {
        return one.name().isEmpty()
                || other.name().isEmpty()
                || Flavours.essentialName(one.name()).equals(Flavours.essentialName(other.name()));
    }

    /** Types of the same kind; what structs and enumerations hold does not matter. */
    boolean ofTypes(int localId, int targetId) {
        return ofTypes(localId, targetId, 0);
    }

    private boolean ofTypes(int localId, int targetId, int depth) {
        BtfType one = local.resolved(localId);
        BtfType other = target.resolved(targetId);
        if (depth > MAX_DEPTH || !sameKind(one, other)) {
            return false;
        }
        return switch (one) {
            case BtfType.Int integer -> integer.bitOffset() == 0 && ((BtfType.Int) other).bitOffset() == 0;
            case BtfType.Ptr pointer -> ofTypes(pointer.typeId(), ((BtfType.Ptr) other).typeId(), depth + 1);
            case BtfType.Array array ->
                ofTypes(array.elementTypeId(), ((BtfType.Array) other).elementTypeId(), depth + 1);
            case BtfType.FuncProto prototype -> {
                BtfType.FuncProto another = (BtfType.FuncProto) other;
                List<BtfType.Parameter> parameters = prototype.parameters();
                boolean same = parameters.size() == another.parameters().size()
                        && ofTypes(prototype.returnTypeId(), another.returnTypeId(), depth + 1);
                for (int i = 0; same && i < parameters.size(); i++) {
                    same = ofTypes(
                            parameters.get(i).typeId(),
                            another.parameters().get(i).typeId(),
                            depth + 1);
                }
                yield same;
            }
            default -> true;
        };
    }

    private static boolean sameKind(BtfType one, BtfType other) {
        return one.kind() == other.kind() || one instanceof BtfType.Enumeration && other instanceof BtfType.Enumeration;
    }

    /** Everything that the object knows of a type is so in the kernel's: members by name and type, enumerators, sizes of integers. */
    boolean matches(int localId, int targetId) {
        known.clear();
        return matches(localId, targetId, false, 0);
    }

    private boolean matches(int localId, int targetId, boolean behindPointer, int depth) {
        BtfType one = local.resolved(localId);
        BtfType other = target.resolved(targetId);
        if (depth > MAX_DEPTH || !sameName(one, other) && !(one instanceof BtfType.Int)) {
            return false;
        }
        if (behindPointer && isNamed(one) && isNamed(other)) {
            return isUnion(one) == isUnion(other);
        }
        if (!sameKind(one, other)) {
            return false;
        }
        Pair pair = new Pair(local.resolve(localId), target.resolve(targetId), behindPointer);
        Boolean before = known.putIfAbsent(pair, true);
        if (before != null) {
            return before;
        }
        boolean matched = contentsMatch(one, other, behindPointer, depth);
        known.put(pair, matched);
        return matched;
    }

    private boolean contentsMatch(BtfType one, BtfType other, boolean behindPointer, int depth) {
        return switch (one) {
            case BtfType.Composite composite ->
                membersMatch(composite, (BtfType.Composite) other, behindPointer, depth);
            case BtfType.Enumeration enumeration ->
                enumeration.size() == ((BtfType.Enumeration) other).size()
                        && enumeration.enumerators().stream()
                                .allMatch(mine -> ((BtfType.Enumeration) other)
                                        .enumerators().stream()
                                                .anyMatch(theirs -> Flavours.essentialName(mine.name())
                                                        .equals(Flavours.essentialName(theirs.name()))));
            case BtfType.Int integer -> {
                BtfType.Int another = (BtfType.Int) other;
                yield integer.size() == another.size() && integer.signed() == another.signed();
            }
            case BtfType.Ptr pointer -> matches(pointer.typeId(), ((BtfType.Ptr) other).typeId(), true, depth + 1);
            case BtfType.Array array -> {
                BtfType.Array another = (BtfType.Array) other;
                yield array.count() == another.count()
                        && matches(array.elementTypeId(), another.elementTypeId(), behindPointer, depth + 1);
            }
            case BtfType.FuncProto prototype -> {
                BtfType.FuncProto another = (BtfType.FuncProto) other;
                boolean same =
                        prototype.parameters().size() == another.parameters().size()
                                && matches(prototype.returnTypeId(), another.returnTypeId(), behindPointer, depth + 1);
                for (int i = 0; same && i < prototype.parameters().size(); i++) {
                    same = matches(
                            prototype.parameters().get(i).typeId(),
                            another.parameters().get(i).typeId(),
                            behindPointer,
                            depth + 1);
                }
                yield same;
            }
            default -> true;
        };
    }

    private static boolean isNamed(BtfType type) {
        return type instanceof BtfType.Composite || type instanceof BtfType.Fwd;
    }

    private static boolean isUnion(BtfType type) {
        return type instanceof BtfType.Union || type instanceof BtfType.Fwd forward && forward.union();
    }

    private boolean membersMatch(BtfType.Composite one, BtfType.Composite other, boolean behindPointer, int depth) {
        for (BtfType.Member mine : one.members()) {
            boolean found = other.members().stream()
                    .anyMatch(theirs -> mine.name().equals(theirs.name())
                            && matches(mine.typeId(), theirs.typeId(), behindPointer, depth + 1));
            if (!found) {
                return false;
            }
        }
        return true;
    }
}
