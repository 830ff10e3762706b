package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.math.BigInteger;
import java.util.ArrayDeque;

/** A value of one of the kernel's types as text, as {@code bpf_snprintf_btf} writes it. Source: what Linux 6.12 wrote. */
/*
 * What is not obvious of Linux's texts, all of it recorded in btf_text-6.12.tsv: What is zero is left out unless ZERO asks for it, a
 * struct with all that is in it; what was asked for as a whole is always there. Arrays of bytes end at the first zero, even with ZERO, and
 * show characters. Elements and all in them have no names, and so those that are structs have no opening brace. An array of pointers has no opening bracket, and
 * shows its first pointer for each. Bit-fields are hexadecimal without a sign, those of enumerations too. The name of a qualified type
 * is empty. Memory is read in pieces of at most 32 bytes: where a piece cannot be read, nothing more is shown but the ends of what was
 * begun.
 */
final class BtfText {
    private static final long COMPACT = 1;
    private static final long NO_NAME = 2;
    private static final long ZERO = 8;
    static final long FLAGS = 15;

    private static final int PIECE_BYTES = 32;

    private final GuestMemory memory;
    private final Btf types;
    private final boolean compact;
    private final boolean named;
    private final boolean zero;
    private final StringBuilder out = new StringBuilder();

    /** Beginnings of structs and arrays of which nothing was shown yet. */
    private final ArrayDeque<String> begun = new ArrayDeque<>();

    private long end;
    private long pieceStart;
    private long pieceEnd;
    private long error;

    /**
     * No text yet.
     *
     * @param flags COMPACT, NONAME, PTR_RAW, ZERO; pointers are always as they are
     */
    BtfText(GuestMemory memory, Btf types, long flags) {
        this.memory = memory;
        this.types = types;
        compact = (flags & COMPACT) != 0;
        named = (flags & NO_NAME) == 0;
        zero = (flags & ZERO) != 0;
    }

    /** What is shown: its declared type, its place, how deep in others it is, its name with dot and equals sign, whether it is of an element. */
    private record Item(int typeId, long at, int depth, String name, boolean isElement) {}

    /** Shows the value at an address; a negative errno if it could not be read, else how many characters its text has. */
    long show(int typeId, long address) {
        int shown = types.type(typeId) instanceof BtfType.Var variable ? variable.typeId() : typeId;
        if (types.resolved(shown) instanceof BtfType.DataSec) {
            return Errno.EINVAL.result();
        }
        end = address + size(shown);
        show(new Item(shown, address, 0, "", false));
        return error != 0 ? error : out.length();
    }

    /** The text so far. */
    String text() {
        return out.toString();
    }

    private void show(Item item) {
        switch (types.resolved(item.typeId)) {
            case BtfType.Composite composite -> {
                if (begin(item, composite.size(), '{')) {
                    members(composite, item);
                    end(item, '}');
                }
            }
            case BtfType.Array array -> {
                if (begin(item, size(item.typeId), '[')) {
                    elements(array, item);
                    end(item, ']');
                }
            }
            case BtfType.Ptr _ -> {
                if (canRead(item.at, Long.BYTES)) {
                    long pointer = memory.getLong(item.at);
                    leaf(item, pointer == 0, "0x%016x".formatted(pointer));
                }
            }
            case BtfType.Int number -> number(item, number);
            case BtfType.Enumeration enumeration -> constant(item, enumeration);
            default ->
                out.append("<unsupported kind:%d>"
                        .formatted(types.resolved(item.typeId).kind().number()));
        }
    }

    private long size(int typeId) {
        return types.hasSize(typeId) ? types.sizeOf(typeId) : 0;
    }

    // ---- structs, unions, arrays

    private boolean begin(Item item, long size, char bracket) {
        if (!canRead(item.at, size)) {
            return false;
        }
        begun.add(line(item, item.isElement ? "" : label(item) + (leadsToPointer(item.typeId) ? "" : bracket)));
        if (zero || item.depth == 0) {
            flush();
        }
        return true;
    }

    private void end(Item item, char bracket) {
        if (begun.isEmpty()) {
            out.append(line(item, bracket + (item.depth == 0 ? "" : ",")));
        } else {
            begun.removeLast();
        }
    }

    private void flush() {
        begun.forEach(out::append);
        begun.clear();
    }

    private void members(BtfType.Composite composite, Item item) {
        for (BtfType.Member member : composite.members()) {
            String name = member.name().isEmpty() ? "" : "." + member.name() + " = ";
            Item part =
                    new Item(member.typeId(), item.at + member.bitOffset() / 8, item.depth + 1, name, item.isElement);
            if (member.bitfieldSize() > 0) {
                bits(part, (int) (member.bitOffset() % 8), member.bitfieldSize());
            } else {
                show(part);
            }
        }
    }

