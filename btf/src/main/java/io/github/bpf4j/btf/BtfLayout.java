package io.github.bpf4j.btf;

import io.github.bpf4j.btf.BtfType.Member;
import java.util.Arrays;
import java.util.List;

/**
 * What each type resolves to and how large it is, worked out once for all types.
 *
 * <p>Two walks over the type graph, both with their own stack since chains may be a million types long. The first
 * follows what a type contains by value (targets of aliases, elements, members, variables): a cycle there is a type of
 * infinite size. The second follows what a C declarator spells out (pointers, prototypes; it stops at structs and
 * unions, which have names or a body of their own): a cycle there could never be written down.
 */
final class BtfLayout {
    static final long NO_SIZE = -1;

    private static final byte ENTERED = 1;
    private static final byte LEFT = 2;

    final int[] resolved;
    final long[] sizes;

    private final List<BtfType> types;
    private final List<Integer> byteOffsets;
    private final byte[] depth;

    BtfLayout(List<BtfType> types, List<Integer> byteOffsets) {
        this.types = types;
        this.byteOffsets = byteOffsets;
        this.resolved = new int[types.size()];
        this.sizes = new long[types.size()];
        this.depth = new byte[types.size()];
        for (int id = 0; id < types.size(); id++) {
            checkReferences(id);
        }
        walk(true);
        walk(false);
    }

    private void walk(boolean byValue) {
        byte[] state = new byte[types.size()];
        int[] path = new int[16];
        int[] next = new int[16];
        for (int root = 0; root < types.size(); root++) {
            if (state[root] != 0) {
                continue;
            }
            int top = 0;
            path[0] = root;
            next[0] = 0;
            state[root] = ENTERED;
            while (top >= 0) {
                int id = path[top];
                int child = byValue ? contained(types.get(id), next[top]++) : spelled(types.get(id), next[top]++);
                if (child < 0) {
                    if (byValue) {
                        lay(id);
                    }
                    state[id] = LEFT;
                    top--;
                } else if (state[child] == ENTERED) {
                    throw error(id, types.get(id).kind() + " contains itself through type " + child);
                } else if (state[child] == 0) {
                    if (++top == path.length) {
                        path = Arrays.copyOf(path, top * 2);
                        next = Arrays.copyOf(next, top * 2);
                    }
                    path[top] = child;
                    next[top] = 0;
                    state[child] = ENTERED;
                }
            }
        }
    }

    /** The index-th type that this one contains by value, or -1. */
    private static int contained(BtfType type, int index) {
        return switch (type) {
            case BtfType.Alias alias -> index == 0 ? alias.typeId() : -1;
            case BtfType.Array array -> index == 0 ? array.elementTypeId() : -1;
            case BtfType.Var variable -> index == 0 ? variable.typeId() : -1;
            case BtfType.Composite composite ->
                index < composite.members().size()
                        ? composite.members().get(index).typeId()
                        : -1;
            case BtfType.DataSec section ->
                index < section.variables().size()
                        ? section.variables().get(index).varId()
                        : -1;
            case BtfType.Void _,
                    BtfType.Int _,
                    BtfType.Ptr _,
                    BtfType.Enumeration _,
                    BtfType.Fwd _,
                    BtfType.Func _,
                    BtfType.FuncProto _,
                    BtfType.Float _,
                    BtfType.DeclTag _ -> -1;
        };
    }

    /** The index-th type that a declarator of this one spells out, or -1. */
    private static int spelled(BtfType type, int index) {
        return switch (type) {
            case BtfType.Reference reference -> index == 0 ? reference.typeId() : -1;
            case BtfType.Array array -> index == 0 ? array.elementTypeId() : -1;
            case BtfType.Var variable -> index == 0 ? variable.typeId() : -1;
            case BtfType.Func function -> index == 0 ? function.prototypeId() : -1;
            case BtfType.FuncProto prototype ->
                index < prototype.parameters().size()
                        ? prototype.parameters().get(index).typeId()
                        : index == prototype.parameters().size() ? prototype.returnTypeId() : -1;
            case BtfType.Void _,
                    BtfType.Int _,
                    BtfType.Composite _,
                    BtfType.Enumeration _,
                    BtfType.Fwd _,
                    BtfType.DataSec _,
                    BtfType.Float _,
                    BtfType.DeclTag _ -> -1;
        };
    }

    /** Sets size and resolution of a type whose contents have been laid out. */
    private void lay(int id) {
        resolved[id] = id;
        int nesting = 0;
        switch (types.get(id)) {
            case BtfType.Alias alias -> {
                resolved[id] = resolved[alias.typeId()];
                sizes[id] = sizes[alias.typeId()];
                nesting = depth[alias.typeId()];
            }
            case BtfType.Array array -> {
                sizes[id] = arraySize(id, array);
                nesting = depth[array.elementTypeId()] + 1;
            }
            case BtfType.Composite composite -> {
                sizes[id] = ownSize(composite);
                for (int i = 0; i < composite.members().size(); i++) {
                    Member member = composite.members().get(i);
                    checkMember(id, composite, i, member);
                    nesting = Math.max(nesting, depth[member.typeId()]);
                }
                nesting++;
            }
            case BtfType.Var variable -> {
                sizes[id] = sizes[variable.typeId()];
                nesting = depth[variable.typeId()];
            }
            default -> sizes[id] = ownSize(types.get(id));
        }
        if (nesting > Btf.MAX_NESTING) {
            throw error(id, "nested more than " + Btf.MAX_NESTING + " deep");
        }
        depth[id] = (byte) nesting;
    }

