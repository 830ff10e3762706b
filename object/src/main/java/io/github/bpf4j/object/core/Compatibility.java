package io.github.bpf4j.object.core;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether types of an object and of the kernel may stand for each other (runtime spec 2.7). Not safe for use by several threads. */
final class Compatibility {
    private static final int MAX_DEPTH = 32;

    /** Pairs are remembered, and so cost more than to look at. */
    private static final int STEPS_OF_A_PAIR = 64;

    private record Pair(int local, int target, boolean behindPointer) {}

    private final Btf local;
    private final Btf target;
    private final Work work;
    private final Map<Pair, Boolean> known = new HashMap<>();

    Compatibility(Btf local, Btf target, Work work) {
        this.local = local;
        this.target = target;
        this.work = work;
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
    boolean ofTypes(int localId, int targetId) throws RelocationException {
        return ofTypes(localId, targetId, 0);
    }

    private boolean ofTypes(int localId, int targetId, int depth) throws RelocationException {
        work.spend(1);
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
    boolean matches(int localId, int targetId) throws RelocationException {
        known.clear();
        return matches(localId, targetId, false, 0);
    }

    private boolean matches(int localId, int targetId, boolean behindPointer, int depth) throws RelocationException {
        work.spend(STEPS_OF_A_PAIR);
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

    private boolean contentsMatch(BtfType one, BtfType other, boolean behindPointer, int depth)
            throws RelocationException {
        return switch (one) {
            case BtfType.Composite composite ->
                membersMatch(composite, (BtfType.Composite) other, behindPointer, depth);
            case BtfType.Enumeration enumeration ->
                enumeration.size() == ((BtfType.Enumeration) other).size()
                        && names((BtfType.Enumeration) other).containsAll(names(enumeration));
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

    private Set<String> names(BtfType.Enumeration enumeration) throws RelocationException {
        work.spend(enumeration.enumerators().size());
        return enumeration.enumerators().stream()
                .map(each -> Flavours.essentialName(each.name()))
                .collect(Collectors.toSet());
    }

    private boolean membersMatch(BtfType.Composite one, BtfType.Composite other, boolean behindPointer, int depth)
            throws RelocationException {
        work.spend(other.members().size());
        Map<String, List<BtfType.Member>> theirs =
                other.members().stream().collect(Collectors.groupingBy(BtfType.Member::name));
        for (BtfType.Member mine : one.members()) {
            if (!isAmong(mine, theirs.getOrDefault(mine.name(), List.of()), behindPointer, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean isAmong(BtfType.Member mine, List<BtfType.Member> namesakes, boolean behindPointer, int depth)
            throws RelocationException {
        for (BtfType.Member each : namesakes) {
            if (matches(mine.typeId(), each.typeId(), behindPointer, depth + 1)) {
                return true;
            }
        }
        return false;
    }
}
