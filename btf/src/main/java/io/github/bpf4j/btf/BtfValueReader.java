package io.github.bpf4j.btf;

import io.github.bpf4j.btf.BtfType.Member;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one value; unions and empty elements may describe the same bytes over and over, hence the node budget. */
final class BtfValueReader {
    private static final int MAX_RAW_BYTES = 64;

    private final Btf btf;
    private final byte[] bytes;
    private final boolean littleEndian;
    private int nodesLeft = BtfValue.MAX_NODES;

    BtfValueReader(Btf btf, byte[] bytes) {
        this.btf = btf;
        this.bytes = bytes;
        this.littleEndian = btf.byteOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    BtfValue read(int typeId) {
        long size = btf.sizeOf(typeId);
        if (size > bytes.length) {
            throw new BtfTypeException(typeId, size + " bytes needed, " + bytes.length + " given");
        }
        return read(new BtfField(typeId, 0, 0));
    }

    private BtfValue read(BtfField field) {
        int offset = (int) field.byteOffset();
        if (--nodesLeft <= 0) {
            return raw(offset, field.bitfieldSize() == 0 ? btf.sizeOf(field.typeId()) : 0);
        }
        int typeId = btf.resolve(field.typeId());
        return switch (btf.type(typeId)) {
            case BtfType.Int integer -> readInt(integer, field);
            case BtfType.Enumeration enumeration -> readEnum(enumeration, field);
            case BtfType.Ptr _ -> new BtfValue.Pointer(bits(field.bitOffset(), 64));
            case BtfType.Float real -> readFloat(real, offset);
            case BtfType.Array array -> readArray(array, offset);
            case BtfType.Composite composite -> readComposite(composite, field.bitOffset());
            case BtfType.Var variable -> read(new BtfField(variable.typeId(), field.bitOffset(), 0));
            case BtfType.DataSec section -> readSection(typeId, section);
            case BtfType.Void _,
                    BtfType.Fwd _,
                    BtfType.Alias _,
                    BtfType.Func _,
                    BtfType.FuncProto _,
                    BtfType.DeclTag _ ->
                throw new BtfTypeException(typeId, "a " + btf.type(typeId).kind() + " has no value");
        };
    }

    private BtfValue readInt(BtfType.Int type, BtfField field) {
        long bitOffset = field.bitOffset();
        int width = field.bitfieldSize() != 0 ? field.bitfieldSize() : type.bits();
        if (field.bitfieldSize() == 0) {
            bitOffset += type.bitOffset();
        }
        if (width > 64) {
            return new BtfValue.Wide(wide(bitOffset, width, type.signed()));
        }
        long value = extend(bits(bitOffset, width), width, type.signed());
        return type.bool() ? new BtfValue.Bool(value != 0) : new BtfValue.Int(value, type.signed());
    }

    private BtfValue readEnum(BtfType.Enumeration type, BtfField field) {
        int width = field.bitfieldSize() != 0 ? field.bitfieldSize() : type.size() * 8;
        long value = extend(bits(field.bitOffset(), width), width, type.signed());
        for (BtfType.Enumerator enumerator : type.enumerators()) {
            if (enumerator.value() == value) {
                return new BtfValue.Enumerated(enumerator.name(), value, type.signed());
            }
        }
        return new BtfValue.Enumerated("", value, type.signed());
    }

    private BtfValue readFloat(BtfType.Float type, int offset) {
        return switch (type.size()) {
            case 2 -> new BtfValue.Real(java.lang.Float.float16ToFloat((short) bits(offset * 8L, 16)));
            case 4 -> new BtfValue.Real(java.lang.Float.intBitsToFloat((int) bits(offset * 8L, 32)));
            case 8 -> new BtfValue.Real(Double.longBitsToDouble(bits(offset * 8L, 64)));
            default -> raw(offset, type.size());
        };
    }

    private BtfValue readArray(BtfType.Array array, int offset) {
        long elementSize = btf.sizeOf(array.elementTypeId());
        if (btf.resolved(array.elementTypeId()) instanceof BtfType.Int element && element.isCharacter()) {
            BtfValue text = text(offset, (int) array.count());
            if (text != null) {
                return text;
            }
        }
        if (array.count() > nodesLeft) {
            nodesLeft = 0;
            return raw(offset, elementSize * array.count());
        }
        List<BtfValue> elements = new ArrayList<>((int) array.count());
        for (long i = 0; i < array.count(); i++) {
            elements.add(read(new BtfField(array.elementTypeId(), (offset + i * elementSize) * 8, 0)));
        }
        return new BtfValue.Array(elements);
    }

    /** The characters before the zero bytes at the end, or null if there are others than text. */
    private @Nullable BtfValue text(int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        for (int i = end; i < offset + length; i++) {
            if (bytes[i] != 0) {
                return null;
            }
        }
        try {
            CharBuffer decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, end - offset));
            boolean printable = decoded.chars().allMatch(c -> !Character.isISOControl(c) || Character.isWhitespace(c));
            return printable ? new BtfValue.Text(decoded.toString()) : null;
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private BtfValue readComposite(BtfType.Composite composite, long bitOffset) {
        if (composite.members().size() > nodesLeft) {
            nodesLeft = 0;
            return raw((int) (bitOffset / 8), composite.size());
        }
        List<BtfValue.Field> fields = new ArrayList<>();
        for (Member member : composite.members()) {
            BtfField field = new BtfField(member.typeId(), bitOffset + member.bitOffset(), member.bitfieldSize());
            fields.add(new BtfValue.Field(member.name(), read(field)));
        }
        return new BtfValue.Composite(fields);
    }

    private BtfValue readSection(int typeId, BtfType.DataSec section) {
        List<BtfValue.Field> fields = new ArrayList<>();
        for (BtfType.SecInfo entry : section.variables()) {
            if (entry.byteOffset() + btf.sizeOf(entry.varId()) > section.size()) {
                throw new BtfTypeException(typeId, "variable " + entry.varId() + " ends behind its section");
            }
            BtfField field = new BtfField(entry.varId(), entry.byteOffset() * 8, 0);
            fields.add(new BtfValue.Field(btf.type(entry.varId()).name(), read(field)));
        }
        return new BtfValue.Composite(fields);
    }

    private BtfValue raw(int offset, long size) {
        List<Byte> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(size, MAX_RAW_BYTES); i++) {
            shown.add(bytes[offset + i]);
        }
        return new BtfValue.Bytes(shown, size);
    }

    /**
     * Up to 64 bits. Bit offsets count from the least significant bit of byte 0 on little-endian, from the most
     * significant on big-endian, so a run of bits is contiguous in both.
     */
    private long bits(long bitOffset, int width) {
        return wide(bitOffset, width, false).longValue();
    }

    private BigInteger wide(long bitOffset, int width, boolean signed) {
        int first = (int) (bitOffset / 8);
        int end = (int) ((bitOffset + width + 7) / 8);
        byte[] magnitude = new byte[end - first];
        for (int i = 0; i < magnitude.length; i++) {
            magnitude[littleEndian ? magnitude.length - 1 - i : i] = bytes[first + i];
        }
        long below = littleEndian ? bitOffset % 8 : end * 8L - bitOffset - width;
        BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        BigInteger value = new BigInteger(1, magnitude).shiftRight((int) below).and(mask);
        return signed && value.testBit(width - 1) ? value.subtract(mask).subtract(BigInteger.ONE) : value;
    }

    private static long extend(long value, int width, boolean signed) {
        return signed ? value << (64 - width) >> (64 - width) : value;
    }
}
