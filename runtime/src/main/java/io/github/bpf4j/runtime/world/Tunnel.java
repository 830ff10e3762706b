package io.github.bpf4j.runtime.world;

/**
 * What a packet carries for a tunnel: taken off when it came out of one, or put on for one that it goes into.
 *
 * @param id the tunnel's number, such as a VNI
 * @param source the outer packet's source
 * @param destination the outer packet's destination
 * @param tos type of service, or traffic class
 * @param ttl hops
 * @param label flow label of IPv6
 * @param flags {@code TUNNEL_*}, in host order
 * @param options as the tunnel has them, at most 255 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // a copy, compared by nobody
public record Tunnel(
        long id, IpAddress source, IpAddress destination, int tos, int ttl, int label, int flags, byte[] options) {
    /** TUNNEL_CSUM. */
    public static final int CSUM = 0x0001;

    /** TUNNEL_KEY. */
    public static final int KEY = 0x0004;

    /** TUNNEL_SEQ. */
    public static final int SEQ = 0x0008;

    /** TUNNEL_DONT_FRAGMENT. */
    public static final int DONT_FRAGMENT = 0x0100;

    /** TUNNEL_NOCACHE. */
    public static final int NOCACHE = 0x2000;

    /** TUNNEL_OPTIONS_PRESENT: those of any kind of tunnel. */
    public static final int OPTIONS_PRESENT = 0xd800;

    private static final int MOST_OPTIONS = 255;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the addresses are of different kinds, or there are too many options
     */
    public Tunnel {
        if (source.isV6() != destination.isV6()) {
            throw new IllegalArgumentException("a tunnel from " + source + " to " + destination);
        }
        if (options.length > MOST_OPTIONS) {
            throw new IllegalArgumentException(options.length + " bytes of tunnel options");
        }
        options = options.clone();
    }

    /** A tunnel's packet between two addresses, with a key and no options. */
    public static Tunnel of(long id, String source, String destination) {
        return new Tunnel(id, IpAddress.parse(source), IpAddress.parse(destination), 0, 64, 0, KEY, new byte[0]);
    }

    /** The same with options. */
    public Tunnel withOptions(byte[] bytes) {
        return new Tunnel(id, source, destination, tos, ttl, label, flags | OPTIONS_PRESENT, bytes);
    }

    /** A copy of the options. */
    @Override
    public byte[] options() {
        return options.clone();
    }
}
