package io.github.bpf4j.runtime.contexts;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A setting below {@code /proc/sys} that is read or written. For one run. */
public final class Setting {
    private final String name;
    private final byte[] current;
    private byte @Nullable [] written;
    private boolean replaced;

    /**
     * A setting.
     *
     * @param name its path below {@code /proc/sys}, such as {@code net/ipv4/ip_forward}
     * @param current its value, as a reader gets it
     * @param written what is to be written; null if it is read
     */
    public Setting(String name, byte[] current, byte @Nullable [] written) {
        this.name = name;
        this.current = current.clone();
        this.written = written == null ? null : written.clone();
    }

    /** Its path below {@code /proc/sys}. */
    public String name() {
        return name;
    }

    /** Its value. */
    public byte[] current() {
        return current.clone();
    }

    /** What is to be written; empty if it is read. */
    public Optional<byte[]> written() {
        return Optional.ofNullable(written).map(bytes -> Arrays.copyOf(bytes, bytes.length));
    }

    /** Has something else written. */
    public void replace(byte[] bytes) {
        written = bytes.clone();
        replaced = true;
    }

    /** Whether a program has something else written. */
    public boolean isReplaced() {
        return replaced;
    }
}
