package io.github.bpf4j.runtime.world;

import java.util.ArrayList;
import java.util.List;

/**
 * A network interface.
 *
 * @param ifindex its number, positive
 * @param name at most 15 characters
 * @param mac its hardware address, such as {@code "02:00:00:00:00:01"}, or empty
 * @param mtu the most bytes of a packet behind the Ethernet header, at least 68
 * @param forwarding whether packets that come in may leave through other interfaces
 * @param addresses its addresses, each with the network that is on the link
 */
public record NetworkInterface(
        int ifindex, String name, String mac, int mtu, boolean forwarding, List<IpPrefix> addresses) {
    private static final int LEAST_MTU = 68;
    private static final int LONGEST_NAME = 15;
    private static final int LINK_HEADER_BYTES = 14 + 4;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is not as said above
     */
    public NetworkInterface {
        if (ifindex <= 0) {
            throw new IllegalArgumentException("an interface cannot have the number " + ifindex);
        }
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("an interface cannot have the name \"" + name + "\"");
        }
        if (!mac.isEmpty()) {
            checkMac(mac);
        }
        addresses = List.copyOf(addresses);
        if (mtu < LEAST_MTU) {
            throw new IllegalArgumentException("interface " + name + " with an MTU of " + mtu);
        }
    }

    /** An interface without addresses, which forwards nothing. */
    public NetworkInterface(int ifindex, String name, String mac, int mtu) {
        this(ifindex, name, mac, mtu, false, List.of());
    }

    static void checkMac(String mac) {
        if (!mac.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
            throw new IllegalArgumentException("\"" + mac + "\" is no hardware address");
        }
    }

    /** The same with an address more, such as {@code 10.0.0.1/24}. */
    public NetworkInterface address(String prefix) {
        List<IpPrefix> more = new ArrayList<>(addresses);
        more.add(IpPrefix.parse(prefix));
        return new NetworkInterface(ifindex, name, mac, mtu, forwarding, more);
    }

    /** The same, forwarding packets. */
    public NetworkInterface forwards() {
        return new NetworkInterface(ifindex, name, mac, mtu, true, addresses);
    }

    /** Whether XDP can send a frame of this length there: with the Ethernet header and the tag of a VLAN beside the MTU. */
    public boolean takes(int frameBytes) {
        return frameBytes <= (long) mtu + LINK_HEADER_BYTES;
    }
}
