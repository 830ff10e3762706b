package io.github.bpf4j.runtime.world;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** An IPv4 or IPv6 address. Immutable. */
public final class IpAddress {
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int MAPPED_BYTES = 12;

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads an address such as {@code 10.0.0.1} or {@code 2001:db8::1}. An address with a colon is one of IPv6, whatever it maps.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static IpAddress parse(String text) {
        if (text.isEmpty() || text.startsWith("[") || text.indexOf('%') >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no IP address");
        }
        byte[] read;
        try {
            read = InetAddress.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no IP address", e);
        }
        return new IpAddress(read.length == V4_BYTES && text.indexOf(':') >= 0 ? mapped(read) : read);
    }

    private static byte[] mapped(byte[] v4) {
        byte[] bytes = new byte[V6_BYTES];
        bytes[MAPPED_BYTES - 2] = -1;
        bytes[MAPPED_BYTES - 1] = -1;
        System.arraycopy(v4, 0, bytes, MAPPED_BYTES, V4_BYTES);
        return bytes;
    }

    /**
     * An address of these bytes, in network order.
     *
     * @throws IllegalArgumentException if they are not 4 or 16
     */
    public static IpAddress of(byte[] bytes) {
        if (bytes.length != V4_BYTES && bytes.length != V6_BYTES) {
            throw new IllegalArgumentException("an IP address of " + bytes.length + " bytes");
        }
        return new IpAddress(bytes.clone());
    }

    /** A copy of its bytes, in network order. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether it is one of IPv6. */
    public boolean isV6() {
        return bytes.length == V6_BYTES;
    }

    /** Whether it is the address that stands for any. */
    public boolean isAny() {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is one of IPv6 that maps one of IPv4. */
    public boolean isMapped() {
        return isV6() && Arrays.equals(mapped(Arrays.copyOfRange(bytes, MAPPED_BYTES, V6_BYTES)), bytes);
    }

    /** The address of IPv4 that this one of IPv6 maps; else this address itself. */
    public IpAddress unmapped() {
        return isMapped() ? new IpAddress(Arrays.copyOfRange(bytes, MAPPED_BYTES, V6_BYTES)) : this;
    }

    /** Whether the first bits are those of another address of the same kind. */
    boolean startsAs(IpAddress other, int bits) {
        if (other.bytes.length != bytes.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(bytes, 0, whole, other.bytes, 0, whole)
                && (rest == 0 || ((bytes[whole] ^ other.bytes[whole]) & 0xff) >>> Byte.SIZE - rest == 0);
    }

    /** The same with all bits behind the first set to one, or to zero. */
    IpAddress withRest(int bits, boolean ones) {
        byte[] changed = bytes.clone();
        for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
            int mask = 0x80 >>> bit % Byte.SIZE;
            changed[bit / Byte.SIZE] =
                    (byte) (ones ? changed[bit / Byte.SIZE] | mask : changed[bit / Byte.SIZE] & ~mask);
        }
        return new IpAddress(changed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        try {
            return isMapped()
                    ? "::ffff:" + unmapped()
                    : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
