package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfLiteral;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfTypeException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Makes the bytes of a value from what a scenario file says, by its type or by its size. */
final class TypedBytes {
    /** More than any context or key has, and than a file can say of a value. */
    private static final int LARGEST_BYTES = 1 << 24;

    private final Btf btf;

    TypedBytes(Btf btf) {
        this.btf = btf;
    }

    /** Bytes in hexadecimal, or one value under the name of its type. */
    static byte[] named(Btf btf, Node node) {
        if (!node.isMapping() || node.has("hex")) {
            return hex(node);
        }
        Map.Entry<String, Node> typed = single(node);
        return new TypedBytes(btf).encode(typed.getKey(), typed.getValue());
    }

    /** The one type of a mapping, with its value. */
    static Map.Entry<String, Node> single(Node node) {
        if (node.entries().size() != 1) {
            throw node.error("one type with its value is expected, such as \"struct request: {...}\"");
        }
        return node.entries().entrySet().iterator().next();
    }

    /** A value of a type: mappings for structs, whose other members are zero, lists for arrays, else literals. */
    byte[] encode(int typeId, Node node) {
        long size = btf.sizeOf(typeId);
        if (size > LARGEST_BYTES) {
            throw node.error("a value of " + size + " bytes; there are at most " + LARGEST_BYTES);
        }
        byte[] bytes = new byte[(int) size];
        encode(typeId, node, bytes, 0);
        return bytes;
    }

    /** As {@link #encode(int, Node)}, keeping of the old bytes what is not named. */
    byte[] encodeOver(byte[] old, int typeId, Node node) {
        byte[] bytes = old.clone();
        encode(typeId, node, bytes, 0);
        return bytes;
    }

    /**
     * A value of a named type.
     *
     * @param type such as {@code struct request}, or the name of a typedef or base type
     */
    byte[] encode(String type, Node node) {
        return encode(typeId(type, node), node);
    }

    int typeId(String type, Node node) {
        String name = type.substring(type.lastIndexOf(' ') + 1);
        List<BtfKind> kinds = type.startsWith("struct ")
                ? List.of(BtfKind.STRUCT)
                : type.startsWith("union ")
                        ? List.of(BtfKind.UNION)
                        : List.of(BtfKind.TYPEDEF, BtfKind.INT, BtfKind.ENUM, BtfKind.STRUCT);
        String searched = kinds.getFirst() == BtfKind.TYPEDEF ? type : name;
        for (BtfKind kind : kinds) {
            var found = btf.find(kind, searched);
            if (found.isPresent()) {
                return found.getAsInt();
            }
        }
        throw node.error("the object has no type \"" + type + "\"");
    }

    private void encode(int typeId, Node node, byte[] bytes, int at) {
        try {
            switch (btf.resolved(typeId)) {
                case BtfType.Var variable -> encode(variable.typeId(), node, bytes, at);
                case BtfType.Composite composite when node.isMapping() -> members(composite, node, bytes, at);
                case BtfType.Array array when node.isList() -> elements(array, node, bytes, at);
                case BtfType.Array array when node.isMapping() -> byIndex(array, node, bytes, at);
                case BtfType.Composite _ -> copy(raw(node, (int) btf.sizeOf(typeId)), bytes, at);
                default -> copy(scalar(typeId, node), bytes, at);
            }
        } catch (BtfTypeException | ArithmeticException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }

    private byte[] scalar(int typeId, Node node) {
        String text = node.text();
        int size = Math.toIntExact(btf.sizeOf(typeId));
        boolean number = btf.resolved(typeId) instanceof BtfType.Int || btf.resolved(typeId) instanceof BtfType.Ptr;
        return number && size <= Long.BYTES && !text.startsWith("'")
                ? little(node, node.number(), size)
                : BtfLiteral.encode(btf, typeId, text);
    }

    private void members(BtfType.Composite composite, Node node, byte[] bytes, int at) {
        for (Map.Entry<String, Node> entry : node.entries().entrySet()) {
            if (!member(composite, entry.getKey(), entry.getValue(), bytes, at)) {
                throw entry.getValue()
                        .error("there is no member \"" + entry.getKey() + "\"; there are "
                                + composite.members().stream()
                                        .map(BtfType.Member::name)
                                        .toList());
            }
        }
    }

    private boolean member(BtfType.Composite composite, String name, Node value, byte[] bytes, int at) {
        for (BtfType.Member member : composite.members()) {
            int offset = at + (int) (member.bitOffset() / 8);
            if (member.name().equals(name)) {
                if (member.bitfieldSize() != 0) {
                    throw value.error("bit fields cannot be set; give the bytes");
                }
                encode(member.typeId(), value, bytes, offset);
                return true;
            }
            if (member.name().isEmpty()
                    && btf.resolved(member.typeId()) instanceof BtfType.Composite inner
                    && member(inner, name, value, bytes, offset)) {
                return true;
            }
        }
        return false;
    }

    private void elements(BtfType.Array array, Node node, byte[] bytes, int at) {
        List<Node> elements = node.elements();
        if (elements.size() > array.count()) {
            throw node.error(elements.size() + " elements for an array of " + array.count());
        }
        int size = (int) btf.sizeOf(array.elementTypeId());
        Arrays.fill(bytes, at, at + size * (int) array.count(), (byte) 0);
        for (int i = 0; i < elements.size(); i++) {
            encode(array.elementTypeId(), elements.get(i), bytes, at + i * size);
        }
    }

    private void byIndex(BtfType.Array array, Node node, byte[] bytes, int at) {
        int size = (int) btf.sizeOf(array.elementTypeId());
        node.entries().forEach((key, value) -> {
            long index = key.matches("[0-9]{1,9}") ? Long.parseLong(key) : -1;
            if (index < 0 || index >= array.count()) {
                throw value.error("\"" + key + "\" is no index of an array of " + array.count());
            }
            encode(array.elementTypeId(), value, bytes, at + (int) index * size);
        });
    }

    private static void copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
    }

    /** Bytes of a size: hexadecimal digits, as {@code hex:} or text, or a little-endian number of up to 8 bytes. */
    static byte[] raw(Node node, int size) {
        if (node.isMapping() || node.json().isString()) {
            byte[] bytes = hex(node);
            if (bytes.length > size) {
                throw node.error(bytes.length + " bytes where there are " + size);
            }
            return Arrays.copyOf(bytes, size);
        }
        if (size > Long.BYTES) {
            throw node.error("a number for " + size + " bytes; give them in hexadecimal");
        }
        return little(node, node.number(), size);
    }

    /** Any number of bytes in hexadecimal, with or without spaces. */
    static byte[] hex(Node node) {
        String text =
                node.isMapping() ? node.only(java.util.Set.of("hex")).get("hex").text() : node.text();
        String digits = text.replaceAll("[\\s:]|0x", "");
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw node.error("\"" + text + "\" is no sequence of bytes in hexadecimal");
        }
    }

    private static byte[] little(Node node, long value, int size) {
        long rest = size == Long.BYTES ? 0 : value >> 8 * size - 1;
        if (rest != 0 && rest != -1 && value >>> 8 * size != 0) {
            throw node.error(Numbers.show(value) + " does not fit into " + size + " bytes");
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >> 8 * i);
        }
        return bytes;
    }
}
