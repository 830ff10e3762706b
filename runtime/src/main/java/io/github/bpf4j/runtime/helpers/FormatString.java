package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The format strings of {@code bpf_trace_printk}, {@code bpf_trace_vprintk} and {@code bpf_snprintf} (runtime spec 4): integers,
 * characters, strings, pointers and addresses, with flags and width.
 */
final class FormatString {
    private static final int LONGEST_STRING = 512;
    private static final int LONGEST_FORMAT = 4096;
    private static final int LARGEST_WIDTH = 1024;
    private static final int PAGE = 4096;

    private final GuestMemory memory;
    private final String format;
    private final long[] arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;
    private boolean left;
    private boolean zero;
    private boolean plus;
    private boolean space;

    private FormatString(GuestMemory memory, String format, long[] arguments) {
        this.memory = memory;
        this.format = format;
        this.arguments = arguments;
    }

    /**
     * Formats guest values.
     *
     * @param format guest address of the format
     * @param formatSize where it must have ended; a bound of our own if it has none
     * @return the text, or null if the format is bad or asks for more arguments than there are
     */
    static @Nullable String format(GuestMemory memory, long format, long formatSize, long[] arguments) {
        String text = string(memory, format, Math.clamp(formatSize, 0, LONGEST_FORMAT), true);
        if (text == null) {
            return null;
        }
        FormatString state = new FormatString(memory, text, arguments);
        return state.run() ? state.out.toString() : null;
    }

    /**
     * A NUL-terminated string of at most that many bytes. Of one that cannot be read nothing is printed; null if the string must be there and
     * end.
     */
    private static @Nullable String string(GuestMemory memory, long address, int limit, boolean mustEnd) {
        byte[] bytes = new byte[limit];
        int length = 0;
        while (length < limit) {
            if ((length == 0 || (address + length) % PAGE == 0) && !memory.isCommitted(address + length, 1)) {
                return mustEnd ? null : "";
            }
            int character = memory.getU8(address + length);
            if (character == 0) {
                return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            }
            bytes[length++] = (byte) character;
        }
        return mustEnd ? null : new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private boolean run() {
        while (at < format.length()) {
            char character = format.charAt(at++);
            if (character >= 0x80 || character < ' ' && "\t\n\r\f\u000b\b\u0007".indexOf(character) < 0) {
                return false;
            }
            if (character != '%') {
                out.append(character);
            } else if (peek() == '%') {
                at++;
                out.append('%');
            } else if (!conversion()) {
                return false;
            }
        }
        return true;
    }

    private char peek() {
        return at < format.length() ? format.charAt(at) : 0;
    }

    private boolean conversion() {
        if (used == arguments.length) {
            return false;
        }
        flags();
        int width = 0;
        while (peek() >= '0' && peek() <= '9') {
            width = Math.min(width * 10 + peek() - '0', LARGEST_WIDTH);
            at++;
        }
        long argument = arguments[used++];
        String text = switch (peek()) {
            case 'p' -> pointer(argument);
            case 's' -> {
                at++;
                yield string(memory, argument, LONGEST_STRING, false);
            }
            case 'c' -> {
                at++;
                yield String.valueOf((char) (argument & 0xff));
            }
            default -> integer(argument, width);
        };
        if (text == null) {
            return false;
        }
        pad(text, width);
        return true;
    }

    private void flags() {
        left = false;
        zero = false;
        plus = false;
        space = false;
        for (; ; at++) {
            switch (peek()) {
                case '-' -> left = true;
                case '0' -> zero = true;
                case '+' -> plus = true;
                case ' ' -> space = true;
                default -> {
                    return;
                }
            }
        }
    }

    private void pad(String text, int width) {
        int missing = Math.max(0, width - text.length());
        out.append(left ? "" : " ".repeat(missing)).append(text).append(left ? " ".repeat(missing) : "");
    }

    private @Nullable String integer(long argument, int width) {
        int longs = 0;
        while (peek() == 'l' && longs < 2) {
            longs++;
            at++;
        }
        boolean wide = longs > 0;
        String digits;
        String sign = "";
        switch (peek()) {
            case 'd', 'i' -> {
                long value = wide ? argument : (int) argument;
                digits = value < 0 ? Long.toUnsignedString(-value) : Long.toString(value);
                sign = value < 0 ? "-" : plus ? "+" : space ? " " : "";
            }
            case 'u' -> digits = Long.toUnsignedString(wide ? argument : argument & 0xffff_ffffL);
            case 'x' -> digits = Long.toHexString(wide ? argument : argument & 0xffff_ffffL);
            case 'X' ->
                digits = HexFormat.of()
                        .withUpperCase()
                        .toHexDigits(argument, wide ? 16 : 8)
                        .replaceFirst("^0+(?!$)", "");
            default -> {
                return null;
            }
        }
        at++;
        int zeros = zero && !left ? Math.max(0, width - digits.length() - sign.length()) : 0;
        return sign + "0".repeat(zeros) + digits;
    }

    private @Nullable String pointer(long argument) {
        at++;
        switch (peek()) {
            case 'I', 'i' -> {
                return address(argument);
            }
            case 'k', 'u' -> {
                if (at + 1 < format.length() && format.charAt(at + 1) == 's') {
                    at += 2;
                    return string(memory, argument, LONGEST_STRING, false);
                }
                at++;
            }
            case 'x', 'K', 'B', 's', 'S' -> at++;
            default -> {}
        }
        return HexFormat.of().toHexDigits(argument);
    }

    /** The bytes of an address; zeros if they cannot be read. */
    private byte[] bytes(long at, int size) {
        return memory.isCommitted(at, size) ? memory.read(at, size) : new byte[size];
    }

    /** {@code %pI4} as 10.0.0.1, {@code %pi4} as 010.000.000.001, {@code %pI6} with colons, {@code %pi6} without. */
    private @Nullable String address(long argument) {
        boolean readable = format.charAt(at++) == 'I';
        char version = peek();
        at++;
        byte[] bytes = bytes(argument, version == '4' ? 4 : 16);
        if (version == '4') {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                String part = Integer.toString(bytes[i] & 0xff);
                text.append(i == 0 ? "" : ".");
                text.append(readable ? part : "0".repeat(3 - part.length()) + part);
            }
            return text.toString();
        }
        if (version != '6') {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            text.append(readable && i > 0 && i % 2 == 0 ? ":" : "");
            text.append(HexFormat.of().toHexDigits(bytes[i]));
        }
        return text.toString();
    }
}
