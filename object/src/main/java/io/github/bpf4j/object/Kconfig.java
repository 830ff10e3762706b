package io.github.bpf4j.object;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The settings that a kernel was built with: what externs of section {@code .kconfig} are set to (runtime spec 2.5).
 *
 * <p>Immutable and safe for use by any thread. Values are kept as they are written: {@code y}, {@code 0x10}, {@code "text"} with its
 * quotes.
 */
public final class Kconfig {
    /** Most bytes of a configuration, unpacked; those of distributions have some hundred thousand. */
    public static final int MAX_BYTES = 16 << 20;

    private static final String PREFIX = "CONFIG_";
    private static final int GZIP_MAGIC = 0x8b1f;

    private static final Kconfig DEFAULTS = parse("""
            CONFIG_64BIT=y
            CONFIG_BPF=y
            CONFIG_BPF_SYSCALL=y
            CONFIG_HZ=250
            CONFIG_HZ_250=y
            CONFIG_NET=y
            CONFIG_SMP=y
            CONFIG_X86=y
            CONFIG_X86_64=y
            """);

    private final Map<String, String> values;

    private Kconfig(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** The few settings that hold for every runtime: a 64-bit x86 with several processors, 250 ticks a second, BPF and networking. */
    public static Kconfig defaults() {
        return DEFAULTS;
    }

    /**
     * The settings of a text as the kernel's build writes it: lines {@code CONFIG_NAME=value}, others mean nothing. The first of several
     * lines for one name holds.
     *
     * @throws KconfigFormatException if a line that begins with {@code CONFIG_} gives no value
     */
    public static Kconfig parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.startsWith(PREFIX)) {
                continue;
            }
            int end = line.indexOf('=');
            if (end < 0) {
                throw new KconfigFormatException(number, "no \"=\" behind " + shown(line));
            }
            if (end == line.length() - 1) {
                throw new KconfigFormatException(number, "no value behind " + shown(line));
            }
            values.putIfAbsent(line.substring(0, end), line.substring(end + 1));
        }
        return new Kconfig(values);
    }

    private static String shown(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "...";
    }

    /**
     * The settings of a file, packed with gzip or not: a copy of {@code /proc/config.gz} or of {@code /boot/config-RELEASE}.
     *
     * @throws KconfigFormatException if a line that begins with {@code CONFIG_} gives no value, or there are more than {@link #MAX_BYTES}
     * @throws IOException if the file cannot be read or unpacked
     */
    public static Kconfig read(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            byte[] bytes = bounded(file);
            boolean packed = bytes.length >= 2 && (bytes[0] & 0xff | (bytes[1] & 0xff) << 8) == GZIP_MAGIC;
            if (packed) {
                try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                    bytes = bounded(unpacked);
                }
            }
            return parse(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new KconfigFormatException(0, "more than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    /**
     * The same settings with one set or changed.
     *
     * @param name the whole name, such as {@code CONFIG_HZ}
     * @param value as in a file: {@code y}, {@code 250}, {@code "text"}
     * @throws IllegalArgumentException if the name does not begin with {@code CONFIG_} or either cannot stand in a file
     */
    public Kconfig with(String name, String value) {
        if (!name.startsWith(PREFIX) || name.contains("=") || name.contains("\n")) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a setting: it begins with " + PREFIX);
        }
        if (value.isEmpty() || value.contains("\n")) {
            throw new IllegalArgumentException("no value for " + name + ": one in a line");
        }
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return new Kconfig(changed);
    }

    /** What a name is set to; empty if it is not. */
    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** All settings by their whole names, in the order of the file. */
    public Map<String, String> values() {
        return values;
    }
}