    private void elements(BtfType.Array array, Item item) {
        BtfType kind = types.resolved(array.elementTypeId());
        boolean bytes = kind instanceof BtfType.Int number && number.size() == 1;
        long stride = kind instanceof BtfType.Ptr ? 0 : size(array.elementTypeId());
        for (long i = 0; i < array.count() && error == 0; i++) {
            Item element = new Item(array.elementTypeId(), item.at + i * stride, item.depth + 1, "", true);
            if (!bytes) {
                show(element);
            } else if (canRead(element.at, 1)) {
                int value = memory.getU8(element.at);
                if (value == 0) {
                    return;
                }
                if (value >= ' ' && value < 0x7f || value >= 0xa0) {
                    leaf(element, false, "'" + (char) value + "'");
                } else {
                    show(element);
                }
            }
        }
    }

    // ---- what has no parts

    private void number(Item item, BtfType.Int number) {
        if (number.bits() != number.size() * 8 || number.bitOffset() != 0) {
            bits(item, number.bitOffset() % 8, number.bits());
        } else if (canRead(item.at, number.size())) {
            BigInteger value = read(item.at, 0, number.bits());
            boolean wide = number.size() > Long.BYTES;
            leaf(
                    item,
                    value.signum() == 0,
                    wide ? "0x" + value.toString(16) : decimal(value, number.size(), number.signed()));
        }
    }

    private void constant(Item item, BtfType.Enumeration enumeration) {
        int size = (int) types.sizeOf(item.typeId);
        if (canRead(item.at, size)) {
            BigInteger value = read(item.at, 0, size * 8);
            String number = decimal(value, size, enumeration.signed());
            String text = enumeration.enumerators().stream()
                    .filter(each -> (each.value() & mask(size)) == value.longValue())
                    .map(BtfType.Enumerator::name)
                    .findFirst()
                    .orElse(number);
            leaf(item, value.signum() == 0, text);
        }
    }

    private static long mask(int size) {
        return size >= Long.BYTES ? -1 : (1L << size * 8) - 1;
    }

    private static String decimal(BigInteger value, int size, boolean signed) {
        boolean negative = signed && value.testBit(size * 8 - 1);
        return (negative ? value.subtract(BigInteger.ONE.shiftLeft(size * 8)) : value).toString();
    }

    private void bits(Item item, int shift, int count) {
        if (canRead(item.at, (shift + count + 7) / 8)) {
            BigInteger value = read(item.at, shift, count);
            leaf(item, value.signum() == 0, "0x" + value.toString(16));
        }
    }

    private BigInteger read(long at, int shift, int count) {
        byte[] bytes = memory.read(at, (shift + count + 7) / 8);
        BigInteger value = BigInteger.ZERO;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value.shiftLeft(8).or(BigInteger.valueOf(bytes[i] & 0xff));
        }
        return value.shiftRight(shift).and(BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE));
    }

    private void leaf(Item item, boolean isZero, String value) {
        if (isZero && !zero && item.depth > 0) {
            return;
        }
        flush();
        String comma = item.depth == 0 ? "" : ",";
        out.append(line(item, (item.isElement ? "" : label(item)) + value + comma));
    }

    // ---- how it looks

    private String line(Item item, String text) {
        return compact ? text : " ".repeat(item.depth) + text + "\n";
    }

    /** The name and the type of a value, if names are asked for. */
    private String label(Item item) {
        return named ? item.name + "(" + typeName(item.typeId) + ")" : "";
    }

    private boolean leadsToPointer(int typeId) {
        return types.resolved(typeId) instanceof BtfType.Array array
                && (types.resolved(array.elementTypeId()) instanceof BtfType.Ptr
                        || leadsToPointer(array.elementTypeId()));
    }

    /** A typedef's name or else that of what pointers and arrays lead to, and how many of them do. */
    private String typeName(int typeId) {
        StringBuilder stars = new StringBuilder();
        StringBuilder brackets = new StringBuilder();
        String name = "";
        int at = typeId;
        for (int before = -1; before != at; ) {
            before = at;
            switch (types.type(at)) {
                case BtfType.Typedef alias -> {
                    name = name.isEmpty() ? alias.name() : name;
                    at = alias.typeId();
                }
                case BtfType.Alias qualifier -> {
                    if (at == typeId) {
                        return "";
                    }
                    at = qualifier.typeId();
                }
                case BtfType.Ptr pointer -> {
                    stars.append('*');
                    at = pointer.typeId();
                }
                case BtfType.Array array -> {
                    brackets.append("[]");
                    at = array.elementTypeId();
                }
                default -> {}
            }
        }
        String shown = name.isEmpty() ? taggedName(types.type(at)) : name;
        return shown + (stars.isEmpty() ? "" : " " + stars) + brackets;
    }

    private static String taggedName(BtfType type) {
        String tag = switch (type) {
            case BtfType.Struct _ -> "struct";
            case BtfType.Union _ -> "union";
            case BtfType.Enumeration _ -> "enum";
            default -> "";
        };
        return tag.isEmpty() || type.name().isEmpty() ? tag + type.name() : tag + " " + type.name();
    }

    // ---- memory

    private boolean canRead(long at, long size) {
        if (error != 0) {
            return false;
        }
        if (at - pieceStart >= 0 && at + size - pieceEnd < 0) {
            return true;
        }
        long bytes = Math.min(PIECE_BYTES, end - at);
        error = MemoryHelpers.refusal(memory, at, bytes);
        pieceStart = at;
        pieceEnd = at + bytes;
        return error == 0;
    }
}
