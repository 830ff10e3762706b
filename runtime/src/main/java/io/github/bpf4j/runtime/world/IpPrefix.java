package io.github.bpf4j.runtime.world;

/**
 * An address with the length of its network's prefix: a network, or an interface's address in it.
 *
 * @param address where bits behind the prefix count for an interface's address only
 * @param bits at most 32 or 128
 */
public record IpPrefix(IpAddress address, int bits) {
    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is negative or longer than the address
     */
    public IpPrefix {
        if (bits < 0 || bits > longest(address)) {
            throw new IllegalArgumentException(address + " with a prefix of " + bits + " bits");
        }
    }

    private static int longest(IpAddress address) {
        return address.isV6() ? 128 : 32;
    }

    /**
     * Reads a prefix such as {@code 10.0.0.0/8}; an address alone is that with all its bits.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            IpAddress address = IpAddress.parse(text);
            return new IpPrefix(address, longest(address));
        }
        if (!text.substring(slash + 1).matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no prefix of addresses");
        }
        return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** Whether an address lies in the network. */
    public boolean contains(IpAddress other) {
        return address.startsAs(other, bits);
    }

    /** Whether it is of IPv6. */
    public boolean isV6() {
        return address.isV6();
    }

    /** Whether the prefix is all of the address. */
    public boolean isHost() {
        return bits == longest(address);
    }

    /** The network: all bits behind the prefix zero. */
    public IpPrefix network() {
        return new IpPrefix(address.withRest(bits, false), bits);
    }

    /** The network's last address, the one for broadcasts. */
    public IpAddress last() {
        return address.withRest(bits, true);
    }

    @Override
    public String toString() {
        return address + "/" + bits;
    }
}
