package io.github.bpf4j.btf;

import io.github.bpf4j.btf.BtfType.Member;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place inside a value: where a path like {@code a.b[3].c} leads.
 *
 * @param typeId declared type of the field
 * @param bitOffset offset from the start of the value in bits
 * @param bitfieldSize width in bits, 0 if the field is no bit-field
 */
public record BtfField(int typeId, long bitOffset, int bitfieldSize) {
    /** Offset from the start of the value in bytes, rounded down. */
    public long byteOffset() {
        return bitOffset / 8;
    }

    /**
     * The field of a type that a path names: member names separated by dots, array indices in brackets. Members of
     * anonymous structs and unions are found as in C, variables of a data section by their name. The empty path is the
     * whole value. An index may be anything for a flexible array and must lie inside any other.
     *
     * @throws BtfTypeException if the path is malformed or leads nowhere
     */
    public static BtfField of(Btf btf, int typeId, String path) {
        BtfField field = new BtfField(typeId, 0, 0);
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '[') {
                int close = path.indexOf(']', at);
                if (close < 0) {
                    throw new BtfTypeException(field.typeId, "no ']' in \"" + path + "\"");
                }
                field = field.element(btf, path.substring(at + 1, close));
                at = close + 1;
            } else {
                int start = c == '.' ? at + 1 : at;
                if ((c == '.') == (at == 0)) {
                    throw new BtfTypeException(field.typeId, "misplaced '" + c + "' in \"" + path + "\"");
                }
                at = start;
                while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
                    at++;
                }
                field = field.member(btf, path.substring(start, at));
            }
        }
        return field;
    }

    private BtfField element(Btf btf, String text) {
        if (!(btf.resolved(typeId) instanceof BtfType.Array array)) {
            throw new BtfTypeException(typeId, "a " + btf.resolved(typeId).kind() + " has no elements");
        }
        long index;
        try {
            index = Integer.toUnsignedLong(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException _) {
            throw new BtfTypeException(typeId, "\"" + text + "\" is no array index");
        }
        if (array.count() != 0 && index >= array.count()) {
            throw new BtfTypeException(typeId, "index " + index + " of an array of " + array.count());
        }
        long offset = index * btf.sizeOf(array.elementTypeId());
        return new BtfField(array.elementTypeId(), bitOffset + offset * 8, 0);
    }

    private BtfField member(Btf btf, String name) {
        BtfField found = switch (btf.resolved(typeId)) {
            case BtfType.Composite composite -> find(btf, composite, name, bitOffset, new HashSet<>());
            case BtfType.DataSec section -> find(btf, section, name);
            default ->
                throw new BtfTypeException(typeId, "a " + btf.resolved(typeId).kind() + " has no members");
        };
        if (found == null) {
            throw new BtfTypeException(typeId, "no member \"" + name + "\"");
        }
        return found;
    }

    private static @Nullable BtfField find(
            Btf btf, BtfType.Composite composite, String name, long bitOffset, Set<Integer> searched) {
        for (Member member : composite.members()) {
            long offset = bitOffset + member.bitOffset();
            if (member.name().equals(name) && !name.isEmpty()) {
                return new BtfField(member.typeId(), offset, member.bitfieldSize());
            }
            if (member.name().isEmpty()
                    && btf.resolved(member.typeId()) instanceof BtfType.Composite inner
                    && searched.add(btf.resolve(member.typeId()))) {
                BtfField found = find(btf, inner, name, offset, searched);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private @Nullable BtfField find(Btf btf, BtfType.DataSec section, String name) {
        for (BtfType.SecInfo entry : section.variables()) {
            if (btf.type(entry.varId()) instanceof BtfType.Var variable
                    && variable.name().equals(name)) {
                return new BtfField(variable.typeId(), bitOffset + entry.byteOffset() * 8, 0);
            }
        }
        return null;
    }
}
