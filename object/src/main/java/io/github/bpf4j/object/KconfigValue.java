package io.github.bpf4j.object;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the value of a setting stands in a variable of a type. What each type takes, and which errors there are, is what libbpf answered
 * on Linux 6.12 (runtime spec 2.5).
 */
final class KconfigValue {
    /** A number as C's {@code strtoull} reads it with base 0. */
    private static final Pattern NUMBER =
            Pattern.compile("[ \\t\\x0b\\f\\r]*([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9][0-9]*))");

    private static final int MAX_DIGITS = 80;
    private static final String TRISTATE = "libbpf_tristate";

    /** What a variable takes. */
    private enum Form {
        BOOL,
        TRISTATE,
        CHAR,
        NUMBER,
        TEXT,
        /** Nothing that libbpf knows. */
        OTHER
    }

    private final String name;
    private final Form form;
    private final int size;
    private final boolean signed;
    private final ByteOrder order;

    /** Values for a variable of {@code size} bytes. */
    KconfigValue(String name, Btf btf, int typeId, int size) {
        this.name = name;
        this.size = size;
        this.order = btf.byteOrder();
        BtfType type = btf.resolved(typeId);
        this.form = form(btf, type);
        this.signed = type instanceof BtfType.Int number && number.signed();
        if (form == Form.OTHER) {
            throw error(
                    Errno.EOPNOTSUPP,
                    "settings have no such type: they are bool, enum " + TRISTATE
                            + ", integers of 1, 2, 4 or 8 bytes, or arrays of char");
        }
        if (size == 0) {
            throw error(Errno.EINVAL, "it has no size: say how long the array is");
        }
    }

    private static Form form(Btf btf, BtfType type) {
        return switch (type) {
            case BtfType.Int number when number.bool() -> number.size() == 1 ? Form.BOOL : Form.OTHER;
            case BtfType.Int number ->
                switch (number.size()) {
                    case 1 -> Form.CHAR;
                    case 2, 4, 8 -> Form.NUMBER;
                    default -> Form.OTHER;
                };
            case BtfType.Enum enumeration ->
                enumeration.name().equals(TRISTATE) && enumeration.size() == Integer.BYTES ? Form.TRISTATE : Form.OTHER;
            case BtfType.Array array ->
                btf.resolved(array.elementTypeId()) instanceof BtfType.Int element
                                && element.size() == 1
                                && !element.bool()
                        ? Form.TEXT
                        : Form.OTHER;
            default -> Form.OTHER;
        };
    }

    /** The bytes for a value as a configuration has it. */
    byte[] of(String value) {
        return switch (value.charAt(0)) {
            case 'y', 'n', 'm' -> ofLetter(value.charAt(0));
            case '"' -> ofText(value);
            default -> ofNumber(value);
        };
    }

    private byte[] ofLetter(char letter) {
        return switch (form) {
            case BOOL -> {
                if (letter == 'm') {
                    throw error(Errno.EINVAL, "it is set to m, which a bool cannot be: declare it enum " + TRISTATE);
                }
                yield bytes(letter == 'y' ? 1 : 0);
            }
            case TRISTATE -> bytes("nym".indexOf(letter));
            case CHAR -> bytes(letter);
            case NUMBER, TEXT, OTHER ->
                throw error(
                        Errno.EINVAL,
                        "it is set to " + letter + ": declare it bool, enum " + TRISTATE + " or char, not "
                                + (form == Form.TEXT ? "an array" : "a number"));
        };
    }

    private byte[] ofText(String value) {
        if (form != Form.TEXT) {
            throw error(Errno.EINVAL, "it is set to the text " + shown(value) + ": declare it an array of char");
        }
        if (value.length() < 2 || !value.endsWith("\"")) {
            throw error(Errno.EINVAL, "the text " + shown(value) + " has no end: a quotation mark is missing");
        }
        byte[] text = value.substring(1, value.length() - 1).getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(text, Math.min(text.length, size - 1));
    }

    private byte[] ofNumber(String value) {
        Matcher number = NUMBER.matcher(value);
        if (value.length() > MAX_DIGITS || !number.matches()) {
            throw error(Errno.EINVAL, "it is set to " + shown(value) + ", which is no number");
        }
        if (form != Form.CHAR && form != Form.NUMBER) {
            throw error(Errno.EINVAL, "it is set to the number " + value.strip() + ": declare it an integer");
        }
        BigInteger magnitude = magnitude(number);
        if (magnitude.bitLength() > Long.SIZE) {
            throw error(Errno.EINVAL, "it is set to " + value.strip() + ", which has more than 64 bits");
        }
        BigInteger exact = number.group(1).equals("-") ? magnitude.negate() : magnitude;
        if (!fits(exact.longValue())) {
            throw error(
                    Errno.EINVAL,
                    "it is set to " + value.strip() + ", which does not fit in " + (signed ? "a signed" : "an unsigned")
                            + " integer of " + size + " bytes");
        }
        return bytes(exact.longValue());
    }

    private static BigInteger magnitude(Matcher number) {
        if (number.group(2) != null) {
            return new BigInteger(number.group(2), 16);
        }
        return number.group(3) != null ? new BigInteger(number.group(3), 8) : new BigInteger(number.group(4));
    }

    /** The bytes for what the loader itself knows. */
    byte[] of(long value) {
        boolean takes = switch (form) {
            case BOOL -> value == 0 || value == 1;
            case CHAR, NUMBER -> true;
            case TRISTATE, TEXT, OTHER -> false;
        };
        if (!takes) {
            throw error(Errno.EINVAL, "it is the number " + value + ": declare it an integer");
        }
        if (form != Form.BOOL && !fits(value)) {
            throw error(Errno.ERANGE, "its value " + value + " does not fit in " + size + " bytes");
        }
        return bytes(value);
    }

    /** Whether a number of 64 bits is one of fewer; libbpf lets every number of 64 bits into those that have as many. */
    private boolean fits(long value) {
        if (size == Long.BYTES) {
            return true;
        }
        int bits = size * Byte.SIZE;
        return signed ? value >> bits - 1 == value >> Long.SIZE - 1 : value >>> bits == 0;
    }

    private byte[] bytes(long value) {
        byte[] whole =
                ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).array();
        return order == ByteOrder.LITTLE_ENDIAN
                ? Arrays.copyOf(whole, size)
                : Arrays.copyOfRange(whole, Long.BYTES - size, Long.BYTES);
    }

    private static String shown(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "...";
    }

    private ExternException error(Errno errno, String reason) {
        return new ExternException(name, errno, reason);
    }
}
