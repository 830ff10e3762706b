package io.github.bpf4j.runtime.world;

/**
 * What is known of a neighbour on a link.
 *
 * @param address its address
 * @param ifindex the interface that leads to it
 * @param mac its hardware address; empty while it is not known
 * @param state how sure the kernel is of it
 */
public record Neighbour(IpAddress address, int ifindex, String mac, State state) {
    /** How sure the kernel is of a neighbour ({@code NUD_*}). */
    public enum State {
        INCOMPLETE,
        REACHABLE,
        STALE,
        DELAY,
        PROBE,
        FAILED,
        NOARP,
        PERMANENT;

        /** Whether packets are sent to the hardware address. */
        public boolean isValid() {
            return this != INCOMPLETE && this != FAILED;
        }
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the interface's number is not positive, or a valid neighbour has no hardware address
     */
    public Neighbour {
        if (ifindex <= 0) {
            throw new IllegalArgumentException("neighbour " + address + " on interface " + ifindex);
        }
        if (state.isValid() || !mac.isEmpty()) {
            NetworkInterface.checkMac(mac);
        }
    }

    /** A neighbour that was entered for good. */
    public static Neighbour of(String address, int ifindex, String mac) {
        return new Neighbour(IpAddress.parse(address), ifindex, mac, State.PERMANENT);
    }

    /** The same in another state. */
    public Neighbour in(State other) {
        return new Neighbour(address, ifindex, mac, other);
    }
}
