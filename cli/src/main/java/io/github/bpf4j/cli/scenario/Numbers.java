package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.abi.Errno;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write them in scenario files. */
final class Numbers {
    private static final Map<String, Long> UNITS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "min",
            60_000_000_000L,
            "h",
            3_600_000_000_000L,
            "d",
            86_400_000_000_000L);
    private static final Pattern WITH_UNIT = Pattern.compile("([+-]?[0-9][0-9_]*(?:\\.[0-9]+)?) ?(ns|us|ms|s|min|h|d)");
    private static final Pattern ERRNO = Pattern.compile("-?E[A-Z0-9]+");
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);

    private Numbers() {}

    /**
     * The 64 bits of a number: decimal with or without underscores, {@code 0x}, {@code 0b}, up to 2^64-1; an errno such as
     * {@code -EINVAL} as the negative number that helpers return; a time with its unit in nanoseconds; {@code true},
     * {@code false}; {@code never}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    static long parse(String text) {
        Matcher timed = WITH_UNIT.matcher(text);
        if (timed.matches()) {
            return nanoseconds(text, timed.group(1), timed.group(2));
        }
        if (ERRNO.matcher(text).matches()) {
            return errno(text.startsWith("-") ? text.substring(1) : text).result();
        }
        return switch (text) {
            case "true" -> 1;
            case "false" -> 0;
            case "never" -> Long.MAX_VALUE;
            default -> integer(text);
        };
    }

    private static long nanoseconds(String text, String number, String unit) {
        BigDecimal ns =
                new BigDecimal(number.replace("_", "")).multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)));
        try {
            return ns.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number of nanoseconds below 292 years", e);
        }
    }

    private static long integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = (negative ? text.substring(1) : text).replace("_", "");
        int radix = digits.startsWith("0x") ? 16 : digits.startsWith("0b") ? 2 : 10;
        try {
            BigInteger magnitude = new BigInteger(radix == 10 ? digits : digits.substring(2), radix);
            BigInteger value = negative ? magnitude.negate() : magnitude;
            if (magnitude.signum() >= 0
                    && value.compareTo(LIMIT) < 0
                    && value.bitLength() <= 64
                    && (!negative || value.bitLength() <= 63)) {
                return value.longValue();
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no number, time or errno", e);
        }
        throw new IllegalArgumentException(text + " does not fit into 64 bits");
    }

    /** The errno with this name. */
    static Errno errno(String name) {
        for (Errno errno : Errno.values()) {
            if (errno.name().equals(name)) {
                return errno;
            }
        }
        throw new IllegalArgumentException("no errno is called \"" + name + "\"");
    }

    /** Nanoseconds since 1970 of a time of day in ISO 8601, if the text is one. */
    static Optional<Long> instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            return Optional.of(
                    Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano()));
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A number for a message: small ones as they are, errnos with their name. */
    static String show(long value) {
        return value < 0 && value > -4096 && Errno.byNumber((int) -value).isPresent()
                ? value + " (" + Errno.name(value) + ")"
                : Long.toString(value);
    }
}
