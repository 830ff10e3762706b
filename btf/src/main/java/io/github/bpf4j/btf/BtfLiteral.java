package io.github.bpf4j.btf;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Text to the bytes of a value: the reverse of {@link BtfValue} for what a user writes on a command line. */
public final class BtfLiteral {
    private BtfLiteral() {}

    /**
     * The bytes of a value in the byte order of {@code btf}. Integers and pointers take decimal, {@code 0x} and
     * {@code 0b} numbers, a character in single quotes, {@code true} and {@code false}; enumerations a name or a
     * number; booleans 0 and 1 as well; floating-point types decimal numbers; arrays of char the text itself, with or
     * without double quotes, padded with zero bytes.
     *
     * @throws BtfTypeException if the text is no such value, does not fit, or the type takes no literal
     */
    public static byte[] encode(Btf btf, int typeId, String text) {
        int size = Math.toIntExact(Math.min(btf.sizeOf(typeId), Integer.MAX_VALUE));
        return switch (btf.resolved(typeId)) {
            case BtfType.Int integer -> encodeInt(btf, typeId, integer, text);
            case BtfType.Enumeration enumeration -> encodeEnum(btf, typeId, enumeration, text);
            case BtfType.Ptr _ -> toBytes(btf, ranged(typeId, number(typeId, text), 64, false), size);
            case BtfType.Float _ -> encodeFloat(btf, typeId, size, text);
            case BtfType.Array array -> encodeText(btf, typeId, array, text);
            case BtfType.Var variable -> encode(btf, variable.typeId(), text);
            default ->
                throw new BtfTypeException(typeId, "a " + btf.resolved(typeId).kind() + " takes no literal");
        };
    }

    private static byte[] encodeInt(Btf btf, int typeId, BtfType.Int type, String text) {
        if (type.bits() != type.size() * 8) {
            throw new BtfTypeException(typeId, "an int of " + type.bits() + " bits takes no literal");
        }
        BigInteger value = number(typeId, text);
        if (type.bool() && value.bitLength() > 1) {
            throw new BtfTypeException(typeId, text + " is no bool");
        }
        if (type.isCharacter() && value.signum() > 0) {
            return toBytes(btf, ranged(typeId, value, type.bits(), false), type.size());
        }
        return toBytes(btf, ranged(typeId, value, type.bits(), type.signed()), type.size());
    }

    private static byte[] encodeEnum(Btf btf, int typeId, BtfType.Enumeration type, String text) {
        for (BtfType.Enumerator enumerator : type.enumerators()) {
            if (enumerator.name().equals(text)) {
                return toBytes(btf, BigInteger.valueOf(enumerator.value()), type.size());
            }
        }
        BigInteger value;
        try {
            value = number(typeId, text);
        } catch (BtfTypeException _) {
            throw new BtfTypeException(typeId, "\"" + text + "\" is neither a number nor one of the enumerators");
        }
        return toBytes(btf, ranged(typeId, value, type.size() * 8, type.signed()), type.size());
    }

    private static byte[] encodeFloat(Btf btf, int typeId, int size, String text) {
        double value;
        try {
            value = new BigDecimal(text).doubleValue();
        } catch (NumberFormatException _) {
            throw new BtfTypeException(typeId, "\"" + text + "\" is no decimal number");
        }
        BigInteger bits = switch (size) {
            case 2 -> BigInteger.valueOf(java.lang.Float.floatToFloat16((float) value));
            case 4 -> BigInteger.valueOf(java.lang.Float.floatToIntBits((float) value));
            case 8 -> BigInteger.valueOf(Double.doubleToLongBits(value));
            default -> throw new BtfTypeException(typeId, "a float of " + size + " bytes takes no literal");
        };
        return toBytes(btf, bits, size);
    }

    private static byte[] encodeText(Btf btf, int typeId, BtfType.Array array, String text) {
        if (!(btf.resolved(array.elementTypeId()) instanceof BtfType.Int element) || !element.isCharacter()) {
            throw new BtfTypeException(typeId, "an array of other things than char takes no literal");
        }
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        byte[] utf8 = (quoted ? text.substring(1, text.length() - 1) : text).getBytes(StandardCharsets.UTF_8);
        if (utf8.length > array.count()) {
            throw new BtfTypeException(typeId, utf8.length + " bytes of text for a char array of " + array.count());
        }
        if (array.count() > Integer.MAX_VALUE - 8) {
            throw new BtfTypeException(typeId, "an array of " + array.count() + " bytes is too large for a literal");
        }
        return ByteBuffer.allocate((int) array.count()).put(utf8).array();
    }

    private static BigInteger number(int typeId, String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? BigInteger.ONE : BigInteger.ZERO;
        }
        if (text.length() == 3 && text.startsWith("'") && text.endsWith("'") && text.charAt(1) < 0x80) {
            return BigInteger.valueOf(text.charAt(1));
        }
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        int radix = digits.startsWith("0x") || digits.startsWith("0X") ? 16 : digits.startsWith("0b") ? 2 : 10;
        digits = radix == 10 ? digits : digits.substring(2);
        if (digits.isEmpty() || digits.length() > 128 || Character.digit(digits.charAt(0), radix) < 0) {
            throw new BtfTypeException(typeId, "\"" + text + "\" is no number");
        }
        try {
            BigInteger magnitude = new BigInteger(digits, radix);
            return negative ? magnitude.negate() : magnitude;
        } catch (NumberFormatException _) {
            throw new BtfTypeException(typeId, "\"" + text + "\" is no number");
        }
    }

    private static BigInteger ranged(int typeId, BigInteger value, int bits, boolean signed) {
        BigInteger limit = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
        BigInteger min = signed ? limit.negate() : BigInteger.ZERO;
        if (value.compareTo(min) < 0 || value.compareTo(limit) >= 0) {
            throw new BtfTypeException(typeId, value + " is outside " + min + ".." + limit.subtract(BigInteger.ONE));
        }
        return value;
    }

    private static byte[] toBytes(Btf btf, BigInteger value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            int at = btf.byteOrder() == ByteOrder.LITTLE_ENDIAN ? i : size - 1 - i;
            bytes[at] = value.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }
}
