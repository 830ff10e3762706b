package io.github.bpf4j.object.core;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the access string of a relocation means in the object's types: a way from a type to a member of it. Immutable.
 *
 * @param rootId the type that it begins with
 * @param first which element of an array of that type, mostly 0
 * @param steps the way from there; members without a name are left out
 * @param field where it ends
 */
record Access(int rootId, int first, List<Step> steps, Field field) {
    /**
     * One step: a member by its name, or an element by its index.
     *
     * @param name null for an element
     * @param typeId of the member or element
     */
    record Step(@Nullable String name, int index, int typeId) {}

    /**
     * A place in a type.
     *
     * @param typeId of what is there
     * @param bitfieldSize bits of a bit-field, 0 if it is none
     * @param member whether it is more than the root itself
     */
    record Field(int typeId, long bitOffset, int bitfieldSize, boolean member) {}

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final int MAX_STEPS = 64;
    private static final int MAX_TEXT = 400;
    private static final long FARTHEST = 1L << 48;

    Access {
        steps = List.copyOf(steps);
    }

    /** The numbers of an access string. */
    static int[] indices(String access) throws RelocationException {
        String[] parts = access.split(":", MAX_STEPS + 1);
        if (parts.length > MAX_STEPS) {
            throw new RelocationException("its access has more than " + MAX_STEPS + " steps");
        }
        int[] indices = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!NUMBER.matcher(parts[i]).matches()) {
                throw new RelocationException("its access \"" + access + "\" is no list of numbers");
            }
            indices[i] = Integer.parseInt(parts[i]);
        }
        return indices;
    }

    /** Reads an access string that leads to a member. */
    static Access of(Btf types, int rootId, String access) throws RelocationException {
        int[] indices = indices(access);
        List<Step> steps = new ArrayList<>();
        Field field = root(types, rootId, indices[0]);
        for (int i = 1; i < indices.length; i++) {
            int index = indices[i];
            switch (types.resolved(field.typeId())) {
                case BtfType.Composite composite -> {
                    if (index >= composite.members().size()) {
                        throw new RelocationException(
                                "its access \"" + access + "\" leads to no member of " + composite.name());
                    }
                    BtfType.Member member = composite.members().get(index);
                    field = member(field, member);
                    if (!member.name().isEmpty()) {
                        steps.add(new Step(member.name(), -1, member.typeId()));
                    }
                }
                case BtfType.Array array -> {
                    field = element(types, field, array, index)
                            .orElseThrow(() -> new RelocationException(
                                    "its access \"" + access + "\" leads beyond an array of " + array.count()));
                    steps.add(new Step(null, index, array.elementTypeId()));
                }
                default ->
                    throw new RelocationException("its access \"" + access + "\" leads into something without members");
            }
        }
        return new Access(rootId, indices[0], steps, field);
    }

    /** The same way in the kernel's types; empty if it is not there. */
    Optional<Field> in(Btf local, Btf target, int targetRootId, Work work) throws RelocationException {
        Compatibility compatibility = new Compatibility(local, target, work);
        if (!target.hasSize(targetRootId)) {
            return Optional.empty();
        }
        Optional<Field> field = Optional.of(root(target, targetRootId, first));
        for (Step step : steps) {
            if (field.isEmpty()) {
                return field;
            }
            Field at = field.get();
            BtfType type = target.resolved(at.typeId());
            if (step.name() != null) {
                field = type instanceof BtfType.Composite composite
                        ? find(target, at, composite, step.name(), new HashSet<>(), work)
                        : Optional.empty();
                if (field.isPresent()
                        && !compatibility.ofMembers(step.typeId(), field.get().typeId())) {
                    return Optional.empty();
                }
            } else {
                field = type instanceof BtfType.Array array
                        ? element(target, at, array, step.index())
                        : Optional.empty();
            }
        }
        return field;
    }

    private static Field root(Btf types, int typeId, int index) {
        long bits = index == 0 || !types.hasSize(typeId) ? 0 : bits(index, types.sizeOf(typeId));
        return new Field(typeId, bits, 0, false);
    }

    private static Field member(Field of, BtfType.Member member) {
        return new Field(member.typeId(), of.bitOffset() + member.bitOffset(), member.bitfieldSize(), true);
    }

    /** An element of an array; of a flexible one any. */
    private static Optional<Field> element(Btf types, Field of, BtfType.Array array, int index) {
        boolean flexible = array.count() == 0;
        if (!flexible && index >= array.count() || !types.hasSize(array.elementTypeId())) {
            return Optional.empty();
        }
        long bits = bits(index, types.sizeOf(array.elementTypeId()));
        return Optional.of(new Field(array.elementTypeId(), of.bitOffset() + bits, 0, true));
    }

    /** The distance of an element; beyond what any type has it stays there, for no instruction holds it. */
    private static long bits(int index, long size) {
        return Math.min(index, FARTHEST / Math.max(size, 1)) * size * Byte.SIZE;
    }

    /** A member by its name, also of members that have none; types that do not have it are searched once. */
    private static Optional<Field> find(
            Btf types, Field of, BtfType.Composite composite, String name, Set<Integer> searched, Work work)
            throws RelocationException {
        work.spend(1 + composite.members().size());
        for (BtfType.Member member : composite.members()) {
            if (member.name().equals(name)) {
                return Optional.of(member(of, member));
            }
            if (member.name().isEmpty()
                    && types.resolved(member.typeId()) instanceof BtfType.Composite inner
                    && searched.add(types.resolve(member.typeId()))) {
                Optional<Field> found = find(types, member(of, member), inner, name, searched, work);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** As in C, such as {@code task_struct.comm[3]}. */
    String inC(Btf types) {
        StringBuilder text = new StringBuilder(name(types, rootId));
        if (first != 0) {
            text.append('[').append(first).append(']');
        }
        for (Step step : steps) {
            if (step.name() != null) {
                text.append('.').append(step.name());
            } else {
                text.append('[').append(step.index()).append(']');
            }
        }
        return shortened(text.toString());
    }

    static String name(Btf types, int typeId) {
        BtfType type = types.type(typeId);
        String name = type.name().isEmpty() ? types.resolved(typeId).name() : type.name();
        String shown = name.isEmpty() ? "a type without a name" : shortened(name);
        return switch (types.resolved(typeId)) {
            case BtfType.Struct _ -> "struct " + shown;
            case BtfType.Union _ -> "union " + shown;
            case BtfType.Enumeration _ -> "enum " + shown;
            default -> shown;
        };
    }

    /** Text of the object's, at most as long as somebody would read. */
    static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }
}