    /** Size of a value of a type that says it itself; {@link #NO_SIZE} if values of it have none. */
    static long ownSize(BtfType type) {
        return switch (type.kind()) {
            case INT -> ((BtfType.Int) type).size();
            case PTR -> Btf.POINTER_SIZE;
            case STRUCT, UNION -> ((BtfType.Composite) type).size();
            case ENUM, ENUM64 -> ((BtfType.Enumeration) type).size();
            case FLOAT -> ((BtfType.Float) type).size();
            case DATASEC -> ((BtfType.DataSec) type).size();
            case VOID, FWD, FUNC, FUNC_PROTO, DECL_TAG -> NO_SIZE;
            case ARRAY, TYPEDEF, VOLATILE, CONST, RESTRICT, VAR, TYPE_TAG ->
                throw new IllegalArgumentException(type.kind() + " is as large as what it is made of");
        };
    }

    private long arraySize(int id, BtfType.Array array) {
        long elementSize = sizes[array.elementTypeId()];
        if (elementSize == NO_SIZE) {
            throw error(id, "array of a type without size");
        }
        if (elementSize != 0 && array.count() > 0xffffffffL / elementSize) {
            throw error(id, "array of " + array.count() + " times " + elementSize + " bytes is too large");
        }
        return elementSize * array.count();
    }

    private void checkMember(int id, BtfType.Composite composite, int index, Member member) {
        long size = sizes[member.typeId()];
        if (size == NO_SIZE) {
            throw error(id, "member " + index + " has a type without size");
        }
        boolean packable = types.get(resolved[member.typeId()]) instanceof BtfType.Int
                || types.get(resolved[member.typeId()]) instanceof BtfType.Enumeration;
        if (!packable && (member.bitfieldSize() != 0 || member.bitOffset() % 8 != 0)) {
            throw error(id, "member " + index + " is a bit-field of a type that cannot be one");
        }
        if (member.bitfieldSize() > size * 8) {
            throw error(id, "member " + index + " has " + member.bitfieldSize() + " bits of " + size + " bytes");
        }
        long bits = member.bitfieldSize() != 0 ? member.bitfieldSize() : size * 8;
        if (types.get(resolved[member.typeId()]) instanceof BtfType.Int integer && member.bitfieldSize() == 0) {
            bits = integer.bits() + (long) integer.bitOffset();
        }
        if (member.bitOffset() + bits > composite.size() * 8) {
            throw error(
                    id,
                    "member " + index + " ends behind the " + composite.size() + " bytes of its " + composite.kind());
        }
    }

    private void checkReferences(int id) {
        switch (types.get(id)) {
            case BtfType.Reference reference -> checkValueType(id, reference.typeId());
            case BtfType.Array array -> {
                checkValueType(id, array.elementTypeId());
                checkValueType(id, array.indexTypeId());
            }
            case BtfType.Composite composite -> composite.members().forEach(m -> checkValueType(id, m.typeId()));
            case BtfType.Func function -> {
                checkId(id, function.prototypeId());
                if (!(types.get(function.prototypeId()) instanceof BtfType.FuncProto)) {
                    throw error(id, "type " + function.prototypeId() + " of a func is no func_proto");
                }
            }
            case BtfType.FuncProto prototype -> {
                checkValueType(id, prototype.returnTypeId());
                prototype.parameters().forEach(p -> checkValueType(id, p.typeId()));
            }
            case BtfType.Var variable -> checkValueType(id, variable.typeId());
            case BtfType.DataSec section -> section.variables().forEach(v -> checkSectionEntry(id, v.varId()));
            case BtfType.DeclTag tag -> checkDeclTag(id, tag);
            case BtfType.Void _, BtfType.Int _, BtfType.Enumeration _, BtfType.Fwd _, BtfType.Float _ -> {}
        }
    }

    private void checkId(int id, int target) {
        if (Integer.compareUnsigned(target, types.size()) >= 0) {
            throw error(id, "refers to type " + Integer.toUnsignedString(target) + " of " + types.size());
        }
    }

    private void checkValueType(int id, int target) {
        checkId(id, target);
        switch (types.get(target)) {
            case BtfType.Func _, BtfType.Var _, BtfType.DataSec _, BtfType.DeclTag _ ->
                throw error(
                        id,
                        "refers to type " + target + ", a " + types.get(target).kind());
            default -> {}
        }
    }

    private void checkSectionEntry(int id, int target) {
        checkId(id, target);
        if (!(types.get(target) instanceof BtfType.Var) && !(types.get(target) instanceof BtfType.Func)) {
            throw error(
                    id, "section entry " + target + " is a " + types.get(target).kind());
        }
    }

    private void checkDeclTag(int id, BtfType.DeclTag tag) {
        checkId(id, tag.typeId());
        int components = switch (types.get(tag.typeId())) {
            case BtfType.Composite composite -> composite.members().size();
            case BtfType.Func function ->
                function.prototypeId() > 0
                                && function.prototypeId() < types.size()
                                && types.get(function.prototypeId()) instanceof BtfType.FuncProto prototype
                        ? prototype.parameters().size()
                        : 0;
            case BtfType.Var _, BtfType.Typedef _ -> 0;
            default -> throw error(id, "tag on a " + types.get(tag.typeId()).kind());
        };
        if (tag.componentIndex() >= components) {
            throw error(id, "tag on component " + tag.componentIndex() + " of " + components);
        }
    }

    private BtfFormatException error(int id, String reason) {
        return new BtfFormatException(byteOffsets.get(id), "type " + id + ": " + reason);
    }
}
